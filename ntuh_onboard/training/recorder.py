"""A recording of what was drawn, as an asciicast of version 2; never of what was typed, and never with a secret in it.

The file is written only after everything in it was searched; one that holds a secret is not written at all (S-03).
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
    """A recording holds a secret, and is not kept; the text does not tell which."""


class Recorder:
    """Takes what is drawn, with its times. now: the machine's seconds. columns, rows: of the terminal.

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
        """How long the recording is."""
        return self._drawn[-1][0] if self._drawn else 0.0

    def take(self, text: str) -> None:
        """Something was drawn."""
        if self.open and text:
            self._drawn.append((round(self._now() - self._start, 3), text))

    def stop(self) -> None:
        """What is drawn from now on is no part of it; what stands there has stood until now."""
        if self.open:
            self._drawn.append((round(self._now() - self._start, 3), ""))
            self.open = False
            self.ended()

    def save(self, path: Path, secrets: Iterable[Secret]) -> None:
        """Write it, readable by this user only. Raises SecretSeen, and writes nothing, where one of these is in it.

        Raises OSError.
        """
        if shown("".join(text for _, text in self._drawn), secrets):
            raise SecretSeen(f"{path}: not written, since a secret was on the screen")
        lines = [json.dumps(self._header), *(json.dumps([at, "o", text]) for at, text in self._drawn)]
        private_files.write(path, "\n".join(lines) + "\n")


def shown(output: str, secrets: Iterable[Secret]) -> bool:
    """Whether one of these stands in what was written to a terminal: as it is, or with colours between its letters."""
    moved = _MOVE.sub("\n", output)
    plain = _SEQUENCE.sub("", moved)
    joined = _SEQUENCE.sub("", output)
    return any(text in place for text in {each.reveal() for each in secrets} if text for place in (plain, joined))
