"""The safe client against servers that do what they should not (H-01, H-02, H-05, H-07, H-08, H-10, H-11)."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from ntuh_onboard import __version__
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.http.client import Limits
from ntuh_onboard.common import errors
from tests.backend.web.conftest import Make
from tests.backend.web.servers import CANARY, LOST, SESSION, Server, closed_port, page, posting, redirect, reset
from tests.patience import PATIENCE


def test_a_page_is_read_with_its_charset_and_the_servers_date(server: Server, make: Make) -> None:
    """What a page sequence gets: status, media type, text, date (R-04)."""
    server.replies["/"] = page(
        "<p>帳號".encode("cp950"), kind="text/html", headers=[("Date", "Tue, 24 Nov 2026 01:41:00 GMT")]
    )
    answer = make(server.origin).get(f"{server.origin}/")
    assert (answer.status, answer.kind, answer.decoded.text, answer.decoded.charset) == (
        200,
        "text/html",
        "<p>帳號",
        "big5",
    )
    assert answer.date is not None
    assert answer.date.isoformat() == "2026-11-24T01:41:00+00:00"


def test_the_client_says_who_it_is_and_nothing_more(server: Server, make: Make) -> None:
    """An honest User-Agent with the version; no Referer, no authorization (H-10)."""
    server.replies.update({"/": redirect(302, "/b?" + SESSION), "/b": page()})
    make(server.origin).get(f"{server.origin}/")
    head = server.requests[-1].raw.decode().casefold()
    assert f"user-agent: ntuh-onboard/{__version__}" in head
    assert "referer" not in head
    assert "authorization" not in head
    assert "python-requests" not in head


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_of_a_post_is_followed_by_a_get_without_the_body(server: Server, make: Make, status: int) -> None:
    """H-01: GET only; the cookie set by the redirect goes along."""
    server.replies["/in"] = page(
        "", status=status, headers=[("Location", "home.aspx?a=1#top"), ("Set-Cookie", "ASP=1; path=/; HttpOnly")]
    )
    server.replies["/home.aspx"] = page("<p>in")
    answer = make(server.origin).send(posting(f"{server.origin}/in"), commit=True)
    assert (answer.status, answer.hops, answer.posted) == (200, 1, True)
    assert [each.line for each in server.requests] == ["POST /in HTTP/1.1", "GET /home.aspx?a=1 HTTP/1.1"]
    assert b"Cookie: ASP=1" in server.requests[1].raw
    assert server.requests[1].body == b""


@pytest.mark.parametrize("status", [300, 304, 305, 307, 308])
def test_other_redirects_are_errors_also_to_the_same_server(server: Server, make: Make, status: int) -> None:
    """H-01: 307 and 308 would send the password a second time."""
    server.replies.update({"/in": redirect(status, "/again"), "/again": page()})
    with pytest.raises(AnswerLost) as lost:
        make(server.origin).send(posting(f"{server.origin}/in"), commit=True)
    assert lost.value.why is Why.REDIRECT_KIND
    assert server.count("POST", "/again") == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_read_is_followed_by_any_of_them(server: Server, make: Make, status: int) -> None:
    """Also behind a form's answer: nothing is sent once more."""
    server.replies.update({"/in": redirect(302, "/"), "/": redirect(status, "/home"), "/home": page()})
    assert make(server.origin).get(f"{server.origin}/").status == 200
    assert make(server.origin).send(posting(f"{server.origin}/in"), commit=True).status == 200
    assert server.count("POST", "/home") == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", ["port", "host", "scheme", "user", "network", "javascript"])
def test_nothing_reaches_a_server_that_may_not_be_asked(
    server: Server, other: Server, make: Make, status: int, where: str
) -> None:
    """H-01, H-05: whatever the redirect, no byte goes to another host, port or scheme."""
    to = {
        "port": f"{other.origin}/steal",
        "host": f"http://localhost:{other.port}/steal",
        "scheme": f"https://127.0.0.1:{server.port}/steal",
        "user": f"http://127.0.0.1:{server.port}@127.0.0.1:{other.port}/steal",
        "network": f"//127.0.0.1:{other.port}/steal",
        "javascript": "javascript:alert(1)",
    }[where]
    server.replies["/in"] = redirect(status, to)
    client = make(server.origin)
    with pytest.raises(AnswerLost):
        client.send(posting(f"{server.origin}/in"), commit=True)
    with pytest.raises(UnexpectedPage):
        client.get(f"{server.origin}/in")
    with pytest.raises(UnexpectedPage):
        client.send(posting(f"{server.origin}/in"), commit=False)
    assert other.seen == b""
    assert server.count("GET", "/steal") == 0


def test_the_other_server_would_show_a_canary(other: Server, make: Make) -> None:
    """The check above can fail: a client that may ask the server does leave the canary there."""
    other.replies["/steal"] = page()
    make(other.origin).send(posting(f"{other.origin}/steal"), commit=True)
    assert CANARY.encode() in other.seen


