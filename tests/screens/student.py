"""A student at the wizard, without a terminal: presses keys, looks at the screen, and knows what the hospital counted.

The wizard is the product's own over the simulated hospital in this process, with clocks that stand still. What no
student can read off a test's screen, the picture's text and the code of the newest message, comes from the stage.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from textual import events
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button

from ntuh_onboard import profile
from ntuh_onboard.app import OnboardApp
from ntuh_onboard.backend.mock import Practice, open_practice
from ntuh_onboard.backend.protocol import Mark, SignInPage
from ntuh_onboard.backend.stage import Fault, Persona, Stage
from ntuh_onboard.checking import Entry
from ntuh_onboard.clock import ManualClock
from ntuh_onboard.idle import IdleWatch
from ntuh_onboard.journey import Journey
from ntuh_onboard.lane import Lane
from ntuh_onboard.screens.busy import BusyLock
from ntuh_onboard.screens.scene import FINE, Scene
from ntuh_onboard.screens.view import StepView
from ntuh_onboard.screens.widgets.labelled import LabelledField
from ntuh_onboard.secret import Secret
from ntuh_onboard.step import Field, Kind
from ntuh_onboard.steps import RAIL, READ_BACKS, STEPS
from ntuh_onboard.texts import Language, Texts
from ntuh_onboard.walk import Walk

PORTAL, CLOUD, ALIAS = "Lantern7Meadow", "Harbour9Quietly", "yifen.chen.practice"
PATIENCE = 20.0
"""Seconds in which anything that is waited for must come."""
SMALL, LARGE = (80, 24), (120, 40)
COMMITS = frozenset(
    act.name
    for step in (*STEPS.values(), *READ_BACKS.values())
    if (act := step.submit) is not None and act.mark is Mark.COMMIT
)
"""The verbs that change something at the hospital."""

Answer = str | Callable[[], str]


@dataclass
class Student:
    """One student and one wizard.

    calls: every verb that the hospital was asked for, in its order. answers: what is typed, by field id.
    """

    practice: Practice
    persona: Persona
    clock: ManualClock
    idle: ManualClock
    scene: Scene
    app: OnboardApp
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    pilot: Pilot[int] = field(init=False)
    _held: dict[str, threading.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Everything that is asked on the straight way."""
        self.practice.slow = self._asked
        who, phone = self.persona.employee_id, self.persona.phone
        known: dict[str, Answer] = {
            "employee_id": who,
            "portal_password": self._password_of_now,
            "captcha": lambda: self.stage.picture_text(),
            "read_back_captcha": lambda: self.stage.picture_text(),
            "portal_new": PORTAL,
            "portal_again": PORTAL,
            "mobile_phone": phone,
            "english_surname": "Chen",
            "english_given": "Yi-Fen",
            "channel": "sms",
            "account_id": who,
            "registered_phone": phone,
            "code": self.code,
            "arrived": lambda: "yes" if self.count("account.send_code") > len(self.scene.walk.sent) else "no",
            "facts_right": "right",
            "alias": ALIAS,
            "cloud_password": CLOUD,
            "cloud_again": CLOUD,
            "alias_again": lambda: self.answer("alias"),
        }
        self.answers = {**known, **self.answers}

    # --- what no student sees ---------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        return self.practice.stage

    @property
    def journey(self) -> Journey:
        return self.scene.walk.journey

    def count(self, verb: str) -> int:
        """How often this commit took effect at the hospital."""
        return self.stage.commits().get(verb, 0)

    @property
    def sent(self) -> list[str]:
        """The commits that were sent, in their order, whatever became of them."""
        return [each for each in self.calls if each in COMMITS]

    def code(self) -> str:
        """The code of the newest message; it takes its time to arrive."""
        phones = [self.persona.phone, str(self.journey.texts.get("registered_phone", ""))]
        self.clock.jump(3)
        found = [each for phone in phones for each in self.stage.messages(phone)]
        newest = max(found, key=lambda each: each.sent_at)
        code = re.search(r"動態碼 ([0-9]{4,8})", newest.text)
        assert code is not None, newest.text
        return code[1]

    def _password_of_now(self) -> str:
        """The portal password, the new one as soon as the hospital has it."""
        changed = self.count("portal.change_password") > 0
        return self.answer("portal_new") if changed else self.persona.password.reveal()

    def answer(self, key: str) -> str:
        """What is typed into this field now."""
        given = self.answers.get(key, "")
        return given if isinstance(given, str) else given()

    def _asked(self, verb: str) -> None:
        """The hospital is asked for this; it may be made to wait."""
        self.calls.append(verb)
        if (go_on := self._held.get(verb)) is not None:
            assert go_on.wait(PATIENCE)

    @contextmanager
    def holding(self, verb: str) -> Iterator[None]:
        """The hospital does not answer this verb until the block is left."""
        go_on = self._held[verb] = threading.Event()
        try:
            yield
        finally:
            del self._held[verb]
            go_on.set()

    # --- looking ----------------------------------------------------------------------------------------------------

    @property
    def view(self) -> StepView:
        assert self.app.front is not None
        view = self.app.front.frame.view
        assert view is not None
        return view

    @property
    def step(self) -> str:
        return self.view.step.id

    def field(self, key: str) -> LabelledField:
        return self.view.labelled[key]

    def text(self, key: str) -> str:
        """What stands in this field."""
        return self.field(key).text

    def wrong(self, key: str) -> str:
        """The name of the sentence under this field; empty where it has none."""
        return self.field(key).error.key

    def say(self, key: str, **values: object) -> str:
        return self.scene.say(key, **values)

    def screen_text(self) -> str:
        """What stands on the screen, widget by widget, so that a sentence which is wrapped is in one piece."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        parts = []
        for widget, (region, clip) in screen._compositor.visible_widgets.items():
            if not widget.is_container and not [each for each in widget.children if each.display]:
                parts.append(_cut(strips, region.intersection(clip)))
        return "\n".join(parts)

    def shows(self, key: str, **values: object) -> bool:
        """Whether this sentence stands on the screen, all of it."""
        return self.sees(self.say(key, **values))

    def sees(self, text: str) -> bool:
        """Whether this text stands on the screen, however it is wrapped."""
        return _squeezed(text) in _squeezed(self.screen_text())

    @property
    def status(self) -> str:
        """The name of the sentence above the keys."""
        assert self.app.front is not None
        return self.app.front.frame.status.key

    @property
    def notice(self) -> str:
        """The name of the sentence under the fields."""
        return self.view.notice.key

    def passed(self, step: str) -> bool:
        """Whether the rail shows the mark of this step as passed."""
        journey = self.journey
        marks = [mark for mark in RAIL if any(journey.table[each].rail == mark for each in journey.order)]
        mark = STEPS[step].rail
        return self.sees(f"✓{1 + marks.index(mark)}{self.say(f'rail.{mark}')}")

    def assert_shows(self, *keys: str, **values: object) -> None:
        """Every one of these sentences stands on the screen."""
        for key in keys:
            assert self.shows(key, **values), f"{key}: {self.say(key, **values)!r} is not in\n{self.screen_text()}"

    # --- waiting ----------------------------------------------------------------------------------------------------

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait for this, and no longer than `PATIENCE`."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    assert self.app._exception is None, repr(self.app._exception)
                    await asyncio.sleep(0.005)  # what is waited for is seen on the screen, and tells nobody
        except TimeoutError:
            raise AssertionError(f"{what} never came; on the screen stands\n{self.screen_text()}") from None

    async def ready(self) -> None:
        """Wait until keys are taken and everything is drawn."""
        await self._free()
        await self.drawn()
        await self._free()

    async def _free(self) -> None:
        await self.until(lambda: self.app.lock.takes_keys or self.app.return_value is not None, "taking keys")

    async def drawn(self) -> None:
        """Every widget has done what it was asked for, and the screen is painted."""
        await self._drained()
        await self.until(self.screen_text, "a screen")
        painted = asyncio.get_running_loop().create_future()
        if self.app.is_running and self.app.screen.call_after_refresh(painted.set_result, None):
            await asyncio.wait({painted}, timeout=1)
        await self._drained()

    async def _drained(self) -> None:
        """Whatever a key has set off has run its course, but for an act.

        A key goes from the application to what has the focus and up again, and then a button's press does, and then
        what the press asks for.
        """
        for _ in range(4):
            assert self.app._exception is None, repr(self.app._exception)
            await _turn(self.app)
            chain = self.app.focused or (self.app.screen if self.app.is_running else None)
            for each in chain.ancestors_with_self if chain is not None else ():
                await _turn(each)

    async def at(self, step: str) -> None:
        """Wait for this step, and for its keys."""
        await self.until(lambda: self.app.front and self.app.front.frame.view and self.step == step, f"step {step}")
        await self.ready()
        assert self.step == step, f"{step} was left for {self.step}"

    # --- doing ------------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press these keys, each as soon as it is taken."""
        for key in keys:
            await self._free()
            self._key(key)
            await self._drained()
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
                await self.reach(shown[0])
                # While a press is being drawn, a button of Textual's takes no second one.
                await self.until(lambda: not shown[0].has_class("-active"), "a button that can be pressed")
                await self.enter()
                return
        raise AssertionError(f"no button {act}; on the screen stands\n{self.screen_text()}")

    async def put(self, key: str, text: str) -> None:
        """Go to this field, empty it, and type this text, or choose this option."""
        labelled = self.field(key)
        await self.reach(labelled.control)
        if labelled.asked.kind is Kind.CHOICE:
            await self.type(str(1 + self._options(labelled.asked).index(text)))
        elif labelled.text != text:
            if labelled.text:
                await self.press("end", "ctrl+u")
            await self.type(text)

    def _options(self, asked: Field) -> list[str]:
        page = self.journey.learned.get("load.sign_in")
        if asked.loaded and isinstance(page, SignInPage):
            return [each.value for each in page.campuses]
        return list(asked.options)

    async def fill(self, *, wait: bool = True, **other: str) -> None:
        """Type the answers of this step, by Enter from field to field, and send it with the last Enter.

        other: what is typed into these fields in place of the answers. wait: for the end of the act.
        """
        await self.ready()
        view, filled = self.view, set[str]()
        controls = view.controls()
        if controls and self.app.focused not in controls:
            await self.reach(controls[0])
        for _ in range(40):
            focused = self.app.focused
            labelled = self.view.labelled.get((focused.id if focused else "") or "")
            if labelled is not None and labelled.asked.id not in filled:
                filled.add(labelled.asked.id)
                key = labelled.asked.id
                if key in other or key in self.answers:
                    await self.put(key, other.get(key, self.answer(key)))
            last = focused not in view.controls()[:-1] and not self._to_tick(labelled)
            if last and not wait:
                self._key("enter")
                return
            await self.enter()
            if (last and labelled is not None) or self.view is not view:
                return
        raise AssertionError(f"{self.step} cannot be filled; on the screen stands\n{self.screen_text()}")

    def _to_tick(self, labelled: LabelledField | None) -> bool:
        return labelled is not None and labelled.asked.kind is Kind.CONFIRM and labelled.text != "yes"

    async def walk(self, upto: str) -> None:
        """Walk by keys to this step."""
        for _ in range(40):
            await self.ready()
            if self.step == upto:
                return
            before = self.step
            await self.fill()
            await self.until(lambda: self.step != before, f"leaving {before}")  # noqa: B023  # asked at once
        raise AssertionError(f"{upto} is never reached")

    async def finish(self) -> None:
        """Walk to the end; the account must then be activated, once, and every commit's count be right."""
        await self.walk("done")
        assert self.count("account.activate") == 1
        assert self.sees(f"{self.answer('alias')}@ntuh.gov.tw"), self.screen_text()
        self.assert_shows("ui.practice_done")


