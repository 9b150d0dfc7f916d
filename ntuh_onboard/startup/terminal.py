"""Find out what the terminal can draw, as far as the environment tells before anything is drawn."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

_STAND_IN, _LONGEST_CLASS = "PseudoConsoleWindow", 256
"""The class of the window that Windows gives a console that another terminal draws, and the longest name of a class."""
_OUTPUT, _SEQUENCES = -11, 4
"""The handle of a Windows console's output, and the mode in which it takes control sequences."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a terminal can draw.

    Attributes:
        ascii_only: draw ASCII only, since the widths of box lines and marks are not known.
        chinese: whether it can draw Chinese characters.

    """

    ascii_only: bool
    chinese: bool


def here() -> Abilities:
    """Return what the terminal of this process can draw."""
    return abilities(os.environ, sys.stdout.encoding or "", sys.platform, window=console_window())


def typed_at() -> bool:
    """Return whether a person can type here and see what is drawn."""
    return all(each is not None and each.isatty() for each in (sys.stdin, sys.stdout))


def why_plain(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Return why line prompts are asked in place of screens here, as the key of a sentence; empty if they are not.

    If nobody can type at a terminal, the front says so itself.
    """
    typed, shown = _is_terminal(sys.stdin), _is_terminal(sys.stdout)
    if typed and not shown:
        return "plain.because_output"
    if not (typed and shown):
        return ""
    if platform == "win32":
        return "" if _takes_sequences() else "plain.because_console"
    return "plain.because_dumb" if _cannot_place_cursor(environ.get("TERM", "")) else ""


def _is_terminal(stream: IO[str] | None) -> bool:
    """Return whether this is a terminal; a program without a console has no streams at all."""
    return stream is not None and not stream.closed and stream.isatty()


def _cannot_place_cursor(term: str) -> bool:
    """Return whether the terminal's description says that its cursor cannot be placed; one without any may."""
    if term == "dumb":
        return True
    try:
        import curses  # missing in some builds

        curses.setupterm(term, sys.stdout.fileno())
        return curses.tigetstr("cup") is None
    except (ImportError, OSError, ValueError, TypeError):
        return False
    except curses.error:
        return False


def _takes_sequences() -> bool:
    """Return whether the Windows console lets itself be switched to control sequences; its mode stays as it was."""
    import ctypes

    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]  # on Windows only
    handle, before = kernel.GetStdHandle(_OUTPUT), ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(before)):
        return True  # no console of Windows, but a terminal all the same
    taken = bool(kernel.SetConsoleMode(handle, before.value | _SEQUENCES))
    kernel.SetConsoleMode(handle, before)
    return taken


def console_window() -> str:
    """Return the class of this console's window on Windows, by which a terminal is told from the classic console."""
    if sys.platform == "win32":
        import ctypes

        kernel, user = ctypes.WinDLL("kernel32"), ctypes.WinDLL("user32")
        kernel.GetConsoleWindow.restype = ctypes.c_void_p
        name = ctypes.create_unicode_buffer(_LONGEST_CLASS)
        user.GetClassNameW(ctypes.c_void_p(kernel.GetConsoleWindow()), name, _LONGEST_CLASS)
        return name.value
    else:  # noqa: RET505  # by what mypy knows of the platform, nothing behind the `if` is reached
        return ""


def abilities(environ: Mapping[str, str], encoding: str, platform: str, *, window: str = "") -> Abilities:
    """Return what environment, output's encoding, `sys.platform` and `console_window` tell about the terminal.

    The Linux console has 512 characters, none of them Chinese. The classic Windows console takes the width of box
    lines and marks from its font, and Chinese fonts draw them two cells wide (peers.md lessons 4 and 5). Windows
    Terminal sets WT_SESSION, but not where it is the default terminal and the program was started from elsewhere;
    there, as in any other terminal, the console's window is a mere stand-in. A pipe on Windows has the code page of
    the system.
    """
    utf8 = encoding.lower().replace("-", "") in {"utf8", "cp65001"}
    if platform == "win32":
        terminal = "WT_SESSION" in environ or window == _STAND_IN
        return Abilities(ascii_only=not terminal or not utf8, chinese=_has_chinese(encoding))
    bare = environ.get("TERM", "") in {"", "linux", "dumb", "unknown"}
    return Abilities(ascii_only=bare or not utf8, chinese=utf8 and environ.get("TERM") != "linux")


def _has_chinese(encoding: str) -> bool:
    try:
        "帳號".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True
