"""How the server stands there: on loopback, plain about what it does not have, silent about what it saw."""

from __future__ import annotations

import contextlib
import gc
import socket
import ssl
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from ntuh_onboard.backend.site.authority import certified
from ntuh_onboard.backend.site.requests_in import BODY_LIMIT
from ntuh_onboard.backend.site.routes import ROUTES
from ntuh_onboard.backend.site.simulator import Setting, Site, announcement, running
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.common.clock import ManualClock
from tests.backend.site.browser import Browser, whole_journey
from tests.backend.site.conftest import setting
from tests.conftest import Python
from tests.patience import PATIENCE


def test_what_is_not_there_is_told_plainly(site: Site) -> None:
    """404, 405, 400: a word each, no trace, no version."""
    portal = site.urls["portal"]
    answers = (
        (requests.get(f"{portal}/General/Nothing.aspx", timeout=PATIENCE), 404),
        (requests.get(f"{portal}/Account/Activate", timeout=PATIENCE), 404),
        (requests.get(f"{portal}/../../etc/passwd", timeout=PATIENCE), 404),
        (requests.put(f"{portal}/General/Login.aspx", timeout=PATIENCE), 405),
        (requests.post(f"{portal}/", timeout=PATIENCE), 405),
        (requests.post(f"{portal}/General/Login.aspx", json={}, timeout=PATIENCE), 400),
    )
    for answer, status in answers:
        assert answer.status_code == status
        assert len(answer.content) < 40
        assert "server" not in answer.headers


def test_a_foreign_host_name_is_refused(site: Site) -> None:
    """A name of somebody else's that leads here opens nothing."""
    for host in (
        "evil.example.invalid",
        "portal.ntuh.gov.tw",
        "127.0.0.1.evil.example.invalid",
        "",
        "[",
        "127.0.0.1/x",
        "a@b",
    ):
        answer = requests.get(f"{site.urls['portal']}/General/Login.aspx", headers={"Host": host}, timeout=PATIENCE)
        assert answer.status_code == 400


def test_no_nonsense_breaks_a_page(site: Site) -> None:
    """Every page, asked and sent to with garbage in query, cookies and form: an answer, and never a 5xx."""
    garbage = ("", "%", "%ff%fe=%00", "SESSION=&SESSION=%F0%9F", "a=" + "&b=1" * 300, "__VIEWSTATE=%E6&ddlHospital")
    names = ("ASP.NET_SessionId", "_CK_NTUHPortal", "account", "mail")
    with requests.Session() as session:
        for (name, path), route in ROUTES.items():
            for each in garbage:
                headers = {
                    "Cookie": "; ".join(f"{name}={each[:20]}" for name in names),
                    "Content-Type": "application/x-www-form-urlencoded; charset=x",
                }
                url = f"{site.urls[name]}{path}?{each}"
                asked = session.get(url, headers=headers, allow_redirects=False, timeout=PATIENCE)
                sent = session.post(url, each, headers=headers, allow_redirects=False, timeout=PATIENCE)
                assert asked.status_code in {200, 302}, url
                assert sent.status_code in ({302, 400} if route.post else {405}), url


def test_a_body_has_its_limit(site: Site) -> None:
    """Of any site, with and without a length."""
    url = f"{site.urls['portal']}/General/Login.aspx"
    for body in (b"a" * (BODY_LIMIT + 1), iter([b"a" * BODY_LIMIT, b"a"])):
        try:
            status = requests.post(url, data=body, timeout=PATIENCE).status_code
        except requests.ConnectionError:
            continue  # the rest of the body found nobody listening any more
        assert status in {400, 413}
    assert requests.get(url, timeout=PATIENCE).ok


def test_it_listens_on_loopback_only(site: Site) -> None:
    """Unless told otherwise."""
    port = int(site.urls["portal"].rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        outside = probe.getsockname()[0]
    if not outside.startswith("127."):
        with pytest.raises(OSError), socket.create_connection((outside, port), timeout=2):  # noqa: PT011
            pass
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
        pass


def test_every_answer_is_guarded(browser: Browser) -> None:
    """Nothing is kept, sniffed, framed or told to the next site; the date is the hospital's."""
    browser.open("portal")
    headers = browser.answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["date"] == "Tue, 24 Nov 2026 09:41:00 +0800"


def test_it_writes_nothing_while_it_serves(capfd: pytest.CaptureFixture[str]) -> None:
    """S-03: no access log, so no SESSION in it."""
    with running(setting(), clock=ManualClock()) as site, Browser(site) as browser:
        whole_journey(browser)
        site.stage.arm("Q1", "F4")
        with pytest.raises(requests.RequestException):
            browser.open("portal")
    told = capfd.readouterr()
    assert told.out + told.err == ""


def test_a_server_stops_at_once_and_lets_its_ports_go() -> None:
    """Also where a request is being held."""
    with running(setting(), clock=ManualClock()) as site:
        url = site.urls["portal"]
        site.stage.arm("Q1", "F2")
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{url}/General/Login.aspx", timeout=0.2)
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=PATIENCE)


def test_two_servers_share_a_file(tmp_path: Path) -> None:
    """R-07: what one did, the other knows."""
    shared = Setting(store=tmp_path / "hospital.db", figures=setting().figures)
    clock = ManualClock()
    with running(shared, clock=clock) as one, running(shared, clock=clock) as other, Browser(one) as browser:
        whole_journey(browser)
        assert other.stage.port.commits()["account.activate"] == 1


