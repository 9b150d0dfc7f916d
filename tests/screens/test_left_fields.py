"""A field is checked when it is left; a refused secret is replaced, a right one kept, and shown on request."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.screens.widgets.inputs import SecretInput
from tests.screens.student import ALIAS, CLOUD, SMALL, Student, wizard


async def focus(student: Student, key: str) -> None:
    """Go into this field by Tab."""
    await student.reach(student.field(key).control)
    await student.ready()


@pytest.mark.parametrize(
    ("step", "key", "text", "said"),
    [
        ("sign_in", "employee_id", "12345", "rule.employee_id.six_digits"),
        ("sign_in", "portal_password", "a301045679", "ui.upper_case_left"),
        ("contact", "mobile_phone", "12345", "rule.mobile.taiwanese"),
        ("alias", "alias", "yi..fen", "rule.alias.dots"),
        ("portal_password", "portal_new", "short", "rule.password.length"),
    ],
)
async def test_a_field_is_checked_when_it_is_left(step: str, key: str, text: str, said: str) -> None:
    """Under it, at once; what is corrected is taken back, an empty one is not complained of, and nothing is sent."""
    async with wizard(step, size=SMALL) as student:
        before = list(student.calls)
        await focus(student, key)
        await student.press("end", "ctrl+u", "tab")
        assert not student.wrong(key)
        await focus(student, key)
        await student.type(text)
        assert not student.wrong(key)
        await student.press("tab")
        assert student.wrong(key) == said, student.screen_text()
        assert student.calls == before
        await student.put(key, student.answer(key))
        assert not student.wrong(key)
        await student.reach(student.view.controls()[0])
        await student.finish()


async def test_what_is_typed_after_a_refusal_replaces_a_secret() -> None:
    """It is masked, so nobody can mend it: the rest of the old one would stay before the new one."""
    async with wizard("portal_password", size=SMALL) as student:
        await focus(student, "portal_new")
        await student.type("short1")
        await student.press("tab")
        await focus(student, "portal_new")
        await student.type("Winter2026!x")
        assert student.text("portal_new") == "Winter2026!x"


async def test_a_secret_is_shown_by_a_key_until_it_is_left() -> None:
    """F4; at a kiosk it does nothing."""
    async with wizard("sign_in", size=SMALL) as student:
        student.assert_shows("ui.show_secret")
    async with wizard("portal_password", size=SMALL) as student:
        await focus(student, "portal_new")
        await student.type("Winter2026!x")
        assert not student.sees("Winter2026!x")
        await student.press("f4")
        assert student.sees("Winter2026!x")
        await student.press("tab")
        assert not student.sees("Winter2026!x")
        field = student.field("portal_new").control
        assert isinstance(field, SecretInput)
        field.showable = False
        await focus(student, "portal_new")
        await student.press("f4")
        assert not student.sees("Winter2026!x")


async def test_a_taken_name_keeps_the_cloud_password() -> None:
    """Another name is all that is typed; a password that is typed anew is typed twice."""
    async with wizard("alias", size=SMALL) as student:
        await student.fill()
        await student.at("alias_again")
        student.stage.inject("account.activate", Fault.ALIAS_TAKEN)
        await student.fill()
        await student.at("alias")
        assert student.wrong("alias") == "error.AliasTaken"
        student.assert_shows("ui.cloud_held")
        await student.put("cloud_password", "Other9Quietly")
        await student.button("submit")
        assert student.wrong("cloud_again")
        await student.put("cloud_password", "")
        await student.put("alias", f"{ALIAS}2")
        student.answers["alias"] = f"{ALIAS}2"
        await student.button("submit")
        await student.at("alias_again")
        held = student.scene.walk.held.get("cloud_password")
        assert held is not None
        assert held.reveal() == CLOUD
        await student.finish()


async def test_a_name_that_is_left_unlike_the_first_is_not_called_alike() -> None:
    """Half of it agrees so far while it is typed, in capitals or not; left, it has one verdict (J6.3)."""
    async with wizard("alias_again") as student:
        await student.type(ALIAS[:5].upper())
        await student.drawn()
        assert student.shows("ui.match_so_far")
        await student.press("tab")
        await student.drawn()
        assert student.wrong("alias_again") == "rule.alias.repeat"
        assert not student.shows("ui.match_so_far")
