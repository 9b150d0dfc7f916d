"""The web backend at a simulator server in this process, as the contract suite wants it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.stage import Stage
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.backend.web.http.client import Limits
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.mail import WebMail
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.profiles.hospital_profile import named

ONCE = Limits(connect=2, read=5, total=8, again=0, pause=0)
"""Nothing is asked again: one fault is one answer."""


def profile_of(site: Site) -> SiteProfile:
    """What is known of a running simulator's pages."""
    return load_site(named("simulator"), servers=site.servers)


@dataclass
class WebPractice:
    """One student at a simulator server."""

    site: Site
    limits: Limits = ONCE
    browser: BrowserChoice | None = None
    backend: Backend = field(init=False)
    stage: Stage = field(init=False)
    seen: bytes = field(default=b"", init=False, repr=False)
    others: list[WebPractice] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        site = self.site
        self.stage = StageClient(site.urls["stage"], site.token, site.ca_file, lambda: self.seen)
        self.backend = open_web(
            profile_of(site),
            site.clock,
            ca_file=site.ca_file,
            limits=self.limits,
            shown=self._shown,
            browser=self.browser,
        )

    def _shown(self, picture: bytes) -> None:
        self.seen = picture

    @property
    def clock(self) -> Clock:
        """The server's own."""
        return self.site.clock

    def another(self) -> WebPractice:
        """A second student at the same server."""
        self.others.append(replace(self))
        return self.others[-1]

    def close(self) -> None:
        """Let go of every connection: a server that speaks https waits for those that are kept."""
        for each in self.others:
            each.close()
        for site in (self.backend.portal, self.backend.account, self.backend.mail):
            assert isinstance(site, WebPortal | WebAccount | WebMail)
            site._visit.engine.close()
