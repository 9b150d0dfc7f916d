"""Waiting for the thing, and no longer than it may take."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ntuh_onboard.screens.steps.step_fields import LabelledField
from tests import at_rest
from tests.patience import PATIENCE
from tests.screens.looking import Looking
from tests.screens.moment import waited


def _awaits_label(field: LabelledField) -> bool:
    """Return whether a field that has its size has no label in its frame yet."""
    return field.framed and bool(field.size.width) and field.control.display and not field.control.border_title


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

    async def past(self, step: str) -> None:
        """Wait until the next step of this journey is shown, whichever it is."""
        order = self.journey.order
        await self.at(order[order.index(step) + 1])

    async def at(self, step: str) -> None:
        """Wait for this step, and for its keys."""
        await self.until(lambda: self.app.front and self.app.front.frame.view and self.step == step, f"step {step}")
        await self.ready()
        assert self.step == step, f"{step} was left for {self.step}"

    async def drawn(self) -> None:
        """Every widget has done what it was asked for, and the screen is painted."""
        await self._drained()
        await self.until(lambda: at_rest.anything_seen(self.app) or self.app.return_value is not None, "a screen")
        await at_rest.painted(self.app)
        if self._awaits_labels():  # they are placed once their frames have their sizes
            await self.until(lambda: not self._awaits_labels(), "every label")
            await at_rest.painted(self.app)

    def _awaits_labels(self) -> bool:
        return any(
            _awaits_label(each)
            for each in self.app._registry
            if isinstance(each, LabelledField) and each.is_attached and each.screen is self.app.screen
        )

    async def _free(self) -> None:
        await self.until(lambda: waited(self.app.lock) or self.app.return_value is not None, "taking keys")

    async def _drained(self) -> None:
        await at_rest.drained(self.app)

    def tick(self) -> None:
        """A moment has passed: what shows time is painted."""
        assert self.app.front is not None
        self.app.front.frame.tick()
