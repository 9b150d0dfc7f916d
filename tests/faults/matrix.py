"""How a cell is run: the words that the student reads, the commits at the hospital, and the way on to the end."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from ntuh_onboard.backend.protocol import Activation
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.journey import moves
from ntuh_onboard.profiles.hospital_profile import load
from ntuh_onboard.texts.languages import languages
from ntuh_onboard.texts.sentences import Texts
from tests.faults.acting import ACTS, QUIET, act, armed, come_to
from tests.faults.student import EASY, SHORT, Student
from tests.faults.table import Cell
from tests.faults.wire import LAST, Wire
from tests.patience import PATIENCE

WORDS = {
    "RT": ["error.Unreachable"],
    "AG": ["said.read_failed"],
    "FM": ["error.UnexpectedPage"],
    "WH": ["said.other_host"],
    "CP": ["error.NetworkSignIn"],
    "TL": ["error.Untrusted"],
    "CK": ["error.Untrusted", "said.clock_hint"],
    "SE": ["error.SessionEnded"],
    "NC": ["said.picture_over"],
    "AP": ["ui.picture_broken"],
    "LATE": ["error.CodeExpired"],
    "OUT": ["ui.signed_out", "ui.nothing_stored"],
    "wipe": ["ui.signed_out_unconfirmed", "ui.nothing_stored"],
    "same": [],
    "OVER": [],
}
WHY = {"WH": ["said.other_host"], "CP": ["error.NetworkSignIn"], "TL": ["said.untrusted"]}
"""What stands beside a lost answer, or beside a read-back that failed, where it is known."""
NO_SIGN_IN = {"SE": ["said.proof_over"]}
"""The words of the account site where they are others: a code begins its session."""
SILENT = {"F1", "F2", "F2x", "F4", "F5", "F11"}
"""Where it may be silent for as long as somebody waits; any other answer comes, on a crowded computer later."""
SAID = {"Q4-F8", "Q4-F7x", "Q5-F7x", "Q8-F6", "Q8-F7x", "Q10-F7x"}
"""Where the answer that was not understood had words, and they are shown as they came."""
WORDED = {"F3", "F10"}
"""Faults whose answer is a page of words: they are shown too."""


@asynccontextmanager
async def student_at(site: Site, wire: Wire, browser: BrowserChoice | None = None) -> AsyncIterator[Student]:
    """A student at a hospital as on the first day; with a browser in which all pages are opened."""
    wire.clear()
    site.stage.port.reset()
    student = Student(site, wire, browser)
    try:
        yield student
    finally:
        wire.clear()
        await student.close()


def expected(cell: Cell) -> list[str]:
    """The sentences from the act to the end of its read-backs."""
    read_back = ACTS[cell.request].read_back
    title = f"step.{read_back}.title"
    if "??" in cell.code:
        over = ["step.unknown.title"] if cell.code == "??SE" else []
        return [title, *over, *WHY.get(cell.code[:2], []), "ui.cannot_ask"]
    if not cell.found:
        same = [title, "settled.done"] if cell.request == "Q11" else []
        words = {**WORDS, **NO_SIGN_IN} if ACTS[cell.request].short else WORDS
        return same or words[cell.base]
    why = WHY.get(cell.base, [])
    said = ["ui.lost_said"] if str(cell) in SAID or (cell.fault in WORDED and not cell.code.endswith("?")) else []
    step = read_back.removeprefix("read_back_")
    untold = {"sign_in": "unknown.sign_in", "code": "unknown.enter_code"}.get(step, "")
    settled = {
        "done": [*why, "settled.done"],
        "open": [*why, "settled.not_done"],
        "lost": [*why, untold],
        "new": [*why, "settled.done"],
        "old": ["step.read_back_old_password.title", *why, *said, *why, "settled.not_done"],
        "yes": [],
        "no": [*why, "unknown.send_code"],
    }[cell.found]
    return [title, *why, *said, *settled]


def counted(cell: Cell) -> int:
    """How often the commit of this row has taken effect when the journey is over."""
    return 2 if cell.found == "lost" and cell.reached else 1


async def run(cell: Cell, site: Site, wire: Wire, foreign: socket.socket, browser: BrowserChoice | None = None) -> None:
    async with student_at(site, wire, browser) as student:
        await come_to(student, cell)
        assert student.told == []
        before = dict(student.stage.commits())
        ready = partial(student.limits, SHORT) if cell.fault in SILENT else None
        wire.arm(replace(armed(cell, site, f"https://127.0.0.1:{foreign.getsockname()[1]}/"), ready=ready))
        await act(student, cell)
        met(cell, wire)
        wire.clear()
        student.limits(EASY)
        now = dict(student.stage.commits())
        assert now == {**before, **committed(cell)}, now
        while student.walk.journey.reading and "??" not in cell.code:
            await student.press()
        assert student.told == expected(cell), student.told
        said(student.told)
        await beyond(student, cell)
        with pytest.raises(BlockingIOError):
            foreign.accept()


def committed(cell: Cell) -> dict[str, int]:
    """What has taken effect by the act: a commit that the hospital has and has not refused."""
    if cell.request == "Q11" or (cell.request == "Q9" and cell.code == "same"):
        return {"account.activate": 1}
    verb = ACTS[cell.request].verb
    return {verb: 1} if verb and cell.reached and cell.code != "LATE" else {}


def met(cell: Cell, wire: Wire) -> None:
    """The fault was met by the request that it was meant for."""
    doing, asked = ACTS[cell.request], list(wire.asked)
    if cell.fault in {"F1", "F11"} or (cell.fault == "F12" and cell.code == "CK"):
        assert len(asked) == doing.at, asked
        assert wire.refused.wait(0 if cell.fault == "F1" else PATIENCE) == (cell.fault != "F1")
    else:
        assert asked[doing.at] == doing.asked, asked
        times = asked.count(doing.asked)
        if doing.asked.method == "POST":
            assert times == 1, "nothing that commits is sent twice"
        elif cell.fault in {"F3", "F4"} and doing.lost == LAST:
            assert times == QUIET + (cell.code == "same"), asked  # once more where the first address led on


def said(keys: list[str]) -> None:
    """Every one of these is a sentence in both languages."""
    for language in languages():
        texts = Texts(language, load().words)
        assert all(texts.has(each) for each in keys)


async def beyond(student: Student, cell: Cell) -> None:
    """The journey goes on to its end, and every commit is counted once more."""
    if cell.request == "Q12":
        assert not student.walk.held.all()
        return
    if cell.code == "OVER":
        newest = student.walk.sent[-1]
        student.clock.jump(newest.valid_for or 0)
        assert newest.at + (newest.valid_for or 0) <= student.clock.elapsed()
    if cell.code == "??SE":
        assert student.walk.move(moves.did_by_hand)
    student.answers.clear()
    if cell.code == "LATE":
        await student.resend()
    way = {"progress": "mail_only"} if ACTS[cell.request].short else {}
    await student.walk_to("done", **way)
    counts, doing = dict(student.stage.commits()), ACTS[cell.request]
    if doing.verb:
        assert counts[doing.verb] == counted(cell), counts
    for verb in ("portal.change_password", "portal.save_contact", "account.activate"):
        assert counts.get(verb, 0) <= 1
    assert counts["account.activate"] == 1
    activation = student.walk.journey.learned.get("alias_again")
    if cell.code != "??SE":
        assert isinstance(activation, Activation)
        assert activation.effective == student.site.clock.today() + timedelta(days=1)
