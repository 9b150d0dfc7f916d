"""Whoever answers the questions: somebody at a terminal or at a page, or an answers file."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from ntuh_onboard.startup.exits import Exit

COVERING = "\n" * 60
"""Pushes out of sight, at a terminal, what was told; it can still be scrolled back to, and that is said."""


class Ask(Enum):
    """What kind of answer a question wants."""

    TEXT = auto()
    SECRET = auto()
    """A text that is not shown while it is typed."""
    NUMBER = auto()
    """The number of an option; nothing typed takes the one that is offered."""
    CONFIRM = auto()
    """The number 1, typed deliberately."""
    WAY = auto()
    """The number of a way on; nothing typed goes on as the prompt says."""
    UNCOVER = auto()
    """Anything: it brings back what was covered, and is not shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        prompt: what stands before the place where the answer is typed; on a page, what is said about the place, or
            where nothing is typed the label of the button that goes on.
        kind: what kind of answer it wants.
        step: the id of the step that asks it; empty before the first one.
        field: the id of the field that is asked for, if it is one.
        values: what the numbers from 1 stand for: values of a choice, or names of acts.
        label: the label of the field, which the prompt at a terminal holds as well; of a choice, what is chosen.
        options: the labels of what the numbers stand for, or suggested answers.
        chosen: the place of the option that nothing typed takes; None if there is none.
        picture: the picture whose code is asked for, as a PNG; empty if there is none.
        pictured: what the picture is, for somebody who does not see it.
        beside: what a page offers beside the answer: signs of `Talk.commands`, with their labels.
        offered: whether another text is offered, which nothing typed takes, and N does not.
        refused: whether the hospital has just refused what was sent.
        advised: whether advice was just given on what was typed, which nothing typed passes over.

    """

    prompt: str
    kind: Ask = Ask.TEXT
    step: str = ""
    field: str = ""
    values: tuple[str, ...] = ()
    label: str = ""
    options: tuple[str, ...] = ()
    chosen: int | None = None
    picture: bytes = b""
    pictured: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    offered: bool = False
    refused: bool = False
    advised: bool = False


class Person(Protocol):
    """Is told things and asked questions, one at a time."""

    @property
    def on_page(self) -> bool:
        """Whether a page asks, with buttons for numbers and signs, and with the picture itself."""

    def tell(self, text: str) -> None:
        """Tell one or more lines. Raises Left if nobody is there any more."""

    def head(self, text: str) -> None:
        """Tell the heading of a step. Raises Left."""

    def cover(self, text: str, back: str = "") -> None:
        """Put what was told out of sight, and tell this. Raises Left.

        back: what to do to have it back, while a question waits; it stands in place of that question.
        """

    def last(self, text: str) -> None:
        """Tell what is said last. Raises Left."""

    def aside(self) -> AbstractContextManager[None]:
        """Enclose what is told of a menu or card, and is of no use once it is closed: a page takes it away again."""

    async def answer(self, question: Question) -> str:
        """Return the answer without its line end. Raises Left if nobody is there any more."""

    async def shown(self, step: str) -> None:
        """Called when a step is about to be told."""

    def drop(self) -> None:
        """Forget what was typed ahead: it was meant for a question that did not come."""


class Left(Exception):
    """The program ends now, with this status. idle: whether it ends because nobody typed."""

    def __init__(self, status: Exit, *, idle: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.idle = idle


class Backward(Exception):
    """The question before is wanted again, or the step before."""


class Elsewhere(Exception):
    """The journey has moved, or the step is to be told again from its beginning."""