def test_redirects_end_after_five(server: Server, make: Make) -> None:
    """H-01: five are followed, the sixth is an error; a page's own moves count too."""
    for number in range(9):
        server.replies[f"/{number}"] = redirect(302, f"/{number + 1}")
    server.replies["/5"] = page("<p>end")
    client = make(server.origin)
    assert client.get(f"{server.origin}/0").hops == 5
    server.replies["/5"] = redirect(302, "/6")
    with pytest.raises(UnexpectedPage) as many:
        client.get(f"{server.origin}/0")
    assert many.value.why is Why.REDIRECTS
    server.replies["/5"] = page("<script>location.href='/9'</script>")
    with pytest.raises(UnexpectedPage):
        HttpEngine(client).open(f"{server.origin}/0")
    assert server.count("GET", "/9") == 0


@pytest.mark.parametrize(
    "body",
    [
        '<meta http-equiv="refresh" content="0; url=/next">',
        "<META HTTP-EQUIV=Refresh CONTENT=\"1;URL='/next'\">",
        "<script>window.location.href = '/next';</script>",
        "<script>top.location.replace('/next')</script>",
        "<body onload=\"document.location='/next'\">",
        "<script>setTimeout(\"location.href='/next'\", 500)</script>",
    ],
)
def test_a_page_that_moves_on_by_itself_is_followed(server: Server, make: Make, body: str) -> None:
    """Meta refresh and `location.href` alike; the page that is read is the last one."""
    server.replies.update({"/": page(body), "/next": page("<p>here")})
    assert HttpEngine(make(server.origin)).open(f"{server.origin}/").lines == ("here",)


def test_a_page_that_moves_to_another_host_is_not_followed(server: Server, other: Server, make: Make) -> None:
    """H-01, and after a commit the outcome is unknown (WH + read back)."""
    server.replies["/"] = page(f"<script>location.href='{other.origin}/x'</script>")
    client = make(server.origin)
    with pytest.raises(UnexpectedPage) as strayed:
        HttpEngine(client).open(f"{server.origin}/")
    assert strayed.value.why is Why.OTHER_HOST
    with pytest.raises(AnswerLost) as lost:
        HttpEngine(client).send(posting(f"{server.origin}/"), commit=True)
    assert lost.value.why is Why.OTHER_HOST
    assert other.seen == b""


@pytest.mark.parametrize(
    "url",
    [
        "https://portal.ntuh.gov.tw.evil.example/",
        "https://portal.ntuh.gov.tw@evil.example/",
        "https://evil.example\\@portal.ntuh.gov.tw/",
        "https://portal.ntuh.gov.tw./",
        "https://xn--prtal-1ta.ntuh.gov.tw/",
        "https://pоrtal.ntuh.gov.tw/",
        "https://192.0.2.7/",
        "https://portal.ntuh.gov.tw:8443/",
        "http://portal.ntuh.gov.tw/",
        "ftp://portal.ntuh.gov.tw/",
        "file:///etc/passwd",
        "https:///x",
        "https://portal.ntuh.gov.tw\n.evil.example/",
        "https://[::1/",
        "",
    ],
)
def test_lookalikes_of_an_allowed_host_are_refused(make: Make, url: str) -> None:
    """H-05: exact hosts only; nothing is sent, not even a question for the name."""
    client = make("https://portal.ntuh.gov.tw")
    with pytest.raises(UnexpectedPage) as refused:
        client.get(url)
    assert refused.value.why is Why.OTHER_HOST
    assert url not in client.hosts


def test_an_allowed_host_is_known_in_every_way_of_writing_it(make: Make) -> None:
    """Compared after IDNA and lower case (H-05); the address asked is the one put together anew."""
    hosts = make("portal.ntuh.gov.tw").hosts
    for url in ("https://PORTAL.ntuh.GOV.tw/a b", "https://ｐｏｒｔａｌ.ntuh.gov.tw:443/a%20b"):
        with pytest.raises(UnexpectedPage):
            hosts.checked(url if " " in url else "https://a b/")
    assert hosts.checked("https://ｐｏｒｔａｌ.NTUH.gov.tw:443/a?b=ü#c") == "https://portal.ntuh.gov.tw/a?b=%C3%BC"


def test_plain_http_is_for_loopback_only(make: Make) -> None:
    """A profile cannot open plain http to another machine."""
    with pytest.raises(UnexpectedPage):
        make("http://portal.ntuh.gov.tw")


def test_hostile_surroundings_change_nothing(
    server: Server, other: Server, make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """H-02: proxies, netrc and authorities of the environment are not looked at."""
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login canary password {CANARY}\n", encoding="utf-8")
    netrc.chmod(0o600)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, other.origin)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tmp_path / "none.pem"))
    server.replies["/"] = page()
    client = make(server.origin)
    client.get(f"{server.origin}/")
    client.send(posting(f"{server.origin}/", "x"), commit=True)
    assert other.seen == b""
    assert b"uthorization" not in server.seen
    assert CANARY.encode() not in server.seen


