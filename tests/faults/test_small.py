"""What the matrix rests on, in small."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.backend.protocol import Backend, Sent, SignOut
from ntuh_onboard.backend.web.failures import AnswerLost, Unreachable, Untrusted, Why
from ntuh_onboard.backend.web.http.client import Client, Limits
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.step_acts import READ_BACK_MESSAGE, Found, Typed
from ntuh_onboard.screens.base.leaving import SITES, signed_out
from ntuh_onboard.screens.base.lost_answers import settled_by
from ntuh_onboard.screens.base.refusals import sentences_for
from tests.backend.web.servers import Server, posting
from tests.journey.walking import student
from tests.patience import PATIENCE, SCALE
from tests.screens.student import wizard

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
        go_on.wait(PATIENCE)

    practice.slow = held
    lane: Lane[Backend] = Lane(lambda: practice.backend)
    assert set((await signed_out(lane, within=0.05)).values()) == {SignOut.UNCONFIRMED}
    go_on.set()
    assert set((await signed_out(lane, within=20)).values()) == {SignOut.NOT_NEEDED}
    await asyncio.to_thread(lane.close)


@pytest.mark.parametrize("slow", SITES)
async def test_a_slow_sign_out_takes_nothing_from_the_others(slow: str) -> None:
    """N-04: each site has the whole time, and only what is not known of it is called unconfirmed."""
    practice, go_on = open_practice(ManualClock(), cheap_hashes=True), threading.Event()
    others = {site: threading.Event() for site in SITES if site != slow}

    def held(verb: str) -> None:
        site = verb.partition(".")[0]
        if site == slow:
            go_on.wait(PATIENCE)
        else:
            others[site].set()

    practice.slow = held
    lane: Lane[Backend] = Lane(lambda: practice.backend)
    out = await signed_out(lane, within=0.2 * SCALE)
    assert [site for site, each in out.items() if each is SignOut.UNCONFIRMED] == [slow]
    assert all(each.is_set() for each in others.values())
    go_on.set()
    await asyncio.to_thread(lane.close)


async def test_two_wrong_codes_of_the_app_point_to_the_phones_clock() -> None:
    """F12 at Q8: and a text message is the other way."""
    async with wizard("send_code", answers={"channel": "authenticator", "code": "000000"}) as it:
        await it.fill()
        await it.at("enter_code")
        await it.fill()
        it.assert_shows("error.CodeWrong", "ui.code_from_app")
        await it.fill()
        it.assert_shows("error.CodeWrong", "said.app_clock")


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


@pytest.mark.parametrize(
    ("step", "verb", "asked"),
    [
        ("sign_in", "portal.sign_in", "portal.landing"),
        ("enter_code", "account.verify_code", "account.account"),
    ],
)
async def test_where_the_session_is_lost_nothing_is_claimed_and_another_begins(
    step: str, verb: str, asked: str
) -> None:
    """RB-8: not "the hospital confirms"; a new picture, or a new code, and the old one is not sent again."""
    with student() as it:
        await it.to(step)
        if not it.walk.loaded:
            await it.walk.load()
        it.script.then(verb, errors.AnswerLost())
        it.script.then(asked, errors.SessionEnded(verb.partition(".")[0]))
        assert (await it.walk.submit(it.entry())) is None
        assert (await it.walk.read_back(Entry())) is None
        journey = it.walk.journey
        assert (journey.lost, it.at) == ("", {"sign_in": "sign_in", "enter_code": "send_code"}[step])
        assert not journey.done & {step, it.at}
        assert settled_by(journey, step) == (f"unknown.{step}",)
        assert it.script.count(verb) == 1
        await it.to("done")


def test_a_message_counts_from_when_it_was_asked_for() -> None:
    """UK-7: not from when the student has looked at the phone."""
    journey = replace(begin("onboard"), at="send_code")
    lost = moves.lose(journey, at=41.0)
    found = READ_BACK_MESSAGE.run(
        open_practice(ManualClock(), cheap_hashes=True).backend,
        Typed({"arrived": "yes"}, learned=lost.learned, at=99.0),
    )
    assert isinstance(found, Found)
    assert found.value == Sent(at=41.0)


def test_the_limits_are_those_of_the_specification() -> None:
    """H-07: 5, 10 and 20 seconds, 1 MiB after decompression; two quiet tries more for a read (H-08)."""
    told = Limits()
    assert (told.connect, told.read, told.total, told.body, told.again) == (5, 10, 20, 1 << 20, 2)
