"""Somebody at the plain page, which a screen reader reads: what is told and asked is sent to it, and answers come back.

The page's script shows the messages `clear`, `head`, `tell`, `aside`, `last`, `ask` and `words`; it sends the answer to
a question with that question's number, and now and then that somebody is there (`here`).
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.plain.person import Ask, Left, Question
from ntuh_onboard.serve.pages import IDLE, REPAINT
from ntuh_onboard.serve.server_pipe import ServerPipe
from ntuh_onboard.startup.exits import Exit

LOOK = 0.25
"""Seconds between two looks at the clock while a question waits for its answer."""
_LONGEST = 20_000
"""Characters of one text; the regulations are the longest."""
Message = Mapping[str, Any]


class PagePerson:
    """Somebody at the page.

    Attributes:
        look: called while a question waits; returns what there is to tell meanwhile. It may raise Left.
        touched: called when a key was pressed on the page, or something was clicked.
        words: returns the page's own words in the present language.

    """

    on_page = True

    def __init__(self, pipe: ServerPipe) -> None:
        self._pipe = pipe
        self._shown: list[Message] = []
        self._news: list[Message] = []
        self._words: Message = {}
        self._number = 0
        self._before_aside: int | None = None
        self._field = ""
        self._answer: asyncio.Future[str] | None = None
        self._gone = self._listens = False
        self.look: Callable[[], Iterable[str]] = tuple
        self.touched: Callable[[], None] = lambda: None
        self.words: Callable[[], Message] = dict

    def _listen(self) -> None:
        """Take from now on what the server sends, in the loop that runs now."""
        loop, self._listens = asyncio.get_running_loop(), True

        def heard(kind: str, said: object) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(self._heard, kind, said)

        self._pipe.listen(heard)

    def tell(self, text: str) -> None:
        """Add lines to what the page shows; an empty one has nothing to tell there."""
        if text.strip():
            told = {"tell": safe(text, limit=_LONGEST)}
            self._news.append(told)
            self._show(told)

    def head(self, text: str) -> None:
        """Begin what the page shows anew, below this heading: first what the last answer has brought."""
        self._shown.clear()
        self._before_aside = None
        self._show({"clear": True}, {"head": safe(text)}, *self._news)
        self._news.clear()

    def last(self, text: str) -> None:
        """Show this alone; it stays when the wizard has ended."""
        self._shown.clear()
        self._show({"clear": True}, {"last": safe(text)})

    def cover(self, text: str, back: str = "") -> None:
        """Take from the page what it shows, and say this there; a button answers the question that waits."""
        self._news.clear()
        self.head(text)
        if back:
            self._show({"ask": self._asked(Question(back, Ask.UNCOVER))})

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take away from the page what is told meanwhile: a screen reader would go through every closed menu again."""
        self._before_aside = len(self._shown)
        self._show({"aside": True})
        try:
            yield
        finally:
            if (before := self._before_aside) is not None:  # no other step was told meanwhile
                self._before_aside = None
                self._news.clear()
                self._show({"aside": False})
                del self._shown[before:]

    async def shown(self, step: str) -> None:
        """Do nothing: the heading begins a step."""

    def drop(self) -> None:
        """Do nothing: the page sends no answer that was not asked for."""

    async def answer(self, question: Question) -> str:
        """Show a question, and return its answer. Raises Left when nobody is there any more."""
        if not self._listens:
            self._listen()
        if self._gone:
            raise Left(Exit.HANGUP)
        self._number += 1
        self._news.clear()
        self._answer = asyncio.get_running_loop().create_future()
        self._show({"ask": self._asked(question)})
        while not self._answer.done():
            await asyncio.wait({self._answer}, timeout=LOOK)
            for each in () if self._answer.done() else self.look():
                self.tell(each)
        self._shown = [each for each in self._shown if "ask" not in each]
        self._news.clear()
        return self._answer.result()

    def end(self, *, idle: bool) -> None:
        """Tell the server that the wizard ends, and whether it does because nobody typed."""
        with suppress(Left):
            if idle:
                self._pipe.send_meta("over", why=IDLE)
            self._pipe.send_meta("exit")

    def _asked(self, question: Question) -> Message:
        again = bool(question.field) and question.field == self._field
        self._field = question.field
        return {
            "number": self._number,
            "kind": question.kind.name.lower(),
            "prompt": question.prompt.strip(),
            "field": question.field,
            "label": question.label,
            "options": question.options,
            "chosen": question.chosen,
            "again": again,
            "offered": question.offered,
            "beside": question.beside,
            "picture": base64.b64encode(question.picture).decode("ascii"),
            "pictured": question.pictured,
            "covered": question.kind is Ask.UNCOVER,
        }

    def _show(self, *messages: Message) -> None:
        """Send these messages, and keep them for another page that shows this wizard."""
        self._shown += messages
        if (words := self.words()) != self._words:
            self._words = words
            self._pipe.send({"words": words})
        for each in messages:
            self._pipe.send(each)

    def _heard(self, kind: str, said: object) -> None:
        match kind, said:
            case "D", {"number": self._number, "text": str(text)}:
                self._settle(text)
            case "D", {"here": True}:
                self.touched()
            case "M", {"type": "repaint"}:
                self._repaint()
            case ("gone", _) | ("M", {"type": "quit"}):
                self._leave()

    def _settle(self, text: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(text)

    def _leave(self) -> None:
        """End the wizard at this question, or at the next one if an act is under way."""
        self._gone = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Left(Exit.HANGUP))

    def _repaint(self) -> None:
        with suppress(Left):
            self._pipe.send_meta(REPAINT)
            for each in ({"words": self._words}, {"clear": True}, *self._shown):
                self._pipe.send(each)
