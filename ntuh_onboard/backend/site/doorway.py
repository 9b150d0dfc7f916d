"""Shuts a site and opens it again: its connections are refused, as where nothing left the student's machine (F1)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine, Mapping
from typing import Any

import uvicorn

_PATIENCE = 10
_LET_IN = 0.05
"""Seconds for those who are just being let in: three turns of the event loop, and a handshake where there is TLS."""
Address = tuple[socket.AddressFamily, tuple[str, int]]


class Doorway:
    """The listening sockets of a running server. Called from any thread but the server's own."""

    def __init__(self, server: uvicorn.Server, addresses: Mapping[str, list[Address]]) -> None:
        self._server = server
        self._addresses = addresses
        self._shut: set[str] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    def shut(self, site: str) -> None:
        """Refuse every connection to this site and cut those there are; ValueError where there is no such site."""
        if site not in self._addresses or site == "stage":
            raise ValueError(f"{site!r} is none of portal, inner, account, mail")
        if site not in self._shut:
            self._shut.add(site)
            self._run(self._close(site))

    def open(self, site: str = "") -> None:
        """Open this site again, or all of them."""
        for each in [each for each in sorted(self._shut) if site in {"", each}]:
            self._shut.discard(each)
            self._run(self._listen(each))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        assert self.loop is not None  # noqa: S101  # a server that does not run yet has nothing to shut
        asyncio.run_coroutine_threadsafe(work, self.loop).result(_PATIENCE)

    async def _close(self, site: str) -> None:
        # asyncio leaves a socket open for ever that it has accepted when its listener is closed.
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
        assert self.loop is not None  # noqa: S101  # this runs on it

        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]  # as uvicorn itself does
                config=config, server_state=self._server.server_state, app_state={}
            )
            return made

        for family, address in self._addresses[site]:
            sock = socket.create_server(address, family=family)
            self._server.servers.append(await self.loop.create_server(protocol, sock=sock, ssl=config.ssl))
