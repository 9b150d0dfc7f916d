"""A check of a simulator server, or of a few servers of a test's own, put together as the command does it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.http.client import Client, Limits
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.check.asking import Asked, ask_all
from ntuh_onboard.check.findings import (
    ClockFound,
    KeyringState,
    PageFound,
    Report,
    SignInFound,
    SiteFound,
    TerminalFound,
)
from ntuh_onboard.check.surroundings import readable
from ntuh_onboard.check.verdict import inside, skew, together
from ntuh_onboard.check.word_findings import Word
from ntuh_onboard.common.clock import Clock, SystemClock
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.practising import ONCE, profile_of

TERMINAL = TerminalFound(
    terminal=True, chinese=True, ascii_only=False, colours=256, columns=80, rows=24, encoding="utf-8"
)


def mended(folder: Path, site: Site, lines: str) -> SiteProfile:
    """The simulator's profile with other lines, as a file of the staff's own."""
    file = folder / "mended.toml"
    file.write_text(f'extends = "simulator"\n{lines}\n', encoding="utf-8")
    return load_site(file, servers=site.servers)


def ask(site: Site, profile: SiteProfile | None = None, limits: Limits = ONCE) -> tuple[Asked, ...]:
    """Every site of a simulator server, asked by this computer's clock."""
    known = profile or profile_of(site)
    return ask_all(known, partial(asked_once, known, ca_file=site.ca_file, limits=limits), SystemClock(), readable)


def asked_once(profile: SiteProfile, site: str, ca_file: Path | None = None, limits: Limits = ONCE) -> HttpEngine:
    """An engine for one site of this profile, which asks nothing a second time."""
    return HttpEngine(Client(profile.origins(site), ca_file=ca_file, limits=limits))


def check(site: Site, profile: SiteProfile | None = None) -> Report:
    """One whole check."""
    known = profile or profile_of(site)
    return report_of(ask(site, known), known)


def report_of(
    asked: tuple[Asked, ...], profile: SiteProfile, clock: Clock | None = None, sign_in: SignInFound | None = None
) -> Report:
    """The report of what was asked."""
    sites = together([each.found for each in asked])
    return Report(
        sites,
        ClockFound((clock or SystemClock()).now(), skew(sites)),
        inside(sites, profile.rules.get("inside")),
        TERMINAL,
        KeyringState.MISSING,
        str(profile.file),
        packaged=False,
        sign_in=sign_in,
    )


def strangers(portal: str, account: str, mail: str) -> SiteProfile:
    """The simulator's profile for these servers."""
    return load_site(named("simulator"), servers={"portal": portal, "inner": portal, "account": account, "mail": mail})


def site_of(report: Report, name: str) -> SiteFound:
    """One site of a report."""
    return next(each for each in report.sites if each.site == name)


def page_of(report: Report, name: str) -> PageFound:
    """One page of a report."""
    return next(page for site in report.sites for page in site.pages if page.page == name)


def word_of(page: PageFound, key: str) -> Word:
    """One word of a page."""
    return next(each for each in page.words if each.key == key)
