"""Answers without an end, and answers that unpack to hundreds of times their size, at the limits of every day (H-07).

`test_limits` holds the same with limits of tenths of a second. Here each bound is shown to be one that a plain client
breaks: its memory grows by the size of the bomb, and a drip holds it for as long as it likes.
"""

from __future__ import annotations

import socket
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ntuh_onboard.backend.web.engines.http_engine import MOST_FRAMES, HttpEngine
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.http.client import Limits
from tests.backend.web.canaries import DOOR, door
from tests.backend.web.conftest import Make
from tests.backend.web.servers import Server, page, posting, redirect
from tests.conftest import Python
from tests.patience import PATIENCE

MARGIN = 1.0
"""Seconds over the limit in which an answer must have been given up."""
GROWTH = 20
"""MiB by which the process may have grown at most."""
BOMB = 64
"""MiB that it unpacks to."""

Endless = Callable[[Server], Callable[[socket.socket, bytes], None]]


def drip(server: Server, start: bytes, each: bytes) -> Callable[[socket.socket, bytes], None]:
    def one_after_the_other(accepted: socket.socket, _: bytes) -> None:
        accepted.sendall(start)
        while not server.waits(0.2):
            accepted.sendall(each)

    return one_after_the_other


ENDLESS: dict[str, Endless] = {
    "body": lambda server: drip(server, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
    "chunks": lambda server: drip(server, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "head": lambda server: drip(server, b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
    "status": lambda server: drip(server, b"HTTP/1.1 ", b"0"),
    "continue": lambda server: drip(server, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "compressed": lambda server: drip(
        server, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\0"
    ),
    "moved": lambda server: drip(server, b"HTTP/1.1 302 X\r\nLocation: /on\r\nContent-Length: 999\r\nX: ", b"x"),
}


def test_the_limits_are_those_of_every_day() -> None:
    """Seconds for a connection, one read, and the whole; bytes of a page, unpacked."""
    limits = Limits()
    assert (limits.connect, limits.read, limits.total, limits.body) == (5, 10, 20, 1 << 20)


def test_no_drip_lasts_longer_than_the_limit(server: Server, make: Make) -> None:
    """All at once, of what is read and of what is sent: twenty seconds, and a moment."""
    server.replies |= {f"/{kind}": made(server) for kind, made in ENDLESS.items()}

    def lasts(kind: str, *, commit: bool) -> tuple[str, bool, float]:
        started, client = time.monotonic(), make(server.origin, limits=Limits())
        with pytest.raises((AnswerLost, Unreachable, UnexpectedPage)) as failed:
            client.send(posting(f"{server.origin}/{kind}"), commit=commit)
        return kind, isinstance(failed.value, AnswerLost) is commit, time.monotonic() - started

    with ThreadPoolExecutor(2 * len(ENDLESS)) as pool:
        waiting = [pool.submit(lasts, kind, commit=commit) for kind in ENDLESS for commit in (True, False)]
        lasted = [each.result() for each in waiting]
    for kind, told_apart, seconds in lasted:
        assert told_apart, kind
        assert seconds < Limits().total + PATIENCE / 2, kind
    assert max(seconds for _, _, seconds in lasted) > Limits().total - MARGIN


def test_a_chain_of_slow_redirects_has_one_limit_for_all(server: Server, make: Make) -> None:
    """Five answers, each well within the limit, are not allowed five times as long."""

    def late(number: int) -> Callable[[socket.socket, bytes], None]:
        def wait(accepted: socket.socket, _: bytes) -> None:
            server.waits(0.4)
            accepted.sendall(redirect(302, f"/{number + 1}"))

        return wait

    server.replies |= {f"/{number}": late(number) for number in range(9)}
    client = make(server.origin, limits=Limits(connect=1, read=1, total=1, again=0))
    with pytest.raises(Unreachable):
        client.get(f"{server.origin}/0")
    assert len(server.requests) <= 3, "within one second no more than two answers come"


def test_frames_within_frames_have_an_end(server: Server, make: Make) -> None:
    """A page that is its own frames is given up after a few, and slow ones have one limit for all."""
    client = make(server.origin, limits=Limits(connect=1, read=1, total=1, again=0))
    own = page("<frameset><frame src=/frames><frame src=/frames></frameset>")
    server.replies["/frames"] = own
    first = HttpEngine(client).open(f"{server.origin}/frames")
    with pytest.raises(UnexpectedPage) as endless:
        HttpEngine(client).frames(first)
    assert endless.value.why is Why.TOO_COMPLEX
    assert server.count("GET", "/frames") <= 1 + MOST_FRAMES

    def late(accepted: socket.socket, _: bytes) -> None:
        server.waits(0.3)
        accepted.sendall(own)

    server.replies["/frames"], before = late, len(server.requests)
    with pytest.raises(Unreachable):
        HttpEngine(client).frames(first)
    assert len(server.requests) - before <= 4, "within one second no more than three answers come"


def test_a_plain_client_is_held_by_a_drip(server: Server, python: Python) -> None:
    """The bound can be broken: a limit for each read alone, as `requests` has it, is never reached."""
    server.replies["/body"] = ENDLESS["body"](server)
    done = python(
        f"""
import threading, requests
def ask():
    requests.get({server.origin + "/body"!r}, timeout=0.5)
asking = threading.Thread(target=ask, daemon=True)
asking.start()
asking.join(3)
print(asking.is_alive())
"""
    )
    assert done.stdout.strip() == "True"


def bomb(*coding: int) -> bytes:
    """Zeros, compressed by each of these in turn; made in pieces, so that making them costs no memory."""
    packers = [zlib.compressobj(9, wbits=each) for each in coding]
    made = bytearray()
    for last in [False] * BOMB + [True]:
        piece = b"" if last else bytes(1 << 20)
        for each in packers:
            piece = each.compress(piece) + (each.flush() if last else b"")
        made += piece
    return bytes(made)


GROWS = """
def peak():
    # Not ru_maxrss: it outlives exec, so that the child of a large test process would seem not to grow at all.
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) for line in told if line.startswith("VmHWM")) // 1024
{start}
before = peak()
{ask}
print(peak() - before)
"""
PLAIN = ("import requests\nrequests.get({origin!r} + '/small')", "requests.get({origin!r} + {path!r}).content")
OURS = (
    """
from ntuh_onboard.common import errors
from tests.backend.web.canaries import backend_to, sign_in
from ntuh_onboard.backend.web.http.client import Limits
def ask(verb):
    try:
        verb()
    except errors.BackendError as error:
        return error
backend = backend_to({origin!r}, limits=Limits())
ask(backend.mail.picture)
""",
    "assert ask({verb}) is not None",
)
PACKED = {"gzip": (31,), "deflate": (15,), "gzip, gzip": (31, 31)}


@pytest.mark.parametrize("coding", PACKED)
def test_memory_does_not_grow_with_a_bomb(server: Server, python: Python, coding: str) -> None:
    """H-07: a page, and the answer to a password; the plain client has all of it in memory."""
    blown = page(bomb(*PACKED[coding]), headers=[("Content-Encoding", coding)])
    server.replies |= {DOOR: blown, "/Login": page("<p>small"), "/small": page("<p>small")}

    def grown(start: str, ask: str) -> int:
        return int(python(GROWS.format(start=start.format(origin=server.origin), ask=ask)).stdout)

    assert grown(PLAIN[0], PLAIN[1].format(origin=server.origin, path=DOOR)) > BOMB // 2
    assert grown(OURS[0], OURS[1].format(verb="backend.portal.sign_in_page")) < GROWTH


def test_memory_does_not_grow_with_the_answer_to_a_password(server: Server, python: Python) -> None:
    """H-07: nor is a commit's outcome taken from it: it is unknown."""
    server.replies["/Login"] = page("<p>small")
    blown = page(bomb(31), headers=[("Content-Encoding", "gzip")])
    doors = iter([door(), blown])
    server.replies[DOOR] = lambda accepted, _: accepted.sendall(next(doors))
    script = GROWS.format(start=OURS[0].format(origin=server.origin), ask="print(repr(ask(lambda: sign_in(backend))))")
    told, grown = python(script).stdout.split()
    assert told.startswith("AnswerUnclear")
    assert int(grown) < GROWTH
