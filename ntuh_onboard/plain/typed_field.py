"""Ask for one typed text or secret: what one has to know, the place to type, what is wrong with it, and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ntuh_onboard.journey import suggestions
from ntuh_onboard.journey.checking import Complaint
from ntuh_onboard.journey.checking import folded as as_sent
from ntuh_onboard.journey.step import Field, Kind
from ntuh_onboard.plain import step_facts
from ntuh_onboard.plain.draft import Draft
from ntuh_onboard.plain.labels import label_of
from ntuh_onboard.plain.person import Ask, Question
from ntuh_onboard.plain.picture_code import PictureCode
from ntuh_onboard.plain.refused_texts import RefusedTexts
from ntuh_onboard.plain.talk import Talk, folded
from ntuh_onboard.rules import FOLDS, Level, mask_phone
from ntuh_onboard.screens.base.known_phone import known_as
from ntuh_onboard.screens.base.persona import ID_FIELDS, is_another
from ntuh_onboard.screens.base.rule_words import broken_rule

EMPTY = "-"
"""Typed alone, it empties an optional field; nothing typed keeps what stands there."""
_AS_TYPED = frozenset({"n", "N"})
_OFFERS: Mapping[str, Callable[[str], str]] = {"identity.upper_case": str.upper}
"""Advice that offers another text, by its rule: nothing typed takes the offer, N keeps the text as it was typed."""
_MASKED = frozenset({"registered_phone"})
"""Fields whose known text is shown masked (J5.2)."""
_SUGGESTED = "alias"


class TypedField:
    """One field of a step."""

    def __init__(
        self, talk: Talk, asked: Field, draft: Draft, fields: Callable[[], tuple[Field, ...]], refused: RefusedTexts
    ) -> None:
        """`fields` returns the fields of the step that are asked for now; `refused` is what the hospital refused."""
        self._talk = talk
        self._asked = asked
        self._draft = draft
        self._fields = fields
        self._refused = refused
        self._told: list[str] = []
        self._wrong: tuple[Complaint, ...] = ()
        self._unmet: tuple[str, ...] = ()

    @property
    def now(self) -> str:
        """What Enter alone takes: what stands there, unless it was refused, or is retyped to be safe."""
        return "" if self._asked.repeats or self.refused else self.stands

    @property
    def refused(self) -> bool:
        """Whether the hospital has refused what stands in the field."""
        return self._refused.has(self._asked, self.stands)

    @property
    def stands(self) -> str:
        """What stands in the field: what was typed, or what it starts with."""
        if self._draft.has(self._asked):
            return self._draft.get(self._asked)
        return self._talk.scene.walk.journey.starting(self._asked) if self._asked.kept else ""

    async def ask(self, step: str, then: Callable[[], Sequence[str]], picture: PictureCode | None = None) -> None:
        """Ask until no rule is broken and all advice was passed over.

        Args:
            step: the id of the step that asks.
            then: returns what is told last before the place to type.
            picture: the picture whose code this is.

        """

        def whole() -> list[str]:
            shown = picture.lines() if picture is not None else ()
            return [*shown, *self._to_know(), *self._told_wrong(), *then()]

        def question() -> Question:
            asked = self._question(step)
            return asked if picture is None else picture.beside(asked)

        while True:
            first = self._told_wrong if self._told_wrong() else None
            text = await self._talk.ask(question, whole, first)
            if self._accepts(text):
                self._talk.tell_lines(self._afterwards())
                return

    def _accepts(self, text: str) -> bool:
        """Take an answer; returns whether it may stand, else what is told before the next one is noted."""
        self._told = []
        if not text.strip() and self.refused and not self._wrong:
            self._told = [self._talk.say("plain.refused_before")]
            return False
        self._take(text)
        if self._is_another():
            self._wrong, self._told = (), [self._talk.say("error.UnknownPerson")]
            self._draft.drop(self._asked.id)
            return False
        return not self._judge()

    def _judge(self) -> bool:
        """Note what is wrong with what was typed; returns whether anything is. What is blocked does not stay."""
        walk, entry = self._talk.scene.walk, self._draft.entry(self._fields())
        self._wrong = walk.complaints_about(self._asked, entry, frozenset(self._draft.passed))
        ticked = walk.ticked(self._asked, entry) if entry.secrets.get(self._asked.id) else {}
        self._unmet = tuple(each for each, met in ticked.items() if not met)
        if self._wrong and not self._advised:
            self._draft.drop(self._asked.id)
        return bool(self._wrong)

    @property
    def _advised(self) -> bool:
        return bool(self._wrong) and all(each.level is Level.ADVICE for each in self._wrong)

    @property
    def _offer(self) -> Callable[[str], str] | None:
        return next((_OFFERS[each.rule] for each in self._wrong if each.rule in _OFFERS), None)

    @property
    def _label(self) -> str:
        return label_of(self._talk.scene, self._asked)

    def _take(self, text: str) -> None:
        """Take what was typed: nothing keeps what stands there, or passes over the advice that was given on it."""
        asked, draft, offer = self._asked, self._draft, self._offer
        nothing = not (text if asked.kind is Kind.SECRET else text.strip())
        if offer is not None and nothing:
            draft.put(asked, offer(draft.get(asked)))
        elif self._advised and (nothing or (offer is not None and folded(text) in _AS_TYPED)):
            draft.passed |= {(each.field, each.rule) for each in self._wrong}
        elif nothing:
            draft.put(asked, self.now)
        else:
            draft.put(asked, self._meant(text))

    def _meant(self, text: str) -> str:
        """Return the text that an answer stands for: a suggestion for its number, nothing for the sign of emptiness."""
        short, offered = folded(text), self._suggestions()
        if self._asked.optional and short == EMPTY:
            return ""
        number = int(short) if short.isdecimal() else 0
        return offered[number - 1] if 1 <= number <= len(offered) else text

    def _is_another(self) -> bool:
        """Return whether, in practice, this is an ID other than the one handed out (J8.3)."""
        text = FOLDS[self._asked.fold](self._draft.get(self._asked))
        return self._asked.id in ID_FIELDS and is_another(self._talk.scene, text)

    def _question(self, step: str) -> Question:
        asked, now = self._asked, self.now
        secret = asked.kind is Kind.SECRET and not asked.shown
        now = mask_phone(now) if asked.id in _MASKED else now
        prompt = self._talk.say(
            f"plain.prompt_{self._manner(secret=secret)}", label=self._label, hint=self._hint(), now=now
        )
        kind = Ask.SECRET if secret else Ask.TEXT
        return Question(
            prompt,
            kind,
            step,
            asked.id,
            label=self._label,
            options=self._suggestions(),
            offered=self._offer is not None,
            advised=self._advised,
        )

    def _manner(self, *, secret: bool) -> str:
        """Return which prompt fits: it says what nothing typed does, and whether what is typed is shown."""
        if self._offer is not None:
            return "offered"
        kept = self.now and not self._advised  # what Enter does then is told with the advice
        if secret:
            return "secret_kept" if kept else "secret"
        return "kept" if kept else "open"

    def _hint(self) -> str:
        held = bool(self._asked.falls_back) and self._talk.scene.walk.held.has(self._asked.falls_back)
        spoken = f"plain.hint_{self._asked.id}"  # where the screens' hint holds signs that speech passes over
        usual = spoken if self._talk.scene.texts.has(spoken) else f"field.{self._asked.id}.hint"
        return self._talk.say("ui.old_held" if held else usual)

    def _told_wrong(self) -> list[str]:
        """Return what is wrong; of a new password every rule that is not met, all at once (J2.1)."""
        if not self._wrong:
            return self._told
        rules = dict.fromkeys([*(each.rule for each in self._wrong), *self._unmet])
        advice = [self._talk.say("plain.advice")] if self._advised and self._offer is None else []
        return [*(self._say_rule(each) for each in rules), *advice]

    def _say_rule(self, rule: str) -> str:
        return self._talk.say(broken_rule(self._talk.scene, self._asked.id, rule))

    def _to_know(self) -> list[str]:
        """Return what one has to know before the answer is typed."""
        say, asked, lines = self._talk.say, self._asked, []
        ticked = () if asked.repeats else self._talk.scene.walk.ticked(asked, self._draft.entry(self._fields()))
        if ticked:
            lines.append(say("plain.needed", rules=say("plain.join").join(say(f"tick.{each}") for each in ticked)))
        if self._suggestions():
            numbered = () if self._talk.person.on_page else self._suggestions()
            lines += [say("plain.suggested"), *(f"{at}  {each}" for at, each in enumerate(numbered, 1))]
        elif asked.id == _SUGGESTED:
            lines.append(say("ui.suggested_none"))
        if asked.optional:
            lines.append(say("plain.clears"))
        if asked.id in _MASKED:
            lines.append(say("ui.phone_in_hand"))
            if self.now:
                lines.append(say(known_as(self._talk.scene.walk.journey, self.now), phone=mask_phone(self.now)))
        return lines

    def _suggestions(self) -> tuple[str, ...]:
        """Return mail names made from the English name, if this is the field for one (J6.2)."""
        if self._asked.id != _SUGGESTED:
            return ()
        return suggestions.offered(self._talk.scene.walk.journey.texts)

    def _afterwards(self) -> list[str]:
        """Return what follows from an answer: the whole mail address, as it will be (J6.2)."""
        if self._asked.id != _SUGGESTED:
            return []
        alias = as_sent(self._asked, self._draft.entry(self._fields()))
        return [self._talk.say("plain.address", address=f"{alias}@{step_facts.domain_of(self._talk.scene)}")]
