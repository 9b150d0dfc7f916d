"""How many wizards may run at once, and that one browser has one of them."""

from __future__ import annotations

import asyncio


class NoPlace(Exception):
    """All places were taken for as long as was waited."""


class Places:
    """most: how many there are."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: set[str] = set()
        self._left = asyncio.Condition()

    async def take(self, who: str, patience: float) -> None:
        """Wait for a place, and for this browser's former wizard to end; raises NoPlace after so many seconds.

        who: the browser's cookie.
        """
        async with self._left:
            try:
                async with asyncio.timeout(patience):
                    await self._left.wait_for(lambda: who not in self._taken and len(self._taken) < self._most)
            except TimeoutError:
                raise NoPlace from None
            self._taken.add(who)

    async def leave(self, who: str) -> None:
        """Make room."""
        async with self._left:
            self._taken.discard(who)
            self._left.notify_all()
