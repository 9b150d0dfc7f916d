"""A guest's wizard outlives the page that shows it, for a while: nothing is lost by a reload or a second tab."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.server_pipe import PRELUDE
from ntuh_onboard.serve.web_server import Serving, Setting, serve
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN
from tests.patience import PATIENCE
from tests.serve.server import ROOT, alive, wait
from tests.serve.test_guests import WIZARD, Here
from tests.serve.visitor import drawn, over

DEMO = (sys.executable, "-X", "utf8", "-m", "ntuh_onboard", "serve", "demo", "--child", "--lang=en")


@asynccontextmanager
async def serving(folder: Path, rests: float, command: Sequence[str] = ()) -> AsyncIterator[Here]:
    """A server of this patience, with the wizard of `command` or as much of one as a place needs."""
    script, site = WIZARD.format(prelude=PRELUDE), hospital_profile.load()
    setting = Setting(
        lambda guest, front: command or (sys.executable, "-I", "-c", script, str(folder / guest)),
        [Texts(EN, site.words, site.hosts)],
        sessions=2,
        rests=rests,
    )
    here = Serving(setting, Admission())
    listening, until = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(serve(here, setting, listening.set, until))
    await listening.wait()
    yield Here(here, folder)
    until.set()
    await running


async def test_a_reload_comes_back_to_the_screen_that_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the real wizard: drawn whole, in another size, with the terminal's modes set again; keys go on to it."""
    monkeypatch.chdir(ROOT)
    async with serving(tmp_path, PATIENCE, DEMO) as here, here.tab("1") as pupil:
        async with pupil.wizard() as socket:
            await drawn(socket, "Where do you want to begin?")
            await socket.send_json(["stdin", "\r"])
            await drawn(socket, "Before you begin")
        (pid,) = here.serving.visits.pids
        assert not here.serving.visits.present
        async with pupil.wizard("?width=100&height=30") as socket:
            seen = await drawn(socket, "Before you begin")
            for mode in (b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[?2004h"):
                assert mode in seen
            assert here.serving.visits.pids == [pid]
            assert here.serving.visits.present == {"1"}
            await socket.send_json(["stdin", "\r\r"])
            await drawn(socket, "Sign in to the portal")


async def test_a_second_tab_goes_on_with_the_same_wizard(tmp_path: Path) -> None:
    """The first one is told so."""
    async with serving(tmp_path, PATIENCE) as here, here.tab("1") as old, old.wizard() as former, here.tab("1") as new:
        await drawn(former, "guest 1")
        (pid,) = here.serving.visits.pids
        async with new.wizard() as newer:
            assert json.loads(await over(former)) == ["over", "moved"]
            await newer.send_json(["ping", "1"])
            assert "pong" in (await newer.receive()).data
            assert here.serving.visits.pids == [pid]


async def test_a_wizard_whose_browser_stays_away_ends(tmp_path: Path) -> None:
    async with serving(tmp_path, 0.01) as here, here.tab("1") as pupil:
        async with pupil.wizard() as socket:
            await drawn(socket, "guest 1")
            (pid,) = here.serving.visits.pids
        await asyncio.to_thread(wait, lambda: not (here.serving.visits.pids or alive(pid)), "the wizard has ended")
        async with pupil.wizard() as socket:
            await drawn(socket, "guest 1")


async def test_a_reset_ends_a_wizard_that_rests(tmp_path: Path) -> None:
    """The next one begins anew."""
    async with serving(tmp_path, PATIENCE) as here, here.tab("1") as pupil:
        async with pupil.wizard() as socket:
            await drawn(socket, "guest 1")
        (pid,) = here.serving.visits.pids
        await here.serving.visits.renew("1")
        assert not alive(pid)
        async with pupil.wizard() as socket:
            await drawn(socket, "guest 1")
            assert here.serving.visits.pids != [pid]
    assert not (tmp_path / "1.two").exists()


async def test_the_servers_end_ends_wizards_that_rest(tmp_path: Path) -> None:
    async with serving(tmp_path, PATIENCE) as here, here.tab("1") as pupil, here.tab("2") as other:
        async with pupil.wizard() as socket:
            await drawn(socket, "guest 1")
        async with other.wizard() as socket:
            await drawn(socket, "guest 2")
        pids = here.serving.visits.pids
    assert not any(map(alive, pids))
