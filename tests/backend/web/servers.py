"""Servers on loopback whose every byte a test decides, and which keep every byte they were sent."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.backend.web.http.submission import Submission
from tests.patience import PATIENCE

CANARY = "Canary-7f3a91-Pass"
SESSION = "SESSION=0123456789abcdef0123456789abcdef"
Reply = Callable[[socket.socket, bytes], None]


@dataclass
class Request:
    """One request as it came: its first line, all of it, its body."""

    line: str
    raw: bytes = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]


class Server:
    """Answers each request by its path: fixed bytes, or a function that may do anything with the socket."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.replies: dict[str, bytes | Reply] = {}
        self.requests: list[Request] = []
        self.other_bytes: list[bytes] = []
        self._tls = tls
        self._done = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.02)

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    @property
    def origin(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def seen(self) -> bytes:
        """Every byte that reached this server."""
        return b"".join([*(each.raw for each in self.requests), *self.other_bytes])

    def count(self, method: str, path: str) -> int:
        return sum(each.line.startswith(f"{method} {path} ") for each in self.requests)

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(self, *ended: object) -> None:
        self._done.set()
        for each in [*self._threads]:
            each.join()
        self._listening.close()

    def waits(self, seconds: float) -> bool:
        """For replies that hang: whether the test is over."""
        return self._done.wait(seconds)

    def _run(self, target: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=target, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._done.is_set():
            try:
                accepted, _ = self._listening.accept()
            except TimeoutError:
                continue
            accepted.settimeout(0.05)
            self._run(self._serve, accepted)

    def _serve(self, accepted: socket.socket) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(accepted.close)
            if self._tls is not None:
                accepted.settimeout(PATIENCE)
                try:
                    accepted = self._tls.wrap_socket(accepted, server_side=True)
                except OSError:
                    return
                stack.callback(accepted.close)
                accepted.settimeout(0.05)
            with contextlib.suppress(OSError):
                while (request := self._read(accepted)) is not None:
                    self.requests.append(request)
                    reply = self.replies.get(request.path.partition("?")[0], page("nothing here", status=404))
                    if callable(reply):
                        reply(accepted, request.raw)
                        return
                    accepted.sendall(reply)

    def _read(self, accepted: socket.socket) -> Request | None:
        """The next request; None when the other side or the test has ended."""
        raw = b""
        wanted: int | None = None
        while wanted is None or len(raw) < wanted:
            try:
                got = accepted.recv(65536)
            except TimeoutError:
                if self._done.is_set():
                    break
                continue
            if not got:
                break
            raw += got
            if wanted is None and b"\r\n\r\n" in raw:
                head = raw.partition(b"\r\n\r\n")[0]
                length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                wanted = len(head) + 4 + (int(length[0].split(b":")[1]) if length else 0)
        if wanted is None or len(raw) < wanted:
            self.other_bytes.append(raw)
            return None
        head, _, body = raw.partition(b"\r\n\r\n")
        return Request(head.split(b"\r\n")[0].decode("latin-1"), raw, body)


def page(
    body: str | bytes = "<p>ok</p>",
    *,
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    """A whole answer."""
    sent = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(sent)}"]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + sent


def redirect(status: int, to: str) -> bytes:
    return page("moved", status=status, headers=[("Location", to)])


def reset(accepted: socket.socket, _: bytes) -> None:
    """Break the connection off hard."""
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang_up(accepted: socket.socket, _: bytes) -> None:
    """End the connection without an answer."""


def half(accepted: socket.socket, _: bytes) -> None:
    """Promise a hundred bytes, send ten, and break off."""
    accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 10)
    reset(accepted, b"")


def closed_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def posting(url: str, value: str = CANARY) -> Submission:
    return Submission("post", url, (("password", value),))


LOST: dict[str, tuple[Reply, Why]] = {
    "reset": (reset, Why.RESET),
    "hang up": (hang_up, Why.RESET),
    "half an answer": (half, Why.RESET),
    "no http": (lambda accepted, _: accepted.sendall(b"\0\1\2 what is this\r\n\r\n"), Why.RESET),
}
"""Ways to lose an answer after a whole request came."""
