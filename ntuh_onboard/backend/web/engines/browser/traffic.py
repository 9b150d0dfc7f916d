"""What a tab sends, and what comes back: one list of servers, each commit once, and a record of what was lost.

Every request of the browser stops here. It is refused if its server may not be asked, if it would put what was typed
into an address, or if it repeats what was sent since the last press (a reload, a script's own second try); else the
`Carrier` sends it, and its answer is handed to the browser.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from ntuh_onboard.backend.web.failures import Failure, UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.http import charset
from ntuh_onboard.backend.web.http.carrier import Asked, Carried, Carrier
from ntuh_onboard.backend.web.http.redirects import FOLLOWED, REDIRECTS, absolute, location
from ntuh_onboard.backend.web.http.response import date_of, kind_and_label

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

AT_ONCE = 6
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_FROM_SCRIPT_HOSTS = frozenset({"script", "stylesheet"})
_BY_SCRIPT = frozenset({"xhr", "fetch"})
_TELLING = _BY_SCRIPT | {"document"}
"""Kinds of request whose loss may be the loss of an answer; a picture's is not."""
_SERVER_ERROR = 500
_IMAGES, _MOST_IMAGE, _SHORTEST = 8, 256 * 1024, 4


@dataclass(slots=True)
class Pressed:
    """What was sent since the last press.

    Attributes:
        secrets: what may never be part of an address.
        texts: what else was typed: not part of an address before something was sent.
        posted: addresses of what was sent that may change something, in order.
        seen: what was sent, so that the same is not sent again.
        lost: why an answer did not come, the first one; None if all came.
        unsent: why something could not be sent at all.
        unread: why nothing came that a script only wanted to read, before anything else was sent.
        status: the HTTP status by which a script was told that the server failed; 0 if it was not.
        refused: whether something was refused for what it would have told.
        answered: how many answers came.
        hops: how many redirects were followed.
        begun: how many requests the browser wanted to send.
        told: how many of them may have told the server something: pages, what scripts asked for, and what posts.

    """

    secrets: tuple[str, ...] = field(default=(), repr=False)
    texts: tuple[str, ...] = field(default=(), repr=False)
    posted: list[str] = field(default_factory=list, repr=False)
    seen: set[str] = field(default_factory=set, repr=False)
    lost: Failure | None = None
    unsent: Failure | None = None
    unread: Failure | None = None
    status: int = 0
    refused: bool = False
    answered: int = 0
    hops: int = 0
    begun: int = 0
    told: int = 0


