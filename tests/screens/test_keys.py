"""Keys that hold on every screen: arrows among buttons, and Esc, which never ends anything by itself."""

from __future__ import annotations

import pytest

from ntuh_onboard.screens.widgets.sentence import ActButton
from tests.screens.student import SMALL, wizard


async def test_arrows_move_among_the_buttons_of_a_card() -> None:
    """Up and down as well, since a card with many buttons stacks them (the menu)."""
    async with wizard("sign_in", size=SMALL) as student:
        student.app.action_act("menu")
        await student.ready()
        first = student.app.focused
        for key, back in (("down", "up"), ("right", "left")):
            await student.press(key)
            assert student.app.focused not in {first, None}
            await student.press(back)
            assert student.app.focused is first


@pytest.mark.parametrize("opens", ["help", "menu", "cover"])
async def test_what_is_typed_after_a_card_goes_into_the_step(opens: str) -> None:
    """Not to the button in the last row that opened it, where it would be lost without a word."""
    async with wizard("sign_in", size=SMALL) as student:
        await student.put("employee_id", student.persona.employee_id)
        button = student.app.screen.query(ActButton).filter(".plain").last()
        button.focus()
        student.app.action_act(opens)
        await student.ready()
        await student.press("escape")
        assert student.app.screen is student.app.front.frame  # type: ignore[union-attr]
        await student.type("A3")
        assert student.text("portal_password") == "A3"


async def test_esc_at_the_end_ends_nothing() -> None:
    """The address stands there and nowhere else; arrows go among the buttons, and the main one ends."""
    async with wizard("done", size=SMALL) as student:
        for _ in range(10):
            student._key("escape")
        await student.ready()
        assert student.app.return_value is None
        await student.press("right", "enter")
        assert student.app.return_value is None
        student.assert_shows("ui.summary_title")
        await student.press("escape", "escape", "enter")
        assert await student.ended() == 0


async def test_enter_leads_out_of_regulations_that_were_agreed_to() -> None:
    """Page by page, then to the button: the tick cannot have the focus any more."""
    async with wizard("send_code", size=SMALL) as student:
        await student.press("escape")
        await student.at("regulations")
        for _ in range(12):
            if student.step != "regulations":
                break
            assert student.app.focused is not None
            await student.press("enter")
        assert student.step == "send_code"


async def test_what_is_typed_at_once_where_the_code_is_requested_is_the_id() -> None:
    """Where no ID is known yet (J0.4, number 3), the cursor stands in its field, and not at the choice."""
    async with wizard("regulations", answers={"progress": "mail_only"}) as student:
        await student.walk("send_code")
        await student.type(student.persona.employee_id)
        assert student.text("account_id") == student.persona.employee_id
