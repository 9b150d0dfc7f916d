"""In practice one ID is taken, the one that was handed out, however another one is typed and sent (J8.3)."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ntuh_onboard.backend.stage import Persona, Stage
from tests.long_cases import sparing
from tests.screens.student import SMALL, Student, wizard

WHERE = pytest.mark.parametrize("where", ["demo", "class"])
BY = [("enter", "demo"), ("enter", "class"), ("click", "demo"), ("click", "class")]


def neighbour(student: Student, kind: str = "changed") -> Persona:
    """Somebody else on the same roster, who could sign in."""
    return next(each for each in student.stage.people() if each.kind == kind)


class Seat:
    """The stage as a pupil of a class has it: nobody but oneself is seen; all else is the stage's own."""

    def __init__(self, student: Student) -> None:
        self._stage, self._persona = student.stage, student.persona

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage, name)

    def people(self) -> tuple[Persona, ...]:
        return (self._persona,)


def sit_down(student: Student, where: str) -> None:
    """Practise alone, or at a seat of a class, whose roster only the hospital has."""
    if where == "class":
        student.scene.stage = cast("Stage", Seat(student))


async def click(student: Student, key: str) -> None:
    """Go to this field with the mouse."""
    assert await student.pilot.click(student.field(key).control)
    await student.ready()
    assert student.app.focused is student.field(key).control


async def typed_by_mouse(student: Student, texts: dict[str, str]) -> None:
    """Type these texts, each into its field, which was clicked on."""
    for key, text in texts.items():
        await click(student, key)
        await student.press("end", "ctrl+u")
        await student.type(text)
    await student.ready()


def burst(student: Student, *texts: str) -> None:
    """These texts with Enter behind each, before the wizard has taken the first of all these keys."""
    for text in texts:
        for character in text:
            student._key(character)
        student._key("enter")


async def refused(student: Student, key: str, text: str, calls: list[str]) -> None:
    """It is said under the ID, which stays as it was typed, and the hospital was asked for nothing."""
    await student.until(lambda: student.wrong(key), f"what is wrong with {key}")
    await student.ready()
    assert student.wrong(key) == "error.UnknownPerson"
    student.assert_shows("error.UnknownPerson")
    assert student.app.focused is student.field(key).control
    assert student.text(key) == text
    assert student.calls == calls


def signing_in(student: Student) -> dict[str, str]:
    """What the neighbour would type."""
    other = neighbour(student)
    return {
        "employee_id": other.employee_id,
        "portal_password": other.password.reveal(),
        "captcha": student.stage.picture_text(),
    }


@pytest.mark.parametrize(("sent_by", "where"), sparing(BY, {BY[0], BY[3]}.__contains__))
async def test_a_neighbours_id_is_refused_where_the_next_field_was_clicked_on(sent_by: str, where: str) -> None:
    """No Enter or Tab has left the ID; all that was typed is kept, and with one's own ID the journey goes on."""
    async with wizard("sign_in", size=SMALL) as student:
        sit_down(student, where)
        texts, calls = signing_in(student), list(student.calls)
        await typed_by_mouse(student, texts)
        if sent_by == "enter":
            await student.enter()
        else:
            assert await student.pilot.click("#submit-sign_in")
        await refused(student, "employee_id", texts["employee_id"], calls)
        assert {key: student.text(key) for key in texts} == texts, "something was lost"
        await student.finish()
        assert student.calls.count("portal.sign_in") == 1


async def test_only_the_id_has_to_be_typed_again() -> None:
    """Password and picture code stand, and the picture is not used up."""
    async with wizard("sign_in") as student:
        await typed_by_mouse(
            student,
            {
                "employee_id": neighbour(student).employee_id,
                "portal_password": student.answer("portal_password"),
                "captcha": student.stage.picture_text(),
            },
        )
        calls = list(student.calls)
        await student.enter()
        await refused(student, "employee_id", neighbour(student).employee_id, calls)
        await student.put("employee_id", student.persona.employee_id)
        assert student.wrong("employee_id") == ""
        await student.button("submit")
        await student.at("portal_password")
        await student.finish()


