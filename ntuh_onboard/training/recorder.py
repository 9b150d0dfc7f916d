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
        if self.open and text:
            self._drawn.append((round(self._now() - self._start, 3), text))

    def stop(self) -> None:
        """End the recording; what is on the screen is shown until now."""
        if self.open:
            self._drawn.append((round(self._now() - self._start, 3), ""))
            self.open = False
            self.ended()

    def save(self, path: Path, secrets: Iterable[Secret]) -> None:
        """Write the recording, readable by this user only.

        Raises SecretSeen, and writes nothing, if it contains one of these secrets; raises OSError.
        """
        if shown("".join(text for _, text in self._drawn), secrets):
            raise SecretSeen(f"{path}: not written, since a secret was on the screen")
        lines = [json.dumps(self._header), *(json.dumps([at, "o", text]) for at, text in self._drawn)]
        private_files.write(path, "\n".join(lines) + "\n")


def shown(output: str, secrets: Iterable[Secret]) -> bool:
    """Return whether a terminal's output contains one of these, plainly or with colour codes between its letters."""
    moved = _MOVE.sub("\n", output)
    plain = _SEQUENCE.sub("", moved)
    joined = _SEQUENCE.sub("", output)
    return any(text in place for text in {each.reveal() for each in secrets} if text for place in (plain, joined))
