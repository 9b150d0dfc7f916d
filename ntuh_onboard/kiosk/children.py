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
"""Bits of the byte that hands over the terminal: GO; BURST if keys were discarded; DOWN if the sites were down."""
END_PATIENCE = 2.0
"""Seconds that a process has to exit once it has closed its pipe."""
LAST_PATIENCE = 25.0
"""Seconds for a commit in flight and the sign-outs (R-05)."""


class Child:
    """A student's process; it starts at once, but touches the terminal only after `go`.

    Attributes:
        fd: the pipe that it writes to.
        heard: when it last wrote something, in seconds of `time.monotonic`.
        ready: whether its first screen is visible.

    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start a process: `command`, with ` --child=READ,WRITE` and the two descriptors appended."""
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
        self.ready = False
        self.heard = time.monotonic()
        self._rest = b""

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def go(self, *, burst: bool, down: bool) -> None:
        """Hand over the terminal."""
        self.heard = time.monotonic()
        with suppress(BrokenPipeError):  # it has exited, which its own pipe shows too
            os.write(self._turn, bytes([GO | burst * BURST | down * DOWN]))

    def told(self) -> Iterator[tuple[Word, str]]:
        """Yield what it wrote since the last call; raises EOFError at the end, once it has closed its pipe."""
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
        """Wait until it has exited, or kill it, and return its exit status. Then its memory belongs to the kernel."""
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        for each in (self.fd, self._turn):
            os.close(each)
        return status
