"""What holds on every screen at every size, read off its cells: nothing cut, one focus sign, the next act in sight."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from itertools import product

import pytest
from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Button, Input

from ntuh_onboard.screens.widgets.banner import WholeOrNothing
from ntuh_onboard.screens.widgets.sentence import Sentence, SentenceButton
from ntuh_onboard.screens.widgets.wrapping import wrap
from ntuh_onboard.texts.languages import Language
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing
from tests.screens.cells import cells
from tests.screens.student import Student, go_ahead, wizard

SIZES = ((80, 24), (100, 30), (120, 36), (200, 60), (60, 20))
LOOKS = list(product((ZH_TW, EN), SIZES))
SEEN = ((ZH_TW, (80, 24)), (EN, (120, 36)))
"""Those that are looked at in every run."""
LONGEST = 76
"""Cells of the longest line of text in a step (design: no sentence is longer)."""
GAP = 2
"""Cells that a step keeps free at its left and right edge, at least."""


@pytest.mark.parametrize(("language", "size"), sparing(LOOKS, SEEN.__contains__), ids=str)
async def test_every_step_of_the_journey(
    language: Language, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walked without a screen, and looked at as each step comes, before anything is typed."""
    # In sixteen colours the focus has the colour of the practice badge.
    monkeypatch.setattr("ntuh_onboard.screens.base.safe_app.FEW_COLOURS", frozenset())
    found: list[str] = []
    async with wizard("preflight", language=language, size=size) as student:
        steps = student.journey.order
        for step in steps[steps.index("preflight") :]:
            if step != student.step:
                await go_ahead(student.scene.walk, student, step)
                await student._shown()
            found += [f"{step}: {each}" for each in await lasting_faults(student)]
    assert not found, "\n".join(found)


async def _another_number(student: Student) -> None:
    await student.put("mobile_phone", "0990104999")
    await student.press("enter", "space", "enter", "enter")
    await student.at("regulations")


async def _refused_number(student: Student) -> None:
    await student.put("mobile_phone", "12")
    await student.button("submit")


async def _phone_drawn_out(student: Student) -> None:
    await student.press("f7")


async def _code_sent_and_back(student: Student) -> None:
    await student.press("escape")
    await student.at("send_code")
    student.tick()


async def _expired(student: Student) -> None:
    student.clock.jump(150)
    student.tick()
    await student.fill(code="123456")


MOMENTS = {
    "contact": (_another_number, _refused_number),
    "send_code": (_phone_drawn_out,),
    "enter_code": (_code_sent_and_back, _expired),
}
"""By step, what makes more words, or takes room away from them."""
FULL = [(step, act, look) for step, acts in MOMENTS.items() for act in acts for look in LOOKS if look[1] != (60, 20)]


@pytest.mark.parametrize(
    ("step", "act", "look"), sparing(FULL, lambda each: each[2] == (EN, (100, 30)) or each[1:] == FULL[0][1:])
)
async def test_no_words_are_cut_where_there_are_most(
    step: str, act: Callable[[Student], Awaitable[None]], look: tuple[Language, tuple[int, int]]
) -> None:
    """Neither by the phone, nor by the window, nor in the one row of what was done."""
    language, size = look
    async with wizard(step, language=language, size=size) as student:
        await act(student)
        await student.ready()
        assert not list(cut(student))


async def lasting_faults(student: Student) -> list[str]:
    """Tell what is not as it should be once the screen is laid out: a title is placed after its frame has its width."""
    with suppress(AssertionError):
        await student.until(lambda: next(faults(student), None) is None, "a screen without faults")
    return [*faults(student)]


def faults(student: Student) -> Iterator[str]:
    """Tell what is not as it should be on the screen in front."""
    view = student.view
    window, buttons = view.region, [each for each in view.query(".acts Button").results(Button) if each.display]
    for each in buttons:
        if not window.contains_region(each.region):
            yield f"button {each.label} is out of sight"
    for field in view.query(Input):
        if field.region.area and not window.contains_region(field.region) and not view.max_scroll_y:
            yield f"field {field.id} is cut"
    yield from cut(student)
    for sentence in view.query(Sentence):
        lines = str(sentence.render()).splitlines() if sentence.region.area else []
        if any(cell_len(line) > LONGEST for line in lines):
            yield f"a line of {sentence.key} is longer than {LONGEST} cells"
        if sentence.region.area and sentence.region.right > window.right:
            yield f"{sentence.key} is cut at the right"
    if view.content_region.x - window.x < GAP or window.right - view.content_region.right < GAP:
        yield f"no air at the sides: {view.styles.padding}"
    if view.max_scroll_y and student.app.size.width >= SIZES[0][0]:
        yield f"{view.max_scroll_y} rows more than the window has"
    yield from focus_faults(student)


def cut(student: Student) -> Iterator[str]:
    """Tell of every sentence, label and frame in sight that has not the room for all of its words."""
    for each in student.app.screen.query("Sentence, SentenceButton, Input"):
        place = each.parent.region if isinstance(each.parent, Widget) else each.region
        if not each.region.area or not each.visible:
            continue
        if isinstance(each, WholeOrNothing):
            if each._text and not str(each.render()) and student.app.size >= SIZES[0]:
                yield f"{each.key} is left out"
        elif isinstance(each, Sentence) and len(wrap(each._text, each.size.width)) > each.size.height:
            yield f"{each.key or each._text!r} has {each.size}"
        if isinstance(each, SentenceButton) and each.size.width < cell_len(str(each.label)):
            yield f"button {each.label} has {each.size}"
        if each.region.right > place.right:
            yield f"{each} leaves its place, {place}, at the right: {each.region}"


def focus_faults(student: Student) -> Iterator[str]:
    """Tell where the colour of the focus stands on anything but the one control that has it."""
    focus, focused = student.scene.theme["focus"], student.app.focused
    if focused is None:
        yield "nothing has the focus"
        return
    seen = [
        (x, y)
        for y, row in enumerate(cells(student.app))
        for x, cell in enumerate(row)
        if focus in {cell.paper, cell.ink} and (cell.paper == focus or cell.text.strip())
    ]
    if not seen:
        yield f"{focused.id} has the focus and does not show it"
    if strange := [each for each in seen if not focused.region.contains(*each)]:
        yield f"the focus shows at {strange[:3]}, and {focused.id} has it"
