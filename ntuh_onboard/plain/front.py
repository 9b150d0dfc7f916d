"""Walk through the steps in line prompts: what is told and asked at each, and what follows from each act.

It is the counterpart of the screens' front over the same `Walk`: the same rules, acts, moves and sentences.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.common.errors import BackendError, NotSent
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Kind, Look, Step
from ntuh_onboard.journey.steps import STUCK, step_of_field
from ntuh_onboard.plain import regulations, step_facts
from ntuh_onboard.plain.act_results import remember, tell_news
from ntuh_onboard.plain.asking import Asking
from ntuh_onboard.plain.person import Backward, Elsewhere, Left
from ntuh_onboard.plain.phone_news import PhoneNews
from ntuh_onboard.plain.picture_code import PictureCode
from ntuh_onboard.plain.refusal import Refusal
from ntuh_onboard.plain.refused_texts import RefusedTexts
from ntuh_onboard.plain.talk import Talk, way
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.journey_words import practice_done
from ntuh_onboard.screens.base.last_lines import last_lines
from ntuh_onboard.screens.base.leaving import signed_out
from ntuh_onboard.startup.exits import Exit

Value = TypeVar("Value")
Do = Callable[[ButtonAct], Awaitable[None]]
"""Does an act of the table of acts."""
WAITED = 1.0
"""Seconds after which it is said that an act is under way."""


class Front:
    """One journey in line prompts.

    Attributes:
        error: what was refused last, for the help-desk card and the menu; None if the step was not refused.
        asking: asks for the fields of the present step.
        picture: the picture code of the present step.

    """

    def __init__(self, talk: Talk, lane: Lane[Backend], do: Do) -> None:
        self.talk = talk
        self.error: BackendError | None = None
        self.picture = PictureCode(talk)
        self._refused_texts = RefusedTexts()
        self.asking = Asking(talk, self.step, self.picture, self._refused_texts)
        self._lane = lane
        self._do = do
        self._refusal = Refusal(talk, self.step)
        self._untold: BackendError | None = None
        self._over_told: object = None
        talk.again = self.retell
        talk.news = PhoneNews(talk.scene, lambda: self.step).news

    @property
    def step(self) -> Step:
        """The step that is told now: the journey's, a read-back, or the one for what stays unknown."""
        journey = self.talk.scene.walk.journey
        return STUCK if journey.lost and not journey.reading else journey.asked

    @property
    def over(self) -> bool:
        """Whether the journey has reached its end."""
        journey = self.talk.scene.walk.journey
        return journey.at == journey.order[-1]

    async def walk_to_the_end(self) -> None:
        """Tell and ask, step after step, until the student has finished (Left)."""
        while not self.over:
            with suppress(Elsewhere):
                await self._visit()
        await self._end()

    def retell(self) -> None:
        """Tell once more what the present step is about."""
        scene, step = self.talk.scene, self.step
        self._tell_heading(step)
        self.talk.tell_lines(step_facts.facts(scene, step))
        if self.error is not None:
            self.talk.tell_lines(self._refusal.lines(self.error, self.asking.fields))

    def _tell_heading(self, step: Step) -> None:
        """Tell where the student is; that it is practice is told in full once (J8.3)."""
        scene = self.talk.scene
        if scene.practice and not self.talk.told_practice:
            self.talk.tell("ui.practice_banner")
        self.talk.told_practice = scene.practice
        self.talk.person.head(step_facts.heading(scene, step))
        self.talk.tell_lines(step_facts.purpose(scene, step))

    async def moved(self, move: Callable[[Journey], Journey]) -> None:
        """Make a move and raise Elsewhere; an impossible one changes nothing."""
        kept = self.asking.draft.kept(self.step.fields)
        if self.talk.scene.walk.move(lambda journey: move(moves.keep(journey, kept))):
            raise Elsewhere

    async def back(self) -> None:
        """Go to the step before; from the first one, ask whether to leave. Nothing is checked, nothing is lost."""
        if self.talk.scene.walk.journey.before is None:
            await self._do(ButtonAct.LEAVE)
        else:
            await self.moved(moves.back)

    async def to(self, step: str) -> None:
        """Go to an earlier step, even if a choice had left it out."""
        await self.moved(lambda journey: moves.bring_back(journey, step))

    async def new_picture(self) -> None:
        """Get another picture code; everything else stays."""
        for each in _captchas(self.step):
            self.asking.draft.drop(each)
        try:
            self.picture.picture = await self.busy(self.talk.scene.walk.picture())
        except BackendError as error:
            self.picture.picture, self._untold = None, error

    async def to_code(self) -> None:
        """Go on with the message that was sent before."""
        await self.moved(lambda journey: moves.resume(journey, journey.restarts_at))

    async def resend(self) -> None:
        """Request another message to the same number, unless the site would refuse it now."""
        if self.talk.scene.walk.cooling:
            self.talk.tell_lines(step_facts.cooling(self.talk.scene))
            return
        await self._settle(self.step, await self.busy(self.talk.scene.walk.send_again()))
        raise Elsewhere

    async def busy(self, act: Awaitable[Value]) -> Value:
        """Wait for an act; if it takes its time, say so. What is typed meanwhile is dropped."""
        task = asyncio.ensure_future(act)
        try:
            if not (await asyncio.wait({task}, timeout=WAITED))[0]:
                self.talk.tell("plain.wait")
            return await task
        finally:
            self.talk.person.drop()

    async def ways_on(
        self, acts: Sequence[ButtonAct], otherwise: str, title: str = "", *, refused: bool = False
    ) -> None:
        """Offer these acts by their numbers; nothing typed goes on, as `otherwise` says (the key of its label).

        title: the key of what is told before them, unless it is told with the step.
        """
        allowed = [each for each in acts if self.talk.scene.allows(each)]
        question = way(self.talk, allowed, self.step.id, refused=refused, act=otherwise)

        def labels() -> list[str]:
            return [self.talk.say(each.label) for each in allowed]

        def before() -> str:
            return self.talk.say(title) if title else ""

        while (at := await self.talk.number(labels, question, None, before)) is not None:
            await self._do(allowed[at])

    def ways_from_error(self) -> tuple[ButtonAct, ...]:
        """Return the ways on from what was refused last at this step."""
        return self._refusal.acts(self.error) if self.error is not None else ()

    async def _visit(self) -> None:
        """Tell the present step, and ask until the journey has moved on (Elsewhere)."""
        step, walk = self.step, self.talk.scene.walk
        met, self._untold, self.error = self._untold, None, None
        self.asking.draft.clear()
        self.asking = Asking(self.talk, step, self.picture, self._refused_texts)
        self._refusal = Refusal(self.talk, step)
        self.picture.picture = None
        self.talk.idle.patience = self.talk.patience(step)
        await self.talk.person.shown(step.id)
        self.talk.person.tell("")
        self._tell_heading(step)
        unread = await self.busy(walk.load())
        if self.step.id != step.id:  # the session had ended
            self._untold = unread
            raise Elsewhere
        self.talk.tell_lines(step_facts.facts(self.talk.scene, step))
        if unread is None and step.picture is not None and not walk.journey.sealed:
            await self.new_picture()
        self._untold = unread or met or self._untold
        if walk.journey.reading and not step.fields and self._untold is None:
            await self._settle(step, await self.busy(walk.read_back(Entry())), walk.journey.lost)
        if walk.journey.browser_only or walk.journey.begun_by_hand:
            await self._do(ButtonAct.BROWSER)
        await self._answered(step)

    async def _answered(self, step: Step) -> None:
        """Ask for the step's fields and send it, until it is left (Elsewhere)."""
        only: frozenset[str] | None = None
        while True:
            try:
                if self._untold is not None:
                    only = await self._refused(step)
                if self._asks_nothing(step):
                    await self._go_on(step)
                else:
                    if step.look is Look.REGULATIONS and only is None:
                        await regulations.read(self.talk, step)
                    await self.asking.ask(only)
                only = await self._send(step)
            except Backward:
                await self.back()

    def _asks_nothing(self, step: Step) -> bool:
        walk = self.talk.scene.walk
        return not step.fields or walk.journey.sealed or not walk.loaded

    async def _go_on(self, step: Step) -> None:
        """Ask for nothing but Enter, where a step has no field or is not sent again."""
        journey = self.talk.scene.walk.journey
        acts = (ButtonAct.BROWSER, ButtonAct.DESK) if journey.lost else ()
        if journey.sealed:
            await self.ways_on(acts, "ui.next", "ui.sealed")
        else:
            await self.ways_on(acts, "ui.act_again" if step is STUCK else f"step.{step.id}.act")

    async def _send(self, step: Step) -> frozenset[str] | None:
        """Send the step if the rules allow it; returns the fields to ask for again, None for all of them."""
        walk, draft = self.talk.scene.walk, self.asking.draft
        if walk.journey.lost and not walk.journey.reading:
            await self.moved(moves.read_again)
        if not walk.loaded:  # never agree to a page that was not seen, or send it back empty (J3.3)
            raise Elsewhere
        entry = draft.entry(self.asking.fields)
        if not walk.journey.sealed:
            complaints = walk.check(entry, frozenset(draft.passed))
            if complaints:
                return self.asking.complained(complaints)
            if await self._objected(step):
                return None
        lost, sent = walk.journey.lost, "" if walk.journey.sealed else walk.journey.at
        await self._settle(step, await self.busy(walk.submit(entry)), lost, sent)
        return None

    async def _objected(self, step: Step) -> bool:
        """Return whether a step is not sent yet: the site would refuse it now. Warn of an old code once."""
        walk = self.talk.scene.walk
        if step.look is Look.SEND_CODE and walk.cooling and walk.journey.holds(step.submit_if, self.asking.draft.texts):
            self.talk.tell_lines([self.talk.say("ui.message_cools"), *step_facts.cooling(self.talk.scene)])
            await self.ways_on((ButtonAct.TO_CODE,) if walk.journey.restarts_at else (), "ui.act_reload")
            return True
        if self._maybe_over(step):
            await self.ways_on((ButtonAct.RESEND,), "plain.send_all_the_same", "plain.code_over")
        return False

    def _maybe_over(self, step: Step) -> bool:
        """Return, once for each message, whether its code may have expired (J5.3)."""
        clock = step_facts.message_clock(self.talk.scene, step) if step.look is Look.ENTER_CODE else None
        if clock is None or not clock.expired or self._over_told is clock.sent:
            return False
        self._over_told = clock.sent
        return True

    async def _settle(self, step: Step, error: BackendError | None, lost: str = "", sent: str = "") -> None:
        """Take the result of an act: tell what it brought and raise Elsewhere, or keep the error for this step.

        lost: the step whose commit this act has read back. sent: the step that it has sent.
        """
        walk = self.talk.scene.walk
        if error is None:
            tell_news(self.talk, lost, sent)
            await remember(self.talk.scene, step)
            raise Elsewhere
        self._refused_texts.note(error, step, self.asking.draft, walk.journey.texts)
        other = step_of_field(error.field) if error.field else None
        if other is not None and other.id != walk.journey.asked.id:
            walk.move(lambda journey: moves.go_to(journey, other.id))
        self._untold = error
        if self.step.id != step.id:
            raise Elsewhere
        # What was refused is typed anew, all else stays: a wrong picture code keeps the password (J1.3).
        refused = next((each for each in step.fields if each.id == error.field), None)
        if refused is not None and not refused.kept:
            self.asking.draft.drop(refused.id)
        if step.picture is not None and not isinstance(error, NotSent):
            await self.new_picture()  # the old one is used up whatever the answer was
            self._untold = error

    async def _refused(self, step: Step) -> frozenset[str] | None:
        """Tell a refusal and offer its ways on; returns the fields to ask for again, None for all of them."""
        error, self._untold = self._untold, None
        assert error is not None  # noqa: S101  # the caller has looked
        self.error = error
        self._refusal.count(error)
        field = self._refusal.at_field(error, self.asking.fields)
        self.talk.tell_lines(self._refusal.lines(error, self.asking.fields))
        if self.talk.scene.walk.journey.scripted_here:
            await self._do(ButtonAct.BROWSER)
        acts = self._refusal.acts(error)
        if acts or not field:
            await self.ways_on(acts, "ui.act_reload", refused=True)
        if not self.talk.scene.walk.loaded or (step.picture is not None and self.picture.picture is None):
            raise Elsewhere
        return _captchas(self.step) | {field} if field else None

    async def _end(self) -> None:
        """Sign out, tell what now exists, and end when the student says so (J7)."""
        talk, scene, step = self.talk, self.talk.scene, self.step
        await talk.person.shown(step.id)
        talk.person.tell("")
        talk.idle.patience = talk.patience(step)
        self._tell_heading(step)
        scene.walk.held.forget()
        left = await self.busy(signed_out(self._lane))

        def last() -> Iterator[str]:
            yield scene.say(practice_done(scene.walk.journey)) if scene.practice else ""
            yield from last_lines(scene, left)

        talk.again = lambda: talk.tell_lines(last())
        talk.again()
        with suppress(Backward):
            await self.ways_on((ButtonAct.SUMMARY,), f"step.{step.id}.act")
        raise Left(Exit.DONE)


def _captchas(step: Step) -> frozenset[str]:
    return frozenset(each.id for each in step.fields if each.kind is Kind.CAPTCHA)
