"""Announce the address to open: on the terminal, or in a file that only its owner can read; never in a log."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TextIO

from ntuh_onboard.common import private_files
from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.web_server import Serving, Setting, serve

AGAIN = "Students may be at work. Press Ctrl+C again within 3 seconds to end all of it."
PRESSED = ("SIGINT", "SIGQUIT")
"""What a terminal sends for Ctrl+C and Ctrl+\\: a slip of the finger is enough."""
ENDING = (*PRESSED, "SIGTERM", "SIGHUP")
AGAIN_WITHIN = 3.0
"""Seconds within which a second Ctrl+C ends the work of several people."""
AGAIN_AFTER = 1.0
"""Seconds until writing the address is tried again."""
LAST_WITHIN = 1.0
"""Seconds at the end for lines that are not written yet; a stopped terminal gets no more of them."""


class Announced:
    """The address that is valid now. `file`: where to write it; None for the terminal."""

    def __init__(self, setting: Setting, file: Path | None) -> None:
        self.serving = Serving(setting, Admission(self._renew))
        self._file = file
        self._told = ""
        self._again: asyncio.TimerHandle | None = None
        self._writer = _LineWriter()

    def begin(self) -> None:
        """Announce the first address, and how to end the server. Raises OSError if the file cannot be written."""
        self._tell(self._new())
        where = f"{self.serving.origin}; the address to open stands in {self._file}\n" if self._file else ""
        self._writer.tell(sys.stdout, f"{where}Ctrl+C ends it.\n")

    def _new(self) -> str:
        return f"{self.serving.address(self.serving.admission.issue())}\n"

    def _renew(self) -> None:
        """Announce a new address, since the last one was used; its user is let in even if this fails."""
        address = self._new()
        try:
            self._tell(address)
        except OSError as error:
            self._writer.tell(sys.stderr, f"serve: {self._file}: {error.strerror}; it is tried again\n")
            self._later(address)

    def _tell(self, address: str) -> None:
        if self._file is None:
            self._writer.tell(sys.stdout, f"Open once, in a browser: {address}")
        else:
            private_files.write(self._file, address)
            self._told = address

    def _later(self, address: str) -> None:
        self._again = asyncio.get_running_loop().call_later(AGAIN_AFTER, self._retell, address)

    def _retell(self, address: str) -> None:
        """Try again: a full disk may have room by now, and a locked file may be free."""
        try:
            self._tell(address)
        except OSError:
            self._later(address)

    def end(self) -> None:
        """Withdraw the address, so that nobody else can come in."""
        if self._again is not None:
            self._again.cancel()
        if self._file is not None and self._told:
            withdraw(self._file, self._told)
        self._writer.close()


class _LineWriter(Thread):
    """Writes lines in the background, so that nobody has to wait for the terminal.

    Ctrl+S stops a terminal, and so does a click into a Windows console: a write then blocks until somebody releases it,
    and the event loop that serves everybody must not block with it. The end of the process does not wait for a daemon
    thread, but it needs the lock of each stream's buffer, which a blocked write would hold; so writes bypass the
    buffers.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._lines: SimpleQueue[tuple[TextIO, str] | None] = SimpleQueue()

    def tell(self, stream: TextIO | None, line: str) -> None:
        """Write a line after those before. stream: None if the program was started with that output closed."""
        if stream is not None:
            self._lines.put((stream, line))
            if self.ident is None:
                self.start()

    def run(self) -> None:
        """Write until closed; an output that fails, for example on a full disk, is ignored."""
        for stream, line in iter(self._lines.get, None):
            with suppress(OSError):
                _write(stream, line)

    def close(self) -> None:
        """Write what is left, as far as that does not take too long."""
        self._lines.put(None)
        if self.ident is not None:
            self.join(LAST_WITHIN)


def _write(stream: TextIO, text: str) -> None:
    """Write past the stream's buffer; raises OSError."""
    unbuffered = getattr(stream.buffer, "raw", stream.buffer)
    left = text.encode(stream.encoding, "backslashreplace")
    while left:
        taken = unbuffered.write(left)
        if taken is None:  # somebody has made the stream non-blocking
            time.sleep(AGAIN_AFTER)
        left = left[taken or 0 :]


def withdraw(file: Path, told: str) -> None:
    """Remove the file if it still holds exactly what was written.

    By now it may be another server's, which has our port, or a file that somebody never meant for an address.
    """
    with suppress(OSError, UnicodeDecodeError):  # it is gone, or not ours
        if file.read_text(encoding="utf-8") == told:
            file.unlink()


async def run(setting: Setting, announced: Announced) -> None:
    """Serve until a signal ends the program; raises OSError if the address cannot be bound."""
    try:
        insist = AGAIN if setting.sessions > 1 else ""
        await serve(announced.serving, setting, announced.begin, until_signalled(insist=insist))
    finally:
        announced.end()


class Ending(asyncio.Event):
    """Set when the program has to end.

    Attributes:
        pressed: whether somebody has pressed Ctrl+C for it.

    """

    pressed = False

    def press(self) -> None:
        """End by Ctrl+C."""
        self.pressed = True
        self.set()


def until_signalled(*, insist: str = "") -> Ending:
    """Return an event that is set by any signal that ends programs.

    insist: what to say after a first Ctrl+C at a terminal; only a second one within `AGAIN_WITHIN` seconds ends the
    program then, since a slip of the finger would end the work of several people. Without it, the first one ends it.
    """
    until = Ending()
    loop = asyncio.get_running_loop()
    interrupted = _Interrupts(until, insist).pressed if insist and _at_terminal() else until.press
    for name in ENDING:
        if hasattr(signal, name):
            number = getattr(signal, name)
            end = interrupted if name in PRESSED else until.set
            try:
                loop.add_signal_handler(number, end)
            except NotImplementedError:  # Windows, whose loops wake up for a handler of the interpreter
                signal.signal(number, lambda *_, end=end: loop.call_soon_threadsafe(end))
    return until


def _at_terminal() -> bool:
    """Return whether a person can press keys here and read what is said."""
    return all(each is not None and each.isatty() for each in (sys.stdin, sys.stderr))


class _Interrupts:
    """Sets an event at the second of two interrupts that come soon after each other; says so after the first."""

    def __init__(self, until: Ending, insist: str) -> None:
        self._until = until
        self._insist = insist
        self._before = -AGAIN_WITHIN
        self._writer = _LineWriter()

    def pressed(self) -> None:
        """Note one interrupt."""
        now = asyncio.get_running_loop().time()
        if now - self._before <= AGAIN_WITHIN:
            self._until.press()
        else:
            self._before = now
            self._writer.tell(sys.stderr, f"\n{self._insist}\n")
