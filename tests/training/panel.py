"""A trainer at the panel, by keyboard alone."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList

from ntuh_onboard.screens.trainer.panel import Panel
from tests.screens.student import Student


def panel(student: Student) -> Panel:
    """The panel in front."""
    assert isinstance(student.app.screen, Panel), student.screen_text()
    return student.app.screen


def state(student: Student, entry: str) -> str:
    """What stands behind this line of the panel."""
    return next(each.state for each in panel(student).shown if each.id == entry)


async def opened(student: Student) -> None:
    """Open it by its key, unless it is open."""
    if not isinstance(student.app.screen, Panel):
        student.scene.trainer = True
        await student.press("f2")
        await student.until(lambda: isinstance(student.app.screen, Panel), "the panel")
        await student.drawn()


async def chosen(student: Student, entry: str) -> None:
    """Go to this line by the arrows, from the top, and press Enter."""
    lines = [each.id for each in panel(student).shown if each.id]
    for key in ("home", *["down"] * lines.index(entry)):
        event = events.Key(key, None)
        event.set_sender(student.app)
        student.app.post_message(event)
    await student.ready()
    listed = panel(student).query_one(OptionList)
    assert listed.highlighted is not None
    assert listed.get_option_at_index(listed.highlighted).id == entry, student.screen_text()
    await student.press("enter")
    await student.drawn()


async def closed(student: Student) -> None:
    """Close it by Esc."""
    await student.press("escape")
    await student.until(lambda: not isinstance(student.app.screen, Panel), "the wizard")
    await student.ready()


async def out_of_matrix(student: Student) -> None:
    """Back to the panel by Esc."""
    await student.press("escape")
    await student.until(
        lambda: isinstance(student.app.screen, Panel) and any(each.id == "disarm" for each in student.app.screen.shown),
        "the panel",
    )
    await student.drawn()


async def drilled(student: Student, entry: str) -> None:
    """Open, choose, close."""
    await opened(student)
    await chosen(student, entry)
    await closed(student)


async def jumped(student: Student, step: str) -> None:
    """Jump to this step."""
    await opened(student)
    await chosen(student, "jump")
    await chosen(student, step)
    await student.at(step)
