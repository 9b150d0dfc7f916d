"""The packets between a wizard without a terminal and the server that started it, as Textual's web driver has them.

A packet is its kind (D for data, M for what is not), its length in four bytes, and its content.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO

from ntuh_onboard.plain.person import Left
from ntuh_onboard.startup.exits import Exit

PRELUDE = b"__GANGLION__\n"
"""What a wizard writes before its first packet."""
_MOST = 1 << 16
"""Most bytes of one packet; the server sends a sixteenth of that."""


class ServerPipe:
    """Writes packets, and reads them in a thread that nobody waits for at the end.

    `typed` is unbuffered: a buffered reader keeps a lock while it waits, on which Python's end would then fail.
    """

    def __init__(self, typed: IO[bytes], out: IO[bytes]) -> None:
        self._typed = typed
        self._out = out
        self._write(PRELUDE)

    def send(self, said: object) -> None:
        """Send a message for the page's script. Raises Left if the server is gone."""
        self._packet(b"D", said)

    def send_meta(self, kind: str, **said: object) -> None:
        """Send a message for the server itself. Raises Left."""
        self._packet(b"M", {"type": kind, **said})

    def listen(self, heard: Callable[[str, object], None]) -> None:
        """Call `heard`, in the reading thread, with kind and message of each packet; with "gone" at the end."""
        threading.Thread(target=self._read, args=(heard,), name="packets", daemon=True).start()

    def _read(self, heard: Callable[[str, object], None]) -> None:
        while (head := self._exactly(5)) and (size := int.from_bytes(head[1:], "big")) <= _MOST:
            with suppress(ValueError, RecursionError):  # the server hands on whatever a browser has sent
                heard(head[:1].decode("latin-1"), json.loads(self._exactly(size)))
        heard("gone", None)

    def _exactly(self, size: int) -> bytes:
        """Return so many bytes, or none at the end of the input."""
        got = b""
        while len(got) < size:
            try:
                more = self._typed.read(size - len(got))
            except (OSError, ValueError):
                more = b""
            if not more:
                return b""
            got += more
        return got

    def _packet(self, kind: bytes, said: object) -> None:
        content = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        self._write(kind + len(content).to_bytes(4, "big") + content)

    def _write(self, data: bytes) -> None:
        try:
            self._out.write(data)
            self._out.flush()
        except (OSError, ValueError):
            raise Left(Exit.HANGUP) from None
