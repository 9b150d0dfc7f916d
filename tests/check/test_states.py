"""Every state told apart, at servers that are in it (J0.2)."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from ntuh_onboard.backend.site.authority import Served, certified
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import Untrusted, Why
from ntuh_onboard.backend.web.http.client import Client
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.check.asking import ask_all
from ntuh_onboard.check.findings import ClockState, PageFound, Report, SiteFound, State, not_checked
from ntuh_onboard.check.surroundings import readable
from ntuh_onboard.check.verdict import EXITS, Verdict, verdict
from ntuh_onboard.check.word_findings import RemarkSort
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.startup.exits import Exit
from tests.backend.web.practising import ONCE
from tests.backend.web.servers import Server, closed_port, page, redirect
from tests.check.checks import asked_once, check, page_of, report_of, site_of, strangers

NOW = datetime.now(UTC)
NAMES = ("127.0.0.1", "localhost")
SIGN_IN = '<form method="post" action="{}"><label>Password <input type="password" name="p"></label></form>'


def of_servers(portal: Server, account: Server, mail: Server) -> Report:
    """A check of three servers of the test's own."""
    return of_profile(strangers(portal.origin, account.origin, mail.origin))


def of_profile(profile: SiteProfile) -> Report:
    """A check by this profile."""
    asked = ask_all(
        profile, lambda site: HttpEngine(Client(profile.origins(site), limits=ONCE)), SystemClock(), readable
    )
    return report_of(asked, profile)


def all_answer(reply: bytes | Callable[[socket.socket, bytes], None]) -> Report:
    """A check of three servers that all answer so, whatever they are asked for."""
    with Server() as portal, Server() as account, Server() as mail:
        for each, path in ((portal, "/General/Login.aspx"), (account, "/"), (mail, "/Login")):
            each.replies[path] = reply
        return of_servers(portal, account, mail)


def test_everything_as_it_should_be(site: Site) -> None:
    """Four pages with all their words, inside, and the same time; of those behind them nothing is said."""
    report = check(site)
    assert {each.state for each in report.sites} == {State.OK}
    read = [page.page for each in report.sites for page in each.pages if page.state is State.OK]
    assert read == ["portal", "account", "code", "mail"]
    assert report.inside is True
    assert report.clock.state is ClockState.OK
    left_out = [each.page for each in not_checked(report.sites)]
    assert left_out == ["menu", "password", "contact", "phone", "settings", "inbox"]
    assert verdict(report) is Verdict.PARTLY_CHECKED


def test_maintenance_is_told_with_the_sites_own_words(site: Site) -> None:
    """A page that says so; the other sites are not blamed."""
    site.stage.port.inject("portal.reach", Fault.MAINTENANCE)
    report = check(site)
    found = page_of(report, "portal")
    assert (found.state, found.status) == (State.MAINTENANCE, 503)
    assert found.said.startswith("系統維護中")
    assert site_of(report, "mail").state is State.OK
    assert verdict(report) is Verdict.MAINTENANCE


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (503, State.MAINTENANCE),
        (500, State.SERVER_ERROR),
        (404, State.PAGE_MISSING),
        (511, State.NETWORK_SIGN_IN),
    ],
)
def test_https_own_numbers_are_told_apart(status: int, state: State) -> None:
    """Also where the page says nothing that the profile knows."""
    report = all_answer(page("<p>sorry</p>", status=status))
    assert {each.state for each in report.sites} == {state}
    assert page_of(report, "code").state is State.NOT_ASKED


def test_where_the_first_page_is_gone_the_sites_own_is_read_and_the_line_is_named() -> None:
    """As the wizard does; the site works, and staff have a line to mend."""
    with Server() as portal, Server() as account, Server() as mail:
        for each in (portal, account, mail):
            each.replies["/"] = page("<p>here")
        report, gone = of_servers(portal, account, mail), f"{portal.origin}/General/Login.aspx"
    found = page_of(report, "portal")
    assert found.status == 200
    assert [each.text for each in found.remarks if each.sort is RemarkSort.MOVED] == [gone]
    assert not [each for each in page_of(report, "account").remarks if each.sort is RemarkSort.MOVED]


