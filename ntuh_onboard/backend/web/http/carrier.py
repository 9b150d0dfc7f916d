"""Carry a browser's requests over the safe client's own connections (H-01 to H-12).

A browser's own network would trust other authorities, ask other servers, and send a commit again by itself when a kept
connection breaks. So it has none: each of its requests is sent here, once, and what came is handed back to it. Cookies
stay with the browser; redirects are handed back too, and come here again as its next request.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

from ntuh_onboard.backend.web.failures import Failure, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.http import trust
from ntuh_onboard.backend.web.http.client import AGENT, Limits
from ntuh_onboard.backend.web.http.connections import CONNECT_SECONDS, TRACE, Trace
from ntuh_onboard.backend.web.http.deadline import Deadline
from ntuh_onboard.backend.web.http.exception_map import FOREIGN, ours
from ntuh_onboard.backend.web.http.redirects import REDIRECTS, Hosts, is_loopback_url
from ntuh_onboard.backend.web.http.requests_adapter import Wire

MOST_BODY = 16 * 1024 * 1024
"""Bytes of one answer; a page's scripts are larger than a page."""
_OWN = frozenset({"accept-encoding", "connection", "content-length", "host", "proxy-connection", "transfer-encoding"})
"""Headers that belong to a connection, and are written anew."""
_OF_THE_WIRE = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})
"""Headers of an answer that say how it came; its body is handed on unpacked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the browser. Its repr shows neither address nor body."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """What came back.

    Attributes:
        status: the HTTP status; 0 if no answer came.
        headers: names and values, in their order; a name may come more than once.
        body: the bytes, unpacked.
        failed: why no answer came; None if one did.
        sent: whether the first byte of the request was sent.

    """

    status: int = 0
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    failed: Failure | None = None
    sent: bool = True


class Carrier:
    """One student's connections for one browser. May be used by several threads at once.

    Args:
        hosts: the servers that may be contacted.
        scripts: servers that may be asked for scripts and style sheets, and nothing else.
        ca_file: authorities to trust instead of the system's.
        proxy: used for all servers but loopback.
        limits: the limits of an exchange.

    """

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        scripts: Iterable[str] = (),
        ca_file: Path | None = None,
        proxy: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.hosts = Hosts(hosts)
        self.scripts = Hosts(scripts)
        self.limits = limits or Limits()
        self._wire = Wire(trust.context(ca_file), proxy, AGENT)
        self._wire.keep_no_cookies(DefaultCookiePolicy(allowed_domains=[]))
        self._lock = threading.Lock()
        self._running: set[Deadline] = set()
        self._closed = False

    def carry(self, asked: Asked) -> Carried:
        """Send one request, once, whatever happens; raises nothing."""
        if self._closed:
            return Carried(failed=Unreachable(Why.CLOSED), sent=False)
        with Deadline(self.limits.total) as limit:
            with self._lock:
                self._running.add(limit)
            try:
                return self._carried(asked, limit)
            finally:
                with self._lock:
                    self._running.discard(limit)

    def _carried(self, asked: Asked, limit: Deadline) -> Carried:
        trace = Trace()
        tokens = CONNECT_SECONDS.set(self.limits.connect), TRACE.set(trace)
        try:
            found = self._exchanged(asked)
        except UnexpectedPage as refused:
            found = Carried(failed=UnexpectedPage(refused.why))
        except FOREIGN as failed:
            found = Carried(failed=ours(failed, sent=trace.sent))
        finally:
            CONNECT_SECONDS.reset(tokens[0])
            TRACE.reset(tokens[1])
            limit.forget()
        if limit.over():  # even if the shut socket looked like the end of the body
            found = Carried(failed=Unreachable(Why.CLOSED if self._closed else Why.DEADLINE))
        return found if found.failed is None else Carried(failed=found.failed, sent=trace.sent)

    def _exchanged(self, asked: Asked) -> Carried:
        headers = {name: value for name, value in asked.headers.items() if name.casefold() not in _OWN}
        timeout = (self.limits.connect, self.limits.read)
        local = is_loopback_url(asked.url)
        with self._wire.send(asked.method, asked.url, headers, asked.body, timeout, local=local) as response:
            read = b"" if response.status_code in REDIRECTS else self._wire.body(response, MOST_BODY)
            if read is None:
                return Carried(failed=UnexpectedPage(Why.TOO_LARGE))
            kept = tuple(
                (name, value) for name, value in response.raw.headers.items() if name.casefold() not in _OF_THE_WIRE
            )
            return Carried(response.status_code, kept, read)

    def abandon(self) -> None:
        """Abort what is running."""
        with self._lock:
            running = tuple(self._running)
        for each in running:
            each.shut()

    def close(self) -> None:
        """Abort what is running, for good. May be called from any thread."""
        self._closed = True
        self.abandon()
        self._wire.close()
