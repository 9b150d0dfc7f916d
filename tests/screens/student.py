"""A student at the wizard, without a terminal: presses keys, looks at the screen, and knows what the hospital counted.

The wizard is the product's own over the simulated hospital in this process, with clocks that stand still. What no
student can read off a test's screen, the picture's text and the code of the newest message, comes from the stage.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from textual import events
from textual.keys import _character_to_key
from textual.widget import Widget
from textual.widgets import Button

from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field, Kind
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.inputs import Tick
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.texts.sentences import Texts
from tests.languages import ZH_TW
from tests.screens import moment
from tests.screens.behind import ALIAS, CLOUD, PORTAL, Answer
from tests.screens.unpainted import leave_unpainted
from tests.screens.waiting import Waiting

__all__ = ["ALIAS", "CLOUD", "LARGE", "PORTAL", "SMALL", "Student", "at_the_door", "opened", "practising", "wizard"]

SMALL, LARGE = (80, 24), (120, 40)
leave_unpainted()


class Student(Waiting):
    """A student who types."""

    async def press(self, *keys: str) -> None:
        """Press these keys, each as soon as it is taken."""
        for key in keys[:-1]:
            await self._free()
            self._key(key)
            await self._drained()
        await self._free()
        self._key(keys[-1])
        await self.ready()

    async def type(self, text: str) -> None:
        """Type this text where the cursor is."""
        await self._free()
        for character in text:
            self._key(character)
        await self._drained()

    def _key(self, key: str) -> None:
        character = key if len(key) == 1 else None
        name = _character_to_key(key) if character and not key.isalnum() else key
        event = events.Key(name, character)
        event.set_sender(self.app)
        self.app.post_message(event)

    async def enter(self) -> None:
        await self.press("enter")

    async def reach(self, widget: Widget) -> None:
        """Go there by Tab."""
        for _ in range(60):
            if self.app.focused is widget:
                return
            self._key("tab")
            await self._drained()
        raise AssertionError(f"Tab never reaches {widget}; on the screen stands\n{self.screen_text()}")

    async def button(self, act: str) -> None:
        """Press the button of this act, which must be on the screen."""
        await self.ready()
        places = [self.view, self.app.screen] if isinstance(self.app.screen, type(self.view.screen)) else []
        for place in [*places, self.app.screen]:
            found = [each for each in place.query(Button) if (each.id or "").partition("-")[0] == act]
            shown = [each for each in found if each.region.area and not each.disabled]
            if shown:
                await self._push(shown[0])
                return
        raise AssertionError(f"no button {act}; on the screen stands\n{self.screen_text()}")

    async def _push(self, button: Button) -> None:
        await self.reach(button)
        # While a press is being drawn, a button of Textual's takes no second one.
        await self.until(lambda: not button.has_class("-active"), "a button that can be pressed")
        await self.enter()

    async def put(self, key: str, text: str) -> None:
        """Go to this field, empty it, and type this text, or choose this option."""
        labelled = self.field(key)
        await self.reach(labelled.control)
        if labelled.asked.kind is Kind.CHOICE:
            await self.type(str(1 + _options(self.journey, labelled.asked).index(text)))
        elif labelled.text != text:
            if labelled.text:
                await self.press("end", "ctrl+u")
            await self.type(text)

    async def fill(self, *, wait: bool = True, **other: str) -> None:
        """Type the answers of this step, by Enter from field to field, and send it with the last Enter.

        other: what is typed into these fields in place of the answers. wait: for the end of the act.
        """
        await self.ready()
        view, filled = self.view, set[str]()
        for key, text in self._other_texts(view, other).items():
            await self.put(key, text)
        focused, controls = self.app.focused, view.controls()
        missing = [each for each in controls if view.fields.missing(each.id or "")]
        if controls and (focused not in controls or any(each not in _behind(view, focused) for each in missing)):
            await self.reach((missing or controls)[0])
        for _ in range(40):
            focused = self.app.focused
            key = focused.id if focused and focused.id in view.labelled else ""
            if key and key not in filled and (key in other or key in self.answers):
                await self.put(key, other[key] if key in other else self.answer(key))
            filled.add(key or "")
            last = not any(view.fields.missing(each.id or "") for each in _behind(view, focused))
            unasked = [each for each in other if each not in filled and view.labelled[each].control in view.controls()]
            if last and unasked:
                await self.reach(view.labelled[unasked[0]].control)
                continue
            if isinstance(focused, Tick) and not focused.value:
                await self.press("space")
            if last and not wait:
                self._key("enter")
                return
            await self.enter()
            if (last and key) or self.view is not view:
                return
        raise AssertionError(f"{self.step} cannot be filled; on the screen stands\n{self.screen_text()}")

    def _other_texts(self, view: StepView, other: Mapping[str, str]) -> dict[str, str]:
        """What is to stand in the fields in which another text stands: Enter passes over those."""
        typed = [each.id for each in view.controls() if each.id in view.labelled and self.text(each.id)]
        kinds = {key: view.labelled[key].asked.kind for key in typed}
        answered = [key for key in typed if kinds[key] is not Kind.CONFIRM and key in self.answers]
        return {key: text for key in answered if (text := other.get(key, self.answer(key))) != self.text(key)}

    async def walk(self, upto: str) -> None:
        """Walk by keys to this step."""
        for _ in range(40):
            await self.ready()
            if self.step == upto:
                return
            await self._leave_step()
        raise AssertionError(f"{upto} is never reached")

    async def _leave_step(self) -> None:
        """Fill this step by keys, insist where it advises otherwise, and wait for another step."""
        before = self.step
        await self.fill()
        if self.step == before and self.view.advised:
            await self.enter()
        await self.until(lambda: self.step != before, f"leaving {before}")

    async def close_card(self) -> None:
        """Close whatever lies over the wizard, by Esc."""
        front = self.app.front
        assert front is not None
        await self.press("escape")
        await self.until(lambda: self.app.screen is front.frame, "the wizard without a card")
        await self.ready()

    async def ended(self) -> int | None:
        """Wait for the end; the status."""
        await self.until(lambda: self.app.return_value is not None, "the end")
        return self.app.return_value

    async def _shown(self) -> None:
        """Draw the step that was reached without being drawn."""
        front = self.app.front
        assert front is not None
        self.app.work(front.show)
        await self.at(self.journey.at)

    async def finish(self, *, by_keys: bool = False) -> None:
        """Walk to the end; the account must then be activated, once, and every commit's count be right.

        This step and the next one are left by keys: whatever has happened here shows there. What comes behind them is
        walked by the same walk without being drawn, and by keys too where that is asked for.
        """
        ahead = self.scene.walk
        for _ in range(2):
            await self.ready()
            if self.step != "done":
                await self._leave_step()
        while ahead.journey.lost or ahead.journey.reading:
            await self._leave_step()
        await self.ready()
        if by_keys:
            await self.walk("done")
        elif self.step != "done":
            await go_ahead(ahead, self, "done")
            await self._shown()
        assert self.count("account.activate") == 1
        assert self.sees(f"{self.answer('alias')}@ntuh.gov.tw"), self.screen_text()
        self.assert_shows("ui.practice_done")


def _options(journey: Journey, asked: Field) -> list[str]:
    page = journey.learned.get("load.sign_in")
    if asked.loaded and isinstance(page, SignInPage):
        return [each.value for each in page.campuses]
    return list(asked.options)


def _behind(view: StepView, focused: Widget | None) -> list[Widget]:
    """The controls of this view behind the focused one."""
    controls = view.controls()
    return controls[controls.index(focused) + 1 :] if focused in controls else []


@asynccontextmanager
async def wizard(
    at: str = "preflight",
    kind: str = "fresh",
    *,
    language: Language = ZH_TW,
    journey: str = "onboard",
    size: tuple[int, int] = LARGE,
    own_device: bool = False,
    answers: Mapping[str, Answer] | None = None,
    switches: Mapping[str, bool] | None = None,
    texts: Texts | None = None,
) -> AsyncIterator[Student]:
    """A student in front of this step; what comes before was done at the same hospital, without a screen."""
    student = practising(kind, language=language, journey=journey, own_device=own_device, answers=answers, texts=texts)
    for name, on in (switches or {}).items():
        student.stage.switch(name, on)
    async with opened(student, at, size):
        yield student


@asynccontextmanager
async def opened(student: Student, at: str, size: tuple[int, int]) -> AsyncIterator[None]:
    """The student's wizard runs, at this step; what comes before was done at the same hospital, without a screen."""
    async with student.app.run_test(size=size) as student.pilot:
        await student.at(student.journey.at)
        if at != student.step:
            await go_ahead(student.scene.walk, student, at)
            await student._shown()
        yield
        await asyncio.to_thread(student.app.lane.close)


