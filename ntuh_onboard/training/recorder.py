"""Record what is drawn as an asciicast, version 2; never what is typed, and never a secret.

The file is written only after everything in it was searched; if it contains a secret, it is not written at all (S-03).
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ntuh_onboard.common import private_files
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.common.secret import Secret

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|(?![\[\]PX^_])[ -/]*[0-~])", re.DOTALL)
_MOVE = re.compile(r"\x1b\[[0-9;]*[A-HJKSTfdr]|\x1b\[\?2026[hl]")

_FOR_THE_LIVE_TERMINAL = re.compile(
    r"\x1b\[\?(?!(?:7|25|1049|2026)[hl])[0-9;]+[hl]"  # mouse, paste, focus: who plays it types into a shell
    r"|\x1b\[\?[0-9;]*\$p|\x1b\[[>=?]?[0-9;]*[cnq]|\x1b\[[<>=?][0-9;]*u"  # questions, and another protocol for keys
)
"""What a program tells a terminal about keys and mouse, or asks it: a recording only draws."""
_MODE = re.compile(r"\x1b\[\?([0-9]+)([hl])")
_USUAL = frozenset({"7", "25"})
"""The modes that are on in any terminal: wrapping, and the cursor."""


class SecretSeen(OnboardError):
    """The recording contains a secret and was not written; the message does not tell which."""


class Recorder:
    """Records what is drawn, with its time.

    Args:
        columns: width of the terminal.
        rows: height of the terminal.
        title: the title of the recording.
        now: returns the machine's time in seconds.

    Attributes:
        open: whether it still records.
        ended: called when it is stopped.

    """

    def __init__(self, columns: int, rows: int, title: str, now: Callable[[], float] = time.monotonic) -> None:
        self._header = {"version": 2, "width": columns, "height": rows, "title": title}
        self._now = now
        self._start = now()
        self._drawn: list[tuple[float, str]] = []
        self.open = True
        self.ended: Callable[[], None] = lambda: None

    @property
    def seconds(self) -> float:
        """The length of the recording."""
        return self._drawn[-1][0] if self._drawn else 0.0

    def take(self, text: str) -> None:
        """Record a text that was drawn."""
        text = _FOR_THE_LIVE_TERMINAL.sub("", text)
        if self.open and text:
            self._drawn.append((round(self._now() - self._start, 3), text))

    def stop(self) -> None:
        """End the recording; what is on the screen is shown until now."""
        if self.open:
            ends = modes_undone("".join(text for _, text in self._drawn))
            self._drawn.append((round(self._now() - self._start, 3), ends))
            self.open = False
            self.ended()

    def save(self, path: Path, secrets: Iterable[Secret]) -> None:
        """Write the recording, readable by this user only.

        Raises SecretSeen, and writes nothing, if it contains one of these secrets; raises OSError.
        """
        self.stop()
        if shown("".join(text for _, text in self._drawn), secrets):
            raise SecretSeen(f"{path}: not written, since a secret was on the screen")
        lines = [json.dumps(self._header), *(json.dumps([at, "o", text]) for at, text in self._drawn)]
        private_files.write(path, "\n".join(lines) + "\n")


def modes_undone(output: str) -> str:
    """Return what leaves a terminal as it was before this output: every mode and colour as usual."""
    changed = dict(_MODE.findall(output))
    on = {each for each, state in changed.items() if state == "h"}
    # The newest first: the alternate screen, which is entered first, is left last.
    wrong = [each for each in reversed(changed) if (each in on) is not (each in _USUAL)]
    undone = [f"\x1b[?{each}{'h' if each in _USUAL else 'l'}" for each in wrong]
    return "".join(["\x1b[0m", *undone])


def shown(output: str, secrets: Iterable[Secret]) -> bool:
    """Return whether a terminal's output contains one of these, plainly or with colour codes between its letters."""
    moved = _MOVE.sub("\n", output)
    plain = _SEQUENCE.sub("", moved)
    joined = _SEQUENCE.sub("", output)
    return any(text in place for text in {each.reveal() for each in secrets} if text for place in (plain, joined))
