"""What is said about a refusal: our sentences, the hospital's own words, and what it tells about tries and waiting."""

from __future__ import annotations

from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.screens.base.refusals import sentences_for
from ntuh_onboard.screens.base.scene import Scene

_IN_MINUTES = 90
"""From so many seconds on, a wait is told in minutes."""


def refusal_words(scene: Scene, error: BackendError, *, at_field: bool) -> str:
    """Return our sentence, the site's words, the tries left and the time to wait, as far as the site says so.

    at_field: whether our sentence stands at the field that the refusal concerns, and is left out here.
    """
    say, parts = scene.say, []
    if not at_field:
        parts += [say(each) for each in sentences_for(error, lost=bool(scene.walk.journey.lost))]
    if error.said:
        parts.append(say("said.verbatim", said=error.said))
    if error.left is not None:
        parts.append(say("ui.tries_left", count=error.left))
    if error.until is not None:
        wait = max(0, round(error.until - scene.clock.elapsed()))
        minutes = wait > _IN_MINUTES
        parts.append(say("ui.wait_minutes", count=-(-wait // 60)) if minutes else say("ui.wait_seconds", count=wait))
    return "\n".join(parts)
