"""Assemble the web backend: three sites, each with its own cookies and connections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.http.client import AGENT, Limits
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.mail import WebMail
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.backend.web.sites.site_engines import SiteEngines
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common.clock import Clock


def open_web(
    profile: SiteProfile,
    clock: Clock,
    *,
    ca_file: Path | None = None,
    proxy: str | None = None,
    limits: Limits | None = None,
    shown: Callable[[bytes], None] | None = None,
    browser: BrowserChoice | None = None,
    agent: str = AGENT,
) -> Backend:
    """Return a backend to the pages of this profile, for one student.

    Args:
        profile: the hospital's pages.
        clock: the time.
        ca_file: as of `Client`.
        proxy: as of `Client`.
        limits: as of `Client`.
        agent: as of `Client`.
        browser: the browser that opens the pages, all of them or those that need it; None for none.
        shown: called with every picture code that came; practice asks its stage for the text of it.

    """
    engines = SiteEngines(profile, ca_file, proxy, limits, agent, browser)

    def visit(site: str, door: str) -> Visit:
        made = Visit(site, door, profile, clock, partial(engines.of, site))
        made.shown = shown
        return made

    return Backend(
        "web",
        WebPortal(visit("portal", "captcha")),
        WebAccount(visit("account", "code")),
        WebMail(visit("mail", "captcha")),
        None if browser is None else browser.sign_out_seconds,
    )
