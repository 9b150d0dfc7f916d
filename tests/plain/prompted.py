"""A wizard by line prompts without a terminal: what it tells is kept, and its questions are answered from a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TypeAlias

from ntuh_onboard.backend.stage import Persona, Stage
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.practice_answers import practised
from ntuh_onboard.plain.person import COVERING, Left, Person, Question
from ntuh_onboard.plain.plain_wizard import PlainWizard
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.training.answers_file import Script
from ntuh_onboard.training.prompt_typist import ARRIVES, PromptTypist
from tests.languages import EN
from tests.screens.student import Student, practising

LEAVES = "leaves"
"""Typed by nobody: the reader is gone."""
Line: TypeAlias = "str | Callable[[Wanderer], str]"
"""What is typed; a function is called when its question is asked."""


@dataclass
class Reader:
    """Somebody who types these lines, and leaves when there are no more.

    A line may be a function, called when its question is asked.
    """

    lines: list[str | Callable[[], str]]
    said: list[str] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    on_page: bool = False

    def tell(self, text: str) -> None:
        """Keep what is told."""
        self.said.append(text)

    head = last = tell

    def cover(self, text: str, back: str = "") -> None:
        """Keep what is told, below as many lines as a terminal gets."""
        self.said += [COVERING + text, back]

    def aside(self) -> AbstractContextManager[None]:
        """Keep it as all else."""
        return nullcontext()

    def drop(self) -> None:
        """Nothing is typed ahead."""

    async def shown(self, step: str) -> None:
        """Keep which step is told."""

    async def answer(self, question: Question) -> str:
        """The next line."""
        self.asked.append(question)
        self.said.append(question.prompt)
        if not self.lines:
            raise Left(Exit.UNFINISHED)
        line = self.lines.pop(0)
        return line if isinstance(line, str) else line()

    @property
    def text(self) -> str:
        """Everything that was told."""
        return "\n".join(self.said)

    def after(self, line: str) -> Iterable[str]:
        """What was told after this."""
        return self.said[self.said.index(line) + 1 :]


class Wanderer(PromptTypist):
    """Somebody who walks as practised, but types these lines where their turn comes.

    Each line names the step or the field at which it is typed; the next one waits until then.
    """

    def __init__(self, student: Student, lines: list[tuple[str, Line]], journey: str = "onboard") -> None:
        self.said = list[str]()
        self.asked = list[Question]()
        self.student = student
        self.look: Callable[[], Iterable[str]] = tuple
        self._lines = lines
        super().__init__(student.scene, Script(practised(journey), journey), self.said.append)

    async def _answered(self, question: Question) -> str:
        self.asked.append(question)
        if not self._lines or self._lines[0][0] not in {question.step, question.field}:
            return await super()._answered(question)
        typed = self._lines.pop(0)[1]
        line = typed if isinstance(typed, str) else typed(self)
        if line == LEAVES:
            raise Left(Exit.UNFINISHED)
        return line

    async def _arrived(self, stage: Stage, persona: Persona) -> None:
        """Put the clock forward instead of waiting for a message."""
        stage.jump(ARRIVES)

    def waits(self, seconds: float) -> None:
        """Nobody types for so long; the clocks go on, and are looked at as at a terminal."""
        for _ in range(int(seconds) // 10):
            self.student.idle.jump(10)
            self.student.stage.jump(10)
            self.said += self.look()

    @property
    def text(self) -> str:
        """Everything that was told."""
        return "\n".join(self.said)

    def prompts(self, field: str) -> list[str]:
        """How this field was asked for, each time."""
        return [each.prompt for each in self.asked if each.field == field]


async def wandered(
    lines: list[tuple[str, Line]], *, language: Language = EN, journey: str = "onboard", kind: str = "fresh"
) -> tuple[Student, Wanderer, Exit]:
    """A student who has walked so to the end, or to the line at which they leave; what was told; and how it ended."""
    student = practising(kind, language=language)
    person = Wanderer(student, lines, journey)
    wizard = prompting(student, person)
    person.look = wizard.talk.look
    ended = await wizard.converse(None, journey)
    assert not lines, f"never typed: {lines}\n{person.text}"
    return student, person, ended


def prompting(student: Student, person: Person) -> PlainWizard:
    """The wizard of this student by line prompts."""
    return PlainWizard(student.scene, student.app.lane, IdleWatch(student.idle), person, {})
