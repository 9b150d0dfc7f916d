"""Heads of answers as servers really send them: what a browser reads of them is read here (RFC 9110, 9112, 6265)."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from http.client import HTTPException

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.http.answer_head import whole_head
from ntuh_onboard.backend.web.http.response import date_of
from tests.backend.web.conftest import Make
from tests.backend.web.servers import Server, posting

BODY = b"<p>ok</p>"
ODD_LINES: dict[str, bytes] = {
    "no colon": b"this line is no header",
    "blank in the name": b"X Powered By: somebody",
    "blank before the colon": b"X-Powered-By : somebody",
    "no name": b": nothing",
    "mail's first line": b"From somebody Mon Nov 24",
    "high bytes in the name": b"X-\xb1\xb1: y",
    "NUL": b"X-Odd: a\0b",
    "a carriage return within": b"X-Odd: a\rSet-Cookie: evil=1",
    "folded": b"X-Long: one\r\n\ttwo",
    "high bytes in the value": b"X-Odd: \xb1\xb1",
    "empty value": b"X-Odd:",
}


def answer(*lines: bytes, first: bytes = b"HTTP/1.1 200 OK", body: bytes = BODY) -> bytes:
    return b"\r\n".join([first, *lines, b"", body])


@pytest.mark.parametrize("odd", ODD_LINES)
def test_a_line_that_is_no_header_costs_that_line_only(server: Server, make: Make, odd: str) -> None:
    """The cookie and the length behind it are read; the second request tells."""
    server.replies["/"] = answer(
        b"Content-Type: text/html; charset=utf-8",
        ODD_LINES[odd],
        b"Set-Cookie: SID=1; path=/",
        b"Content-Length: %d" % len(BODY),
    )
    client = make(server.origin)
    for _ in range(2):
        assert client.get(f"{server.origin}/").decoded.text == BODY.decode()
    assert b"\r\nCookie: SID=1\r\n" in server.requests[1].raw
    assert len(server._threads) == 2, "the length was read, so the connection was kept"


def test_a_fold_before_any_header_is_no_header(server: Server, make: Make) -> None:
    server.replies["/"] = answer(b" folded onto nothing", b"Content-Type: text/html", b"Content-Length: 9")
    assert make(server.origin).get(f"{server.origin}/").kind == "text/html"


@pytest.mark.parametrize("status", [100, 102, 103, 199])
def test_an_informational_answer_is_passed_over(server: Server, make: Make, status: int) -> None:
    """Early Hints come before the answer; a commit whose answer follows them is not lost."""
    hint = answer(b"Link: </a.css>; rel=preload", first=b"HTTP/1.1 %d X" % status, body=b"")
    server.replies["/"] = hint + hint + answer(b"Content-Length: 9")
    found = make(server.origin).send(posting(f"{server.origin}/"), commit=True)
    assert (found.status, found.body) == (200, BODY)


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        (b"", ConnectionError),
        (b"HTTP/1.1 200 OK\r\n", ConnectionError),
        (b"HTTP/1.1 200 OK\r\nX: y", ConnectionError),
        (b"HTTP/1.1 103 X\r\n\r\n", ConnectionError),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 999, HTTPException),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 99_999 + b"\r\n\r\n", HTTPException),
    ],
)
def test_a_head_without_its_end_is_none(source: bytes, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        whole_head(io.BytesIO(source))


SET_COOKIES: dict[str, tuple[list[bytes], bytes]] = {
    "set, then deleted": ([b"A=1; path=/", b"A=; path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT"], b""),
    "set, then deleted by its age": ([b"A=1; path=/", b"A=x; path=/; Max-Age=0"], b""),
    "deleted, then set": ([b"A=; path=/; Max-Age=0", b"A=2; path=/"], b"A=2"),
    "set twice": ([b"A=1; path=/", b"A=2; path=/"], b"A=2"),
    "another one is deleted": ([b"A=1; path=/", b"B=; path=/; Max-Age=0"], b"A=1"),
    "an end that no calendar has": ([b"A=1; path=/; expires=Fri, 31 Dec 99999 23:59:59 GMT"], b"A=1"),
    "an end that is no date": ([b"A=1; path=/; expires=never"], b"A=1"),
    "an age that is no number": ([b"A=1; path=/; Max-Age=soon"], b"A=1"),
    "an age beyond all time": ([b"A=1; path=/; Max-Age=99999999999999999999"], b"A=1"),
    "an odd version": ([b"A=1; path=/; Version=one"], b"A=1"),
    "a port of its own": ([b'A=1; path=/; Port="99"'], b"A=1"),
    "a value in quotes": ([b'A="1 2"; path=/'], b'A="1 2"'),
    "a value with a comma": ([b"A=1,2; path=/"], b"A=1,2"),
}


@pytest.mark.parametrize("kind", SET_COOKIES)
def test_cookies_are_taken_in_their_order(server: Server, make: Make, kind: str) -> None:
    """RFC 6265, section 5.3: one after the other, so that the last word on a cookie holds."""
    lines, wanted = SET_COOKIES[kind]
    server.replies["/"] = answer(*(b"Set-Cookie: " + each for each in lines), b"Content-Length: 9")
    client = make(server.origin)
    for _ in range(2):
        client.get(f"{server.origin}/")
    sent = [line[8:] for line in server.requests[1].raw.split(b"\r\n") if line.startswith(b"Cookie: ")]
    assert sent == ([wanted] if wanted else [])


KINDS: dict[str, tuple[list[bytes], tuple[str, str]]] = {
    "twice the same": ([b"text/html; charset=big5", b"text/html; charset=big5"], ("text/html", "big5")),
    "a second without charset": ([b"text/html; charset=big5", b"text/html"], ("text/html", "big5")),
    "a second of another type": ([b"text/plain; charset=big5", b"text/html"], ("text/html", "")),
    "a second charset": ([b"text/html; charset=utf-8", b"text/html; charset=big5"], ("text/html", "big5")),
    "a second that is none": ([b"text/html; charset=big5", b"none"], ("text/html", "big5")),
    "quotes": ([b'Text/HTML;charset="Big5"'], ("text/html", "Big5")),
    "no charset": ([b"text/html; charset="], ("text/html", "")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_of_several_types_the_last_counts(server: Server, make: Make, kind: str) -> None:
    """A server and the device before it may each name one."""
    lines, wanted = KINDS[kind]
    server.replies["/"] = answer(*(b"Content-Type: " + each for each in lines), b"Content-Length: 9")
    found = make(server.origin).get(f"{server.origin}/")
    assert (found.kind, found.label) == wanted


def test_a_redirect_that_is_named_twice_leads_there_and_one_that_contradicts_itself_nowhere(
    server: Server, make: Make
) -> None:
    """As in browsers; where it leads nowhere, nothing is guessed."""
    first = b"HTTP/1.1 302 X"
    server.replies |= {
        "/same": answer(b"Location: /a", b"Location: /a", b"Content-Length: 9", first=first),
        "/other": answer(b"Location: /a", b"Location: /b", b"Content-Length: 9", first=first),
        "/a": answer(b"Content-Length: 9"),
    }
    client = make(server.origin)
    assert client.get(f"{server.origin}/same").url == f"{server.origin}/a"
    with pytest.raises(UnexpectedPage) as refused:
        client.get(f"{server.origin}/other")
    assert refused.value.why is Why.REDIRECT_KIND


@pytest.mark.parametrize(
    "said",
    [
        "",
        "now",
        "Fri, 31 Dec 9999 23:59:59 -2300",
        "Mon, 01 Jan 0001 00:00:00 +2300",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Tue, 24 Nov 2026 25:61:00 GMT",
        "Tue, 24 Nov 99999 01:41:00 GMT",
        "Tue, 24 Nov 2026 01:41:00 +999999",
    ],
)
def test_a_date_that_cannot_be_is_none(said: str) -> None:
    """It would be taken for the time of day, for codes and for 有效期限, or not be turned into Taipei's at all."""
    assert date_of({"Date": said}) is None


def test_a_date_in_any_zone_is_read() -> None:
    for said in ("Tue, 24 Nov 2026 01:41:00 GMT", "Tue, 24 Nov 2026 09:41:00 +0800", "Tue, 24-Nov-26 01:41:00 GMT"):
        assert date_of({"Date": said}) == datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
