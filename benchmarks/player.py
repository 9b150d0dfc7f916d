"""Run one program in a real pty, and record when each piece of output was written.

An emulator takes longer than what is measured here, so output is only recorded, and replayed after the run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.film import SIZE, NeverShown, Piece
from tests.terminal.program import Program

PATIENCE = 30.0
QUIET = 0.15
"""Seconds without output after which a screen has settled."""
_LOOK = 0.1
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;22c"}
"""Textual's questions to a terminal, with a modern one's answers; unanswered, it would start faster than ever."""


class Player:
    """A program from its start to its end; call `close` if something goes wrong."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.pieces: list[Piece] = []
        self._started = time.perf_counter()
        self._program = Program(command, SIZE, environment, folder)
        self._pid = self._program.process.pid

    def now(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self._started

    def wait_for(self, text: str, since: int = 0) -> float:
        """Read until this text was written, beginning with piece `since`; returns when."""
        wanted, end = text.encode(), self.now() + PATIENCE
        while wanted not in (written := self._plain(since)):
            if self.now() > end or not self._take(1.0):
                raise NeverShown(f"{text!r} was not written, but: {written.decode(errors='replace')[-2000:]}")
        return self.pieces[-1].at

    def press(self, keys: str, text: str = "") -> float:
        """Write keys, and read until the text was written or, without one, until output stops; returns the seconds."""
        since, at = len(self.pieces), self.now()
        self._program.write(keys.encode())
        if text:
            return self.wait_for(text, since) - at
        self.settle()
        return self.now() - at

    def go(self, way: Sequence[tuple[str, str]]) -> None:
        """Press one after another, each time until the text was written and output stops."""
        for keys, text in way:
            self.press(keys, text)
            self.settle()

    def settle(self, quiet: float = QUIET) -> None:
        """Read until nothing was written for so long."""
        seen = -1
        while seen != len(self.pieces):
            seen = len(self.pieces)
            self._take(quiet)

    def pause(self, seconds: float) -> None:
        """Read for so long."""
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            self._take(left)

    def press_to_the_end(self, keys: str) -> float:
        """Write keys and read until the program has ended; returns the seconds."""
        at = self.now()
        self._program.write(keys.encode())
        while self._take(PATIENCE):
            pass
        self._program.process.wait(PATIENCE)
        return self.now() - at

    def memory_to_the_end(self) -> float:
        """Read until the program has ended by itself; returns the last memory seen, in megabytes."""
        seen = self.memory()
        while self._take(_LOOK):
            try:
                seen = self.memory()
            except (OSError, IndexError):  # it is just ending and has no memory any more
                continue
        assert self._program.process.wait(PATIENCE) == 0, self._plain(0).decode(errors="replace")[-2000:]
        return seen

    def close(self) -> None:
        """End the program if it still runs."""
        self._program.close()

    def cpu(self) -> float:
        """Return the CPU seconds used by all threads that are alive."""
        total = 0
        for each in Path(f"/proc/{self._pid}/task").glob("*/schedstat"):
            try:
                total += int(each.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):  # the thread has ended meanwhile
                continue
        return total / 1e9

    def memory(self) -> float:
        """Return the program's proportional share of memory (PSS), in megabytes."""
        rollup = Path(f"/proc/{self._pid}/smaps_rollup").read_text()
        return int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0]) / 1024

    def written(self, first: int = 0) -> int:
        """Return how many bytes were written from this piece on."""
        return sum(len(piece.output) for piece in self.pieces[first:])

    def _plain(self, since: int) -> bytes:
        return _ESCAPES.sub(b"", b"".join(piece.output for piece in self.pieces[since:]))

    def _take(self, patience: float) -> bool:
        output = self._program.read(patience)
        if output:
            self.pieces.append(Piece(self.now(), self.cpu(), output))
            for question, answer in _ANSWERS.items():
                if question in output:
                    self._program.write(answer)
        return output is not None