def test_a_site_that_refuses_connections_is_down_and_nobody_claims_to_be_inside(site: Site) -> None:
    """The account site tells inside from outside; without it one is outside."""
    site.stage.shut("account")
    report = check(site)
    found = site_of(report, "account")
    assert (found.state, found.why) == (State.UNREACHABLE, Why.CONNECT)
    assert report.inside is False
    assert verdict(report) is Verdict.UNREACHABLE


def test_a_name_that_nobody_knows_is_told_apart(tmp_path: Path) -> None:
    """Outside the hospital its names are not known."""
    file = tmp_path / "names.toml"
    hosts = "\n".join(f'{site} = "{site}.ntuh.invalid"' for site in ("portal", "account", "mail"))
    file.write_text(f'extends = "ntuh"\n[hosts]\n{hosts}\n', encoding="utf-8")
    report = of_profile(load_site(file))
    assert {each.why for each in report.sites} == {Why.NAME}
    assert report.inside is False


def test_an_answer_that_breaks_off_is_told_apart() -> None:
    """Reached, and no page."""

    def half(accepted: socket.socket, _: bytes) -> None:
        accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")

    report = all_answer(half)
    assert {(each.state, each.why) for each in report.sites} == {(State.UNREACHABLE, Why.RESET)}


CERTIFICATES: dict[Why, Callable[[], Served]] = {
    Why.CERT_EXPIRED: lambda: certified(NAMES, not_before=NOW - timedelta(9), not_after=NOW - timedelta(1)),
    Why.CERT_NOT_YET: lambda: certified(NAMES, not_before=NOW + timedelta(1), not_after=NOW + timedelta(9)),
    Why.CERT_HOST: lambda: certified(["portal.example"]),
    Why.CERT_AUTHORITY: lambda: Served(certified(NAMES).context, certified(NAMES).ca_pem),
}


@pytest.mark.parametrize("why", CERTIFICATES)
def test_certificates_are_told_apart(why: Why) -> None:
    """F11: nothing is read, and nobody claims to be inside or outside."""
    with running(Setting(https=True, served=CERTIFICATES[why]())) as site:
        report = check(site)
    assert {(each.state, each.why) for each in report.sites} == {(State.UNTRUSTED, why)}
    assert report.inside is None
    assert report.clock.state is ClockState.UNKNOWN
    assert verdict(report) is Verdict.UNTRUSTED


def test_an_old_authority_is_told_apart(site: Site) -> None:
    """Which this Python may accept: the client's own word for it."""

    def refuse(_: str) -> HttpEngine:
        raise Untrusted(Why.CERT_OLD_AUTHORITY)

    profile = strangers(*(site.urls[each] for each in ("portal", "account", "mail")))
    report = report_of(ask_all(profile, refuse, SystemClock(), readable), profile)
    assert {(each.state, each.why) for each in report.sites} == {(State.UNTRUSTED, Why.CERT_OLD_AUTHORITY)}


def test_a_good_certificate_of_the_given_authority_is_trusted() -> None:
    """Else the tests above would say nothing."""
    with running(Setting(https=True)) as site:
        assert verdict(check(site)) is Verdict.PARTLY_CHECKED


def test_a_foreign_sign_in_page_is_told_by_where_it_sends_the_password(site: Site) -> None:
    """F10 at one site alone."""
    site.stage.arm("Q1", "F10")
    report = check(site)
    assert site_of(report, "portal").state is State.NETWORK_SIGN_IN
    assert verdict(report) is Verdict.NETWORK_SIGN_IN


def test_a_network_that_leads_every_site_away_is_a_sign_in_page() -> None:
    """F10 by a redirect: one site that leads away has moved; all of them have not."""
    report = all_answer(redirect(302, "http://wifi.example.invalid/login"))
    assert {each.state for each in report.sites} == {State.NETWORK_SIGN_IN}
    assert report.inside is False


def test_a_network_that_shows_one_page_everywhere_is_a_sign_in_page() -> None:
    """F10 without any clue in the form: the same page at every site, with none of the words."""
    report = all_answer(page(SIGN_IN.format("login")))
    assert {each.state for each in report.sites} == {State.NETWORK_SIGN_IN}


