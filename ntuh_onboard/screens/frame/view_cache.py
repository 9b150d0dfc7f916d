"""Keep the views: one for each step, built once, the next one while the student types into this one."""

from __future__ import annotations

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.steps import READ_BACKS, STUCK
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.steps.view_registry import build


class Shelf:
    """The kept views; showing one takes a fifth of the time of building one."""

    def __init__(self, scene: Scene, frame: Frame) -> None:
        self._scene = scene
        self._frame = frame

    @staticmethod
    def key(journey: Journey) -> str:
        """Return which view a journey needs now: a step's, a read-back's, or the one for what stays unknown."""
        return STUCK.id if journey.lost and not journey.reading else journey.asked.id

    def shows(self, journey: Journey) -> bool:
        """Return whether the view that is shown is the one that the journey needs."""
        view = self._frame.view
        return view is not None and view.step.id == self.key(journey)

    async def turn(self, journey: Journey) -> StepView:
        """Show the view that the journey needs; the one before is cleared of secrets."""
        before, view = self._frame.view, await self._built(self.key(journey), journey)
        if before is not None and before is not view:
            before.leave()
        self._frame.turn_to(view)
        return view

    async def build_ahead(self, journey: Journey) -> None:
        """Build the next step's view."""
        at = journey.order.index(journey.at)
        if at + 1 < len(journey.order):
            await self._built(journey.order[at + 1], journey)

    async def _built(self, key: str, journey: Journey) -> StepView:
        for kept in self._frame.views.children:
            if isinstance(kept, StepView) and kept.step.id == key:
                return kept
        view = build(self._scene, {STUCK.id: STUCK, **READ_BACKS, **journey.table}[key])
        await self._frame.views.add_content(view)
        return view