def test_names_are_a_setting() -> None:
    """Any names that lead here; addresses and the redirect between two hosts follow."""
    with running(Setting(names={"portal": "localhost", "inner": "127.0.0.1"}), clock=ManualClock()) as site:
        assert site.urls["portal"].startswith("http://localhost:")
        with Browser(site) as browser:
            browser.sign_in(browser.person())
            browser.click("更改密碼")
            assert browser.answer.url.startswith("http://127.0.0.1:")


def test_https_is_proved_by_its_own_authority(opened: Callable[[Setting], Site]) -> None:
    """H-04: nobody else's word makes it good; the stage speaks https too."""
    site = opened(setting(https=True))
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(site.urls["portal"], timeout=PATIENCE)
    assert site.ca_file is not None
    assert requests.get(site.urls["portal"], verify=str(site.ca_file), timeout=PATIENCE).ok
    assert StageClient(site.urls["stage"], site.token, site.ca_file).people()
    with Browser(site) as browser:
        browser.open("account")
        assert "__Host-account" in browser.session.cookies


@pytest.mark.parametrize(("from_days", "to_days"), [(-20, -10), (10, 20)])
def test_a_certificate_of_another_time_is_refused(
    opened: Callable[[Setting], Site], from_days: int, to_days: int
) -> None:
    """F11, F12: expired, and not yet valid."""
    now = datetime.now(UTC)
    served = certified(
        ["127.0.0.1"], not_before=now + timedelta(days=from_days), not_after=now + timedelta(days=to_days)
    )
    site = opened(Setting(https=True, served=served))
    context = ssl.create_default_context(cadata=served.ca_pem.decode())
    port = int(site.urls["portal"].rpartition(":")[2])
    plain = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    with plain, pytest.raises(ssl.SSLCertVerificationError, match=r"expired|not yet valid"):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_the_announcement(site: Site, tmp_path: Path) -> None:
    """Addresses, and where the token is: in a file for this user alone, or on the screen."""
    kept = tmp_path / "token"
    kept.touch(mode=0o644)
    lines = "\n".join(announcement(site, kept))
    person = site.stage.port.people()[0]
    assert f"{person.employee_id}  {person.password.reveal()}  {person.phone}" in lines, "whom to be"
    assert all(site.urls[name] in lines for name in ("portal", "account", "mail", "stage"))
    assert site.token.reveal() not in lines
    assert str(kept) in lines
    assert kept.read_text().strip() == site.token.reveal()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert site.token.reveal() in "\n".join(announcement(site, None))
    assert site.token.reveal() not in repr(site)


def test_serve_runs_in_the_main_thread_until_interrupted(python: Python) -> None:
    """As `simulate` calls it."""
    script = """
import _thread, io, threading, urllib.request
from ntuh_onboard.backend.site.routes import ROUTES
from ntuh_onboard.backend.site.simulator import Setting, serve
class Out(io.StringIO):
    def flush(self):
        url = next(line.split()[-1] for line in self.getvalue().splitlines() if line.startswith("Account"))
        def look():
            print("說明" in urllib.request.urlopen(url, timeout=10).read().decode())
            _thread.interrupt_main()
        threading.Thread(target=look).start()
serve(Setting(), out=Out())
print("ended")
"""
    assert python(script).stdout.split() == ["True", "ended"]


def test_importing_the_package_loads_nothing(python: Python) -> None:
    """Nor does the client of the stage load a server's library."""
    script = """
import sys
import ntuh_onboard.backend.site, ntuh_onboard.backend.site.stage_client
print(sorted({name.split(".")[0] for name in sys.modules} & {"starlette", "uvicorn", "jinja2", "requests", "PIL"}))
"""
    assert python(script).stdout.strip() == "[]"


@contextlib.contextmanager
def knocking(site: Site, before: int) -> Iterator[None]:
    """Somebody opens connections without end, until nobody listens; each of them must have been closed after that.

    before: how many of them, at least, are opened before we go on.
    """
    at = ("127.0.0.1", int(site.urls["portal"].rpartition(":")[2]))
    lines: list[socket.socket] = []
    enough, over = threading.Event(), threading.Event()

    def knock() -> None:
        with contextlib.suppress(OSError):
            while not over.wait(0.0005):
                lines.append(socket.create_connection(at, 5))
                if len(lines) == before:
                    enough.set()

    thread = threading.Thread(target=knock)
    thread.start()
    assert enough.wait(PATIENCE)
    try:
        yield
    finally:
        over.set()
        thread.join()
    for line in lines:
        with line, contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b""
    gc.collect()  # one that was left is told now, in this test


@pytest.mark.parametrize("before", range(1, 6))
def test_a_server_that_ends_leaves_no_connection_behind(before: int) -> None:
    """One that is just being accepted is closed too: it is not in the list of those that are asked to end."""
    with contextlib.ExitStack() as last, running(setting(), clock=ManualClock()) as site:
        last.enter_context(knocking(site, before))


@pytest.mark.parametrize("before", range(1, 11))
def test_a_site_that_is_shut_leaves_no_connection_behind(site: Site, before: int) -> None:
    """F1: from then on nobody is heard, whoever was just coming in."""
    with knocking(site, before):
        site.stage.shut("portal")
    site.stage.open("portal")
    assert requests.get(f"{site.urls['portal']}/General/Login.aspx", timeout=PATIENCE).ok
