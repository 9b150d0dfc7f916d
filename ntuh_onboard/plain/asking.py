"""Ask for the fields of a step, one after another: label first, then the place to type, then what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.journey.checking import Complaint
from ntuh_onboard.journey.step import Field, Kind, Step
from ntuh_onboard.plain import step_facts
from ntuh_onboard.plain.draft import Draft
from ntuh_onboard.plain.labels import label_of
from ntuh_onboard.plain.person import Ask, Backward, Question
from ntuh_onboard.plain.picture_code import PictureCode
from ntuh_onboard.plain.refused_texts import RefusedTexts
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.plain.typed_field import TypedField
from ntuh_onboard.screens.base.rule_words import broken_rule

Unit = tuple[Field, ...]
"""One field, or all optional ones, which are asked for together."""


class Asking:
    """Asks for the fields of one step.

    Attributes:
        draft: what was typed so far.

    """

    def __init__(self, talk: Talk, step: Step, picture: PictureCode, refused: RefusedTexts) -> None:
        self._talk = talk
        self._step = step
        self._picture = picture
        self._refused = refused
        self._last = False
        self.draft = Draft()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are asked for now: a choice that the page does not offer is not."""
        asked = self._talk.scene.walk.journey.fields(self.draft.texts)
        return tuple(each for each in asked if each.kind is not Kind.CHOICE or self._options(each))

    async def ask(self, only: frozenset[str] | None = None) -> None:
        """Ask for all fields, or for these. Raises Backward at the first one, if the step before is wanted."""
        units, at = self._units(), 0
        while at < len(units):
            self._last = not self._after(units, at, only)
            try:
                await self._unit(units[at], only)
                at += 1
            except Backward:
                if at == 0:
                    raise
                at, only = at - 1, None

    async def _unit(self, unit: Unit, only: frozenset[str] | None) -> None:
        """Ask for one field, or for the optional ones, as far as they are asked for now."""
        wanted = [each for each in unit if each in self.fields and self._wanted(each, only)]
        if len(unit) > 1 and only is None:
            await self._optional(wanted)
            return
        for each in wanted:
            await self._one(each)

    def _wanted(self, asked: Field, only: frozenset[str] | None) -> bool:
        again = only is None or not only.isdisjoint({asked.id, asked.confirms})  # a tick is about the text as it is now
        return again or not self.draft.has(asked)

    def complained(self, complaints: Sequence[Complaint]) -> frozenset[str]:
        """Tell what is wrong with the step as a whole; returns the fields to ask for again."""
        for each in complaints:
            label = next(label_of(self._talk.scene, asked) for asked in self.fields if asked.id == each.field)
            self._talk.tell("plain.wrong", label=label, wrong=self._words(each))
        return frozenset(each.field for each in complaints)

    def label(self, asked: Field) -> str:
        """Return the label of a field."""
        return label_of(self._talk.scene, asked)

    def _units(self) -> list[Unit]:
        """Return what is asked for in one go: each field; the optional ones together; what is confirmed last."""
        fields = self._step.fields
        optional = tuple(each for each in fields if each.optional)
        first = [(each,) for each in fields if not each.optional and each.kind is not Kind.CONFIRM]
        last = [(each,) for each in fields if each.kind is Kind.CONFIRM]
        return [*first, *([optional] if optional else []), *last]

    def _after(self, units: Sequence[Unit], at: int, only: frozenset[str] | None) -> bool:
        """Return whether anything is asked for after this."""
        later = [each for unit in units[at + 1 :] for each in unit if each in self.fields]
        return any(self._wanted(each, only) for each in later)

    async def _one(self, asked: Field) -> None:
        if asked.kind is Kind.CONFIRM:
            await self._confirm(asked)
        elif asked.kind is Kind.CHOICE:
            await self._choice(asked)
        else:
            await self._typed(asked)

    async def _typed(self, asked: Field) -> None:
        if asked.kind is not Kind.CAPTCHA:
            await self._typed_field(asked).ask(self._step.id, self._next_words)
            return
        await self._picture.ready(self._step.id)
        self._picture.asked = True
        try:
            await self._typed_field(asked).ask(self._step.id, self._next_words, self._picture)
        finally:
            self._picture.asked = False

    def _typed_field(self, asked: Field) -> TypedField:
        return TypedField(self._talk, asked, self.draft, lambda: self.fields, self._refused)

    def _next_words(self) -> list[str]:
        """Return what follows the last answer, to be known before it is typed."""
        act = step_facts.act_label(self._talk.scene, self._step, self.draft.texts) if self._last else ""
        return [self._talk.say("plain.then", act=act)] if act else []

    def _words(self, complaint: Complaint) -> str:
        return self._talk.say(broken_rule(self._talk.scene, complaint.field, complaint.rule))

    # A choice, a confirmation.

    def _options(self, asked: Field) -> list[tuple[str, str]]:
        """Return the values and labels of a choice: those of the table, or those of the page."""
        if not asked.loaded:
            return [(each, self._talk.say(f"choice.{asked.id}.{each}")) for each in asked.options]
        page = self._talk.scene.walk.journey.loaded(SignInPage)
        return [(each.value, each.label) for each in page.campuses] if page is not None else []

    async def _choice(self, asked: Field) -> None:
        values = [value for value, _ in self._options(asked)]
        page = self._talk.scene.walk.journey.loaded(SignInPage)
        usual = page.default if asked.loaded and page is not None else ""
        now = self._typed_field(asked).stands or usual
        chosen = None if self._refused.has(asked, now) else values.index(now) if now in values else 0

        def question() -> Question:
            prompt = "plain.choose_typed" if chosen is None else "plain.choose"
            said = self._talk.say(prompt, chosen=(chosen or 0) + 1)
            return Question(said, Ask.NUMBER, self._step.id, asked.id, tuple(values))

        def labels() -> list[str]:
            return [label for _, label in self._options(asked)]

        at = None
        while at is None:
            at = await self._talk.number(labels, question, chosen, lambda: self.label(asked))
        self.draft.put(asked, values[at])

    async def _confirm(self, asked: Field) -> None:
        def before() -> Iterable[str]:
            about = next((self.draft.get(each) for each in self.fields if each.id == asked.confirms), "")
            said = self._talk.say("plain.confirms", label=self.label(asked), text=about) if about else self.label(asked)
            return [said, *self._next_words()]

        def question() -> Question:
            return Question(self._talk.say("plain.confirm"), Ask.CONFIRM, self._step.id, asked.id, ("yes",))

        await self._talk.confirmed(question, before)
        self.draft.put(asked, "yes")

    # Several optional fields.

    async def _optional(self, unit: Sequence[Field]) -> None:
        """Tell what stands in them, and ask which one is to be changed; nothing typed leaves them as they are."""
        for each in unit:
            typed = self._typed_field(each)
            if typed.refused:
                await self._typed(each)
            elif not self.draft.has(each):
                self.draft.put(each, typed.stands)

        def labels() -> list[str]:
            empty = self._talk.say("plain.empty")
            return [f"{self.label(each)}: {self.draft.get(each) or empty}" for each in unit]

        def question() -> Question:
            names = tuple(each.id for each in unit)
            return Question(self._talk.say("plain.optional"), Ask.WAY, self._step.id, values=names)

        while (at := await self._talk.number(labels, question, None)) is not None:
            try:
                await self._typed(unit[at])
            except Backward:
                continue