def test_one_site_that_leads_away_has_moved(site: Site) -> None:
    """Its address in the profile is to be mended."""
    with Server() as portal:
        portal.replies["/General/Login.aspx"] = redirect(302, "https://portal.ntuh.example.invalid/")
        report = of_profile(strangers(portal.origin, site.urls["account"], site.urls["mail"]))
    assert site_of(report, "portal").state is State.OTHER_HOST
    assert verdict(report) is Verdict.WORDS_CHANGED


def test_a_reworded_page_is_told_from_everything_else(site: Site) -> None:
    """The site's own, reached, and none of the words: still inside."""
    site.stage.port.inject("account.reach", Fault.UNEXPECTED_PAGE)
    report = check(site)
    assert site_of(report, "account").state is State.WORDS_CHANGED
    assert page_of(report, "code").state is State.NOT_ASKED
    assert report.inside is True
    assert verdict(report) is Verdict.WORDS_CHANGED


@pytest.mark.parametrize(("seconds", "sign"), [(7200, -1), (90, -1), (30, 0)])
def test_a_clock_that_is_off_is_told_by_the_sites_dates(seconds: float, sign: int) -> None:
    """F12: the hospital's clock is ahead, so that this computer's is behind; half a minute is no matter."""
    with running() as site:
        site.stage.port.jump(seconds)
        report = check(site)
    assert report.clock.off is not None
    assert abs(report.clock.off + seconds) < 5
    assert verdict(report) is (Verdict.CLOCK if sign else Verdict.PARTLY_CHECKED)


def test_a_wrong_clock_explains_a_certificate_that_is_not_valid_yet() -> None:
    """CK: one site tells the time, the others' certificates are refused for their dates."""
    with running() as plain, running(Setting(https=True, served=CERTIFICATES[Why.CERT_NOT_YET]())) as dated:
        plain.stage.port.jump(86400 * 3)
        profile = strangers(plain.urls["portal"], dated.urls["account"], dated.urls["mail"])
        asked = ask_all(
            profile,
            partial(asked_once, profile, ca_file=dated.ca_file),
            SystemClock(),
            readable,
        )
    report = report_of(asked, profile)
    assert {each.why for each in report.sites} == {None, Why.CERT_NOT_YET}
    assert verdict(report) is Verdict.CLOCK


def test_nothing_is_sent_but_questions(site: Site) -> None:
    """No form reaches the server, and nothing happens there."""
    before = len(site.stage.judged())
    check(site)
    assert len(site.stage.judged()) == before
    assert not any(site.stage.port.commits().values())


def test_no_commit_and_no_credential_can_be_asked_for(site: Site) -> None:
    """The servers see GETs alone."""
    with Server() as portal, Server() as account, Server() as mail:
        of_servers(portal, account, mail)
        seen = portal.requests + account.requests + mail.requests
    assert seen
    assert {each.line.split()[0] for each in seen} == {"GET"}
    assert {each.body for each in seen} == {b""}


def test_every_verdict_has_its_exit_status() -> None:
    """One each for a script; two pairs share theirs: no connection and no trust, and both sorts of changed pages."""
    assert set(EXITS) == set(Verdict)
    assert EXITS[Verdict.OK] is Exit.DONE
    assert EXITS[Verdict.PARTLY_CHECKED] is Exit.PARTLY_CHECKED
    assert len(set(EXITS.values())) == len(Verdict) - 2


def test_the_worst_thing_is_named_first() -> None:
    """A site that is closed does not hide one that cannot be trusted."""
    states = (State.OK, State.MAINTENANCE, State.UNTRUSTED)
    names = ("portal", "account", "mail")
    sites = tuple(SiteFound(name, "host", (PageFound(name, state),)) for name, state in zip(names, states, strict=True))
    report = check_of(sites)
    assert verdict(report) is Verdict.UNTRUSTED


def check_of(sites: tuple[SiteFound, ...]) -> Report:
    """A report of these sites."""
    with_port = strangers(*(f"http://127.0.0.1:{closed_port()}" for _ in range(3)))
    made = report_of((), with_port)
    return Report(sites, made.clock, None, made.terminal, made.keyring, made.profile, packaged=False)
