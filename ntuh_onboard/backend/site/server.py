"""uvicorn's server, ended to the last connection."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

TURNS = 10
"""Turns of the event loop within which an accepted connection is handed over and, cut, has closed its socket: four."""


class Server(uvicorn.Server):
    """Leaves no connection behind when it ends."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Connections end that are known by now (uvicorn), and those that are just being accepted (here)."""
        await super().shutdown(sockets)
        for _ in range(TURNS):
            for connection in [*self.server_state.connections]:
                connection.transport.abort()
            await asyncio.sleep(0)
