"""Whoever answers the questions: somebody at a terminal, or an answers file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from ntuh_onboard.startup.exits import Exit


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


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        prompt: what stands before the place where the answer is typed.
        kind: what kind of answer it wants.
        step: the id of the step that asks it; empty before the first one.
        field: the id of the field that is asked for, if it is one.
        values: what the numbers from 1 stand for: values of a choice, or names of acts.
        refused: whether the hospital has just refused what was sent.
        advised: whether advice was just given on what was typed, which nothing typed passes over.

    """

    prompt: str
    kind: Ask = Ask.TEXT
    step: str = ""
    field: str = ""
    values: tuple[str, ...] = ()
    refused: bool = False
    advised: bool = False


class Person(Protocol):
    """Is told things and asked questions, one at a time."""

    def tell(self, text: str) -> None:
        """Tell one or more lines. Raises Left if nobody is there any more."""

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
