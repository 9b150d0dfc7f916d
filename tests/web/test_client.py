"""The safe client against servers that do what they should not (H-01, H-02, H-05, H-07, H-08, H-10, H-11)."""

from __future__ import annotations

import gc
import logging
import socket
import time
import tracemalloc
import types
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard import __version__, errors
from ntuh_onboard.backend.web.browse import open_page, press
from ntuh_onboard.backend.web.client import Limits
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.submission import Submission
from tests.web.conftest import Make
from tests.web.servers import Server, closed_port, half, hang_up, page, redirect, reset

CANARY = "Canary-7f3a91-Pass"
SESSION = "SESSION=0123456789abcdef0123456789abcdef"


def posting(url: str, value: str = CANARY) -> Submission:
    return Submission("post", url, (("password", value),))


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
        "cp950",
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
        open_page(client, f"{server.origin}/0")
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
    assert open_page(make(server.origin), f"{server.origin}/").lines == ("here",)


def test_a_page_that_moves_to_another_host_is_not_followed(server: Server, other: Server, make: Make) -> None:
    """H-01, and after a commit the outcome is unknown (WH + read back)."""
    server.replies["/"] = page(f"<script>location.href='{other.origin}/x'</script>")
    client = make(server.origin)
    with pytest.raises(UnexpectedPage) as strayed:
        open_page(client, f"{server.origin}/")
    assert strayed.value.why is Why.OTHER_HOST
    with pytest.raises(AnswerLost) as lost:
        press(client, posting(f"{server.origin}/"), commit=True)
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


LOST = {
    "reset": (reset, Why.RESET),
    "hang up": (hang_up, Why.RESET),
    "half an answer": (half, Why.RESET),
    "no http": (lambda accepted, _: accepted.sendall(b"\0\1\2 what is this\r\n\r\n"), Why.RESET),
}


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


def drip(server: Server) -> object:
    def one_byte_at_a_time(accepted: socket.socket, _: bytes) -> None:
        accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not server.waits(0.05):
            accepted.sendall(b"x")

    return one_byte_at_a_time


def endless_headers(accepted: socket.socket, _: bytes) -> None:
    accepted.sendall(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % each for each in range(1000)))


def endless_informational(server: Server) -> object:
    def again_and_again(accepted: socket.socket, _: bytes) -> None:
        while not server.waits(0.01):
            accepted.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    return again_and_again


def silent(server: Server) -> object:
    def never(accepted: socket.socket, _: bytes) -> None:
        server.waits(10)

    return never


@pytest.mark.parametrize("fault", [drip, endless_informational, silent], ids=lambda each: each.__name__)
@pytest.mark.parametrize("commit", [True, False])
def test_an_exchange_ends_at_its_deadline(server: Server, make: Make, fault: object, commit: bool) -> None:  # noqa: FBT001  # a parameter of the table
    """H-07: a byte now and then does not keep it alive."""
    assert callable(fault)
    server.replies["/"] = fault(server)
    client = make(server.origin, limits=Limits(connect=0.3, read=5, total=0.5, pause=0))
    started = time.monotonic()
    with pytest.raises((AnswerLost, Unreachable)) as failed:
        client.send(posting(f"{server.origin}/"), commit=commit)
    assert isinstance(failed.value, AnswerLost) is commit
    assert 0.4 < time.monotonic() - started < 1.5
    assert failed.value.why is Why.DEADLINE


def test_a_single_read_has_its_own_limit(server: Server, make: Make) -> None:
    """Silence for longer than one read is allowed ends the exchange before its deadline."""
    server.replies["/"] = silent(server)  # type: ignore[assignment]  # a reply
    client = make(server.origin, limits=Limits(connect=0.3, read=0.2, total=5, again=0))
    started = time.monotonic()
    with pytest.raises(Unreachable) as failed:
        client.get(f"{server.origin}/")
    assert time.monotonic() - started < 1.0
    assert failed.value.why is Why.SLOW


def test_endless_headers_end_it(server: Server, make: Make) -> None:
    """H-07."""
    server.replies["/"] = endless_headers
    with pytest.raises(AnswerLost) as failed:
        make(server.origin).send(posting(f"{server.origin}/"), commit=True)
    assert failed.value.why in {Why.MALFORMED, Why.RESET}


def bomb(megabytes: int) -> bytes:
    """Zeros, compressed twice; made in pieces, so that making them costs no memory."""
    inner, outer = zlib.compressobj(9, wbits=31), zlib.compressobj(9, wbits=31)
    made = b"".join(outer.compress(inner.compress(bytes(1 << 20))) for _ in range(megabytes))
    return made + outer.compress(inner.flush()) + outer.flush()


