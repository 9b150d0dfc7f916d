"""Waiting for the thing, and no longer than it may take."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.screens.behind import PATIENCE
from tests.screens.looking import Looking


class Waiting(Looking):
    """A student who waits until the wizard takes keys."""

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait for this, and no longer than `PATIENCE`."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    assert self.app._exception is None, repr(self.app._exception)
                    await asyncio.sleep(0.005)  # what is waited for is seen on the screen, and tells nobody
        except TimeoutError:
            raise AssertionError(f"{what} never came; on the screen stands\n{self.screen_text()}") from None

    async def ready(self) -> None:
        """Wait until keys are taken and everything is drawn."""
        await self._drained()
        await self._free()
        await self.drawn()
        await self._free()

    async def at(self, step: str) -> None:
        """Wait for this step, and for its keys."""
        await self.until(lambda: self.app.front and self.app.front.frame.view and self.step == step, f"step {step}")
        await self.ready()
        assert self.step == step, f"{step} was left for {self.step}"

    async def drawn(self) -> None:
        """Every widget has done what it was asked for, and the screen is painted."""
        await self._drained(1)
        await self.until(lambda: self._drawn() or self.app.return_value is not None, "a screen")
        if self.app.is_running:
            await self._come(self.app.screen.call_after_refresh)
        await self._drained(1)

    def _drawn(self) -> bool:
        """Whether anything but boxes is on the screen in front."""
        return any(not each.is_container for each in self.app.screen._compositor.visible_widgets)

    async def _free(self) -> None:
        await self.until(lambda: self.app.lock.takes_keys or self.app.return_value is not None, "taking keys")

    async def _drained(self, rounds: int = 4) -> None:
        """Whatever a key has set off has run its course, but for an act.

        A key goes from the application to what has the focus and up again, and then a button's press does, and then
        what the press asks for.
        """
        for _ in range(rounds):
            await self._come(self.app.call_later)
            chain = self.app.focused or (self.app.screen if self.app.is_running else None)
            for each in chain.ancestors_with_self if chain is not None else ():
                await self._come(each.call_later)

    async def _come(self, later: Callable[..., bool]) -> None:
        """Wait until this calls, or will not any more."""
        called = asyncio.get_running_loop().create_future()
        if later(lambda: called.set_result(None)):  # Textual would ask a built-in what it takes, which costs most of it
            for _ in range(20):
                assert self.app._exception is None, repr(self.app._exception)
                if called.done() or self.app.return_value is not None:
                    return
                await asyncio.wait({called}, timeout=0.05)

    def tick(self) -> None:
        """A moment has passed: what shows time is painted."""
        assert self.app.front is not None
        self.app.front.frame.tick()
