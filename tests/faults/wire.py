"""A server between the student and the simulated hospital, on which every byte can go wrong (E1).

Each request has a connection and a handshake of its own, so that a fault can be met before it, within it, or in its
answer. What is armed is met from the `at`-th request on, counted from 0 at the arming.
"""

from __future__ import annotations

import contextlib
import random
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.faults.certificates import Certificates, Shown
from tests.patience import PATIENCE

PORTS = range(20_000, 32_000)
LAST = 10_000
"""More requests than any act makes: nothing is armed."""
STILL = re.compile(rb"^/(style\.css|favicon\.ico|images/.*)$")
"""What only a browser asks for, when and as often as it likes: it meets nothing, and is not counted."""
Meet = Callable[["Exchange"], None]


@dataclass(frozen=True)
class Asked:
    """One request, by its method and its path without the query, which may hold a session."""

    method: str
    path: str


@dataclass
class Exchange:
    """One request at the server: what came, the client's socket, and the way to the hospital.

    passed: the answer was a move, which was passed on as it came.
    """

    raw: bytes = field(repr=False)
    client: socket.socket
    upstream: tuple[str, int]
    over: threading.Event
    passed: bool = False

    def forward(self) -> bytes:
        """Let the hospital have the request; its whole answer. Whatever it commits, it has committed then."""
        head, _, body = self.raw.partition(b"\r\n\r\n")
        head = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head) + b"\r\nConnection: close"
        answer = b""
        with socket.create_connection(self.upstream, timeout=PATIENCE) as hospital:
            hospital.sendall(head + b"\r\n\r\n" + body)
            while got := hospital.recv(65536):
                answer += got
        return answer

    def left(self, seconds: float) -> bool:
        """Wait so long; whether the client has gone meanwhile, or the test is over."""
        self.client.settimeout(seconds)
        try:
            gone = self.client.recv(1) == b""
        except TimeoutError:
            gone = False
        except OSError:
            gone = True
        return gone or self.over.is_set()


def pass_on(exchange: Exchange) -> None:
    """As it should be."""
    exchange.client.sendall(exchange.forward())


@dataclass
class Fault:
    """What is armed. at: the first request that meets it. shut: no connection is taken from then on.

    shown: the certificate of the handshakes from then on. meet: what is done with a request; where a move is passed on
    by it, the page that is moved to meets it too. times: how many requests meet it. lost: a request before, whose
    answer is thrown away, so that it is asked after. ready: called before the first request that meets it can be made.
    """

    at: int = LAST
    shut: bool = False
    shown: Shown = Shown.GOOD
    meet: Meet | None = None
    times: int = 1
    lost: int = LAST
    ready: Callable[[], None] | None = None


class Wire:
    """Stands in front of the sites of one hospital.

    ca_file: what a client is to trust. asked: every request since the last `arm` or `clear`. refused: whether a
    handshake has failed since.
    """

    def __init__(self, sites: Mapping[str, str], certificates: Certificates, ca_file: Path) -> None:
        self._upstream = {name: _address(url) for name, url in sites.items()}
        self._certificates = certificates
        self.ca_file = ca_file
        ca_file.write_bytes(certificates.ca_pem)
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._fault = Fault()
        self._met = 0
        self._ports: dict[str, int] = {}
        self._listening: dict[str, list[socket.socket]] = {}
        self.asked: list[Asked] = []
        self.refused = threading.Event()
        for name in sites:
            self._listen(name)

    @property
    def urls(self) -> dict[str, str]:
        """The address of each site, as the student's computer knows it."""
        return {name: f"https://{host}:{self._ports[name]}" for name, (host, _) in self._upstream.items()}

    def arm(self, fault: Fault) -> None:
        """Let this be met."""
        with self._lock:
            self._over.clear()
            self._fault, self._met, self.asked = fault, 0, []
            self.refused.clear()
            self._turn(0)

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._over.set()
            self._fault, self.asked = Fault(), []
            for name in self._upstream:
                if not self._listening[name]:
                    self._listen(name)

    def close(self) -> None:
        """The end."""
        self._over.set()
        for name in self._upstream:
            self._shut(name)

    def _turn(self, coming: int) -> None:
        """Be ready for the request of this number before anybody can make it."""
        if self._fault.ready is not None and coming == self._fault.at:
            self._fault.ready()
        if self._fault.shut and coming == self._fault.at:
            for name in self._upstream:
                self._shut(name)

    def _listen(self, name: str) -> None:
        host, _ = self._upstream[name]
        made = [socket.create_server(("127.0.0.1", self._ports[name]))] if name in self._ports else [_anywhere()]
        self._ports[name] = made[0].getsockname()[1]
        if host == "localhost":
            with contextlib.suppress(OSError):  # the machine has no IPv6
                made.append(socket.create_server(("::1", self._ports[name]), family=socket.AF_INET6))
        self._listening[name] = made
        for each in made:
            threading.Thread(target=self._accept, args=(each, name), daemon=True).start()

    def _shut(self, name: str) -> None:
        for each in self._listening[name]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)  # a thread in `accept` would keep a socket open that is only closed
            each.close()
        self._listening[name] = []

    def _accept(self, listening: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):  # it was shut
            while True:
                client, _ = listening.accept()
                threading.Thread(target=self._serve, args=(client, name), daemon=True).start()

    def _serve(self, accepted: socket.socket, name: str) -> None:
        with accepted, contextlib.suppress(OSError):
            accepted.settimeout(PATIENCE)
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                shown = self._fault.shown if len(self.asked) >= self._fault.at else Shown.GOOD
            try:
                client = self._certificates.contexts[shown].wrap_socket(accepted, server_side=True)
            except OSError:
                self.refused.set()
                return
            with client:
                self._answer(client, name)

    def _answer(self, client: ssl.SSLSocket, name: str) -> None:
        raw = _request(client)
        if raw is None:
            return
        method, target, *_ = raw.split(b" ", 2)
        if STILL.search(target) or b"__ASYNCPOST=true" in raw:  # a panel's own question, by its page's script
            client.sendall(Exchange(raw, client, self._upstream[name], self._over).forward())
            return
        with self._lock:
            number = len(self.asked)
            self.asked.append(Asked(method.decode(), urlsplit(target.decode()).path))
            fault = self._fault
            meet = fault.meet if number >= fault.at and self._met < fault.times else None
            exchange = Exchange(raw, client, self._upstream[name], self._over)
        if meet is not None:
            meet(exchange)
            self._met += not exchange.passed
            return
        answer = exchange.forward()
        with self._lock:
            self._turn(number + 1)
        if number != fault.lost:
            client.sendall(answer)


@contextlib.contextmanager
def wired(sites: Mapping[str, str], certificates: Certificates, ca_file: Path) -> Iterator[Wire]:
    """A server in front of these sites, until the block is left."""
    wire = Wire(sites, certificates, ca_file)
    try:
        yield wire
    finally:
        wire.close()


def _anywhere() -> socket.socket:
    """At a port that no connection is given as its own: while it is shut, nobody else may take it."""
    for port in random.sample(PORTS, 100):
        with contextlib.suppress(OSError):
            return socket.create_server(("127.0.0.1", port))
    raise OSError("no port is free")


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 0


def _request(client: ssl.SSLSocket) -> bytes | None:
    """One whole request; None where the client has left before it was."""
    raw = b""
    while True:
        head, ends, body = raw.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length:\s*([0-9]+)", head)
        if ends and len(body) >= int(length[1] if length else 0):
            return raw
        got = client.recv(65536)
        if not got:
            return None
        raw += got
