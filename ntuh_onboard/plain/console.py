"""A person at a terminal, or lines from a pipe: lines are written, and one line is read for each question.

Nothing but text and line feeds is ever written, and nothing that was written is changed afterwards.
"""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import IO

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.plain.echo import Echo
from ntuh_onboard.plain.person import COVERING, Ask, Left, Question
from ntuh_onboard.startup.exits import Exit

LOOK = 0.25
"""Seconds between two looks at the clock while a question waits for its answer."""
_LONGEST = 20_000
"""Characters of one text; the regulations are the longest."""
_HIDDEN = frozenset({Ask.SECRET, Ask.UNCOVER})


class Lines:
    """The lines that are typed, each read when it is asked for, in a thread that nobody waits for at the end.

    `raw` is unbuffered: a buffered reader keeps a lock while it waits, on which Python's end would then fail.
    """

    def __init__(self, raw: IO[bytes], encoding: str) -> None:
        self._raw = raw
        self._encoding = encoding
        self._rest = b""
        self._ended = False
        self._wanted: queue.SimpleQueue[Callable[[str | None], None]] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name="lines", daemon=True).start()

    def ask(self, deliver: Callable[[str | None], None]) -> None:
        """Read a line, and call `deliver` with it, or with None at the end of the input, in the reading thread."""
        self._wanted.put(deliver)

    def _serve(self) -> None:
        while True:
            self._wanted.get()(self._line())

    def _line(self) -> str | None:
        while b"\n" not in self._rest and not self._ended:
            try:
                more = self._raw.read(4096)
            except (OSError, ValueError):  # the terminal is gone
                more = b""
            self._ended = not more
            self._rest += more or b""
        if self._ended and not self._rest:
            return None
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode(self._encoding, errors="replace").rstrip("\r")


class Console:
    """Somebody at a terminal.

    Attributes:
        look: called while a question waits; returns what there is to tell meanwhile. It may raise Left.

    """

    on_page = False

    def __init__(self, lines: Lines, out: IO[str], echo: Echo, *, seen: bool) -> None:
        """`seen`: whether what is typed stands on the terminal's screen, so that its line is ended there."""
        self._lines = lines
        self._out = out
        self._echo = echo
        self._seen = seen
        self._asking = False
        self.look: Callable[[], Iterable[str]] = tuple
        echo.turn(shown=False)

    def tell(self, text: str) -> None:
        """Write these lines, below a prompt that waits. Raises Left if the output is gone."""
        below = "\n" if self._asking else ""
        self._asking = False
        self._write(f"{below}{safe(text, limit=_LONGEST)}\n")

    def head(self, text: str) -> None:
        """Write the heading as a line of its own."""
        self.tell(text)

    def cover(self, text: str, back: str = "") -> None:
        """Push out of sight what was told, and write this below."""
        self.tell(COVERING + text)
        if back:
            self.tell(back)

    def last(self, text: str) -> None:
        """Write it as all else."""
        self.tell(text)

    def aside(self) -> AbstractContextManager[None]:
        """Do nothing: nothing that was written is changed afterwards."""
        return nullcontext()

    async def shown(self, step: str) -> None:
        """Do nothing: a person reads what is told."""

    async def answer(self, question: Question) -> str:
        """Write the prompt, and return the line that is typed. Raises Left at the end of the input."""
        hidden = question.kind in _HIDDEN
        self._echo.turn(shown=not hidden)
        self._write(question.prompt)
        self._asking = True
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str | None] = loop.create_future()

        def settle(text: str | None) -> None:
            if not line.done():
                line.set_result(text)

        def deliver(text: str | None) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, text)

        self._lines.ask(deliver)
        try:
            while not line.done():
                await asyncio.wait({line}, timeout=LOOK)
                if not line.done() and (news := [*self.look()]):
                    self._write("\n" + "\n".join(map(safe, news)) + f"\n{question.prompt}")
        finally:
            self._echo.turn(shown=False)
        text, self._asking = line.result(), False
        if hidden or not self._seen or text is None:
            self._write("\n")
        if text is None:
            raise Left(Exit.UNFINISHED)
        return text

    def drop(self) -> None:
        """Forget what was typed ahead at a terminal; lines from a pipe all count."""
        self._echo.flush()

    def close(self) -> None:
        """Leave the terminal as it was found."""
        self._echo.restore()

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError):
            raise Left(Exit.HANGUP if self._seen else Exit.UNFINISHED) from None


def console() -> Console:
    """Return the console of this process. A character that its code page lacks becomes a question mark."""
    from ntuh_onboard.plain.echo import echo_of

    for each in (sys.stdout, sys.stderr):
        if hasattr(each, "reconfigure"):
            each.reconfigure(errors="replace")
    raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    return Console(Lines(raw, sys.stdin.encoding or "utf-8"), sys.stdout, echo_of(), seen=sys.stdin.isatty())
