"""The client's limits: deadline, one read, body, headers (H-07)."""

from __future__ import annotations

import socket
import time
import tracemalloc
import zlib

import pytest

from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.http.client import Limits
from tests.backend.web.conftest import Make
from tests.backend.web.servers import Server, page, posting
from tests.patience import PATIENCE


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
        server.waits(PATIENCE)

    return never


@pytest.mark.parametrize("fault", [drip, endless_informational, silent], ids=lambda each: each.__name__)
@pytest.mark.parametrize("commit", [True, False])
def test_an_exchange_ends_at_its_deadline(server: Server, make: Make, fault: object, commit: bool) -> None:  # noqa: FBT001  # a parameter of the table
    """H-07: a byte now and then does not keep it alive."""
    assert callable(fault)
    server.replies["/"] = fault(server)
    client = make(server.origin, limits=Limits(connect=5, read=PATIENCE, total=0.5, pause=0))
    started = time.monotonic()
    with pytest.raises((AnswerLost, Unreachable)) as failed:
        client.send(posting(f"{server.origin}/"), commit=commit)
    assert isinstance(failed.value, AnswerLost) is commit
    assert 0.4 < time.monotonic() - started < PATIENCE / 2
    assert isinstance(failed.value, AnswerLost | Unreachable)
    assert failed.value.why is Why.DEADLINE


def test_a_single_read_has_its_own_limit(server: Server, make: Make) -> None:
    """Silence for longer than one read is allowed ends the exchange before its deadline."""
    server.replies["/"] = silent(server)  # type: ignore[assignment]  # a reply
    client = make(server.origin, limits=Limits(connect=5, read=0.2, total=PATIENCE, again=0))
    started = time.monotonic()
    with pytest.raises(Unreachable) as failed:
        client.get(f"{server.origin}/")
    assert time.monotonic() - started < PATIENCE / 2
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
