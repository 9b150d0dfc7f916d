"""Shut a site and open it again: its connections are refused, so that nothing leaves the student's machine (F1)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine, Mapping
from typing import Any

import uvicorn

_PATIENCE = 10
_LET_IN = 0.05
"""Seconds for connections that are being accepted: three turns of the event loop and, if need be, a TLS handshake."""
Address = tuple[socket.AddressFamily, tuple[str, int]]


class Doorway:
    """The listening sockets of a running server. Call it from any thread except the server's own."""

    def __init__(self, server: uvicorn.Server, addresses: Mapping[str, list[Address]]) -> None:
        self._server = server
        self._addresses = addresses
        self._shut: set[str] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    def shut(self, site: str) -> None:
        """Refuse new connections to this site and cut existing ones; ValueError for an unknown site."""
        if site not in self._addresses or site == "stage":
            raise ValueError(f"{site!r} is none of portal, inner, account, mail")
        if site not in self._shut:
            self._shut.add(site)
            self._run(self._close(site))

    def open(self, site: str = "") -> None:
        """Open this site again, or all sites."""
        for each in [each for each in sorted(self._shut) if site in {"", each}]:
            self._shut.discard(each)
            self._run(self._listen(each))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self.loop is not None  # noqa: S101  # a server that does not run yet cannot be shut
        asyncio.run_coroutine_threadsafe(work, self.loop).result(_PATIENCE)

    async def _close(self, site: str) -> None:
        # asyncio never closes a socket that it accepted while its listener was being closed.
        await asyncio.sleep(_LET_IN)
        ports = {address[1] for _, address in self._addresses[site]}
        for each in [*self._server.servers]:
            if any(sock.getsockname()[1] in ports for sock in each.sockets):
                each.close()
                self._server.servers.remove(each)
        await asyncio.sleep(_LET_IN)
        for connection in [*self._server.server_state.connections]:
            transport: asyncio.Transport = connection.transport
            if transport.get_extra_info("sockname")[1] in ports:
                transport.abort()

    async def _listen(self, site: str) -> None:
        config = self._server.config
        assert self.loop is not None  # noqa: S101  # this coroutine runs on it

        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]  # as in uvicorn itself
                config=config, server_state=self._server.server_state, app_state={}
            )
            return made

        for family, address in self._addresses[site]:
            sock = socket.create_server(address, family=family)
            self._server.servers.append(await self.loop.create_server(protocol, sock=sock, ssl=config.ssl))