def test_a_configured_proxy_is_not_used_for_this_machine(server: Server, other: Server, make: Make) -> None:
    """Loopback never goes through a proxy; another host does, and a dead proxy means that nothing was sent."""
    server.replies["/"] = page()
    client = make(server.origin, "https://portal.example", proxy=other.origin)
    client.get(f"{server.origin}/")
    assert other.seen == b""
    with pytest.raises(Unreachable):
        client.send(posting("https://portal.example/in"), commit=True)
    assert b"CONNECT portal.example:443" in other.seen
    assert CANARY.encode() not in other.seen


@pytest.mark.parametrize("fault", LOST)
def test_a_commit_is_sent_once_and_its_loss_is_unknown(server: Server, make: Make, fault: str) -> None:
    """H-08, R-01: one POST in every failure, and never a claim that nothing was sent."""
    server.replies["/save"], why = LOST[fault]
    with pytest.raises(AnswerLost) as lost:
        make(server.origin).send(posting(f"{server.origin}/save"), commit=True)
    assert isinstance(lost.value, errors.AnswerLost)
    assert lost.value.why is why
    assert server.count("POST", "/save") == 1


@pytest.mark.parametrize("fault", LOST)
def test_a_post_that_commits_nothing_is_not_repeated_either(server: Server, make: Make, fault: str) -> None:
    """H-08: no automatic retry of any POST."""
    server.replies["/menu"] = LOST[fault][0]
    with pytest.raises(Unreachable):
        make(server.origin).send(posting(f"{server.origin}/menu"), commit=False)
    assert server.count("POST", "/menu") == 1


def test_a_read_is_asked_again_twice_at_most(server: Server, make: Make) -> None:
    """AG: quietly, then the student is asked."""
    server.replies["/"] = reset
    client = make(server.origin)
    with pytest.raises(Unreachable):
        client.get(f"{server.origin}/")
    assert server.count("GET", "/") == 3
    answers = iter([reset, page("<p>at last")])
    server.replies["/"] = lambda accepted, raw: give(next(answers), accepted, raw)
    assert client.get(f"{server.origin}/").decoded.text == "<p>at last"


def give(reply: object, accepted: socket.socket, raw: bytes) -> None:
    if callable(reply):
        reply(accepted, raw)
    elif isinstance(reply, bytes):
        accepted.sendall(reply)


@pytest.mark.parametrize("url", ["refused", "no such name"])
def test_where_no_connection_is_made_nothing_was_sent(make: Make, url: str) -> None:
    """RT: also for a commit."""
    origin = f"http://127.0.0.1:{closed_port()}" if url == "refused" else "https://nobody.invalid"
    with pytest.raises(Unreachable) as failed:
        make(origin).send(posting(f"{origin}/save"), commit=True)
    assert isinstance(failed.value, errors.NotSent)
    assert failed.value.why in {Why.CONNECT, Why.NAME}


def test_a_kept_connection_is_not_used_for_a_commit(server: Server, make: Make) -> None:
    """A server that left a kept connection would make an unknown outcome of nothing."""
    server.replies.update({"/": page(), "/save": page("saved")})
    client = make(server.origin)
    client.get(f"{server.origin}/")
    first = len(server._threads)
    client.send(posting(f"{server.origin}/save"), commit=True)
    assert len(server._threads) == first + 1


def test_leaving_ends_what_is_running(server: Server, make: Make) -> None:
    """`close()` from another thread shuts the socket at once; later calls send nothing."""
    client = make(server.origin, limits=Limits(read=PATIENCE, total=PATIENCE))

    def leave(accepted: socket.socket, _: bytes) -> None:
        client.close()
        server.waits(PATIENCE)

    server.replies["/"] = leave
    started = time.monotonic()
    with pytest.raises(Unreachable) as failed:
        client.get(f"{server.origin}/")
    assert failed.value.why is Why.CLOSED
    assert time.monotonic() - started < PATIENCE / 2
    with pytest.raises(Unreachable):
        client.get(f"{server.origin}/")
    assert len(server.requests) == 1


def test_a_new_student_has_no_cookie_of_the_last(server: Server, make: Make) -> None:
    """N-03."""
    server.replies["/"] = page(headers=[("Set-Cookie", "ASP.NET_SessionId=abc; path=/")])
    client = make(server.origin)
    client.get(f"{server.origin}/")
    client.get(f"{server.origin}/")
    assert b"Cookie: ASP.NET_SessionId=abc" in server.requests[-1].raw
    client.forget()
    client.get(f"{server.origin}/")
    assert b"Cookie:" not in server.requests[-1].raw
