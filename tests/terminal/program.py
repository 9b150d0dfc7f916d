"""A program that believes it has a terminal to itself: a pty with a size, and the process at its other end."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.patience import PATIENCE


class Program:
    """One process, leader of its own session, with the pty as its controlling terminal."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str], folder: Path | str | None
    ) -> None:
        import pty  # POSIX only, and this module is imported everywhere

        self._terminal, inside = pty.openpty()
        os.set_blocking(self._terminal, False)
        _set_size(inside, *size)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=inside,
                stdout=inside,
                stderr=inside,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
                preexec_fn=_own_terminal,  # noqa: PLW1509  nothing else makes the pty its controlling terminal
            )
        finally:
            os.close(inside)

    def echoes(self) -> bool:
        """Whether the terminal echoes and edits lines by itself, as it does under a shell: not in raw mode."""
        import termios

        wanted = termios.ECHO | termios.ICANON
        flags: int = termios.tcgetattr(self._terminal)[3]
        return flags & wanted == wanted

    def read(self, patience: float = 0.0) -> bytes | None:
        """What was written, after waiting for it at most so many seconds; None once the terminal is closed."""
        if not select.select([self._terminal], [], [], patience)[0]:
            return b""
        try:
            return os.read(self._terminal, 65536) or None
        except OSError:  # EIO: nobody holds the other end any more
            return None

    def write(self, keys: bytes) -> bytes:
        """Send as much as the terminal takes now, waiting until it takes some; what is left."""
        writable = select.select([], [self._terminal], [], PATIENCE)[1]
        return keys[os.write(self._terminal, keys) :] if writable else keys

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program by SIGWINCH."""
        _set_size(self._terminal, columns, rows)

    def hang_up(self) -> None:
        """Take the terminal away, as a window that is closed; the kernel sends SIGHUP, and SIGCONT behind it."""
        os.close(self._terminal)
        self._terminal = -1

    def close(self) -> int:
        """End the process and all of its group, if it still runs; its exit status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        if self._terminal >= 0:
            self.hang_up()
        return status


def _own_terminal() -> None:
    """Make the pty the controlling terminal, so that Ctrl+C, SIGWINCH and SIGHUP reach the program."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _set_size(terminal: int, columns: int, rows: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
