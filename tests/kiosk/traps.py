"""Surroundings that invite a program to give away what was typed, each to an ear of ours or to a file (section C).

What the ears hear is found under the name of the trap; what is written to the files, by looking at the files.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

EARS = ("proxy", "devtools", "keyring")


class _Ear(socketserver.ThreadingTCPServer):
    """Takes whatever anybody sends. heard: all of it; called: whether anybody came at all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listen)
        self.heard = bytearray()
        self.called = False
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


class _Listen(socketserver.BaseRequestHandler):
    server: _Ear

    def handle(self) -> None:
        self.server.called = True
        self.request.settimeout(5.0)
        try:
            while data := self.request.recv(65536):
                self.server.heard += data
        except OSError:
            return


class Traps(AbstractContextManager["Traps", None]):
    """Sprung by nobody, if all is well. environment: the variables that lead to them; folder: where the files are."""

    def __init__(self, folder: Path) -> None:
        self._ears = {name: _Ear() for name in EARS}
        port = {name: ear.server_address[1] for name, ear in self._ears.items()}
        proxy = f"http://127.0.0.1:{port['proxy']}"
        netrc = folder / "netrc"
        netrc.write_text("default login canary password canary\n", encoding="ascii")
        netrc.chmod(0o600)
        self.environment: Mapping[str, str] = {
            "http_proxy": proxy,
            "https_proxy": proxy,
            "ALL_PROXY": proxy,
            "TEXTUAL": "debug,devtools",
            "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
            "TEXTUAL_DEVTOOLS_PORT": str(port["devtools"]),
            "TEXTUAL_LOG": str(folder / "textual.log"),
            "TEXTUAL_SCREENSHOT": "1",
            "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
            "PYTHON_KEYRING_BACKEND": "tests.kiosk.telling.TellingKeyring",
            "TRAP_KEYRING": str(port["keyring"]),
            "SSLKEYLOGFILE": str(folder / "keys.log"),
            "HISTFILE": str(folder / "history"),
            "NETRC": str(netrc),
        }

    def heard(self) -> Mapping[str, bytes]:
        """What came to each ear."""
        return {name: bytes(ear.heard) for name, ear in self._ears.items()}

    def called(self) -> list[str]:
        """The ears to which anybody came."""
        return [name for name, ear in self._ears.items() if ear.called]

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for ear in self._ears.values():
            ear.shutdown()
            ear.server_close()
