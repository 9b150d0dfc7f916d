"""What this computer can do, found out without touching anything that is kept: terminal, pictures, keyring (S-06)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from rich.console import Console

from ntuh_onboard.check.findings import KeyringState, TerminalFound
from ntuh_onboard.common import vault
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.startup.terminal import abilities, console_window

_COLOURS: Mapping[str | None, int] = {None: 0, "standard": 16, "windows": 16, "256": 256, "truecolor": 256**3}


def terminal_found(console: Console, environ: Mapping[str, str], platform: str) -> TerminalFound:
    """Return what the terminal can draw, judged as the wizard does."""
    can = abilities(environ, console.encoding, platform, window=console_window())
    columns, rows = console.size
    return TerminalFound(
        terminal=console.is_terminal,
        chinese=can.chinese,
        ascii_only=can.ascii_only,
        colours=_COLOURS[console.color_system],
        columns=columns,
        rows=rows,
        encoding=console.encoding,
    )


def readable(picture: bytes) -> bool:
    """Return whether a picture code can be drawn, by the wizard's own decoder."""
    try:
        pixels.check(picture)
    except pixels.BrokenPicture:
        return False
    return True


def keyring_found(
    *,
    forbidden: bool,
    make: Callable[[], object] = vault.system_store,
    foreign: Callable[[], tuple[type[Exception], ...]] = vault.system_errors,
    limit: float = vault.LIMIT,
) -> KeyringState:
    """Return whether the system's keyring can be opened; nothing in it is read.

    Args:
        forbidden: whether the machine's policy forbids it; then it is not even looked for.
        make: opens the keyring.
        foreign: returns the errors by which the keyring's library says that there is none.
        limit: seconds to wait; a broken keyring holds the first call for minutes.

    """
    if forbidden:
        return KeyringState.OFF
    answers: list[KeyringState] = []

    def ask() -> None:
        try:
            make()
        except foreign():
            answers.append(KeyringState.MISSING)
        else:
            answers.append(KeyringState.READY)

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(limit)
    return answers[0] if answers else KeyringState.SILENT
