"""The product's own wizard, headless, at the web backend behind the wire: what a student at a real hospital sees."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import cast

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.http.client import Limits
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.profiles.hospital_profile import named
from ntuh_onboard.screens.base.refusals import code_of
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.texts.sentences import Texts
from tests.faults.acting import ACTS, armed
from tests.faults.matrix import SILENT, committed, expected
from tests.faults.student import EASY, SHORT
from tests.faults.table import Cell
from tests.faults.wire import Wire
from tests.screens import moment
from tests.screens.student import LARGE, Student, go_ahead


@dataclass
class Served:
    """What stands behind a student of a hospital over HTTP: its backend, and, unseen, its stage."""

    site: Site
    wire: Wire
    clock: ManualClock
    slow: Callable[[str], None] | None = None
    seen: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        site = self.site
        self.stage = StageClient(site.urls["stage"], site.token, None, lambda: self.seen)
        profile = load_site(named("simulator"), servers=self.wire.urls)
        self.backend: Backend = open_web(profile, self.clock, ca_file=self.wire.ca_file, limits=EASY, shown=self._shown)

    def _shown(self, picture: bytes) -> None:
        self.seen = picture

    def limits(self, limits: Limits) -> None:
        """Set the limits of both sites' clients."""
        for site in (self.backend.portal, self.backend.account):
            assert isinstance(site, WebPortal | WebAccount)
            assert isinstance(site._visit.engine, HttpEngine)
            site._visit.engine.client.limits = limits


@asynccontextmanager
async def wizard(
    site: Site, wire: Wire, step: str, language: Language, **answers: str
) -> AsyncIterator[tuple[Student, Served]]:
    """A student in front of this step, as a real hospital's: no practice, no phone beside it."""
    clock = site.clock
    assert isinstance(clock, ManualClock)
    served = Served(site, wire, clock)
    persona = next(each for each in served.stage.people() if each.kind == "fresh")
    scene = Scene(Texts(language, load_site().words), clock, FINE)
    lane: Lane[Backend] = Lane(lambda: served.backend)
    app = OnboardApp(scene, lane, IdleWatch(ManualClock()), None, "onboard")
    app.lock = moment.lock()
    practice = cast("Practice", served)  # what the student needs of one, it has
    student = Student(practice, persona, clock, ManualClock(), scene, app, dict(answers))
    async with app.run_test(size=LARGE) as student.pilot:
        await student.at(student.journey.at)
        await go_ahead(scene.walk, student, step)
        assert app.front is not None
        app.work(app.front.show)
        await student.at(step)
        yield student, served
        wire.clear()
        await asyncio.to_thread(lane.close)


CODED = ("AG", "RT", "FM", "WH", "CP", "TL", "CK")
"""Refusals that stand with a code for the help desk."""


async def doing(student: Student, cell: Cell) -> None:
    """By keys."""
    if cell.code == "LATE":
        student.answers["code"] = student.code()
        student.clock.jump(120)
    if cell.request == "Q5":
        await student.put("english_given", "Yi-Fen")
    if cell.request == "Q2":
        await student.button("picture")
    else:
        await student.fill()
    if cell.code == "LATE":
        await student.ready()
        student.assert_shows("ui.code_maybe_over")
        await student.enter()


SAYS = {"F3": "伺服器發生錯誤", "F8": "連線已逾時，請重新登入", "F10": "Welcome to Guest Wi-Fi"}
"""What the page says that came in the answer's place, word for word."""


async def watch(cell: Cell, site: Site, wire: Wire, foreign: socket.socket, language: Language) -> None:
    """What the table says stands there to be read; a read-back that runs by itself has ended in its finding."""
    act = ACTS[cell.request]
    wire.clear()
    site.stage.port.reset()
    way = {"progress": "mail_only"} if act.short else {}
    step = "alias_again" if cell.request == "Q12" else act.step
    async with wizard(site, wire, step, language, **way) as (student, served):
        before = dict(served.stage.commits())
        fault = armed(cell, site, f"https://127.0.0.1:{foreign.getsockname()[1]}/", later=3 * (step != act.step))
        wire.arm(replace(fault, ready=partial(served.limits, SHORT) if cell.fault in SILENT else None))
        await doing(student, cell)
        await student.ready()
        if cell.code == "OVER":
            clock = served.clock
            clock.jump(121)
            student.tick()
            await student.ready()
            student.assert_shows("ui.code_over")
        wire.clear()
        served.limits(EASY)
        activated = {"account.activate": 1} if cell.request == "Q12" else {}
        assert dict(served.stage.commits()) == {**before, **committed(cell), **activated}
        await read(student, cell)


async def read(student: Student, cell: Cell) -> None:
    """Every sentence of the cell; those that ask for a picture or for the phone, one after the other."""
    told = [each for each in expected(cell) if each not in passing(student, cell)]
    while told:
        key = told.pop(0)
        if key == "ui.lost_said":
            assert student.sees(SAYS[cell.fault])
        elif key in {"ui.signed_out", "ui.signed_out_unconfirmed"}:
            student.assert_shows(key, sites=student.scene.say("ui.site_account"))
        else:
            student.assert_shows(key)
        following = told[0] if told else ""
        if following.startswith(("step.", "settled.", "unknown.")) and student.journey.reading:
            await student.fill()
            await student.ready()
    if cell.code in CODED:
        student.assert_shows("ui.code", code=code_shown(student))


def passing(student: Student, cell: Cell) -> set[str]:
    """The titles of read-backs that have asked the hospital by themselves and are over."""
    title = f"step.{ACTS[cell.request].read_back}.title"
    return {title} if not student.journey.reading else set()


def code_shown(student: Student) -> str:
    front = student.app.front
    assert front is not None
    assert front.error is not None
    return code_of(student.view.step, front.error)
