"""What the matrix rests on, in small."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.client import Client, Limits
from ntuh_onboard.backend.web.failures import AnswerLost, Unreachable, Untrusted, Why
from ntuh_onboard.clock import ManualClock
from ntuh_onboard.journey import begin
from ntuh_onboard.lane import Lane
from ntuh_onboard.screens.leaving import signed_out
from ntuh_onboard.screens.refusals import sentences_for
from tests.screens.student import wizard
from tests.web.servers import Server, posting

WHOLE = b"HTTP/1.1 302 Found\r\nLocation: /inside\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.mark.parametrize("kept", [17, 20, 36, 45, 59])
def test_an_answer_whose_head_is_cut_off_is_no_answer(server: Server, kept: int) -> None:
    """Half a head is never taken for a move, or for an empty page: a commit is unknown then, and a read has failed."""
    server.replies["/"] = lambda accepted, _: accepted.sendall(WHOLE[:kept])
    client = Client([server.origin], limits=Limits(again=0))
    with pytest.raises(AnswerLost) as lost:
        client.send(posting(f"{server.origin}/"), commit=True)
    assert lost.value.why is Why.RESET
    with pytest.raises(Unreachable):
        client.get(f"{server.origin}/")
    assert server.count("GET", "/inside") == 0
    client.close()


def test_the_whole_head_is_an_answer(server: Server) -> None:
    """The test above can fail."""
    server.replies["/"] = lambda accepted, _: accepted.sendall(WHOLE)
    client = Client([server.origin], limits=Limits(again=0))
    assert client.get(f"{server.origin}/").status == 404
    assert server.count("GET", "/inside") == 1
    client.close()


async def test_a_sign_out_that_hangs_is_not_waited_for() -> None:
    """N-04: the student sees the end all the same, and no sign-out is claimed."""
    practice, go_on = open_practice(ManualClock(), cheap_hashes=True), threading.Event()

    def held(_: str) -> None:
        go_on.wait(20)

    practice.slow = held
    lane: Lane[Backend] = Lane(lambda: practice.backend)
    assert await signed_out(lane, begin("onboard"), within=0.05) is False
    go_on.set()
    assert await signed_out(lane, begin("onboard"), within=20) is True
    await asyncio.to_thread(lane.close)


async def test_two_wrong_codes_of_the_app_point_to_the_phones_clock() -> None:
    """F12 at Q8: and a text message is the other way."""
    async with wizard("send_code", answers={"channel": "authenticator", "code": "000000"}) as student:
        await student.fill()
        await student.at("enter_code")
        await student.fill()
        student.assert_shows("error.CodeWrong", "ui.code_from_app")
        await student.fill()
        student.assert_shows("error.CodeWrong", "said.app_clock")


@pytest.mark.parametrize(
    ("error", "alone", "lost"),
    [
        (Unreachable(Why.CONNECT), ("error.Unreachable",), ("ui.cannot_ask",)),
        (Unreachable(Why.SERVER), ("said.read_failed",), ("ui.cannot_ask",)),
        (Untrusted(Why.CERT_HOST), ("error.Untrusted",), ("said.untrusted", "ui.cannot_ask")),
        (
            Untrusted(Why.CERT_NOT_YET),
            ("error.Untrusted", "said.clock_hint"),
            ("said.untrusted", "said.clock_hint", "ui.cannot_ask"),
        ),
    ],
)
def test_nothing_was_sent_is_never_said_after_a_lost_answer(
    error: Unreachable | Untrusted, alone: tuple[str, ...], lost: tuple[str, ...]
) -> None:
    """What is still true is said, and that it is not known."""
    assert sentences_for(error, lost=False) == alone
    assert sentences_for(error, lost=True) == lost
