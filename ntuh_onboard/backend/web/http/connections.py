"""Connections that obey the deadline and know whether anything was sent.

`urllib3` resolves names without a limit and tries each address for the full time. Here a name is resolved in a separate
thread, all addresses share the time, and the first byte of a request (not of a proxy's greeting) is noted: before it,
nothing can have been committed (R-01).
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from ntuh_onboard.backend.web.http.answer_head import whole_head
from ntuh_onboard.backend.web.http.deadline import current

if TYPE_CHECKING:
    from http.client import _DataType

Address = tuple[Any, ...]
Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, Address]]


@dataclass(slots=True)
class Trace:
    """What is known of one exchange: whether the first byte of a request was sent."""

    sent: bool = False


TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)
CONNECT_SECONDS: ContextVar[float] = ContextVar("connect_seconds", default=5.0)


def resolve(host: str, port: int, seconds: float) -> Found:
    """Return the addresses of a name; raises OSError if there are none, or none in time."""
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host)
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 0, "", (host, port))]
    answers: queue.SimpleQueue[Found | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as failed:
            answers.put(failed)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return found


class WholeHead(HTTPResponse):
    """A response whose head is read as browsers do; one that is cut off within its head is none."""

    def begin(self) -> None:
        """Read the head; raises ConnectionError if it does not end with an empty line."""
        reader: Any = self.fp
        self.fp = whole_head(reader)  # type: ignore[assignment]  # only its lines are read
        try:
            super().begin()
        finally:
            if self.isclosed():  # there is no body
                reader.close()
            else:
                self.fp = reader


class Watched(HTTPConnection):
    """A connection whose socket the deadline can shut."""

    response_class = WholeHead
    debuglevel = 0  # `http.client` would print bodies if somebody set this on its own class
    _dialling = False

    def _new_conn(self) -> socket.socket:
        limit = current()
        seconds = CONNECT_SECONDS.get() if limit is None else min(CONNECT_SECONDS.get(), limit.left())
        try:
            found = resolve(self._dns_host, self.port, seconds)
        except OSError as failed:
            reason = failed if isinstance(failed, socket.gaierror) else socket.gaierror(str(failed))
            raise NameResolutionError(self.host, self, reason) from None
        share = max(seconds / max(len(found), 1), 0.01)
        last: OSError = OSError("no address")
        for family, kind, protocol, _, address in found:
            try:
                return self._open(family, kind, protocol, address, share)
            except OSError as failed:
                last = failed
        if isinstance(last, TimeoutError):
            raise ConnectTimeoutError(self, "timed out")
        raise NewConnectionError(self, "refused")

    def _open(
        self, family: socket.AddressFamily, kind: socket.SocketKind, protocol: int, address: Address, seconds: float
    ) -> socket.socket:
        opened = socket.socket(family, kind, protocol)
        try:
            for option in self.socket_options or ():
                opened.setsockopt(*option)
            opened.settimeout(seconds)
            opened.connect(address)
            opened.settimeout(CONNECT_SECONDS.get())  # the handshake's reads, each
            limit = current()
            if limit is not None:
                limit.watch(opened)
        except OSError:
            opened.close()
            raise
        return opened

    def connect(self) -> None:
        """Connect, including proxy greeting and handshake, none of which is part of the request."""
        self._dialling = True
        try:
            super().connect()
        finally:
            self._dialling = False

    def send(self, data: _DataType | str) -> None:
        """Send data, and note that the first byte of the request was sent."""
        if not self._dialling:
            if self.sock is None:
                self.connect()
            trace = TRACE.get()
            if trace is not None:
                trace.sent = True
        super().send(data)


class SecureConnection(Watched, HTTPSConnection):
    """The same over TLS."""


class PlainPool(HTTPConnectionPool):
    """A pool of such connections."""

    ConnectionCls = Watched


class SecurePool(HTTPSConnectionPool):
    """The same over TLS."""

    ConnectionCls = SecureConnection


POOLS = {"http": PlainPool, "https": SecurePool}