@WHERE
async def test_a_neighbours_id_is_refused_in_a_burst(where: str) -> None:
    """ID, password and picture code in one go: whatever of the ID was there when Enter came."""
    async with wizard("sign_in") as student:
        sit_down(student, where)
        texts, calls = signing_in(student), list(student.calls)
        burst(student, *texts.values())
        await refused(student, "employee_id", texts["employee_id"], calls)
        await student.finish()
        assert student.calls.count("portal.sign_in") == 1


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_a_neighbours_id_is_refused_before_a_password_is_typed(key: str) -> None:
    """Being on the same roster is not enough, nor are full-width digits another ID."""
    async with wizard("sign_in") as student:
        calls = list(student.calls)
        other = neighbour(student).employee_id
        await student.put("employee_id", other.translate({48 + each: 0xFF10 + each for each in range(10)}))
        await student.press(key)
        await refused(student, "employee_id", other, calls)
        await student.finish()


async def test_an_id_is_said_to_be_anothers_before_anything_else() -> None:
    """A missing password is told when the ID is one's own; half an ID is as wrong as ever."""
    async with wizard("sign_in") as student:
        await student.put("employee_id", neighbour(student).employee_id)
        await click(student, "captcha")
        await student.button("submit")
        assert student.wrong("employee_id") == "error.UnknownPerson"
        assert student.wrong("portal_password") == ""
        for typed, wrong in (("10456", "rule.employee_id.six_digits"), (student.persona.employee_id, "")):
            await student.put("employee_id", typed)
            await student.button("submit")
            assert student.wrong("employee_id") == wrong
            assert student.wrong("portal_password") == "rule.required.portal_password"
        await student.finish()


@pytest.mark.parametrize("by", sparing(["click", "burst", "tab"], {"burst"}.__contains__))
async def test_no_message_is_sent_to_a_neighbour(by: str) -> None:
    """The reset asks for an ID too, and promises the same; with one's own it comes to its end."""
    async with wizard("send_code", "activated", journey="reset") as student:
        other, calls = neighbour(student), list(student.calls)
        await student.put("account_id", student.persona.employee_id[:-1])
        if by == "click":
            await typed_by_mouse(student, {"account_id": other.employee_id, "registered_phone": other.phone})
            await student.enter()
        elif by == "burst":
            await student.press("end", "ctrl+u")
            burst(student, other.employee_id, other.phone)
        else:
            await student.press("end", "ctrl+u")
            await student.type(other.employee_id)
            await student.press("tab")
        await refused(student, "account_id", other.employee_id, calls)
        assert student.stage.messages(other.phone) == ()
        await student.walk("done")
        assert student.count("account.reset_cloud_password") == 1


async def test_begun_at_the_account_the_id_is_ones_own_too() -> None:
    """Number 3 of the progress asks for the ID for the first time where the code is sent (J0.4)."""
    async with wizard("progress", answers={"progress": "mail_only"}) as student:
        await student.walk("send_code")
        other, calls = neighbour(student), list(student.calls)
        await typed_by_mouse(student, {"account_id": other.employee_id, "registered_phone": other.phone})
        await student.enter()
        await refused(student, "account_id", other.employee_id, calls)
        await student.finish()


async def test_whoever_was_handed_out_is_taken() -> None:
    """Another invented person was asked for by name: it is their ID that counts, and the fresh student's that not."""
    async with wizard("sign_in", "old_phone") as student:
        fresh, calls = neighbour(student, "fresh").employee_id, list(student.calls)
        await typed_by_mouse(student, {"employee_id": fresh, "portal_password": "x"})
        await student.button("submit")
        await refused(student, "employee_id", fresh, calls)
        await student.fill()
        await student.at("portal_password")


async def test_a_real_hospital_is_asked_about_any_id() -> None:
    """Nobody was handed out there, and who has an account is not for the wizard to say."""
    async with wizard("sign_in") as student:
        student.scene.stage = student.scene.persona = None
        texts = signing_in(student)
        await typed_by_mouse(student, texts)
        await student.enter()
        await student.at("portal_password")
        assert student.sent == ["portal.sign_in"]
        assert student.journey.texts["employee_id"] == texts["employee_id"]
