"""The wizard in line prompts: the first questions, one journey or another, and the end in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from ntuh_onboard import __version__
from ntuh_onboard.common.vault import Kept
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.journeys import BEGINNINGS, Beginning, beginnings, unfinished
from ntuh_onboard.journey.resuming import resumed
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.plain import acts, step_facts
from ntuh_onboard.plain.front import Front
from ntuh_onboard.plain.person import Ask, Backward, Elsewhere, Left, Person, Question
from ntuh_onboard.plain.talk import BACK, COVER, HELP, MENU, Talk, way
from ntuh_onboard.screens.base.another_journey import another_journey
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.farewell import farewell
from ntuh_onboard.screens.base.fatal import fault_code
from ntuh_onboard.screens.base.leaving import sign_out, signed_out
from ntuh_onboard.screens.base.persona import fitting, handed_out
from ntuh_onboard.screens.base.saved_files import remove_pictures
from ntuh_onboard.startup.ending_signals import take_signals
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import after

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.screens.base.scene import Scene

Opening = Callable[[], "tuple[Scene, Lane[Backend]]"]
"""Opens a hospital; returns what its fronts are given, and the line to it."""


class Start:
    """What is asked before a journey begins.

    Attributes:
        modes: `practice` and `real`, the first one being offered; asked for only if there is more than one.
        provider: who provides this copy, for the real hospital.
        journey: the journey that is offered; empty for the usual one.

    """

    def __init__(self, modes: tuple[str, ...], provider: str = "", journey: str = "") -> None:
        self.modes = modes
        self.provider = provider
        self.journey = journey


class PlainWizard:
    """One student's wizard in line prompts.

    Attributes:
        talk: what is told and asked.
        front: the present journey.
        idle_ended: whether it ended because nobody typed.

    """

    front: Front

    def __init__(
        self, scene: Scene, lane: Lane[Backend], idle: IdleWatch, person: Person, ways: Mapping[str, Opening]
    ) -> None:
        """`ways` opens the other hospitals, by `practice` or `real`."""
        self.talk = Talk(scene, person, idle)
        self._lane = lane
        self._ways = ways
        self._status: Exit | None = None
        self._fault = ""
        self.idle_ended = False
        self._beginning = Beginning("onboard")

    def run(self, start: Start | None, journey: str, why: str = "") -> int:
        """Run to the end; returns one of `exits.Exit`.

        Args:
            start: the first questions; None begins `journey` at once.
            journey: the journey to begin.
            why: the key of the sentence that says why there are no screens.

        """
        return int(asyncio.run(self._run(start, journey, why)))

    async def _run(self, start: Start | None, journey: str, why: str) -> Exit:
        mine = asyncio.current_task()
        assert mine is not None  # noqa: S101  # this coroutine runs in a task
        take_signals(partial(self._told_to_end, mine))
        return await self.converse(start, journey, why)

    async def converse(self, start: Start | None, journey: str, why: str = "") -> Exit:
        """Do what `run` does, in a loop that somebody else has; returns how it ended."""
        try:
            await self._walk(start, journey, why)
        except Left as left:
            self.idle_ended = left.idle
            self._status = left.status if self._status is None else self._status
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._status is None or task is None:
                raise
            task.uncancel()
        except Exception as error:  # noqa: BLE001  # a traceback helps nobody, and may show what was typed (T-05)
            self._status = Exit.INTERNAL
            self._fault = fault_code(error)
        assert self._status is not None  # noqa: S101  # every way to here has set it
        await self._leave(self._status)
        return self._status

    def _told_to_end(self, mine: asyncio.Task[Exit], status: Exit) -> None:
        if self._status is None:
            self._status = status
            mine.cancel()

    async def _leave(self, status: Exit) -> None:
        """Sign out, wipe and end; waits for a commit in flight, but for nothing else (R-05)."""
        out = await asyncio.to_thread(self._lane.close, sign_out)
        remove_pictures()
        begun = hasattr(self, "front")
        if begun:
            self.talk.scene.walk.held.forget()
        with suppress(Left):
            if status is not Exit.HANGUP:
                self.talk.person.last("\n".join(self._last_words(status, out, begun=begun)))

    def _last_words(self, status: Exit, signed_out: object, *, begun: bool) -> Iterator[str]:
        """Yield the code of a fault, what was reached unless the last step has told it, and that it is over."""
        if self._fault:
            yield self.talk.say("ui.fatal", code=self._fault)
        if status is not Exit.DONE:
            yield farewell(self.talk.scene, signed_out, begun=begun, idle=self.idle_ended)
        yield self.talk.say("plain.ended")

    async def _walk(self, start: Start | None, journey: str, why: str) -> NoReturn:
        self.talk.person.head(self.talk.say("ui.product"))
        self.talk.tell(why)
        self.talk.tell("plain.keys")
        await self._open(await self._begun(start) if start is not None else Beginning(journey))
        while True:
            with suppress(Elsewhere):
                await self.front.walk_to_the_end()

    # Before a journey.

    async def _begun(self, start: Start) -> Beginning:
        """Ask for real or practice, where to begin, and whether to; returns where (J0.1, J0.4)."""
        talk, mode = self.talk, start.modes[0]
        self._commands_before()

        def again() -> None:
            talk.person.head(talk.say("ui.product"))
            talk.tell("ui.start_why")

        talk.again = again
        if talk.scene.practice and len(start.modes) == 1:
            talk.tell("ui.practice_banner")
            talk.told_practice = True
        talk.tell("ui.start_why")
        while True:
            try:
                if len(start.modes) > 1:
                    labels = [f"ui.mode_{each}" for each in start.modes]
                    mode = await self._chosen("ui.start_mode", labels, start.modes, mode)
                beginning = await self._beginning_chosen(start)
                about = partial(self._about, start, mode, beginning.journey)
                await talk.ask(way(talk, (), act="ui.start"), about)
            except Backward:
                if len(start.modes) == 1:
                    raise Left(Exit.UNFINISHED) from None
                continue
            self._turn(mode)
            return beginning

    async def _beginning_chosen(self, start: Start) -> Beginning:
        """Ask where to begin."""
        scene = self.talk.scene
        first = beginnings(start.journey or unfinished(scene.reached))
        offered = first if "journey" in scene.locked else tuple(BEGINNINGS)
        labels = [BEGINNINGS[each].says for each in offered]
        return BEGINNINGS[await self._chosen("ui.start_journey", labels, offered, first[0])]

    async def _chosen(self, title: str, labels: Sequence[str], values: tuple[str, ...], now: str) -> str:
        talk, chosen = self.talk, values.index(now)
        at = await talk.number(
            lambda: [talk.say(each) for each in labels],
            lambda: Question(
                talk.say("plain.choose", chosen=chosen + 1),
                Ask.NUMBER,
                values=values,
            ),
            chosen,
            lambda: talk.say(title),
        )
        return values[chosen if at is None else at]

    def _about(self, start: Start, mode: str, journey: str) -> list[str]:
        """Return who provides this copy and what it talks to; in practice, who one is."""
        talk = self.talk
        if mode == "real":
            talk.told_practice = False
            provider = start.provider or talk.say("ui.unofficial")
            return [talk.say("ui.about_copy", provider=provider, version=__version__), talk.say("ui.about_real")]
        person = fitting(talk.scene, journey)
        if person is None:
            return []
        key, facts = handed_out(person, journey, again=bool(talk.scene.reached))
        told = {**facts, "password": facts["password"] or talk.say("ui.password_own")}
        you = f"{talk.say('ui.card_person')}  {person.name}"
        banner = "" if talk.told_practice else talk.say("ui.practice_banner")
        talk.told_practice = True
        return [banner, you, talk.say(key, **told), talk.say("ui.invented")]

    def _turn(self, mode: str) -> bool:
        """Open the hospital of this mode in the present language, if it is another one; returns whether it is."""
        if mode not in self._ways:
            return False
        language, before, glyphs = self.talk.scene.texts.language, self._lane, self.talk.scene.glyphs
        self.talk.scene, self._lane = self._ways[mode]()
        self.talk.scene.texts = self.talk.scene.texts.with_language(language)
        self.talk.scene.glyphs = glyphs
        before.close()
        return True

    # Journeys.

    async def _open(self, beginning: Beginning) -> None:
        """Begin a journey here, with the ID that this device has remembered."""
        scene = self.talk.scene
        self._beginning = beginning
        scene.persona = fitting(scene, beginning.journey)
        known = await asyncio.to_thread(scene.vault.recall, Kept.EMPLOYEE_ID) if scene.own_device else None
        first = moves.begun(beginning, {"employee_id": known.reveal()} if known is not None else {})
        if scene.reached and scene.persona is not None:
            first = resumed(moves.begun(beginning, {"employee_id": scene.persona.employee_id}), scene.reached)
        self._begin(first, scene.messages_before)

    def _begin(self, journey: Journey, sent_before: int) -> None:
        scene = self.talk.scene
        scene.walk = Walk(journey, self._lane, scene.clock, sent_before=sent_before)
        self.front = Front(self.talk, self._lane, self.do)
        self.talk.commands = {
            HELP: lambda: self.do(ButtonAct.HELP),
            BACK: _backward,
            BACK * 2: lambda: self.do(ButtonAct.BACK),
            COVER: lambda: self.do(ButtonAct.COVER),
            MENU: self.menu,
            acts.TIME_LEFT: self._time_left,
            **{sign: partial(self.do, act) for act, sign in acts.BESIDE.items()},
        }
        self.talk.beside = partial(acts.beside, self)

    async def change(self, journey: str) -> None:
        """Sign out of all sites, and begin another journey: for example the reset instead of an activation (J5.6).

        Does nothing where another journey may not begin.
        """
        scene, before = self.talk.scene, self.talk.scene.walk
        there = another_journey(scene, journey)
        if there is None:
            return
        await self.front.busy(signed_out(self._lane))
        self._begin(there, before.newest_message)
        scene.walk.held = before.held.handed_on()
        before.held.forget()
        raise Elsewhere

    async def practise(self) -> None:
        """Switch from the real hospital, of which nothing was asked yet, to practice (J0.2)."""
        if self._turn("practice"):
            await self._open(self._beginning)
            raise Elsewhere

    async def do(self, act: ButtonAct) -> None:
        """Do an act of the table."""
        await acts.do(self, act)

    async def menu(self) -> None:
        """Offer everything that can be done here beside answering: by its number."""
        talk, front = self.talk, self.front
        offered = [(act, label) for act, label, when in acts.OFFERED if when(front) and talk.scene.allows(act)]
        if front.error is not None:
            ways = [each for each in front.ways_from_error() if each not in dict(offered)]
            offered = [*((each, each.label) for each in ways), *offered]
        names = [act for act, _ in offered]

        def title() -> str:
            ahead, left = step_facts.way_ahead(talk.scene), step_facts.time_left(talk.scene, front.step)
            return "\n".join([talk.say("ui.menu_title"), *ahead, *left])

        closing = way(talk, names, front.step.id, act="ui.close")
        try:
            with talk.person.aside():
                at = await talk.number(lambda: [talk.say(label) for _, label in offered], closing, None, title)
        except Backward:
            return
        if at is not None:
            await self.do(names[at])

    async def _time_left(self) -> None:
        self.talk.tell_lines(step_facts.time_left(self.talk.scene, self.front.step))

    def _commands_before(self) -> None:
        """Set what may be typed before a journey has begun: there is nothing to cover, and the menu is the language."""
        talk = self.talk

        async def language() -> None:
            if not talk.scene.allows(ButtonAct.LANGUAGE):
                return
            talk.scene.texts = talk.scene.texts.with_language(after(talk.scene.texts.language))
            talk.tell("plain.keys")
            talk.retell()

        async def keys() -> None:
            talk.tell("plain.keys")

        talk.commands = {HELP: keys, BACK: _backward, COVER: keys, MENU: language}


async def _backward() -> None:
    raise Backward
