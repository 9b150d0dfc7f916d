"""Limit how many connections a uvicorn server has and how long one may be silent, so that many lock nobody out."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

ASKED_WITHIN = 10.0
"""Seconds from the opening of a connection until its first request is complete, as far as its headers go."""


class GatedProtocol(H11Protocol):
    """One connection.

    A further connection than `most` replaces the oldest one that has not asked anything, or else the oldest that is
    idle; where every other is being answered, it is closed itself.

    Attributes:
        most: how many there may be.
        asked: whether it has sent a complete request.
        opened: when it was opened, in seconds of the event loop.

    """

    most = 512
    asked: bool = False
    opened: float = 0.0
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Admit the connection, if need be in place of another one."""
        super().connection_made(transport)
        self.opened = self.loop.time()
        self._patience = self.loop.call_later(ASKED_WITHIN, self._lose_patience)
        if len(self.connections) > self.most:
            others = (each for each in self.connections if isinstance(each, GatedProtocol) and each is not self)
            spare = [each for each in others if each.idle]
            min(spare, key=lambda each: (each.asked, each.opened), default=self).hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._patience is not None:
            self._patience.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Note that a request has come."""
        super().handle_events()
        self.asked = self.asked or getattr(self, "cycle", None) is not None

    @property
    def idle(self) -> bool:
        """Whether no request of it is being answered."""
        cycle = getattr(self, "cycle", None)  # uvicorn declares it as if there always were one
        return cycle is None or bool(cycle.response_complete)

    def hang_up(self) -> None:
        """Close the connection at once."""
        self.connections.discard(self)  # not counted any more, although it ends a little later
        self.transport.abort()

    def _lose_patience(self) -> None:
        if not self.asked:
            self.hang_up()


def gated(most: int) -> type[GatedProtocol]:
    """Return the protocol of a server that has at most so many connections."""
    return type("Gated", (GatedProtocol,), {"most": most})
