"""A wizard by line prompts without a terminal: what it tells is kept, and its questions are answered from a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.plain.person import Left, Person, Question
from ntuh_onboard.plain.plain_wizard import PlainWizard
from ntuh_onboard.startup.exits import Exit
from tests.screens.student import Student


@dataclass
class Reader:
    """Somebody who types these lines, and leaves when there are no more.

    A line may be a function, called when its question is asked.
    """

    lines: list[str | Callable[[], str]]
    said: list[str] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)

    def tell(self, text: str) -> None:
        """Keep what is told."""
        self.said.append(text)

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


def prompting(student: Student, person: Person) -> PlainWizard:
    """The wizard of this student by line prompts."""
    return PlainWizard(student.scene, student.app.lane, IdleWatch(student.idle), person, {})
