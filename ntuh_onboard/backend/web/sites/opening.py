"""Assemble the web backend: three sites, each with its own cookies and connections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.engines.choice import BrowserChoice, EitherEngine
from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.http.carrier import Carrier
from ntuh_onboard.backend.web.http.client import AGENT, Client, Limits
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.mail import WebMail
from ntuh_onboard.backend.web.sites.portal import WebPortal
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

    def engine(site: str) -> Engine:
        def in_browser() -> Engine:
            from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine

            assert browser is not None  # noqa: S101  # else this is not called
            carrier = Carrier(profile.origins(site), ca_file=ca_file, proxy=proxy, limits=limits)
            return BrowserEngine(browser.process, carrier, (profile.words["back_to_menu"],), site)

        if browser is not None and browser.always:
            return in_browser()
        plain = HttpEngine(Client(profile.origins(site), ca_file=ca_file, proxy=proxy, limits=limits, agent=agent))
        return EitherEngine(plain, in_browser) if browser else plain

    def visit(site: str, door: str) -> Visit:
        made = Visit(site, door, profile, clock, partial(engine, site))
        made.shown = shown
        return made

    return Backend(
        "web",
        WebPortal(visit("portal", "captcha")),
        WebAccount(visit("account", "code")),
        WebMail(visit("mail", "captcha")),
    )
