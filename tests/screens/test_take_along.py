"""What is taken along from the last page: what the codes say, and that they fit (J7.2)."""

from __future__ import annotations

from datetime import date

import pytest
import segno

from ntuh_onboard.backend.protocol import Activation
from ntuh_onboard.screens.dialogs.take_along import ENTRY, HELP, TakeAlong, content, halves
from ntuh_onboard.texts.languages import Language, languages
from tests.languages import EN
from tests.screens.student import SMALL, practising, wizard

ACTIVATED = Activation("yf.chen", "yf.chen@ntuh.gov.tw", date(2026, 12, 1))


@pytest.mark.parametrize("language", languages(), ids=str)
@pytest.mark.parametrize("which", [ENTRY, HELP])
@pytest.mark.parametrize("practice", [True, False])
def test_a_code_fits_a_small_terminal_and_names_nobody(language: Language, which: str, practice: bool) -> None:  # noqa: FBT001  # a parameter of the table
    """23 rows under the badge, room for words beside it; no name, no ID, and no real address in practice."""
    scene = practising(language=language).scene
    if not practice:
        scene.stage = None
    text, hosts = content(scene, ACTIVATED, which), [scene.texts.host(each) for each in ("mail", "account")]
    rows = halves(text)
    assert len(rows) <= SMALL[1] - 1
    assert len(rows[0]) <= SMALL[0] - 30
    assert "chen" not in text
    assert "12/01" in text or "DTSTART:20261201T090000\n" in text
    assert any(each in text for each in hosts) is not practice


def test_half_blocks_draw_every_module() -> None:
    """Two rows of modules are one row of cells."""
    upper = {"▀": (1, 0), "▄": (0, 1), "█": (1, 1), " ": (0, 0)}
    drawn = [[upper[cell][half] for cell in row] for row in halves("x" * 60) for half in (0, 1)]
    modules = [[int(bool(each)) for each in row] for row in segno.make("x" * 60, error="L").matrix_iter(border=2)]
    assert drawn[: len(modules)] == modules


async def test_it_is_shown_from_the_last_page_and_the_journey_is_ended_after_it() -> None:
    """One code, the other one, and back."""
    async with wizard("done", language=EN, size=SMALL) as student:
        await student.button("takealong")
        assert isinstance(student.app.screen, TakeAlong)
        student.assert_shows("ui.take_entry_told")
        await student.enter()
        student.assert_shows("ui.take_help_told")
        await student.close_card()
        await student.button("quit")
        assert await student.ended() == 0
