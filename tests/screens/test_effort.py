"""What the usual journey costs one who knows everything: screens, Enters and keys, from the front door to the end."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from ntuh_onboard.screens.widgets.inputs import Tick
from tests.screens.student import LARGE, SMALL, Student, at_the_door, practising

SCREENS, ENTERS, KEYS = 12, 20, 120
"""The most that it may cost; there were 13 screens, 26 Enters and 132 keys."""
TICKS = [each for step in JOURNEYS["onboard"] for each in STEPS[step].fields if each.kind is Kind.CONFIRM]
"""What is agreed to, each by Space: Enter goes on, and agrees to nothing."""


@dataclass
class Knowing(Student):
    """A student who knows what to do, and counts what it takes."""

    screens: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)

    def _key(self, key: str) -> None:
        self.screens.add(self.app.step.id if self.app.step else "front door")
        self.keys.append(key)
        super()._key(key)

    async def types(self, *lines: str) -> None:
        """Type each of these, ended by Enter."""
        for line in lines:
            await self.type(line)
            await self.enter()

    async def enters_until(self, step: str) -> None:
        """Press Enter until this step is shown, and Space at what is agreed to."""
        for _ in range(12):
            if self.step == step:
                return
            focused = self.app.focused
            if isinstance(focused, Tick) and not focused.value:
                await self.press("space")
            await self.enter()
        raise AssertionError(f"{step} is never reached; on the screen stands\n{self.screen_text()}")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_who_knows_everything_types_what_is_needed_and_little_more(size: tuple[int, int]) -> None:
    """Every screen is left by the last key that it needs; the name that cannot be changed is still typed twice."""
    usual = practising()
    student = Knowing(usual.practice, usual.persona, usual.clock, usual.idle, usual.scene, usual.app)
    async with at_the_door(student, size):
        await student.enter()
        await student.enters_until("sign_in")
        await student.types(student.persona.employee_id, student.answer("portal_password"), student.answer("captcha"))
        await student.at("portal_password")
        await student.types(student.answer("portal_new"), student.answer("portal_new"))
        await student.at("contact")
        await student.enters_until("enter_code")
        await student.types(student.code())
        await student.enters_until("alias")
        await student.types("yfchen", student.answer("cloud_password"), student.answer("cloud_password"))
        await student.at("alias_again")
        await student.types("yfchen")
        await student.at("done")
        await student.enter()
        assert await student.ended() == 0
    assert student.count("account.activate") == 1
    assert student.keys.count("space") == len(TICKS)
    counted = len(student.screens), student.keys.count("enter"), len(student.keys)
    assert all(each <= most for each, most in zip(counted, (SCREENS, ENTERS, KEYS), strict=True)), counted
