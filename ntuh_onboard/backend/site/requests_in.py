"""Read a request: its body within a limit, its form in the page's charset, its browser's place."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Ask, Desk, Judged
from ntuh_onboard.backend.site.layout import Charset
from ntuh_onboard.backend.site.render import decode
from ntuh_onboard.backend.site.routes import Route
from ntuh_onboard.backend.site.seal import TOKEN, Filled, digest, judge
from ntuh_onboard.backend.site.seats import Seat

BODY_LIMIT = 64 * 1024
FIELD_LIMIT = 200
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_WIZARD = re.compile(r"\bclass-seat/([0-9]{6})\b")
_FORM = "application/x-www-form-urlencoded"


class BodyTooLarge(Exception):
    """The body is larger than any form of this site can be."""


def cookie_names(*, secure: bool) -> Mapping[str, str]:
    """Return the session cookie's name at each site; with https it binds the cookie to the host (N-02)."""
    prefix = "__Host-" if secure else ""
    return {"portal": "ASP.NET_SessionId", "account": f"{prefix}account", "mail": f"{prefix}mail"}


SECOND = "_CK_NTUHPortal"
"""The portal's second cookie (portal-facts.md)."""


def wizard_of(request: Request) -> str:
    """Return the employee ID of the pupil whose wizard asks, as it names itself in a class (`SeatFile.agent`), or "".

    It tells a trainer's drills for one person from those for everybody, and opens nothing.
    """
    found = _WIZARD.search(request.headers.get("user-agent", ""))
    return found[1] if found else ""


def host_of(request: Request) -> str:
    """Return the host name that was asked for; empty if it is not a name with or without a port."""
    found = _HOST.fullmatch(request.headers.get("host", ""))
    return found[1].strip("[]").lower() if found else ""


async def body_of(request: Request) -> bytes:
    """Read the body; raises BodyTooLarge before it holds more than the limit."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise BodyTooLarge
    return body


def pairs_of(request: Request, body: bytes, charset: Charset) -> list[tuple[str, str]] | None:
    """Return the pairs of a form, or None if it is none. Scripts send UTF-8 and say so, whatever the page's charset."""
    kind = request.headers.get("content-type", "").lower()
    if kind.partition(";")[0].strip() != _FORM:
        return None
    charset = Charset.UTF8 if "charset=utf-8" in kind.replace('"', "") else charset
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, encoding="latin-1", max_num_fields=FIELD_LIMIT)
    except ValueError:
        return None
    return [(decode(name, charset), decode(value, charset)) for name, value in pairs]


def ask_of(request: Request, desk: Desk, site: str) -> Ask:
    """Build the request that pages are given. Inner pages get no cookie of ours, only SESSION in the URL."""
    query = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True, errors="replace"))
    if site == "inner":
        return Ask(desk, site, query, desk.seats.by_ticket(query.get("SESSION", "")), who=wizard_of(request))
    cookie = request.cookies.get(cookie_names(secure=request.scope["scheme"] == "https")[site], "")
    seat = desk.seats.find(cookie, site)
    if seat is not None and seat.mark and not _same(seat.mark, request.cookies.get(SECOND, "")):
        seat = None
    return Ask(desk, site, query, seat, stranger=bool(cookie) and seat is None, who=wizard_of(request))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def read_form(desk: Desk, route: Route, seat: Seat, pairs: list[tuple[str, str]]) -> tuple[Filled | None, str]:
    """Read a form, or tell why it is not looked at: it is not the page's last one, or holds what was not offered."""
    sent = dict(pairs)
    state, validation = sent.get("__VIEWSTATE", ""), sent.get("__EVENTVALIDATION", "")
    if TOKEN in sent:
        state, _, validation = sent[TOKEN].partition(".")
    for page in (route.ident, *route.forms):
        nonce = desk.seal.open(state, seat.ident, page)
        offers = desk.seats.take(seat, page, nonce) if nonce else None
        if nonce is None or offers is None:
            continue
        filled = judge(pairs, offers)
        wrong = filled.wrong
        if desk.seal.open(validation, nonce, page) != digest(offers):
            wrong = (*wrong, "__EVENTVALIDATION")
        desk.judged.append(Judged(page, filled.pressed, filled.changed, wrong))
        return (None, page_words.INVALID) if wrong else (filled, "")
    return None, page_words.STALE
