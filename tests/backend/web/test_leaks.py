"""No error, log line or repr holds what was sent (H-10, H-11, S-02, S-03)."""

from __future__ import annotations

import gc
import logging
import types
from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import AnswerLost, Unreachable, Why
from tests.backend.web.conftest import Make
from tests.backend.web.servers import CANARY, LOST, SESSION, Server, closed_port, page, posting, redirect


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
    read = HttpEngine(make(server.origin)).open(f"{server.origin}/")
    shown = f"{sent!r} {answer!r} {read!r} {read.controls!r} {read.acts!r}"
    assert CANARY not in shown
    assert SESSION not in shown
