"""The wizard on a hospital that is not a simulated one, as far as it knows: what it says, and the way to practice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button

from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card import Card, Cover
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.texts.sentences import Texts
from tests.languages import EN, ZH_TW
from tests.patience import PATIENCE
from tests.screens import unpainted


@pytest.fixture(autouse=True)
def _painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests look at what is drawn, which other tests of this process may have left out (`unpainted`)."""
    monkeypatch.setattr(Screen, "_compositor_refresh", unpainted._refresh)


def screen_text(app: OnboardApp) -> str:
    """What stands on the screen, blanks within a line as drawn."""
    return "\n".join("".join(part.text for part in line) for line in app.screen._compositor.render_strips())


async def shown(app: OnboardApp, pilot: Pilot[int], text: str, *, on: type[Screen[Any]]) -> None:
    """Wait until a screen of this kind is in front and shows this text."""
    async with asyncio.timeout(PATIENCE):
        while not (isinstance(app.screen, on) and text in screen_text(app)):
            await pilot.pause()


async def taking_keys(app: OnboardApp, pilot: Pilot[int]) -> None:
    """Wait until no act is under way: a key would be dropped."""
    async with asyncio.timeout(PATIENCE):
        while not app.lock.takes_keys:
            await pilot.pause()


TOLD = {"hosts": "portal.example.org", "file": "/etc/other.toml", "proxy": "proxy.example.org"}


def scene(language: Language) -> Scene:
    """Without a stage: nobody is handed out, and no phone is shown."""
    site = hospital_profile.load()
    return Scene(Texts(language, site.words, site.hosts), ManualClock())


@asynccontextmanager
async def real(
    *, down: bool = False, language: Language = ZH_TW, told: dict[str, str] | None = None
) -> AsyncIterator[tuple[OnboardApp, Pilot[int], list[str]]]:
    """At the list of what must be in hand. Yields the app, its pilot, and which other hospitals were opened."""
    practice, opened = open_practice(ManualClock(), cheap_hashes=True), list[str]()
    if down:
        practice.stage.inject("portal.reach", Fault.DOWN)
    given = scene(language)
    given.overrides = told or {}

    def other() -> tuple[Scene, Lane[Backend]]:
        opened.append("practice")
        made = open_practice(ManualClock(), cheap_hashes=True)
        practised = scene(ZH_TW)
        practised.stage, practised.persona = made.stage, made.stage.people()[0]
        return practised, Lane(lambda: made.backend)

    start = StartScreen(given, modes=("real",), provider="")
    lane: Lane[Backend] = Lane(lambda: practice.backend)
    app = OnboardApp(given, lane, IdleWatch(ManualClock()), start, "onboard", ways={"practice": other})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield app, pilot, opened
        await asyncio.to_thread(app.lane.close)


async def until_asked(app: OnboardApp, pilot: Pilot[int]) -> None:
    """Begin, and wait until both sites have been asked whether they are there."""
    await pilot.press("enter")
    async with asyncio.timeout(PATIENCE):
        while app.front is None or "load.preflight" not in app.scene.walk.journey.learned or app.lock.busy:
            await pilot.pause()


async def test_who_provides_it_and_no_word_of_practice() -> None:
    """The first screen names provider and hosts; no banner says practice (J0.1, J8.3)."""
    async with real() as (app, _, _):
        shown = screen_text(app)
        assert app.scene.say("ui.unofficial") in shown
        assert "portal.ntuh.gov.tw" in shown
        assert app.scene.say("ui.practice_banner") not in shown


async def test_where_all_is_well_practice_is_not_offered() -> None:
    """There is one way on."""
    async with real() as (app, pilot, opened):
        await until_asked(app, pilot)
        assert app.scene.say("ui.act_practise") not in screen_text(app)
        assert not opened


async def test_outside_the_hospital_practice_is_offered_and_begins_afresh() -> None:
    """In the language of now, with the banner, and with the invented person's first screen (J0.2)."""
    async with real(down=True, language=EN) as (app, pilot, opened):
        await until_asked(app, pilot)
        button = app.screen.query_one("#practise-preflight", Button)
        assert app.scene.say("ui.act_practise") in screen_text(app)
        button.focus()
        await pilot.press("enter")
        async with asyncio.timeout(PATIENCE):
            while not isinstance(app.screen, StartScreen):
                await pilot.pause()
        await pilot.pause()
        assert opened == ["practice"]
        assert app.scene.texts.language == EN
        assert app.scene.persona is not None
        for each in (app.scene.say("ui.practice_banner"), app.scene.persona.employee_id):
            assert each in screen_text(app)
        await until_asked(app, pilot)
        assert app.scene.say("ui.practice_banner") in screen_text(app)


async def test_what_did_not_come_with_the_program_is_said_on_every_screen() -> None:
    """First screen, step, card and cover: host and file, and a proxy."""
    async with real(told=TOLD) as (app, pilot, _):
        for value in ("portal.example.org", "other.toml", "proxy.example.org"):
            await shown(app, pilot, value, on=StartScreen)
        await until_asked(app, pilot)
        await shown(app, pilot, "other.toml", on=Frame)
        await taking_keys(app, pilot)
        await pilot.press("f1")
        await shown(app, pilot, "other.toml", on=Card)
        await taking_keys(app, pilot)
        await pilot.press("escape")
        await shown(app, pilot, "other.toml", on=Frame)
        app.watching.cover()
        await shown(app, pilot, "other.toml", on=Cover)


async def test_two_quick_enters_on_the_first_screen_begin_once() -> None:
    """The second one was sent before the first one's screen came: it made a wizard that nobody saw."""
    async with real() as (app, pilot, _):
        start = app.screen
        assert isinstance(start, StartScreen)
        start.start()
        start.start()
        async with asyncio.timeout(PATIENCE):
            while app.front is None or app.front.frame.view is None or app.lock.busy:
                await pilot.pause()
        assert app.screen is app.front.frame
        assert app.front.frame.view.step.id == "preflight"
