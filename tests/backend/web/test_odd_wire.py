"""The journey's commits over a wire that is odd in every answer, as servers and the devices before them can be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

import pytest

from ntuh_onboard.backend.contract.subject import ALIAS, NEW_CLOUD, commits, prove, sign_in
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, running
from ntuh_onboard.backend.web.http import connections
from ntuh_onboard.backend.web.http.answer_head import whole_head
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.practising import WebPractice

HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </site.css>; rel=preload\r\n\r\n"
ODD = (
    b"this line is no header\r\n"
    b"X Powered By: somebody\r\n"
    b"Set-Cookie: gone=1; path=/\r\n"
    b"Set-Cookie: gone=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT\r\n"
    b"Date: Fri, 31 Dec 9999 23:59:59 -2300\r\n"
)


def odd(source: BinaryIO) -> io.BytesIO:
    """The head that came, with all that a head can have wrong before and within it."""
    first, *lines = iter(source.readline, b"\r\n")
    kept = [each for each in lines if not each.lower().startswith(b"date:")]
    return whole_head(io.BytesIO(b"".join([HINT, first, ODD, *kept, b"\r\n"])))


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebPractice]:
    monkeypatch.setattr(connections, "whole_head", odd)
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site, closing(WebPractice(site)) as made:
        yield made


def test_a_journey_over_an_odd_wire_is_the_same_journey(practice: WebPractice) -> None:
    """Each commit is done once, told as done, and the sessions' cookies go on; the clock stays as it was."""
    before = practice.clock.now()
    who = next(each for each in practice.stage.people() if each.kind == "changed")
    portal, account = practice.backend.portal, practice.backend.account
    assert sign_in(practice, who).name == who.name
    assert portal.save_contact({"mobile_phone": "0990999002"}).mobile_phone == "0990999002"
    assert portal.sign_out()
    prove(practice)
    assert account.activate(ALIAS, NEW_CLOUD).alias == ALIAS
    assert [commits(practice, verb) for verb in ("portal.save_contact", "account.activate")] == [1, 1]
    assert (practice.clock.now() - before).total_seconds() < 3600
