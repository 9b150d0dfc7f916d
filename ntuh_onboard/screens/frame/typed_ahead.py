"""Enter and typed-ahead keys: a burst must land where a person looking at the screen meant it to."""

from __future__ import annotations

import asyncio

from textual.widget import Widget

from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.inputs import Tick


def enter(view: StepView, focused: Widget | None) -> bool:
    """Enter in a view: its own use of it, a tick, or the next field. False where the step is to be sent."""
    if view.advised:
        return False
    if view.enter_key():
        return True
    controls = view.controls()
    if isinstance(focused, Tick) and not focused.value and focused in controls:
        focused.value = True
    elif focused in controls[:-1]:
        # At once: `Widget.focus()` waits in the queue, behind the keys of the same burst.
        view.screen.set_focus(controls[controls.index(focused) + 1])
    else:
        return False
    return True


async def drained(view: StepView) -> None:
    """Wait until every field has taken the keys that were typed before an act."""
    for control in view.controls():
        taken = asyncio.get_running_loop().create_future()
        # Not the built-in itself, of which Textual would find out what it takes by parsing a text.
        control.call_later(lambda taken=taken: taken.set_result(None))
        await taken
