"""A student's process as its supervisor sees it: two pipes and an exit status."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

from ntuh_onboard.kiosk.supervisor_messages import LONGEST, Word, read

GO, BURST, DOWN = 0x40, 1, 2
"""The one byte that gives the terminal: GO; with BURST where keys were thrown away, with DOWN where a site was away."""
END_PATIENCE = 2.0
"""Seconds that a process may take to be gone once it has closed its pipe."""
LAST_PATIENCE = 25.0
"""Seconds for a commit in flight and the sign-outs (R-05)."""


class Child:
    """Started at once; touches the terminal only after `go`.

    fd: what it tells is read from here. went: whether it was given the terminal. heard: when it told something last,
    in seconds of `time.monotonic`. ready: whether it has drawn its first screen.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """command: the process to start; ` --child=READ,WRITE` with the two descriptors is put behind it."""
        turn, self._turn = os.pipe()
        self.fd, telling = os.pipe()
        os.set_blocking(self.fd, False)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # this package's own command
                [*command, f"--child={turn},{telling}"], pass_fds=(turn, telling), restore_signals=False
            )
        except OSError:
            os.close(self.fd)
            os.close(self._turn)
            raise
        finally:
            os.close(turn)
            os.close(telling)
        self.went = self.ready = False
        self.heard = time.monotonic()
        self._rest = b""

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def go(self, *, burst: bool, down: bool) -> None:
        """Give it the terminal."""
        self.went, self.heard = True, time.monotonic()
        with suppress(BrokenPipeError):  # it is gone: its own pipe says so
            os.write(self._turn, bytes([GO | burst * BURST | down * DOWN]))

    def told(self) -> Iterator[tuple[Word, str]]:
        """What it has told since the last time; raises EOFError, once all was read, when it has closed its pipe."""
        closed = False
        with suppress(BlockingIOError):
            while len(self._rest) < 64 * LONGEST:
                if not (more := os.read(self.fd, 4096)):
                    closed = True
                    break
                self._rest += more
        *lines, self._rest = self._rest.split(b"\n")
        self._rest = self._rest[-LONGEST - 1 :]
        for each in lines:
            self.heard = time.monotonic()
            if (word := read(each)) is not None:
                self.ready = self.ready or word[0] is Word.READY
                yield word
        if closed:
            raise EOFError

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    def end(self, patience: float = END_PATIENCE) -> int:
        """Wait until it is gone, and end it where it stays; its exit status. Its memory is then the kernel's again."""
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        for each in (self.fd, self._turn):
            os.close(each)
        return status
