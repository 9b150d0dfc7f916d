"""The safe HTTP client, the only way to a site (H-01 to H-12).

An exchange is one request and its redirects, under one deadline. It ends in an `Answer` or in one of our errors:

- provably nothing sent (name, connection, handshake) -> `Unreachable`, `Untrusted`
- a read without an answer -> `Unreachable`; an answer that leads elsewhere -> `UnexpectedPage`
- a commit whose first byte was sent, and no complete answer -> `AnswerLost`, or `AnswerUnclear` if something came

What a page means (maintenance, a network's own sign-in page, success) is decided by the page sequences, not here.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ntuh_onboard import __version__
from ntuh_onboard.backend.web.failures import Failure, UnexpectedPage, Unreachable, Untrusted, Why, unknown
from ntuh_onboard.backend.web.http import trust
from ntuh_onboard.backend.web.http.connections import CONNECT_SECONDS, TRACE, Trace
from ntuh_onboard.backend.web.http.cookies import Cookie
from ntuh_onboard.backend.web.http.deadline import Deadline, current
from ntuh_onboard.backend.web.http.exception_map import FOREIGN, ours
from ntuh_onboard.backend.web.http.redirects import (
    FOLLOWED,
    FOLLOWED_BY_GET,
    REDIRECTS,
    Hosts,
    absolute,
    is_loopback_url,
    location,
)
from ntuh_onboard.backend.web.http.requests_adapter import Wire
from ntuh_onboard.backend.web.http.response import Answer, date_of, kind_and_label
from ntuh_onboard.backend.web.http.submission import Submission

AGENT = f"ntuh-onboard/{__version__} (guided sign-up in a terminal)"
MOST_TEXT = 64 * 1024
_AGAIN = frozenset({Why.NAME, Why.CONNECT, Why.RESET, Why.SLOW})
TROUBLED = frozenset({500, 502, 504})
"""A server in trouble may be asked again; a closed one (503) says that it is closed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an exchange.

    Attributes:
        connect: seconds for a connection.
        read: seconds for one read.
        total: seconds for the whole exchange.
        body: bytes of a page's body, decompressed.
        picture: bytes of a picture.
        hops: redirects that are followed.
        again: how often a read is repeated.
        pause: seconds between repetitions, on average.

    """

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    body: int = 1024 * 1024
    picture: int = 256 * 1024
    hops: int = 5
    again: int = 2
    pause: float = 0.2


class Client:
    """One student's client for the sites of one profile: cookies, connections, limits. Used by one thread at a time.

    Args:
        hosts: the servers that may be contacted (see `Hosts`).
        ca_file: authorities to trust instead of the system's.
        proxy: used for all servers but loopback; never taken from the environment.
        limits: the limits of an exchange.
        agent: how the client names itself to the servers.

    Attributes:
        went_to: where the answer to the last form has led, at one of these servers, or empty. It may contain a session.

    """

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        ca_file: Path | None = None,
        proxy: str | None = None,
        limits: Limits | None = None,
        agent: str = AGENT,
    ) -> None:
        self.hosts = Hosts(hosts)
        self.limits = limits or Limits()
        self._wire = Wire(trust.context(ca_file), proxy, agent)
        self._closed = threading.Event()
        self._running: Deadline | None = None
        self._left = False
        self._texts: dict[str, str] = {}
        self.went_to = ""

    @contextmanager
    def exchange(self) -> Iterator[Deadline]:
        """Put all requests inside under one deadline; a nested exchange shares the outer one's."""
        outer = current()
        if outer is not None:
            yield outer
            return
        with Deadline(self.limits.total) as limit:
            self._running = limit
            try:
                yield limit
            finally:
                self._running = None

    def get(self, url: str, *, hops: int = 0) -> Answer:
        """Read an address, at most three times while no answer comes (AG). `hops`: redirects followed before."""
        if hops:
            self._remember_address(url)
        return self._read(url, hops, self.limits.body)

    def text(self, url: str) -> str:
        """Read a small text file of the site, once; empty if it cannot be read."""
        if url not in self._texts:
            self._texts[url] = ""
            with suppress(Unreachable, Untrusted, UnexpectedPage):
                answer = self._read(url, 0, MOST_TEXT)
                self._texts[url] = answer.decoded.text if answer.status == 200 else ""
        return self._texts[url]

    def picture(self, url: str) -> Answer:
        """Read a picture of at most 256 KiB (C-05)."""
        return self._read(url, 0, self.limits.picture)

    def send(self, submission: Submission, *, commit: bool) -> Answer:
        """Send a form, only once whatever happens (H-08). `commit`: it changes something at the hospital."""
        self.went_to = ""
        if not submission.posts and not commit:
            return self.get(submission.address)
        with self.exchange():
            found = self._send(submission, commit=commit)
        if isinstance(found, Answer):
            return found
        raise found

    def cookies(self) -> tuple[Cookie, ...]:
        """Return the cookies of now."""
        return self._wire.cookies()

    def session(self) -> Callable[[], None]:
        """Return what brings back the cookies of now."""
        return self._wire.session()

    def forget(self) -> None:
        """Drop cookies and connections, which means a new session at every site."""
        self._wire.forget()

    def close(self) -> None:
        """Abort what is running, and drop cookies and connections. May be called from any thread."""
        self._closed.set()
        running = self._running
        if running is not None:
            running.shut()
        self._wire.close()

    def _read(self, url: str, hops: int, most: int) -> Answer:
        with self.exchange() as limit:
            for tries_left in reversed(range(self.limits.again + 1)):
                found = self._follow(_Request(url), most, hops)
                if not _worth_asking_again(found) or not tries_left or limit.over():
                    break
                self._closed.wait(self.limits.pause * (0.5 + secrets.randbelow(1000) / 1000))
        if isinstance(found, Answer):
            return found
        raise found

    def _send(self, submission: Submission, *, commit: bool) -> Answer | Failure:
        asked = _Request(submission.address, *(submission.encoded() if submission.posts else ()))
        self._left = False
        found = self._follow(asked, self.limits.body, 0)
        return unknown(found.why) if commit and self._left and not isinstance(found, Answer) else found

    def _follow(self, asked: _Request, most: int, hops: int) -> Answer | Failure:
        """Send a request, and follow its redirects by GET."""
        posted = asked.body is not None
        while True:
            step = self._once(asked, most)
            if not isinstance(step, _Step):
                return step
            if step.answer.status not in REDIRECTS:
                return replace(step.answer, hops=hops, posted=posted)
            if not step.target:
                return UnexpectedPage(Why.REDIRECT_KIND)
            hops += 1
            if hops > self.limits.hops:
                return UnexpectedPage(Why.REDIRECTS)
            self._remember_address(step.target)
            asked = _Request(step.target)

    def _remember_address(self, url: str) -> None:
        self.went_to = url if url in self.hosts else ""

    def _once(self, asked: _Request, most: int) -> _Step | Failure:
        """Send a request and read its body. Errors are returned, so that none has a library's as its cause (H-11)."""
        try:
            address = self.hosts.checked(asked.url)
        except UnexpectedPage as refused:
            return UnexpectedPage(refused.why)
        limit = current()
        if self._closed.is_set() or limit is None or limit.over():
            return Unreachable(Why.CLOSED if self._closed.is_set() else Why.DEADLINE)
        trace = Trace()
        tokens = CONNECT_SECONDS.set(self.limits.connect), TRACE.set(trace)
        try:
            found = self._step(replace(asked, url=address), most)
        except UnexpectedPage as refused:
            found = UnexpectedPage(refused.why)
        except FOREIGN as failed:
            found = ours(failed, sent=trace.sent)
        finally:
            CONNECT_SECONDS.reset(tokens[0])
            TRACE.reset(tokens[1])
            limit.forget()
        self._left = self._left or trace.sent
        if limit.over():  # even if the shut socket looked like the end of the body
            return Unreachable(Why.CLOSED if self._closed.is_set() else Why.DEADLINE)
        return found

    def _step(self, asked: _Request, most: int) -> _Step | Failure:
        timeout = (self.limits.connect, self.limits.read)
        with self._wire.exchange(
            asked.url, asked.body, asked.kind, timeout, local=is_loopback_url(asked.url)
        ) as response:
            status = response.status_code
            read = b"" if status in REDIRECTS else self._wire.body(response, most)
            if read is None:
                return UnexpectedPage(Why.TOO_LARGE)
            moved = self._wire.location(response)
            followed = FOLLOWED_BY_GET if asked.body is None else FOLLOWED
            target = absolute(asked.url, location(moved)) if moved and status in followed else ""
            kind, label = kind_and_label(response.headers.get("Content-Type", ""))
            refresh = response.headers.get("Refresh", "")
            found = Answer(asked.url, status, kind, read, label, date_of(response.headers), refresh=refresh)
            return _Step(found, target)


def _worth_asking_again(found: Answer | Failure) -> bool:
    if isinstance(found, Answer):
        return found.status in TROUBLED
    return isinstance(found, Unreachable) and found.why in _AGAIN


@dataclass(frozen=True, slots=True)
class _Request:
    """An address, and for a POST the body and its type."""

    url: str = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """One response, and where it redirects to, or empty."""

    answer: Answer
    target: str
