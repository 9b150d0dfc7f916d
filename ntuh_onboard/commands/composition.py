"""Where the wizard's commands put backend, clock, words and settings together; nothing else does."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.profiles.hospital_profile import Profile
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.screens.wizard_app import OnboardApp
    from ntuh_onboard.startup.settings import Settings
    from ntuh_onboard.texts.sentences import Texts


def keep_lean() -> None:
    """Turn garbage collection off until the first screen is shown; it took a fifth of the start."""
    gc.disable()


def show(make: Callable[[], OnboardApp], *, typed: bool = True) -> int:
    """Run the wizard, behind a frame that is shown before anything heavy is loaded; errors are printed afterwards.

    make: builds the wizard; raises OnboardError if a file or a flag is wrong. typed: whether a person types, so that
    there has to be a terminal. Returns one of `exits.Exit`.
    """
    from ntuh_onboard.startup import splash, terminal

    said, status = "", Exit.CONFIGURATION
    with splash.shown(splash.NAME):
        try:
            app = make()
        except OnboardError as error:
            said = str(error)
        else:
            if typed and not terminal.typed_at():
                said, status = app.scene.say("ui.no_terminal"), Exit.NO_TERMINAL
            else:
                app.run(headless=not sys.stdout.isatty())
    if said:
        sys.stderr.write(f"{said}\n")
        return status
    if app.return_value == Exit.HANGUP:
        _let_go()
    elif app.farewell and sys.stdout.isatty():
        sys.stdout.write(f"{app.farewell}\n")
    return int(Exit.INTERNAL if app.return_value is None else app.return_value)


def _let_go() -> None:
    """Redirect the output of a terminal that is gone; otherwise a failing write would decide the exit status."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for each in (1, 2):
        os.dup2(nowhere, each)


def settings_of(given: argparse.Namespace) -> Settings:
    """Return the settings of this run; raises SettingsError."""
    from ntuh_onboard.startup import settings

    look = ("journey", "own_device", "ascii", "theme", "plain", "language")
    keys = (*look, "profile", "backend", "ca_file", "proxy", "engine", "browser", "show_browser")
    return settings.load({key: getattr(given, key, None) for key in keys})


def profile_of(chosen: Settings) -> Profile:
    """Load the profile of the hospital's pages; raises ProfileError."""
    from ntuh_onboard.profiles import hospital_profile

    return hospital_profile.load(Path(chosen.profile) if chosen.profile else None)


def whole_profile_of(chosen: Settings) -> Profile:
    """Load the profile and check all of it, so that nobody signs in with a broken one; raises ProfileError.

    The packaged profile is checked by the tests, so that starting with it costs nothing.
    """
    site = profile_of(chosen)
    if not site.packaged:
        from ntuh_onboard.backend.web.profile.site_profile import load_site

        load_site(profile=site)
    return site


def drawable(chosen: Settings, site: Profile) -> tuple[Texts, bool]:
    """Return the sentences, in a language that this terminal can show, and whether it can draw ASCII only."""
    from ntuh_onboard.startup import terminal
    from ntuh_onboard.texts.languages import choose_language, without_chinese
    from ntuh_onboard.texts.sentences import Texts

    can = terminal.here()
    language = choose_language(chosen.language or None) if can.chinese else without_chinese()
    return Texts(language, site.words, site.hosts, site.addresses), chosen.ascii or can.ascii_only


def practice(chosen: Settings, persona: str, *, stranger: bool = False) -> tuple[Scene, Lane[Backend]]:
    """Open a simulated hospital in this process, with an invented person of this kind. Raises SettingsError.

    stranger: be a person drawn at random instead.
    """
    from ntuh_onboard.backend.mock import open_practice
    from ntuh_onboard.backend.stage import PUPIL_KIND
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.startup import settings

    clock = SystemClock()
    opened = open_practice(clock, stranger=stranger)
    people = {each.kind: each for each in opened.stage.people()}
    persona = PUPIL_KIND if PUPIL_KIND in people else persona
    if persona not in people:
        raise settings.SettingsError(f"--persona: there is no {persona!r}; there are: {', '.join(people)}")
    scene = _scene(chosen, profile_of(chosen), clock, practice=True)
    scene.stage, scene.persona = opened.stage, people[persona]
    return scene, Lane(lambda: opened.backend)


def seated(chosen: Settings, file: str) -> tuple[Scene, Lane[Backend]]:
    """Open a seat of a class: its simulated hospital over HTTP, with its own phone. Raises SeatError."""
    from ntuh_onboard.classroom.seat_stage import SeatFile, SeatStage
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.profiles.hospital_profile import named

    seat, clock = SeatFile.read(Path(file)), SystemClock()
    scene = _scene(chosen, profile_of(chosen), clock, practice=True)
    stage = SeatStage(seat, clock)
    scene.stage, scene.class_line, scene.persona = stage, stage, seat.person
    scene.panel, scene.reached, scene.messages_before = False, frozenset(seat.reached), seat.messages

    def build() -> Backend:
        from ntuh_onboard.backend.web.http.client import AGENT
        from ntuh_onboard.backend.web.profile.site_profile import load_site
        from ntuh_onboard.backend.web.sites.opening import open_web

        return open_web(load_site(named("simulator"), servers=seat.servers), clock, agent=seat.agent(AGENT))

    return scene, Lane(build)


def real(chosen: Settings) -> tuple[Scene, Lane[Backend]]:
    """Open the hospital's real servers, as far as this machine may be pointed at them.

    Raises SettingsError and ProfileError, before anything is shown or asked.
    """
    from ntuh_onboard.backend.registry import Opening, find
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.startup import provenance

    site = whole_profile_of(chosen)
    provenance.judge(chosen, site)
    _judge_browser(chosen)
    clock = SystemClock()
    scene = _scene(chosen, site, clock, practice=False)
    scene.overrides = provenance.overrides(chosen, site)
    ca_file = Path(chosen.ca_file) if chosen.ca_file else None
    opening = Opening(
        clock, site, ca_file, chosen.proxy, chosen.engine, chosen.browser, show_browser=chosen.show_browser
    )
    # Built on the lane: HTTP client and parser of the web backend take a quarter of a second to load.
    return scene, Lane(partial(find(chosen.backend), opening))


def _judge_browser(chosen: Settings) -> None:
    """Refuse a browser that is asked for and missing; raises SettingsError."""
    if chosen.engine != "browser" and not chosen.show_browser:
        return
    from ntuh_onboard.backend.web.engines.choice import lacking
    from ntuh_onboard.startup.settings import SettingsError

    asked = "--show-browser" if chosen.show_browser else "--engine browser"
    if chosen.engine == "http":
        raise SettingsError(f"{asked}: with --engine http there is none")
    if why := lacking(chosen.browser, shown=chosen.show_browser):
        raise SettingsError(f"{asked}: {why}")


def _scene(chosen: Settings, site: Profile, clock: SystemClock, *, practice: bool) -> Scene:
    """Return what every view is given: words, clock, and glyphs that the terminal can draw."""
    from ntuh_onboard.common.vault import open_vault
    from ntuh_onboard.screens.base.scene import FINE, Glyphs, Scene
    from ntuh_onboard.screens.base.themes import THEMES

    texts, ascii_only = drawable(chosen, site)
    theme = THEMES[chosen.theme or "dark"]
    return Scene(
        texts,
        clock,
        Glyphs() if ascii_only else FINE,
        own_device=chosen.own_device,
        vault=open_vault(own_device=chosen.own_device, practice=practice),
        outside_line=chosen.outside_line,
        locked=chosen.by_policy,
        theme=theme.in_ascii() if ascii_only else theme,
    )
