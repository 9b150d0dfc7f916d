"""A uvicorn server that closes every connection when it ends."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

TURNS = 10
"""Turns of the event loop for an accepted connection to be handed over and, when cut, to close its socket; four do."""


class Server(uvicorn.Server):
    """A server that leaves no connection open when it ends."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the connections that uvicorn knows of, and then those that were just being accepted."""
        await super().shutdown(sockets)
        for _ in range(TURNS):
            for connection in [*self.server_state.connections]:
                connection.transport.abort()
            await asyncio.sleep(0)
