"""A server that serves given pages and keeps what each form sends, as it came."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

UTF8 = "text/html; charset=utf-8"
_GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@dataclass(frozen=True)
class Sent:
    """One request that a form made. target: path and query as on the request's line. kind: its Content-Type."""

    method: str
    target: str
    kind: str
    body: bytes


class Sink(ThreadingHTTPServer):
    """pages: path and what is answered, with its Content-Type. Every other path is a form's target."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.sent: list[Sent] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves a page drops its connections; anything else is told as always."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed on as it came

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        """One that answers until it is left."""
        with cls() as sink:
            thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            yield sink
            sink.shutdown()
            thread.join()


class _Answers(BaseHTTPRequestHandler):
    server: Sink
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # http.server's own name
        if self.path.endswith((".gif", ".ico")):
            self._answer("image/gif", _GIF)
        elif page := self.server.pages.get(self.path):
            self._answer(*page)
        else:
            self._keep(b"")

    def do_POST(self) -> None:  # http.server's own name
        self._keep(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _keep(self, body: bytes) -> None:
        self.server.sent.append(Sent(self.command, self.path, self.headers.get("Content-Type", ""), body))
        self._answer(UTF8, b"<title>kept</title><p>kept")

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own name
        """Nothing."""