class Traffic:
    """The requests of one tab.

    Attributes:
        pressed: what was sent since the last press.
        refused: how often each foreign server was refused, in all tabs of the browser.
        pending: how many requests are on their way.
        silent_since: when the last one ended, or a press began, by the monotonic clock.
        moving: whether a page that only moves on has come, and not yet what it moves on to.
        date: the server's date in the last answer.
        status: the status of the document that came last.
        posted_document: whether that document answered a form without a redirect.
        document: its address when it was asked for; a script may have given it another one since.
        document_lost: why a document did not come; None if it did.

    """

    def __init__(self, carrier: Carrier, refused: Counter[str]) -> None:
        self.carrier = carrier
        self.pressed = Pressed()
        self.refused = refused
        self.pending = 0
        self.silent_since = time.monotonic()
        self.moving = False
        self.date: datetime | None = None
        self.status = 200
        self.posted_document = False
        self.document = ""
        self.document_lost: Failure | None = None
        self._images: OrderedDict[str, bytes] = OrderedDict()
        self._images_lost: dict[str, Failure] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, "carrier")
        self._closed = False

    def begin(self, secrets: Iterable[str] = (), texts: Iterable[str] = ()) -> None:
        """Begin a press; `texts` are no part of an address either until something was sent."""
        self.pressed = Pressed(_long(secrets), _long(texts))
        self.silent_since = time.monotonic()
        self.moving = False
        self.document_lost = None

    def idle(self) -> bool:
        """Return whether nothing is on its way."""
        return self.pending == 0 and not self.moving

    def overdue(self) -> None:
        """Give up what is on its way: the time is over."""
        self.carrier.abandon()
        if self.pressed.posted:
            self.pressed.lost = self.pressed.lost or Unreachable(Why.DEADLINE)

    def image(self, url: str) -> bytes | None:
        """Return the bytes of a picture that came, once; None if they are not known, or were given already.

        Raises why it did not come, once, unless a read is quietly asked for again.
        """
        lost = self._images_lost.pop(url, None)
        if lost is not None and not self.carrier.limits.again:
            raise lost
        return self._images.pop(url, None)

    async def handle(self, route: Route) -> None:
        """Answer one request of the browser."""
        if self._closed:
            with suppress(Exception):  # the tab is going too
                await route.abort()
            return
        request = route.request
        self.pending += 1
        self.pressed.begun += 1
        self.pressed.told += request.resource_type in _TELLING or request.method not in _READS
        if request.resource_type == "document":
            self.moving = False
        try:
            why_not = self._why_not(request)
            if why_not is not None:
                await route.abort(why_not)
                return
            await self._carry(route, request)
        finally:
            self.pending -= 1
            self.silent_since = time.monotonic()

    def _why_not(self, request: Request) -> str | None:
        """Return the browser's word for why this request is refused; None if it may be sent."""
        url, pressed = request.url, self.pressed
        by_script = request.resource_type in _FROM_SCRIPT_HOSTS and request.method == "GET"
        if url not in self.carrier.hosts and not (by_script and url in self.carrier.scripts):
            self.refused[url.partition("://")[2].partition("/")[0].partition("?")[0]] += 1
            if _is_top(request):
                self.document_lost = _other_host(self.carrier, url)
            return "blockedbyclient"
        said = unquote_plus(url.partition("://")[2].partition("/")[2])
        kept = (*pressed.secrets, *(() if pressed.posted else pressed.texts))
        if any(each in said for each in kept):
            pressed.refused = True
            return "blockedbyclient"
        if request.method in _READS:
            return None
        sign = hashlib.sha256(f"{request.method} {url}\n".encode() + (request.post_data_buffer or b"")).hexdigest()
        if sign in pressed.seen:
            return "blockedbyclient"
        pressed.seen.add(sign)
        pressed.posted.append(url)
        return None

    async def _carry(self, route: Route, request: Request) -> None:
        asked = Asked(request.method, request.url, _plain(await request.all_headers()), request.post_data_buffer)
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._pool, partial(self.carrier.carry, asked))
        if request.resource_type != "document":
            found = await loop.run_in_executor(self._pool, partial(self._followed, asked, found))
        top = _is_top(request)
        if found.failed is not None:
            self._lost(request, found, top=top)
            await route.abort("connectionfailed")
            return
        self._came(request, found, top=top)
        if request.resource_type == "document" and found.status in REDIRECTS:
            await self._move(route, request, found, top=top)
        else:
            headers = _joined(found.headers)
            if request.resource_type == "document":
                headers = _in_its_charset(headers, found.body)
            await route.fulfill(status=found.status, headers=headers, body=found.body)

    async def _move(self, route: Route, request: Request, found: Carried, *, top: bool) -> None:
        """Let a document's redirect be followed as a page that moves on: the driver shows us no request of a redirect.

        Raises nothing; a redirect that the client would not follow either is noted as what did not come.
        """
        to = next((value for name, value in found.headers if name.casefold() == "location"), "")
        self.pressed.hops += 1
        refused = None
        if found.status not in FOLLOWED or not to:
            refused = UnexpectedPage(Why.REDIRECT_KIND)
        elif self.pressed.hops > self.carrier.limits.hops:
            refused = UnexpectedPage(Why.REDIRECTS)
        if refused is not None:
            if top:
                self.document_lost = refused
            await route.abort("blockedbyclient")
            return
        script = f"<!doctype html><script>location.replace({_quoted(absolute(request.url, location(to)))})</script>"
        cookies = (each for each in found.headers if each[0].casefold() == "set-cookie")
        headers = {**_joined(cookies), "content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
        self.moving = True
        await route.fulfill(status=200, headers=headers, body=script)

    def _followed(self, asked: Asked, found: Carried) -> Carried:
        """Follow the redirects of what is no document; one to a server that may not be asked is an answer lost."""
        cookies = found.headers
        for _ in range(self.carrier.limits.hops):
            to = next((value for name, value in found.headers if name.casefold() == "location"), "")
            if found.failed is not None or found.status not in FOLLOWED or not to:
                return found
            url = absolute(asked.url, location(to))
            if url not in self.carrier.hosts:
                return Carried(failed=UnexpectedPage(Why.OTHER_HOST))
            asked = Asked("GET", url, {k: v for k, v in asked.headers.items() if k.casefold() != "content-type"})
            found = self.carrier.carry(asked)
            cookies = (*cookies, *found.headers)
            set_on_the_way = tuple(each for each in cookies if each[0].casefold() == "set-cookie")
            rest = tuple(each for each in found.headers if each[0].casefold() != "set-cookie")
            found = replace(found, headers=(*rest, *set_on_the_way))
        return Carried(failed=UnexpectedPage(Why.REDIRECTS))

    def _lost(self, request: Request, found: Carried, *, top: bool) -> None:
        changes = request.method not in _READS
        if request.resource_type == "image" and found.failed is not None:
            self._images_lost = {request.url: found.failed}
        if top:
            self.document_lost = found.failed
        if request.resource_type in _TELLING or changes:
            if found.sent and (changes or self.pressed.posted):
                self.pressed.lost = self.pressed.lost or found.failed
            elif not found.sent:
                self.pressed.unsent = self.pressed.unsent or found.failed
                if changes:
                    self.pressed.posted.remove(request.url)
            elif not top:
                self.pressed.unread = self.pressed.unread or found.failed

    def _came(self, request: Request, found: Carried, *, top: bool) -> None:
        self.date = date_of({name.title(): value for name, value in found.headers}) or self.date
        self.pressed.answered += 1
        if request.resource_type == "image" and len(found.body) <= _MOST_IMAGE:
            self._images[request.url] = found.body
            while len(self._images) > _IMAGES:
                self._images.popitem(last=False)
        told = request.resource_type in _BY_SCRIPT and (request.method not in _READS or not self.pressed.posted)
        if told and found.status >= _SERVER_ERROR:
            self.pressed.status = found.status
        if top and found.status not in REDIRECTS:
            self.status = found.status
            self.document = request.url
            self.posted_document = request.method not in _READS
            self.document_lost = None

    def close(self) -> None:
        """Abort what is running, and whatever is asked for from now on."""
        self._closed = True
        self.carrier.close()
        self._pool.shutdown(wait=False, cancel_futures=True)


def _is_top(request: Request) -> bool:
    """Return whether this asks for the document of a tab; of a new window's first one nothing is known yet."""
    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except Exception:  # noqa: BLE001  # the driver's own kind: the frame comes after its request
        return False


def _other_host(carrier: Carrier, url: str) -> Failure | None:
    try:
        carrier.hosts.checked(url)
    except UnexpectedPage as refused:
        return UnexpectedPage(refused.why)
    return None


def _in_its_charset(headers: Mapping[str, str], body: bytes) -> dict[str, str]:
    """Return a page's headers with the charset that its bytes are in: a browser believes a wrong label."""
    kind, label = kind_and_label(headers.get("content-type", ""))
    if kind != "text/html":
        return {**headers}
    read = charset.decode(body, label)
    named = {"big5-hkscs": "big5"}.get(read.charset, read.charset)
    return {**headers, "content-type": f"{kind}; charset={named}"} if read.exact else {**headers}


def _quoted(text: str) -> str:
    """Return a text as a literal that may stand in a script of a page."""
    return json.dumps(text).replace("<", "\\u003c")


def _long(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in texts if len(each) >= _SHORTEST)


def _plain(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers without those of HTTP/2."""
    return {name: value for name, value in headers.items() if not name.startswith(":")}


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by name; several of one name are separated by a line break, as the browser's driver takes them."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.casefold()
        found[key] = f"{found[key]}\n{value}" if key in found else value
    return found
