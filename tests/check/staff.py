"""An invented member of the staff who signs in for a check."""

from __future__ import annotations

from dataclasses import dataclass, field

from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.http.client import Client
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.inner_pages import Gone, InnerPages, Walked
from ntuh_onboard.common.secret import Secret
from tests.backend.web.practising import ONCE


@dataclass
class Person:
    """An invented member of the staff. wrong: how many picture codes are mistyped first. leaves: at this question."""

    site: Site
    password: str = ""
    wrong: int = 0
    phone: bool = True
    leaves: str = ""
    told: list[str] = field(default_factory=list)

    def account(self) -> tuple[str, Secret]:
        self._go("account")
        who = next(each for each in self.site.stage.port.people() if each.kind == "changed")
        return who.employee_id, Secret(self.password or who.password.reveal())

    def campus(self, page: SignInPage) -> str:
        return page.default

    def captcha(self, picture: bytes) -> str:
        self._go("captcha")
        self.wrong -= 1
        return "0" if self.wrong >= 0 else self.site.stage.port.picture_text()

    def was_wrong(self, said: str) -> None:
        self.told.append(said)

    def may_send_id(self) -> bool:
        self._go("phone")
        return self.phone

    def _go(self, question: str) -> None:
        if self.leaves == question:
            raise Gone


def walk(site: Site, person: Person, profile: SiteProfile) -> Walked:
    """What this person can read behind the sign-in of a simulator server."""

    def engine(each: str) -> HttpEngine:
        return HttpEngine(Client(profile.origins(each), ca_file=site.ca_file, limits=ONCE))

    return InnerPages(profile, engine, person).walk()
