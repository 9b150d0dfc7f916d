"""Guests, such as the pupils of a class: each has one place, whatever number of tabs and browsers is opened for it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.places import NoPlace, Places, Why
from ntuh_onboard.serve.server_pipe import PRELUDE
from ntuh_onboard.serve.web_server import Serving, Setting, serve
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN
from tests.patience import PATIENCE
from tests.serve.server import Server
from tests.serve.visitor import Visitor, drawn, over, visiting

WIZARD = """
import os, sys
mine = sys.argv[1]
try:
    os.close(os.open(mine, os.O_CREAT | os.O_EXCL))
except FileExistsError:
    open(mine + ".two", "w").close()
said = f"guest {{os.path.basename(mine)}} {{os.getpid()}};".encode()
os.write(1, {prelude!r} + b"D" + len(said).to_bytes(4, "big") + said)
while (piece := os.read(0, 4096)) and b"quit" not in piece:
    pass
os.unlink(mine)
"""
"""As much of a wizard as a place needs: it marks that it runs, and ends when it is told to or its pipe ends."""


class Here:
    """The part of `Server` that a visitor asks for, in this process. guest: whom the next address is for."""

    def __init__(self, serving: Serving, folder: Path) -> None:
        self.serving, self.folder, self.guest = serving, folder, ""

    def address(self) -> str:
        return self.serving.address(self.serving.admission.issue(self.guest))

    @property
    def origin(self) -> str:
        return self.serving.origin

    @asynccontextmanager
    async def tab(self, guest: str) -> AsyncIterator[Visitor]:
        """A browser that was let in for this guest."""
        self.guest = guest
        async with visiting(cast("Server", self)) as visitor:
            yield visitor


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    """A server with two places."""
    script = WIZARD.format(prelude=PRELUDE)
    site = hospital_profile.load()
    setting = Setting(
        lambda guest, front: (sys.executable, "-I", "-c", script, str(tmp_path / guest)),
        [Texts(EN, site.words, site.hosts)],
        sessions=2,
    )
    serving = Serving(setting, Admission())
    listening, until = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(serve(serving, setting, listening.set, until))
    await listening.wait()
    yield Here(serving, tmp_path)
    until.set()
    await running


async def test_a_second_tab_of_one_guest_takes_no_place_of_another(here: Here) -> None:
    """The older tab is ended, its wizard first; the other pupil gets in, and stays undisturbed."""
    async with here.tab("1") as old, old.wizard() as former, here.tab("1") as new:
        await drawn(former, "guest 1")
        (before,) = here.serving.visits.pids
        async with new.wizard() as newer, here.tab("2") as other, other.wizard() as beside:
            await drawn(newer, "guest 1")
            await drawn(beside, "guest 2")
            assert json.loads(await over(former)) == ["over", "moved"]
            assert before not in here.serving.visits.pids
            assert len(here.serving.visits.pids) == 2
            await newer.send_json(["ping", "1"])
            assert "pong" in (await newer.receive()).data
    assert not (here.folder / "1.two").exists()


async def test_the_seat_can_be_taken_back_and_forth(here: Here) -> None:
    """The newest connection has it, also that of a browser whose former one was ended."""
    async with here.tab("1") as one, here.tab("1") as two, AsyncExitStack() as kept:
        last = await kept.enter_async_context(one.wizard())
        for visitor in (two, one, one, two):
            await drawn(last, "guest 1")
            newer = await kept.enter_async_context(visitor.wizard())
            await over(last)
            last = newer
        await drawn(last, "guest 1")
        assert len(here.serving.visits.pids) == 1
    assert not (here.folder / "1.two").exists()


async def test_a_guest_whose_seat_was_reset_is_told_and_begins_anew(here: Here) -> None:
    """Nobody else is, and a guest with no wizard open is not troubled later."""
    async with here.tab("1") as one, here.tab("2") as two, one.wizard() as former, two.wizard() as beside:
        await drawn(former, "guest 1")
        await drawn(beside, "guest 2")
        await here.serving.visits.renew("1")
        assert json.loads(await over(former)) == ["over", "renewed"]
        await here.serving.visits.renew("1")
        async with one.wizard() as anew:
            await drawn(anew, "guest 1")
            await beside.send_json(["ping", "1"])
            assert "pong" in (await beside.receive()).data
            await anew.send_json(["ping", "2"])
            assert "pong" in (await anew.receive()).data
    assert not (here.folder / "1.two").exists()


async def test_of_many_that_come_at_once_one_has_the_seat(here: Here) -> None:
    """While the former wizard ends and the next one begins; two never run beside each other."""
    async with here.tab("1") as visitor, AsyncExitStack() as kept:
        first = await kept.enter_async_context(visitor.wizard())
        await drawn(first, "guest 1")

        async def come() -> object:
            async with visitor.wizard() as socket:
                return json.loads(await over(socket))

        others = [asyncio.create_task(come()) for _ in range(6)]
        await over(first)
        async with visitor.wizard() as newest:
            await drawn(newest, "guest 1")
            # Whether it had the seat for a moment, or was still waiting for it.
            for end in await asyncio.wait_for(asyncio.gather(*others), PATIENCE):
                assert end == ["over", "moved"]
            assert len(here.serving.visits.pids) == 1
    assert not (here.folder / "1.two").exists()


async def test_who_waits_for_a_seat_gives_way_to_who_comes_later() -> None:
    """The last one gets it, and no place is lost by those who did not."""
    places = Places(1)
    held = await places.take("1", 5, newest=True)
    waiting = asyncio.create_task(places.take("1", 5, newest=True))
    async with asyncio.timeout(PATIENCE):
        await held.over.wait()
        newest = asyncio.create_task(places.take("1", 5, newest=True))
        with pytest.raises(NoPlace) as given_way:
            await waiting
        assert given_way.value.why is Why.MOVED
        await places.leave(held)
        got = await newest
    assert not got.over.is_set()
    await places.leave(got)
    await places.leave(await places.take("2", 0.1))


async def test_a_reset_waits_for_the_wizard_that_it_ends() -> None:
    """And ends one that waits for the place as well; where nobody is, it waits for nobody."""
    places = Places(1)
    await places.turn_out("1", Why.RENEWED, 5)
    held = await places.take("1", 5, newest=True)
    turned_out = asyncio.create_task(places.turn_out("1", Why.RENEWED, 5))
    async with asyncio.timeout(PATIENCE):
        await held.over.wait()
        assert (held.why, turned_out.done()) == (Why.RENEWED, False)
        await places.leave(held)
        await turned_out
        other = await places.take("2", 5, newest=True)
        waiting = asyncio.create_task(places.take("1", 5, newest=True))
        await asyncio.sleep(0)
        await places.turn_out("1", Why.RENEWED, 5)
        with pytest.raises(NoPlace) as ended:
            await waiting
        assert ended.value.why is Why.RENEWED
        await places.leave(other)
        await places.leave(await places.take("1", 5, newest=True))
