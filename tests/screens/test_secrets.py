"""Secrets never leave their fields, and text from outside is drawn as text (S-02, T-01 to T-03)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.hospital import hospital_phrases
from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.screens.widgets.inputs import SecretInput
from tests.screens.student import PORTAL, Student, wizard

CANARY = "c4nary-Secret-7"


@pytest.mark.parametrize(("step", "key"), [("sign_in", "portal_password"), ("portal_password", "portal_new")])
async def test_a_secret_is_neither_shown_nor_copied(step: str, key: str) -> None:
    """Ctrl+C, Ctrl+X and selecting bring nothing to the clipboard, and no screen shows it (T-03)."""
    async with wizard(step) as student:
        await student.put(key, CANARY)
        control = student.field(key).control
        assert isinstance(control, SecretInput)
        assert not control.select_on_focus
        for press in ("home", "shift+end", "ctrl+c", "ctrl+x", "ctrl+shift+c", "super+c"):
            await student.press(press)
        assert student.text(key) == CANARY
        assert student.app.clipboard == ""
        assert CANARY[:5] not in student.screen_text()


async def test_nothing_of_a_plain_field_reaches_the_clipboard_either() -> None:
    """A shared computer's clipboard is the next person's (T-04)."""
    async with wizard("contact") as student:
        await student.reach(student.field("mobile_phone").control)
        await student.press("home", "shift+end", "ctrl+c")
        assert student.app.clipboard == ""


async def test_secrets_are_cleared_when_their_step_is_left() -> None:
    """By going on, and by going back with half of it typed; all else is there again."""
    async with wizard("sign_in") as student:
        await student.put("employee_id", student.persona.employee_id)
        await student.put("portal_password", CANARY)
        await student.put("captcha", "ABC123")
        await student.press("escape")
        await student.at("preflight")
        assert CANARY not in everything(student)
        await student.fill()
        await student.at("sign_in")
        assert student.text("employee_id") == student.persona.employee_id
        assert student.text("portal_password") == student.text("captcha") == ""
        await student.fill()
        await student.at("portal_password")
        assert student.persona.password.reveal() not in everything(student)


async def test_no_secret_stands_in_any_repr() -> None:
    """Not in the walk's, the journey's, the scene's, the held ones' or the application's."""
    async with wizard("portal_password") as student:
        await student.put("portal_new", PORTAL)
        await student.put("portal_again", PORTAL)
        entry = student.view.fields.entry()
        walk = student.scene.walk
        shown = " ".join(map(repr, (entry, walk, walk.held, vars(walk.held), walk.journey, student.scene, student.app)))
        for secret in (PORTAL, student.persona.password.reveal()):
            assert secret not in shown
            assert secret not in repr(vars(walk))


def everything(student: Student) -> str:
    """What stands in every field of every kept view."""
    front = student.app.front
    assert front is not None
    views = [each for each in front.frame.views.children if hasattr(each, "labelled")]
    return " ".join(field.text for view in views for field in view.labelled.values())


HOSTILE = safe("[link=http://x]press[/link] [b \x1b]52;c;QQ==\x07\x1b[31m\u202eabc")
"""As a backend hands it on: what steers a terminal is gone, what looks like markup is left."""


async def test_markup_and_escapes_in_what_the_hospital_says_are_only_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices, refusals and the regulations are drawn as they are read, and steer nothing (T-01, T-02)."""
    monkeypatch.setattr(hospital_phrases, "NOTICES", ((HOSTILE, "2026/01/01"),))
    monkeypatch.setattr(hospital_phrases, "WRONG_CREDENTIALS", HOSTILE)
    monkeypatch.setattr(hospital_phrases, "ARTICLES", (HOSTILE, *hospital_phrases.ARTICLES))
    monkeypatch.setattr(hospital_phrases, "QUESTIONS", ((HOSTILE, HOSTILE),))
    async with wizard("sign_in") as student:
        await student.fill(portal_password="Wrong-password-1")
        assert_harmless(student)
        await student.fill()
        await student.at("portal_password")
        await student.button("menu")
        await student.button("notices")
        assert_harmless(student)
        await student.press("escape")
        await student.walk("regulations")
        assert_harmless(student)
        await student.button("questions")
        assert_harmless(student)
        await student.press("escape")
        await student.finish()


def assert_harmless(student: Student) -> None:
    """The text is there, brackets and all, and nothing of it steers the terminal."""
    assert student.sees("[link=http://x]press[/link]"), student.screen_text()
    for steering in ("\x1b", "\x07", "\u202e"):
        assert steering not in student.screen_text()


async def test_markup_in_what_a_student_types_is_only_text() -> None:
    """A name in square brackets is refused by its rule, and drawn as it is."""
    async with wizard("contact") as student:
        await student.put("english_given", "[b]Yi[/b]")
        student.field("phone_checked").put("yes")
        await student.button("submit")
        assert student.wrong("english_given") == "rule.english_name.letters"
        assert student.sees("[b]Yi[/b]")
