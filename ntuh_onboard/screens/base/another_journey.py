"""Another journey of the same student, whichever front walks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntuh_onboard.journey import moves
from ntuh_onboard.journey.journeys import CARRIED, looked_up
from ntuh_onboard.screens.base.persona import fitting

if TYPE_CHECKING:
    from ntuh_onboard.journey.state import Journey
    from ntuh_onboard.screens.base.scene import Scene


def another_journey(scene: Scene, journey: str) -> Journey | None:
    """Begin another journey with what is known of the student; in practice, somebody else walks it if nothing is.

    Returns None where it may not begin: something unknown is never left behind, and a policy may lock the journey.
    """
    before = scene.walk.journey
    if before.lost or "journey" in scene.locked:
        return None
    known = {key: text for key in CARRIED if (text := before.texts.get(key))}
    if not known:
        scene.persona = fitting(scene, journey)
    return moves.begun(looked_up(journey), known)
