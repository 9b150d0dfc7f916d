"""Make the engines of a profile's sites, each with cookies and connections of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.backend.web.engines.choice import BrowserChoice, EitherEngine
from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.http.carrier import Carrier
from ntuh_onboard.backend.web.http.client import AGENT, Client, Limits
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile

if TYPE_CHECKING:
    from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine


@dataclass(frozen=True, slots=True)
class SiteEngines:
    """Makes engines.

    Attributes:
        profile: the hospital's pages.
        ca_file: as of `Client`.
        proxy: as of `Client`.
        limits: as of `Client`.
        agent: as of `Client`.
        browser: the browser that opens the pages, all of them or those that need it; None for none.

    """

    profile: SiteProfile
    ca_file: Path | None = None
    proxy: str | None = None
    limits: Limits | None = None
    agent: str = AGENT
    browser: BrowserChoice | None = None

    def of(self, site: str) -> Engine:
        """Return the engine for a site."""
        choice = self.browser
        if choice is None:
            return self.plain(site)
        if choice.always:
            return self.in_browser(site)
        return EitherEngine(self.plain(site), partial(self.in_browser, site), lambda: choice.process.running)

    def plain(self, site: str) -> HttpEngine:
        """Return an engine without a browser; raises Untrusted if the file of authorities cannot be used."""
        hosts = self.profile.origins(site)
        return HttpEngine(Client(hosts, ca_file=self.ca_file, proxy=self.proxy, limits=self.limits, agent=self.agent))

    def in_browser(self, site: str) -> BrowserEngine:
        """Return an engine over a tab of the browser; raises Untrusted as above."""
        from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine

        assert self.browser is not None  # noqa: S101  # else this is not called
        hosts, scripts = self.profile.origins(site), self.profile.script_hosts
        carrier = Carrier(hosts, scripts=scripts, ca_file=self.ca_file, proxy=self.proxy, limits=self.limits)
        return BrowserEngine(self.browser.process, carrier, (self.profile.words["back_to_menu"],), site)
