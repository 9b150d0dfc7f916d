"""A student whose keys and clicks come faster than the wizard: bursts, auto-repeat, double clicks, and the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

from textual.screen import ModalScreen
from textual.widgets import Button

from ntuh_onboard.journey.journeys import BEGINNINGS, PRACTISED_BY, beginnings
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.steps.enter_code_view import EnterCodeView
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.steps.step_view import main_button
from tests.screens.student import SMALL, Student, practising

KEYS = ("enter", "tab", "space", "f1", "f3", "down", "1", "n", "escape")
"""Every key of the legends, what chooses and ticks, and what answers an offer."""
BURSTS = tuple((key, times) for key in KEYS for times in (2, 10))
ELSEWHERE = frozenset(
    {"start", "leave", "leavenow", "quit", "forget", "reset", "onboard", "tocontact", "contactdetails"}
)
"""Buttons that end the wizard or begin another journey, as they are meant to."""


class Hasty(Student):
    """A student who does everything more than once."""

    async def burst(self, times: int, *keys: str) -> None:
        """Press each of these keys so often, all in one write; no commit is sent twice by it."""
        before = len(self.sent)
        for key in keys:
            for _ in range(times):
                self._key(key)
        await self.settled(before, f"{' '.join(keys)} x {times}")

    async def double_click(self, button: Button) -> None:
        """Press a button twice before anything comes of the first time."""
        before, name = len(self.sent), button.id
        button.press()
        button.press()
        await self.settled(before, f"{name} twice")

    async def settled(self, before: int, what: str) -> None:
        """Wait until keys are taken again; what was sent meanwhile was sent once."""
        await self.ready()
        assert self.app.return_value is None, f"{what} has ended the wizard"
        twice = [verb for verb, count in Counter(self.sent[before:]).items() if count > 1]
        assert not twice, f"{what} has sent {twice} twice"

    async def fill_and_hammer(self, times: int) -> None:
        """Fill the step, and press Enter so often in place of once."""
        before = len(self.sent)
        await self.set_out(self.journey.name)
        for _ in range(times - 1):
            self._key("enter")
        await self.settled(before, f"the last Enter x {times}")

    async def set_out(self, journey: str) -> None:
        """Do what leaves the present screen for the next one, and do not wait for it."""
        if isinstance(self.app.screen, StartScreen):
            await self.type(str(1 + [*BEGINNINGS].index(beginnings(journey)[0])))
            self._key("enter")
        elif self.view.controls() and not self.journey.sealed:
            await self.fill(wait=False)
        else:
            await self.reach(main_button(self.view))
            self._key("enter")

    async def back_in_the_journey(self, journey: str) -> None:
        """Close what has opened over the wizard, and begin again at the front door if it has come to that."""
        for _ in range(20):
            await self.ready()
            screen = self.app.screen
            if isinstance(screen, StartScreen):
                number = 1 + [*BEGINNINGS].index(beginnings(journey)[0])
                await self.press(str(number), "enter")
                await self.until(lambda: self.app.front and self.app.front.frame.view, "the journey")
            elif isinstance(screen, Frame):
                return
            elif isinstance(screen, ModalScreen):
                await self.press("escape")
            else:
                await self.press("x")
        raise AssertionError(f"stuck; on the screen stands\n{self.screen_text()}")

    async def on_to(self, step: str, journey: str) -> None:
        """Come to this step again, from wherever a burst has led."""
        for _ in range(30):
            await self.back_in_the_journey(journey)
            if self.step == step:
                return
            order = self.journey.order
            assert order.index(self.journey.at) <= order.index(step), f"a burst has led past {step} to {self.step}"
            await self.go_on()
        raise AssertionError(f"{step} is never reached; on the screen stands\n{self.screen_text()}")

    async def go_on(self) -> None:
        """Do what leads on from the present step: a message that was sent is used while it counts."""
        view = self.view
        if isinstance(view, EnterCodeView) and view.countdown.expired:
            await self.button("resend")
        elif self.scene.walk.cooling and any(self.pressable("tocode")):
            await self.button("tocode")
        elif self.journey.sealed or not view.controls():
            await self.button("submit")
        else:
            self.answers["alias_again"] = self.journey.texts.get("alias", "")
            await self.fill()
            if self.view.advised:
                await self.enter()

    def pressable(self, act: str) -> Iterator[Button]:
        """Yield the buttons of this act that can be pressed."""
        return (each for each in self.buttons() if (each.id or "").partition("-")[0] == act)

    def buttons(self) -> Sequence[Button]:
        """Every button that is shown and can be pressed, but those that lead elsewhere."""
        return [
            each
            for each in self.app.screen.query(Button)
            if each.region.area and not each.disabled and (each.id or "").partition("-")[0] not in ELSEWHERE
        ]


@asynccontextmanager
async def hasty(journey: str) -> AsyncIterator[Hasty]:
    """A hasty student at the first step of a journey, which was begun at the front door."""
    usual = practising(PRACTISED_BY.get(journey, "fresh"))
    student = Hasty(usual.practice, usual.persona, usual.clock, usual.idle, usual.scene, usual.app)
    student.app._start = StartScreen(student.scene, modes=("practice",), provider="")
    async with student.app.run_test(size=SMALL) as student.pilot:
        await student.until(lambda: isinstance(student.app.screen, StartScreen), "the front door")
        await student.back_in_the_journey(journey)
        yield student
        student.app.lane.close()
