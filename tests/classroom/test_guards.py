"""What would take something from a pupil asks first; and nobody keeps the class's pages from everybody else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from ntuh_onboard.backend.site import gate
from ntuh_onboard.classroom.class_server import FOR_ALL, FOR_EACH, Class
from tests.classroom.conftest import Browser
from tests.patience import PATIENCE


def test_a_seat_of_another_browser_is_taken_after_a_question(three: Class) -> None:
    """Which says whether somebody is there; one's own seat, and a slip's code, ask nothing."""
    owner, other, number = Browser(), Browser(), 3
    three.room.taken.pop(number, None)
    owner.open(f"{three.base}/take/{number}", post=True)
    assert owner.address.endswith("/seat")
    for here, said in ((frozenset[int](), "nobody is using it now"), (frozenset({number}), "ask the student who sits")):
        three.room.here = lambda here=here: here  # type: ignore[misc]  # mypy has no type for a default of a lambda
        assert said in other.open(f"{three.base}/take/{number}", post=True)[1]
        assert not other.address.endswith("/seat")
    owner.open(f"{three.base}/take/{number}", post=True)
    assert owner.address.endswith("/seat")
    other.open(f"{three.base}/take/{number}?sure=1", post=True)
    assert other.address.endswith("/seat")
    owner.open(f"{three.base}/seat/{three.room.pupils[number - 1].token}")
    assert owner.address.endswith("/seat")


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example.org", "http://127.0.0.1:9"])
def test_only_the_class_own_pages_take_a_seat(three: Class, origin: str | None) -> None:
    """Cookies know no ports, so that a page of another server here could do it in a pupil's browser."""
    three.room.taken.pop(2, None)
    headers = {} if origin is None else {"Origin": origin}
    assert Browser().open(f"{three.base}/take/2?sure=1", post=True, headers=headers)[0] == 403
    assert 2 not in three.room.taken


@contextmanager
def silent(base: str, count: int) -> Iterator[list[socket.socket]]:
    """So many connections on which half a request was sent, and nothing more."""
    where = urlsplit(base)
    assert where.hostname
    with ExitStack() as kept:
        found = []
        for _ in range(count):
            line = kept.enter_context(socket.create_connection((where.hostname, where.port or 0), PATIENCE))
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
            found.append(line)
        yield found


def hung_up(line: socket.socket) -> bool:
    """Whether the server closes this connection, without an answer."""
    line.settimeout(PATIENCE)
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_many_that_say_nothing_lock_nobody_out(three: Class) -> None:
    """More than there is room for: the oldest silent ones give way, and a pupil is answered."""
    most = FOR_ALL + FOR_EACH * 3
    with silent(three.base, 3 * most) as lines:
        assert Browser().open(f"{three.base}/")[0] == 200
        assert hung_up(lines[0])


def test_a_connection_that_stays_silent_is_closed(three: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that has asked something is not, for that reason."""
    monkeypatch.setattr(gate, "ASKED_WITHIN", 0.2)
    with silent(three.base, 2) as (half, whole):
        whole.sendall(urlsplit(three.base).netloc.encode() + b"\r\n\r\n")
        whole.settimeout(PATIENCE)
        assert whole.recv(15).startswith(b"HTTP/1.1 200")
        assert hung_up(half)
