"""Limit how many connections there are and how long one may be silent, so that many cannot lock anybody out.

TLS is added to a connection here and not by asyncio's listener, which reveals a connection only after its handshake:
one that never finishes the handshake would not be counted.
"""

from __future__ import annotations

import asyncio
import ssl
from asyncio import sslproto
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from aiohttp import web

ASKED_WITHIN = 10
"""Seconds from the opening of a connection until the end of the headers of its first request."""
FOR_ALL, FOR_EACH = 64, 8
"""Connections in total, plus some for each wizard; a browser opens six, and one for its websocket."""
LET_IN = 0.05
"""Seconds for connections that are being accepted at the end; the event loop needs three turns for each."""


@dataclass(eq=False)
class Caller:
    """One connection.

    Attributes:
        line: its transport.
        patience: the timer that closes it if it stays silent.
        asked: whether it has sent a complete request.
        known: whether a request had the cookie of a browser that was let in.

    """

    line: asyncio.Transport
    patience: asyncio.TimerHandle
    asked: bool = False
    known: bool = False

    def hang_up(self) -> None:
        """Close the connection at once, even if something was not sent yet."""
        self.patience.cancel()
        self.line.abort()


class Door:
    """Admits connections up to a limit.

    Args:
        most: how many there may be; a further one replaces the oldest one that is not known.
        tls: for an https server.

    """

    def __init__(self, most: int, tls: ssl.SSLContext | None) -> None:
        self._most = most
        self._tls = tls
        self._callers: dict[web.RequestHandler, Caller] = {}
        self._shut = False

    async def listen(self, make: Callable[[], web.RequestHandler], host: str, port: int) -> asyncio.Server:
        """Accept connections; `make` builds the handler of each. Raises OSError if the address cannot be bound."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _NewConnection(self, make), host, port, reuse_address=True)

    def admit(self, line: asyncio.Transport, answering: web.RequestHandler) -> bool:
        """Return whether there is room for one more, if need be by closing an unknown one."""
        if self._shut:
            return False
        self._forget_ended()
        if len(self._callers) >= self._most:
            stranger = next((each for each, caller in self._callers.items() if not caller.known), None)
            if stranger is None:
                return False
            self._callers.pop(stranger).hang_up()
        patience = asyncio.get_running_loop().call_later(ASKED_WITHIN, self._lose_patience, answering)
        self._callers[answering] = Caller(line, patience)
        return True

    def asked(self, answering: web.RequestHandler, *, known: bool) -> None:
        """Note that this connection has sent a complete request."""
        if caller := self._callers.get(answering):
            caller.asked, caller.known = True, caller.known or known

    def behind(self, answering: web.RequestHandler) -> asyncio.BaseProtocol:
        """Return what receives a connection's bytes: its handler, or TLS before it."""
        if self._tls is None:
            return answering
        # Nobody waits for the handshake; if it fails, it closes the connection itself.
        nobody = cast("asyncio.Future[None]", None)
        return sslproto.SSLProtocol(asyncio.get_running_loop(), answering, self._tls, nobody, server_side=True)

    async def shut(self, listening: asyncio.Server) -> None:
        """Admit nobody any more.

        asyncio does not tell which connections it is just accepting. A socket that was accepted when its listener is
        closed stays open for ever, and a connection that only starts to answer then is waited for as if it were busy.
        """
        self._shut = True
        await asyncio.sleep(LET_IN)
        listening.close()

    def end(self) -> None:
        """Close all remaining connections."""
        for caller in self._callers.values():
            caller.hang_up()

    def _lose_patience(self, answering: web.RequestHandler) -> None:
        caller = self._callers.get(answering)
        if caller is not None and not caller.asked:
            caller.hang_up()

    def _forget_ended(self) -> None:
        for each, caller in list(self._callers.items()):
            if caller.line.is_closing():
                caller.patience.cancel()
                del self._callers[each]


class _NewConnection(asyncio.Protocol):
    """A connection that has just been opened, until it is admitted or closed."""

    def __init__(self, door: Door, make: Callable[[], web.RequestHandler]) -> None:
        self._door = door
        self._make = make

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit the connection or close it."""
        line, answering = cast("asyncio.Transport", transport), self._make()
        if not self._door.admit(line, answering):
            line.abort()
            return
        behind = self._door.behind(answering)
        line.set_protocol(behind)
        behind.connection_made(line)


def most_open(sessions: int) -> int:
    """Return how many connections a server of so many wizards may have: well below the system's limit."""
    wanted = FOR_ALL + FOR_EACH * sessions
    try:
        import resource  # missing on Windows, which has no limit for sockets
    except ImportError:
        return wanted
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else min(wanted, soft // 2)
