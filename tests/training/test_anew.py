"""The trainer begins anew after the journey was changed: everything is as it was when the wizard was opened (J8.4)."""

from __future__ import annotations

from tests.screens.student import SMALL, wizard
from tests.training.panel import chosen, jumped, opened


async def test_beginning_anew_leads_back_to_the_first_journey_and_its_person() -> None:
    """Who has said that the account is active was led to the reset, as somebody else."""
    async with wizard("progress", size=SMALL) as student:
        first = student.scene.persona
        await student.fill(progress="activated_before")
        await student.button("reset")
        await student.until(lambda: student.journey.name == "reset", "the reset")
        await student.at("preflight")
        assert student.scene.persona != first
        await opened(student)
        await chosen(student, "reset")
        await chosen(student, "sure")
        await student.until(lambda: student.journey.name == "onboard", "the first journey")
        await student.at("progress")
        assert student.scene.persona == first
        await student.finish()


async def test_a_journey_that_is_named_begins_with_the_person_of_now() -> None:
    """Also where it is not the one that the wizard was opened with."""
    async with wizard("progress", size=SMALL) as student:
        app = student.app
        assert app.wizard is not None
        await student.fill(progress="activated_before")
        await student.button("reset")
        await student.until(lambda: student.journey.name == "reset", "the reset")
        await student.at("preflight")
        before = student.scene.persona
        await app.wizard.anew("reset")
        assert (student.journey.name, student.journey.at) == ("reset", "preflight")
        assert student.scene.persona == before


async def test_a_jump_stays_in_the_journey_that_was_changed_to() -> None:
    """Forwards, and back, which needs a fresh hospital; each of the steps is met with the person of this journey."""
    async with wizard("progress", size=SMALL) as student:
        await student.fill(progress="activated_before")
        await student.button("reset")
        await student.until(lambda: student.journey.name == "reset", "the reset")
        await student.at("preflight")
        await jumped(student, "enter_code")
        await jumped(student, "cloud_password")
        await jumped(student, "send_code")
        assert student.journey.name == "reset"
        assert student.scene.persona is not None
        student.persona = student.scene.persona
        student.answers |= {"account_id": student.persona.employee_id, "registered_phone": student.persona.phone}
        await student.walk("done")
        assert student.count("account.reset_cloud_password") == 1
