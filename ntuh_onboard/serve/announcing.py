"""Where the address to open is told: on the terminal, or in a file that its owner alone can read; never in a log."""

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

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
AGAIN_AFTER = 1.0
"""Seconds until an address that could not be written is tried again."""
LAST_WITHIN = 1.0
"""Seconds at the end for lines that have not been written; a terminal that is stopped gets no more of them."""


class Announced:
    """The one address that is good at this moment. file: where it is written; None for the terminal."""

    def __init__(self, setting: Setting, file: Path | None) -> None:
        self.serving = Serving(setting, Admission(self._renew))
        self._file = file
        self._told = ""
        self._again: asyncio.TimerHandle | None = None
        self._teller = _Teller()

    def begin(self) -> None:
        """It listens: tell the first address, and how to end. Raises OSError where its file cannot be written."""
        self._tell(self._new())
        where = f"{self.serving.origin}; the address to open stands in {self._file}\n" if self._file else ""
        self._teller.tell(sys.stdout, f"{where}Ctrl+C ends it.\n")

    def _new(self) -> str:
        return f"{self.serving.address(self.serving.admission.issue())}\n"

    def _renew(self) -> None:
        """Tell a new address; the one before has been used, and who used it is let in whatever becomes of the file."""
        address = self._new()
        try:
            self._tell(address)
        except OSError as error:
            self._teller.tell(sys.stderr, f"serve: {self._file}: {error.strerror}; it is tried again\n")
            self._later(address)

    def _tell(self, address: str) -> None:
        if self._file is None:
            self._teller.tell(sys.stdout, f"Open once, in a browser: {address}")
        else:
            private_files.write(self._file, address)
            self._told = address

    def _later(self, address: str) -> None:
        self._again = asyncio.get_running_loop().call_later(AGAIN_AFTER, self._retell, address)

    def _retell(self, address: str) -> None:
        """A full disk gets room again, and a file that somebody holds is let go."""
        try:
            self._tell(address)
        except OSError:
            self._later(address)

    def end(self) -> None:
        """Nobody can come in any more."""
        if self._again is not None:
            self._again.cancel()
        if self._file is not None and self._told:
            withdraw(self._file, self._told)
        self._teller.close()


class _Teller(Thread):
    """Writes line after line, and nobody waits for it.

    Ctrl+S stops a terminal, and a click into a Windows console does: what is written stands there until somebody lets
    it go on, and the loop that serves everybody must not stand with it. Nor does the end wait for a daemon; but it
    needs the lock of each stream's buffer, which such a write would hold: what is told goes past the buffers.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._lines: SimpleQueue[tuple[TextIO, str] | None] = SimpleQueue()

    def tell(self, stream: TextIO | None, line: str) -> None:
        """Behind what was told before. stream: None where a program was started with that output closed."""
        if stream is not None:
            self._lines.put((stream, line))
            if self.ident is None:
                self.start()

    def run(self) -> None:
        """Until it is closed; an output that takes nothing, as on a full disk, is let be."""
        for stream, line in iter(self._lines.get, None):
            with suppress(OSError):
                _write(stream, line)

    def close(self) -> None:
        """All has been told: wait for what can be written."""
        self._lines.put(None)
        if self.ident is not None:
            self.join(LAST_WITHIN)


def _write(stream: TextIO, text: str) -> None:
    """Raises OSError."""
    unbuffered = getattr(stream.buffer, "raw", stream.buffer)
    left = text.encode(stream.encoding, "backslashreplace")
    while left:
        taken = unbuffered.write(left)
        if taken is None:  # somebody has made it one that never waits
            time.sleep(AGAIN_AFTER)
        left = left[taken or 0 :]


def withdraw(file: Path, told: str) -> None:
    """Remove the file where it holds what was told still, word for word.

    It may be another server's by now, which has our port, or somebody's who never meant it for an address.
    """
    with suppress(OSError, UnicodeDecodeError):  # gone, or another's: then there is nothing of ours
        if file.read_text(encoding="utf-8") == told:
            file.unlink()


async def run(setting: Setting, announced: Announced) -> None:
    """Serve until a signal comes that ends programs; raises OSError where the address cannot be taken."""
    try:
        await serve(announced.serving, setting, announced.begin, until_signalled())
    finally:
        announced.end()


def until_signalled() -> asyncio.Event:
    """Set by a signal that ends programs."""
    until = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ENDING:
        if hasattr(signal, name):
            with suppress(NotImplementedError):  # Windows: there an interrupt cancels what runs
                loop.add_signal_handler(getattr(signal, name), until.set)
    return until
