"""Ask one question at a time: what a person may type instead of an answer holds everywhere, and so do the limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ntuh_onboard.journey.idle import Idleness, IdleWatch, Patience, shared_patience
from ntuh_onboard.journey.step import Step
from ntuh_onboard.plain.class_news import ClassNews
from ntuh_onboard.plain.person import Ask, Left, Person, Question
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.startup.exits import Exit

HELP, BACK, COVER, MENU = "?", "<", "!", "."
_WRITTEN_ALSO = {"。": MENU}
"""What a Chinese input method writes for a key; its full-width signs are folded by Unicode."""
CONFIRMED = "1"
_WHICH = {0: "plain.which_none", 1: "plain.which_one"}
"""What is told after a wrong number, by how many there are; else which numbers there are."""


def folded(text: str) -> str:
    """Return a short answer as it is meant: without blanks, full-width signs as their usual ones."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return _WRITTEN_ALSO.get(plain, plain)


class Talk:
    """What is told and asked, for one student.

    Attributes:
        scene: what every front is given; replaced with another hospital.
        person: whoever answers.
        commands: what is done for each sign that may be typed instead of an answer.
        again: tells once more what the present question is about.
        news: yields what has happened since the last look.
        idle: how long nobody has typed.
        beside: returns what a page offers beside an answer: signs of `commands`, with their labels.
        told_practice: whether it was told in full that this is practice.
        patience: returns how long nobody may type at a step.

    """

    def __init__(self, scene: Scene, person: Person, idle: IdleWatch) -> None:
        self.scene = scene
        self.person = person
        self.commands: Mapping[str, Callable[[], Awaitable[None]]] = {}
        self.again: Callable[[], None] = lambda: None
        self.news: Callable[[], Iterable[str]] = tuple
        self.beside: Callable[[], tuple[tuple[str, str], ...]] = tuple
        self.idle = idle
        self.told_practice = False
        self.patience: Callable[[Step | None], Patience] = shared_patience
        self._class = ClassNews(lambda: self.scene)
        self._covered = self._held = False
        self._warned = False
        self._retold = False

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the present language; on a page without the keys that are typed at a terminal."""
        on_page = f"plain_page.{key.removeprefix('plain.').replace('.', '_')}" if self.person.on_page else ""
        return self.scene.say(on_page if self.scene.texts.has(on_page) else key, **values)

    def tell(self, key: str, **values: object) -> None:
        """Tell a sentence; nothing for an empty key."""
        if key:
            self.person.tell(self.say(key, **values))

    def tell_lines(self, lines: Iterable[str]) -> None:
        """Tell these lines, and no empty ones."""
        for each in lines:
            if each:
                self.person.tell(each)

    def cover(self, why: str, back: str = "") -> None:
        """Put out of sight what was told, and say why; the next answer brings it back, as `back` says if one waits."""
        self._covered, self._warned = True, False
        self.person.cover(f"{why} {self.say('plain.covered')}", back)

    async def uncovered(self) -> None:
        """Wait for the line that brings back what was told."""
        typed = await self.person.answer(Question(self.say("plain.uncover"), Ask.UNCOVER))
        self.idle.touched()
        self._uncover(typed)

    def _uncover(self, typed: str) -> None:
        """Tell the step again; what was typed at the cover, perhaps by another person, is no answer, which is said."""
        self._covered = False
        if typed.strip():
            self.tell("plain.not_taken")
        self.retell()

    def retell(self) -> None:
        """Tell once more what the present question is about, and what comes before it."""
        self._retold = True
        self.again()

    def _why_covered(self) -> str:
        idle = self.idle.patience.wipe - self.idle.left()
        if idle < self.idle.patience.cover:
            return self.say("plain.covered_asleep")
        return self.say("plain.covered_idle", seconds=int(idle))

    def look(self) -> Iterator[str]:
        """Yield what there is to tell while a question waits. Raises Left when nobody has typed for too long.

        The warning is told here: its question must not be written again below it, since what stands there is covered.
        """
        told = tuple(self._class.look(covered=self._covered))
        self._hold()
        due = self.idle.look()
        if due is Idleness.WIPE:
            raise Left(Exit.UNFINISHED, idle=True)
        if due is not Idleness.NONE and not self._covered:
            self.cover(self._why_covered(), self.say("plain.uncover"))
        if due is Idleness.WARN and not self._warned:
            self._warned = True
            self.tell("plain.warning", seconds=int(self.idle.left()))
        yield from told
        if not self._covered:
            yield from self.news()

    def _hold(self) -> None:
        """Cover what was told while the class is paused, without a way to bring it back before the pause is over."""
        if self._class.paused:
            self.idle.touched()
            if not (self._covered and self._held):
                self._covered = True
                self.person.cover(self._class.pause_words())
        elif self._held:
            self.person.cover(self.say("class.go_on_now"), self.say("plain.uncover"))
        self._held = self._class.paused

    async def ask(
        self,
        question: Callable[[], Question],
        before: Callable[[], Iterable[str]] = tuple,
        first: Callable[[], Iterable[str]] | None = None,
    ) -> str:
        """Tell what comes before a question, ask it, and return the answer; both are made anew in each language.

        A sign of `commands` is done and the question asked again. What is typed while covered is no answer.

        Args:
            question: makes the question.
            before: returns all that one has to know to answer it.
            first: returns what is told the first time in its place, where the rest has just been told.

        """
        told = first or before
        while True:
            self.tell_lines(told())
            self._retold = False
            text = await self.person.answer(replace(question(), beside=self.beside()))
            self.idle.touched()
            self._class.answered()
            if self._covered:
                self._uncover(text)
            elif (sign := folded(text)) in self.commands:
                await self.commands[sign]()
            else:
                return text
            told = before if self._retold or not self.person.on_page else tuple  # a page shows it still

    async def number(
        self,
        labels: Callable[[], Sequence[str]],
        question: Callable[[], Question],
        chosen: int | None,
        title: Callable[[], str] = str,
    ) -> int | None:
        """Ask for one of these options by its number; returns its place from 0. Nothing typed returns `chosen`."""

        def listed() -> list[str]:
            if self.person.on_page:
                return [title()] if _long(title()) else []
            return [title(), *(f"{at}  {label}" for at, label in enumerate(labels(), 1))]

        def asked() -> Question:
            name = "" if _long(title()) else title()
            return replace(question(), label=name, options=tuple(labels()), chosen=chosen)

        def wrong() -> list[str]:
            count = len(labels())
            return [self.say(_WHICH.get(count, "plain.which_number"), count=count)]

        first: Callable[[], Iterable[str]] = listed
        while True:
            text = folded(await self.ask(asked, listed, first))
            if not text:
                return chosen
            if text.isdecimal() and 1 <= int(text) <= len(labels()):
                return int(text) - 1
            first = wrong

    async def confirmed(self, question: Callable[[], Question], before: Callable[[], Iterable[str]]) -> None:
        """Ask until the deliberate 1 is typed."""
        told = before
        while folded(await self.ask(question, before, told)) != CONFIRMED:
            told = lambda: [self.say("plain.not_confirmed"), *before()]  # noqa: E731  # of one line


def _long(title: str) -> bool:
    """Return whether a title is too long for the name of a group of buttons."""
    return "\n" in title


def way(talk: Talk, names: Sequence[str], step: str = "", *, act: str, refused: bool = False) -> Callable[[], Question]:
    """Return a question for a way on.

    Args:
        talk: what is told and asked.
        names: the names of the acts that can be chosen by their numbers.
        step: the id of the step that asks.
        act: the key of the label of what nothing typed does.
        refused: whether the hospital has just refused.

    """
    named = tuple(names)
    prompt = "plain.go_on" if named else "plain.go_on_only"
    return lambda: Question(talk.say(prompt, act=talk.say(act)), Ask.WAY, step, values=named, refused=refused)