async def _turn(pump: MessagePump) -> None:
    """Wait until this widget has taken all messages that it has been sent."""
    taken = asyncio.get_running_loop().create_future()
    if pump.call_later(taken.set_result, None):
        await asyncio.wait({taken}, timeout=1)


def _cut(strips: list[object], region: Region) -> str:
    rows = []
    for strip in strips[region.y : region.bottom]:
        row = strip.crop(region.x, region.right)  # type: ignore[attr-defined]  # a Strip
        rows.append("".join(each.text for each in row).rstrip())
    return "\n".join(rows)


def _squeezed(text: str) -> str:
    return "".join(text.split())


# --- a wizard, as far along as a test needs it ----------------------------------------------------------------------


@asynccontextmanager
async def wizard(
    at: str = "preflight",
    kind: str = "fresh",
    *,
    language: Language = Language.ZH_TW,
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
    async with student.app.run_test(size=size) as student.pilot:
        await student.at(student.journey.at)
        if at != student.step:
            await go_ahead(student.scene.walk, student, at)
            front = student.app.front
            assert front is not None
            student.app.work(front.show)
            await student.at(at)
        yield student
        await asyncio.to_thread(student.app.lane.close)


def practising(
    kind: str = "fresh",
    *,
    language: Language = Language.ZH_TW,
    journey: str = "onboard",
    own_device: bool = False,
    answers: Mapping[str, Answer] | None = None,
    texts: Texts | None = None,
) -> Student:
    """A student whose wizard has not been begun."""
    clock, idle = ManualClock(), ManualClock()
    practice = open_practice(clock, cheap_hashes=True)
    persona = next(each for each in practice.stage.people() if each.kind == kind)
    site = profile.load()
    scene = Scene(
        texts or Texts(language, site.words, site.hosts), clock, FINE, practice.stage, persona, own_device=own_device
    )
    watch = IdleWatch(idle, relaxed=own_device)
    app = OnboardApp(scene, Lane(lambda: practice.backend), watch, None, journey)
    # The quarter of a second in which a burst is dropped is a person's; here it passes ten times as fast.
    app.lock = BusyLock(lambda: time.monotonic() * 10)
    return Student(practice, persona, clock, idle, scene, app, dict(answers or {}))


async def go_ahead(walk: Walk, student: Student, to: str) -> None:
    """Walk to this step without a screen."""
    while walk.journey.at != to:
        step = walk.journey.asked
        assert (await walk.load()).error is None
        if step.picture is not None:
            await walk.picture()
        texts, secrets = {}, {}
        for asked in step.fields:
            if asked.kind is Kind.SECRET:
                secrets[asked.id] = Secret(student.answer(asked.id))
            else:
                texts[asked.id] = _answer(walk, student, asked)
        turn = await walk.submit(Entry(texts, secrets))
        assert turn.error is None, (step.id, type(turn.error), turn.error and turn.error.said)
        assert not walk.journey.lost


def _answer(walk: Walk, student: Student, asked: Field) -> str:
    if asked.kind is Kind.CONFIRM:
        return "yes"
    page = walk.journey.learned.get("load.sign_in")
    if asked.id == "campus" and isinstance(page, SignInPage):
        return str(student.answer("campus") or page.default)
    first = asked.options[0] if asked.options else ""
    return student.answer(asked.id) or walk.journey.starting(asked) or first


def fault_words(fault: Fault) -> str:
    """The name of the sentence that a student reads where this fault was met."""
    return {
        Fault.REFUSED: "error.Refused",
        Fault.DOWN: "error.Unreachable",
        Fault.MAINTENANCE: "error.Maintenance",
        Fault.SESSION_ENDED: "error.SessionEnded",
        Fault.UNEXPECTED_PAGE: "error.UnexpectedPage",
    }[fault]
