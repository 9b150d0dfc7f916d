"""The picture code can be enlarged, and everything that was typed stays (J1.3)."""

from __future__ import annotations

import pytest

from ntuh_onboard.screens.dialogs.big_picture import BigPicture
from ntuh_onboard.screens.widgets.picture import PictureCode
from tests.screens.student import LARGE, SMALL, wizard


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_enlarged_it_fills_the_screen_and_goes_away_again(size: tuple[int, int]) -> None:
    """Wider and higher than beside the field, whole, and Esc goes back to what was typed."""
    async with wizard("sign_in", size=size) as student:
        await student.put("employee_id", student.persona.employee_id)
        beside = student.app.screen.query_one("#view-sign_in PictureCode", PictureCode).size
        await student.button("zoom")
        await student.until(lambda: isinstance(student.app.screen, BigPicture), "the large picture")
        large = student.app.screen.query_one(PictureCode)
        await student.until(lambda: large.size.width > beside.width, "a wider picture")
        assert large.size.height > beside.height
        assert large.region.right <= size[0]
        assert large.region.bottom < size[1]
        await student.press("escape")
        await student.until(lambda: not isinstance(student.app.screen, BigPicture), "the step again")
        assert student.view.labelled["employee_id"].text == student.persona.employee_id
        await student.finish()
