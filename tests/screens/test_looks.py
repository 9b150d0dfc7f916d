"""What holds on every screen at every size, read off its cells: nothing cut, one focus sign, the next act in sight."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from rich.cells import cell_len
from textual.widgets import Button, Input

from ntuh_onboard.screens.widgets.sentence import Sentence
from ntuh_onboard.texts.languages import Language
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing
from tests.screens.cells import cells
from tests.screens.student import Student, go_ahead, wizard

SIZES = ((80, 24), (100, 30), (120, 36), (200, 60), (60, 20))
LOOKS = list(product((ZH_TW, EN), SIZES))
LONGEST = 76
"""Cells of the longest line of text in a step (design: no sentence is longer)."""
GAP = 2
"""Cells that a step keeps free at its left and right edge, at least."""


@pytest.mark.parametrize(("language", "size"), sparing(LOOKS, LOOKS[:2].__contains__), ids=str)
async def test_every_step_of_the_journey(
    language: Language, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walked without a screen, and looked at as each step comes, in its first moment."""
    # In sixteen colours the focus has the colour of the practice badge.
    monkeypatch.setattr("ntuh_onboard.screens.base.safe_app.FEW_COLOURS", frozenset())
    found: list[str] = []
    async with wizard("preflight", language=language, size=size) as student:
        steps = student.journey.order
        for step in steps[steps.index("preflight") :]:
            if step != student.step:
                await go_ahead(student.scene.walk, student, step)
                await student._shown()
            found += [f"{step}: {each}" for each in faults(student)]
    assert not found, "\n".join(found)


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
