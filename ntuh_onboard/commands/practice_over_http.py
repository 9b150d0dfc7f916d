"""Practice over HTTP: the simulated hospital's pages on this computer, to show faults on the wire as well."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ntuh_onboard.common.errors import OnboardError

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.backend.site.layout import Layout
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.startup.settings import Settings


class ServerMissing(OnboardError):
    """The extra `server` is not installed; the message says how to install it."""


def practice_over_http(chosen: Settings, persona: str, layout: Sequence[str] = ()) -> tuple[Scene, Lane[Backend]]:
    """Start a simulator server on loopback in this process, and open its web pages; it ends with the process.

    `layout` is how its pages are laid out, as `NAME=VALUE`. Raises SettingsError for an unknown persona or layout,
    ServerMissing, NoBrowser.
    """
    from ntuh_onboard.backend.site.stage_client import StageClient
    from ntuh_onboard.backend.web.engines.choice import browser_of
    from ntuh_onboard.backend.web.profile.site_profile import load_site
    from ntuh_onboard.backend.web.sites.opening import open_web
    from ntuh_onboard.commands.composition import practice
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.profiles.hospital_profile import named

    try:
        from ntuh_onboard.backend.site.simulator import Setting, running
    except ModuleNotFoundError as missing:
        raise ServerMissing(f"--over-http needs {missing.name}: pip install 'ntuh-onboard[server]'") from None
    browser = browser_of(chosen.engine or "auto", chosen.browser, shown=chosen.show_browser)
    scene, _ = practice(chosen, persona)
    clock = scene.clock
    assert isinstance(clock, SystemClock)  # noqa: S101  # made by `practice`; server and wizard share it
    kept = ExitStack()
    atexit.register(kept.close)
    site = kept.enter_context(running(Setting(layout=_look(layout)), clock=clock))
    newest = [b""]
    stage = StageClient(site.urls["stage"], site.token, site.ca_file, seen=lambda: newest[0])
    scene.stage = stage
    scene.persona = next(each for each in stage.people() if each.kind == persona)

    def build() -> Backend:
        pages = load_site(named("simulator"), servers=site.servers)
        return open_web(pages, clock, browser=browser, shown=lambda picture: newest.__setitem__(0, picture))

    return scene, Lane(build)


def _look(layout: Sequence[str]) -> Layout:
    """Return the layout of the simulator's pages; raises SettingsError."""
    from ntuh_onboard.backend.site.layout import Layout
    from ntuh_onboard.commands.options import layout_pair
    from ntuh_onboard.startup.settings import SettingsError

    try:
        return Layout().changed(dict(layout_pair(each) for each in layout))
    except ValueError as error:
        raise SettingsError(f"--layout: {error}") from None
