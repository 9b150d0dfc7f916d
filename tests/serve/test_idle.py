"""How long a wizard in a browser waits for a key, and that the page is told when it was too long."""

from __future__ import annotations

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.classroom.class_server import ClassSetting, class_running
from ntuh_onboard.commands.composition import seated, settings_of
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.kiosk.limits import CLASS
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.dialogs.card import Cover
from ntuh_onboard.serve.pages import IDLE, Front
from ntuh_onboard.serve.served_app import BrowserApp
from ntuh_onboard.serve.server_pipe import PRELUDE
from ntuh_onboard.serve.student_session import Session
from ntuh_onboard.serve.websocket_messages import Sized
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.sentences import Texts
from tests.languages import ZH_TW
from tests.patience import PATIENCE
from tests.screens import moment
from tests.screens.student import Student
from tests.serve.server import served
from tests.serve.visitor import drawn, over, visiting

HOUR = 3600
SAYS = """
import os
os.write(1, {prelude!r} + b"".join(b"M" + len(each).to_bytes(4, "big") + each for each in {packets!r}))
"""


async def test_the_page_of_a_wizard_that_nobody_used_is_told_why(tmp_path: Path) -> None:
    """Silence ended it, and no key of the student's."""
    with served(tmp_path, module="tests.serve.hasty") as server:
        async with visiting(server) as visitor, visitor.wizard() as socket:
            await drawn(socket, "您要從哪裡開始")
            await socket.send_json(["stdin", "\r"])
            assert json.loads(await over(socket)) == ["over", IDLE]


async def test_the_page_of_a_wizard_that_was_left_is_told_nothing(tmp_path: Path) -> None:
    """The student's own end has no reason that must be said."""
    with served(tmp_path) as server:
        async with visiting(server) as visitor, visitor.wizard() as socket:
            await drawn(socket, "您要從哪裡開始")
            await socket.send_json(["stdin", "\x11"])
            assert await over(socket) == ""


@pytest.mark.parametrize(
    ("packets", "why"),
    [
        ([b'{"type": "over", "why": "idle"}', b'{"type": "exit"}'], IDLE),
        ([b'{"type": "over", "why": "<b>renewed</b>"}'], ""),
        ([b'{"type": "open_url", "url": "https://portal.example", "new_tab": true}'], ""),
        ([b'["over", "idle"]', b"\xff{", b""], ""),
    ],
)
async def test_of_what_a_wizard_says_besides_drawing_one_word_is_heeded(packets: list[bytes], why: str) -> None:
    """No text of a wizard's own gets into the page by it."""
    ended = asyncio.Event()

    async def send(_: bytes) -> None:
        """Nothing is drawn."""

    async def end() -> None:
        ended.set()

    script = SAYS.format(prelude=PRELUDE, packets=packets)
    session = Session([sys.executable, "-I", "-c", script], Front.TERMINAL, send, end)
    await session.begin(Sized(80, 24))
    await asyncio.wait_for(ended.wait(), PATIENCE)
    await session.stop()
    assert session.why == why


def texts() -> Texts:
    site = hospital_profile.load()
    return Texts(ZH_TW, site.words, site.hosts)


class InBrowser(Student):
    """Somebody at the wizard that a browser shows, with a clock that stands still."""

    async def silence(self, seconds: int) -> None:
        """Nobody types for so long, while the wizard goes on looking at the clock."""
        for _ in range(seconds):
            self.clock.jump(1)
            self.app._repaint()
        await self.drawn()


@asynccontextmanager
async def opened(*, in_class: bool) -> AsyncIterator[InBrowser]:
    """A student whose first screen stands."""
    clock = ManualClock()
    practice = open_practice(clock, cheap_hashes=True)
    scene = Scene(texts(), clock, FINE)
    scene.stage, scene.persona = practice.stage, practice.stage.people()[0]
    scene.panel = not in_class
    app = BrowserApp(scene, Lane(lambda: practice.backend), provider="", journey="onboard")
    app.lock = moment.lock()
    student = InBrowser(practice, scene.persona, clock, clock, scene, app)
    async with app.run_test(size=(80, 24)) as student.pilot:
        await student.drawn()
        yield student
        await asyncio.to_thread(app.lane.close)


@pytest.mark.parametrize("step", ["preflight", "sign_in", "regulations"])
async def test_a_pupil_may_listen_for_half_an_hour(step: str) -> None:
    """At every step, with everything in sight; a minute before the end it is announced, and a key goes on."""
    async with opened(in_class=True) as pupil:
        await pupil.enter()
        await pupil.walk(step)
        await pupil.silence(28 * 60)
        assert not isinstance(pupil.app.screen, Cover)
        await pupil.silence(90)
        pupil.assert_shows("ui.cover_warning", seconds=30)
        await pupil.press("enter")
        assert not isinstance(pupil.app.screen, Cover)
        await pupil.silence(30 * 60 - 1)
        assert pupil.app.return_value is None
        await pupil.silence(1)
        assert await pupil.ended() == Exit.UNFINISHED


async def test_a_pupil_may_stay_as_long_as_the_class() -> None:
    """Who types now and then is never told to go."""
    async with opened(in_class=True) as pupil:
        await pupil.enter()
        await pupil.at("preflight")
        for _ in range(2 * 3):
            await pupil.silence(HOUR // 3)
            await pupil.press("f1", "escape")
        assert pupil.app.return_value is None
        assert pupil.step == "preflight"


@pytest.mark.parametrize(("in_class", "seconds"), [(True, 2 * HOUR), (False, HOUR)])
async def test_a_wizard_that_nobody_began_makes_room(*, in_class: bool, seconds: int) -> None:
    """In a class not before its end."""
    async with opened(in_class=in_class) as student:
        await student.silence(seconds)
        assert student.app.return_value is None
        await student.silence(1)
        assert await student.ended() == Exit.DONE


def test_a_wizard_with_a_seat_is_a_pupils(tmp_path: Path) -> None:
    """Its limits are the class's."""
    with class_running(ClassSetting(("01",), figures=Figures().cheap()), texts()) as held:
        (file,) = held.write_seats(tmp_path).values()
        seat = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**seat, "phone": "http://127.0.0.1:9/"}), encoding="utf-8")  # no thread asks on
        scene, lane = seated(settings_of(Namespace()), str(file))
        app = BrowserApp(scene, lane, provider="", journey="onboard")
    assert app.patience(None) == app.patience(STEPS["enter_code"]) == CLASS


async def test_outside_a_class_the_limits_are_those_of_a_kiosk() -> None:
    """Real passwords may stand there."""
    async with opened(in_class=False) as student:
        await student.enter()
        await student.at("preflight")
        await student.silence(149)
        assert student.app.return_value is None
        await student.silence(1)
        assert await student.ended() == Exit.UNFINISHED
