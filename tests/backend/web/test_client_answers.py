"""What the client makes of an answer, and which requests it sends for it: heads, sizes, repetitions, where it led."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.http.client import Client, Limits
from ntuh_onboard.backend.web.http.submission import URLENCODED, Submission
from tests.backend.web.conftest import QUICK, Make
from tests.backend.web.servers import Server, page, posting, redirect


def test_a_client_has_limits_of_its_own_and_has_been_nowhere() -> None:
    """Those that are documented, if no others are given."""
    client = Client(["https://portal.ntuh.gov.tw"])
    assert (client.limits, client.went_to) == (Limits(), "")
    assert Client([], limits=QUICK).limits is QUICK
    assert (Limits().total, Limits().body, Limits().picture) == (20.0, 1_048_576, 262_144)


@pytest.mark.parametrize(
    ("status", "asked"), [(500, 3), (502, 3), (504, 3), (503, 1), (501, 1), (404, 1), (403, 1), (200, 1)]
)
def test_a_server_in_trouble_is_asked_again_and_its_last_answer_counts(
    server: Server, make: Make, status: int, asked: int
) -> None:
    """One that is closed says so: it is not pressed (AG)."""
    server.replies["/"] = page("<p>?", status=status)
    client = make(server.origin)
    assert client.get(f"{server.origin}/").status == status
    assert server.count("GET", "/") == asked


def test_it_is_asked_again_only_until_it_answers(server: Server, make: Make) -> None:
    """The second answer is taken; a picture is asked for in the same way."""
    answers = iter([page(status=502), page(b"GIF89a", kind="image/gif")])
    server.replies["/picture"] = lambda accepted, _: accepted.sendall(next(answers))
    answer = make(server.origin).picture(f"{server.origin}/picture")
    assert (answer.status, answer.kind, answer.body) == (200, "image/gif", b"GIF89a")
    assert server.count("GET", "/picture") == 2


@pytest.mark.parametrize(
    ("why", "answer"),
    [
        (Why.TOO_LARGE, page("x" * 2000)),
        (Why.REDIRECT_KIND, redirect(300, "/x")),
        (Why.OTHER_HOST, redirect(302, "http://127.0.0.1:9/")),
        (Why.OTHER_HOST, redirect(302, "http://[::1/")),
    ],
)
def test_an_answer_that_leads_nowhere_is_not_asked_for_again(
    server: Server, make: Make, why: Why, answer: bytes
) -> None:
    """It would be the same one."""
    server.replies["/"] = answer
    with pytest.raises(UnexpectedPage) as failed:
        make(server.origin, limits=Limits(body=1999, pause=0)).get(f"{server.origin}/")
    assert failed.value.why is why
    assert server.count("GET", "/") == 1


def test_pictures_and_pages_have_each_their_own_size(server: Server, make: Make) -> None:
    """A page may be as large as no picture is (C-05)."""
    server.replies["/"] = page("x" * 600)
    client = make(server.origin, limits=Limits(body=600, picture=599, pause=0))
    assert len(client.get(f"{server.origin}/").body) == 600
    with pytest.raises(UnexpectedPage) as large:
        client.picture(f"{server.origin}/")
    assert large.value.why is Why.TOO_LARGE


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ({"kind": "text/html; charset=big5"}, ("text/html", "big5", "")),
        ({"kind": ""}, ("", "", "")),
        ({"headers": [("Refresh", "1; url=/b")]}, ("text/html", "utf-8", "1; url=/b")),
    ],
)
def test_the_head_of_an_answer_is_kept(
    server: Server, make: Make, head: dict[str, str], kept: tuple[str, str, str]
) -> None:
    """Its type, its charset, and where it leads on; nothing is made up for what is missing."""
    server.replies["/"] = page(**head)  # type: ignore[arg-type]  # a part of the table
    answer = make(server.origin).get(f"{server.origin}/")
    assert (answer.kind, answer.label or "", answer.refresh) == kept
    assert answer.url == f"{server.origin}/"


def test_a_form_names_its_type_and_a_read_has_none(server: Server, make: Make) -> None:
    """Only a POST has a body."""
    server.replies.update({"/in": redirect(302, "/"), "/": page()})
    make(server.origin).send(posting(f"{server.origin}/in"), commit=True)
    post, get = (each.raw.lower() for each in server.requests)
    assert f"content-type: {URLENCODED}".encode() in post
    assert b"content-type" not in get
    assert b"content-length" not in get


@pytest.mark.parametrize(
    ("commit", "asked", "error"), [(False, 3, Unreachable), (True, 1, AnswerLost)], ids=["a menu", "a commit"]
)
def test_a_form_that_is_sent_as_an_address_is_a_read_unless_it_changes_something(
    server: Server, make: Make, *, commit: bool, asked: int, error: type[Exception]
) -> None:
    """A read is repeated; what changes something is sent once, however it is sent (H-08)."""
    server.replies["/find"] = lambda accepted, _: accepted.close()
    form = Submission("get", f"{server.origin}/find", (("q", "1"),))
    with pytest.raises(error):
        make(server.origin).send(form, commit=commit)
    assert [each.line for each in server.requests] == ["GET /find?q=1 HTTP/1.1"] * asked
    server.replies["/find"] = page("<p>found")
    assert make(server.origin).send(form, commit=commit).decoded.text == "<p>found"


def test_where_a_form_has_led_is_known_until_the_next_one(server: Server, make: Make) -> None:
    """Only at servers that may be asked: the program comes back there, to sign out."""
    server.replies.update({"/in": redirect(302, "/home?s=1"), "/home": page(), "/plain": page()})
    client = make(server.origin)
    client.send(posting(f"{server.origin}/in"), commit=True)
    assert client.went_to == f"{server.origin}/home?s=1"
    client.get(f"{server.origin}/plain")
    assert client.went_to == f"{server.origin}/home?s=1", "a read that led nowhere changes nothing"
    client.get(f"{server.origin}/plain", hops=1)
    assert client.went_to == f"{server.origin}/plain", "a move of the page's own"
    client.send(posting(f"{server.origin}/plain"), commit=True)
    assert client.went_to == ""
    server.replies["/in"] = redirect(302, "http://127.0.0.1:9/x")
    client.get(f"{server.origin}/plain", hops=1)
    with pytest.raises(AnswerLost):
        client.send(posting(f"{server.origin}/in"), commit=True)
    assert client.went_to == ""


def test_the_moves_of_a_page_count_with_the_redirects(server: Server, make: Make) -> None:
    """Five in all (H-01)."""
    server.replies.update({"/a": redirect(302, "/b"), "/b": page()})
    client = make(server.origin)
    assert client.get(f"{server.origin}/a", hops=4).hops == 5
    with pytest.raises(UnexpectedPage) as many:
        client.get(f"{server.origin}/a", hops=5)
    assert many.value.why is Why.REDIRECTS


def test_each_end_has_its_own_reason(server: Server, make: Make) -> None:
    """Too late, or closed; neither asks anything more."""
    server.replies["/"] = page()
    client = make(server.origin)
    with client.exchange() as limit:
        limit.shut()
        with pytest.raises(Unreachable) as late:
            client.get(f"{server.origin}/")
    assert late.value.why is Why.DEADLINE
    client.close()
    with pytest.raises(Unreachable) as closed:
        client.get(f"{server.origin}/")
    assert closed.value.why is Why.CLOSED
    with pytest.raises(Unreachable) as closed:
        client.send(posting(f"{server.origin}/"), commit=True)
    assert closed.value.why is Why.CLOSED
    assert server.requests == []


def test_a_redirects_own_page_is_not_read(server: Server, make: Make) -> None:
    """However long it is: only where it leads counts."""
    server.replies.update({"/": page("x" * 700, status=302, headers=[("Location", "/b")]), "/b": page("<p>b")})
    client = make(server.origin, limits=Limits(body=600, pause=0))
    assert client.get(f"{server.origin}/").decoded.text == "<p>b"