@asynccontextmanager
async def at_the_door(student: Student, size: tuple[int, int]) -> AsyncIterator[None]:
    """The student's wizard runs, at its first screen."""
    student.app._start = StartScreen(student.scene, modes=("practice",), provider="")
    async with student.app.run_test(size=size) as student.pilot:
        await student.drawn()
        yield
        await asyncio.to_thread(student.app.lane.close)


def practising(
    kind: str = "fresh",
    *,
    language: Language = ZH_TW,
    journey: str = "onboard",
    own_device: bool = False,
    answers: Mapping[str, Answer] | None = None,
    texts: Texts | None = None,
) -> Student:
    """A student whose wizard has not been begun."""
    clock, idle = ManualClock(), ManualClock()
    practice = open_practice(clock, cheap_hashes=True)
    persona = next(each for each in practice.stage.people() if each.kind == kind)
    site = hospital_profile.load()
    scene = Scene(
        texts or Texts(language, site.words, site.hosts), clock, FINE, practice.stage, persona, own_device=own_device
    )
    watch = IdleWatch(idle, relaxed=own_device)
    app = OnboardApp(scene, Lane(lambda: practice.backend), watch, None, journey)
    app.lock = moment.lock()
    return Student(practice, persona, clock, idle, scene, app, dict(answers or {}))


async def go_ahead(walk: Walk, student: Student, to: str) -> None:
    """Walk to this step without a screen."""
    while walk.journey.at != to:
        step = walk.journey.asked
        assert (await walk.load()) is None
        if step.picture is not None:
            await walk.picture()
        texts, secrets = {}, {}
        for asked in step.fields:
            if asked.kind is Kind.SECRET:
                secrets[asked.id] = Secret(student.answer(asked.id))
            else:
                texts[asked.id] = _answer(walk, student, asked)
        met = await walk.submit(Entry(texts, secrets))
        assert met is None, (step.id, repr(met))
        assert not walk.journey.lost


def _answer(walk: Walk, student: Student, asked: Field) -> str:
    if asked.kind is Kind.CONFIRM:
        return "yes"
    page = walk.journey.learned.get("load.sign_in")
    if asked.id == "campus" and isinstance(page, SignInPage):
        return str(student.answer("campus") or page.default)
    first = asked.options[0] if asked.options else ""
    return student.answer(asked.id) or walk.journey.starting(asked) or first