@pytest.mark.parametrize("status", [200, 302])
def test_a_compressed_bomb_is_not_blown_up(server: Server, make: Make, status: int) -> None:
    """H-07: 1 MiB after decompression; the memory does not grow by twenty. A redirect's body is not read at all."""
    headers = [("Content-Encoding", "gzip, gzip"), ("Location", "/")]
    server.replies.update({"/bomb": page(bomb(100), status=status, headers=headers), "/": page("<p>unharmed")})
    client = make(server.origin, limits=Limits())
    tracemalloc.start()
    try:
        if status == 302:
            assert client.get(f"{server.origin}/bomb").decoded.text == "<p>unharmed"
        else:
            with pytest.raises(UnexpectedPage) as large:
                client.get(f"{server.origin}/bomb")
            assert large.value.why is Why.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_the_cap_is_exact(server: Server, make: Make) -> None:
    """A page of the limit is read; one byte more is refused. A picture has its own, smaller limit (C-05)."""
    client = make(server.origin, limits=Limits(body=1000, picture=100))
    server.replies.update({"/a": page(b"x" * 1000), "/b": page(b"x" * 1001)})
    assert len(client.get(f"{server.origin}/a").body) == 1000
    for path, ask in (("/b", client.get), ("/a", client.picture)):
        with pytest.raises(UnexpectedPage):
            ask(f"{server.origin}{path}")


def test_leaving_ends_what_is_running(server: Server, make: Make) -> None:
    """`close()` from another thread shuts the socket at once; later calls send nothing."""
    client = make(server.origin, limits=Limits(total=10))

    def leave(accepted: socket.socket, _: bytes) -> None:
        client.close()
        server.waits(5)

    server.replies["/"] = leave
    started = time.monotonic()
    with pytest.raises(Unreachable) as failed:
        client.get(f"{server.origin}/")
    assert failed.value.why is Why.CLOSED
    assert time.monotonic() - started < 2
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


def reachable(start: object) -> Iterator[object]:
    """Everything that can be reached from an object, but for modules, classes, functions and frames."""
    skipped = (
        types.ModuleType,
        type,
        types.FunctionType,
        types.FrameType,
        types.TracebackType,
        types.BuiltinFunctionType,
    )
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, skipped):
            continue
        seen.add(id(each))
        yield each
        waiting.extend(gc.get_referents(each))


def holds_canary(start: object) -> bool:
    return any(CANARY in repr(each) for each in reachable(start) if isinstance(each, str | bytes | bytearray))


@pytest.mark.parametrize("fault", [*LOST, "refused", "strayed"])
def test_no_error_holds_the_request(server: Server, other: Server, make: Make, fault: str) -> None:
    """H-11: the libraries' exceptions hold the form's body and the address; none of ours leads to one."""
    url = f"http://127.0.0.1:{closed_port()}" if fault == "refused" else server.origin
    server.replies["/save"] = LOST[fault][0] if fault in LOST else redirect(302, f"{other.origin}/?p={CANARY}")
    with pytest.raises((AnswerLost, Unreachable)) as failed:
        make(url).send(posting(f"{url}/save?{SESSION}"), commit=True)
    error = failed.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert not holds_canary(error)
    assert CANARY not in f"{error} {error!r} {error.args}"


def test_the_search_finds_a_planted_canary() -> None:
    """The check above can fail."""
    planted = Unreachable(Why.RESET)
    planted.__context__ = ValueError({"body": [f"password={CANARY}"]})
    assert holds_canary(planted)


def test_nothing_is_logged_at_any_level(server: Server, make: Make, caplog: pytest.LogCaptureFixture) -> None:
    """S-03: urllib3's DEBUG lines hold the address with its session, its warnings too."""
    client = make(server.origin)
    for name in ("", "urllib3", "urllib3.connectionpool", "requests"):
        caplog.set_level(logging.DEBUG, logger=name)
    server.replies.update({"/": page(), "/broken": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nbad header\r\n\r\nok"})
    client.get(f"{server.origin}/?{SESSION}")
    client.get(f"{server.origin}/broken?{SESSION}")
    assert caplog.text == ""


def test_values_do_not_show_what_they_hold(server: Server, make: Make) -> None:
    """S-02: submission, answer and page say nothing of their contents."""
    server.replies["/"] = page(f"<input value='{CANARY}'>")
    sent = posting(f"{server.origin}/?{SESSION}")
    answer = make(server.origin).get(f"{server.origin}/?{SESSION}&p={CANARY}")
    read = open_page(make(server.origin), f"{server.origin}/")
    shown = f"{sent!r} {answer!r} {read!r} {read.controls!r} {read.acts!r}"
    assert CANARY not in shown
    assert SESSION not in shown
