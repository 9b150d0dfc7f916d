"""Connections: how long one may ask nothing whole, and how many there may be, so that nobody is locked out by many.

TLS is put on a connection here and not by asyncio's listener, which shows nobody a connection before its handshake is
done: one that never does it would be counted by none.
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
"""Seconds from the opening of a connection until its first request has been heard to the end of its headers."""
FOR_ALL, FOR_EACH = 64, 8
"""Connections, and further ones for each wizard; a browser opens six, and one for its websocket."""
LET_IN = 0.05
"""Seconds for those who are being let in when the door is shut; the event loop needs three turns for one of them."""


@dataclass(eq=False)
class Caller:
    """One connection. asked: it has sent a whole request. known: one with the cookie of a browser that came in."""

    line: asyncio.Transport
    patience: asyncio.TimerHandle
    asked: bool = False
    known: bool = False

    def hang_up(self) -> None:
        """At once, whatever has not been sent."""
        self.patience.cancel()
        self.line.abort()


class Door:
    """most: how many connections there may be; one more takes the place of the oldest one that nobody knows."""

    def __init__(self, most: int, tls: ssl.SSLContext | None) -> None:
        self._most = most
        self._tls = tls
        self._callers: dict[web.RequestHandler, Caller] = {}
        self._shut = False

    async def listen(self, make: Callable[[], web.RequestHandler], host: str, port: int) -> asyncio.Server:
        """Take connections. make: what answers one. Raises OSError where the address cannot be taken."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _Ringing(self, make), host, port, reuse_address=True)

    def admit(self, line: asyncio.Transport, answering: web.RequestHandler) -> bool:
        """Whether there is room for one more, or has been made."""
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
        """This connection has sent a whole request."""
        if caller := self._callers.get(answering):
            caller.asked, caller.known = True, caller.known or known

    def behind(self, answering: web.RequestHandler) -> asyncio.BaseProtocol:
        """What a connection's bytes go to: what answers, or the TLS in front of it."""
        if self._tls is None:
            return answering
        # Nobody waits for its handshake; where that fails, it closes the line itself.
        nobody = cast("asyncio.Future[None]", None)
        return sslproto.SSLProtocol(asyncio.get_running_loop(), answering, self._tls, nobody, server_side=True)

    async def shut(self, listening: asyncio.Server) -> None:
        """Let nobody in any more.

        asyncio does not say whom it is just letting in. A socket that it has accepted when its listener is closed stays
        open for ever, and a connection that answers from the last moment on is waited for as one that is busy.
        """
        self._shut = True
        await asyncio.sleep(LET_IN)
        listening.close()

    def end(self) -> None:
        """Hang up on everybody who is there still."""
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


class _Ringing(asyncio.Protocol):
    """A connection that has just been opened, until the door has decided about it."""

    def __init__(self, door: Door, make: Callable[[], web.RequestHandler]) -> None:
        self._door = door
        self._make = make

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let it through or hang up."""
        line, answering = cast("asyncio.Transport", transport), self._make()
        if not self._door.admit(line, answering):
            line.abort()
            return
        behind = self._door.behind(answering)
        line.set_protocol(behind)
        behind.connection_made(line)


def most_open(sessions: int) -> int:
    """How many connections a server of so many wizards may have: well below what the system lets it open."""
    wanted = FOR_ALL + FOR_EACH * sessions
    try:
        import resource  # missing on Windows, where sockets are not counted
    except ImportError:
        return wanted
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else min(wanted, soft // 2)
