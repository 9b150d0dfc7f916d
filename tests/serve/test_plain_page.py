"""The wizard behind the plain page, over its pipe: what the page is told and asked, and what it may answer."""

from __future__ import annotations

import asyncio
import io
import json
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ntuh_onboard.plain.person import Ask, Left, Question
from ntuh_onboard.serve.page_person import PagePerson
from ntuh_onboard.serve.server_pipe import PRELUDE, ServerPipe
from tests.patience import PATIENCE


class Server:
    """The other end: what it was sent, and what it sends."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        end, self._into = os.pipe()
        self._typed, self._ended = os.fdopen(end, "rb", buffering=0), False
        self.person = PagePerson(ServerPipe(self._typed, self.out))

    def says(self, kind: bytes, content: bytes) -> None:
        """Send a packet."""
        os.write(self._into, kind + len(content).to_bytes(4, "big") + content)

    def answers(self, number: int, text: str) -> None:
        """Send what a page does."""
        self.says(b"D", json.dumps({"number": number, "text": text}).encode())

    def hangs_up(self) -> None:
        """End the pipe."""
        if not self._ended:
            self._ended = True
            os.close(self._into)

    def closes(self) -> None:
        """Leave nothing open, when the reading thread has seen the end."""
        self.hangs_up()
        for each in threading.enumerate():
            if each.name == "packets":
                each.join(PATIENCE)
        self._typed.close()

    @property
    def told(self) -> list[tuple[str, Any]]:
        """The packets so far, without their prelude."""
        return list(_packets(self.out.getvalue().removeprefix(PRELUDE)))


def _packets(data: bytes) -> Iterator[tuple[str, Any]]:
    while data:
        size = int.from_bytes(data[1:5], "big")
        yield data[:1].decode(), json.loads(data[5 : 5 + size])
        data = data[5 + size :]


@asynccontextmanager
async def asked(question: Question) -> AsyncIterator[tuple[Server, asyncio.Task[str]]]:
    """Somebody at a page that was asked this."""
    server = Server()
    answer = asyncio.create_task(server.person.answer(question))
    await until(lambda: server.told)
    try:
        yield server, answer
    finally:
        answer.cancel()
        server.closes()


async def answered(server: Server, number: int) -> None:
    """One question more, and its answer."""
    answer = asyncio.create_task(server.person.answer(Question("?")))
    await until(lambda: any(each.get("ask", {}).get("number") == number for _, each in server.told))
    server.answers(number, "")
    await answer


async def until(so: Callable[[], object]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE):
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_only_the_present_question_is_answered_and_once() -> None:
    """A press that comes twice, or that belongs to the page before, answers nothing."""
    async with asked(Question("?")) as (server, answer):
        server.answers(0, "of the page before")
        server.answers(1, "this")
        server.answers(1, "this again")
        assert await answer == "this"
        again = asyncio.create_task(server.person.answer(Question("?")))
        server.answers(1, "a late press")
        server.answers(2, "that")
        assert await again == "that"


@pytest.mark.parametrize(
    "sent",
    [b"[]", b'{"number": 1}', b'{"number": "1", "text": ""}', b'{"number": 1, "text": 5}', b"\xff", b"[" * 9000],
)
async def test_what_no_page_sends_is_ignored(sent: bytes) -> None:
    """The question waits on."""
    async with asked(Question("?")) as (server, answer):
        server.says(b"D", sent)
        server.answers(1, "yes")
        assert await answer == "yes"


@pytest.mark.parametrize("asks", [True, False])
async def test_the_wizard_ends_with_its_server(*, asks: bool) -> None:
    """Whether it asks or is gone: while a question waits, and at the next one."""
    async with asked(Question("?")) as (server, answer):
        if asks:
            server.says(b"M", b'{"type": "quit"}')
        else:
            server.hangs_up()
        with pytest.raises(Left):
            await answer
        with pytest.raises(Left):
            await server.person.answer(Question("?"))


async def test_another_page_is_shown_all_of_the_step_and_its_question() -> None:
    """And nothing of the step before, nor of what was covered."""
    server = Server()
    me = server.person
    me.head("Before")
    me.tell("a secret of the step before")
    await answered(server, 1)
    me.head("Now")
    me.tell("a fact")
    answer = asyncio.create_task(me.answer(Question("hint", Ask.SECRET, label="Password", field="portal_password")))
    await until(lambda: server.told[-1][1].get("ask"))
    before = len(server.told)
    server.says(b"M", b'{"type": "repaint"}')
    await until(lambda: server.told[before:] and "ask" in server.told[-1][1])
    (first, *shown) = server.told[before:]
    assert first == ("M", {"type": "repaint"})  # what was drawn before is for nobody
    text = json.dumps(shown)
    assert "Now" in text
    assert "a fact" in text
    assert "Password" in text
    assert "step before" not in text
    me.cover("covered", "back")
    server.says(b"M", b'{"type": "repaint"}')
    await until(lambda: server.told[-1][1].get("ask", {}).get("prompt") == "back")
    assert "a fact" not in json.dumps(server.told[-3:])
    server.answers(2, "")
    assert not await answer
    server.closes()


async def test_a_key_on_the_page_counts_as_typing() -> None:
    """Somebody who types slowly is there."""
    touched: list[bool] = []
    async with asked(Question("?")) as (server, answer):
        server.person.touched = lambda: touched.append(True)
        server.says(b"D", b'{"here": true}')
        await until(lambda: touched)
        assert not answer.done()


async def test_what_a_secret_was_is_sent_to_nobody() -> None:
    """The page is never told what was typed."""
    async with asked(Question("hint", Ask.SECRET, label="Password")) as (server, answer):
        server.answers(1, "Lantern7Meadow")
        assert await answer == "Lantern7Meadow"
        assert b"Lantern" not in server.out.getvalue()


async def test_a_closed_menu_is_gone() -> None:
    """From the page, and from what another page is shown; what was told before it stays."""
    server = Server()
    me = server.person
    me.head("Step")
    me.tell("a fact")
    with me.aside():
        me.tell("the way ahead")
        await answered(server, 1)
    assert server.told[-1][1] == {"aside": False}
    me.tell("after it")
    before = len(server.told)
    server.says(b"M", b'{"type": "repaint"}')
    await until(lambda: len(server.told) > before + 4)
    server.closes()
    shown = json.dumps(server.told[before:])
    assert "a fact" in shown
    assert "after it" in shown
    assert "way ahead" not in shown


async def test_a_menu_that_leads_elsewhere_takes_nothing_away() -> None:
    """The step that it leads to is told below its own heading."""
    server = Server()
    with server.person.aside():
        server.person.head("Another step")
        server.person.tell("a fact")
    assert {"aside": False} not in [each for _, each in server.told]
    server.closes()


async def test_what_an_answer_brought_is_told_below_the_next_heading() -> None:
    """A result that is taken away with its step at once is read by nobody."""
    async with asked(Question("?")) as (server, answer):
        server.answers(1, "x")
        await answer
        server.person.tell("Your password has been changed.")
        server.person.head("The next step")
        assert [each for _, each in server.told[-3:]] == [
            {"clear": True},
            {"head": "The next step"},
            {"tell": "Your password has been changed."},
        ]
        server.person.head("And the next")
        assert server.told[-1][1] == {"head": "And the next"}
