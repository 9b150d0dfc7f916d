"""The server's only ASGI application; the socket by which a request came in tells which site it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from email.utils import format_datetime
from functools import partial
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from ntuh_onboard.backend.site.board import DONE_ANYWAY, Armed, Board, Trouble
from ntuh_onboard.backend.site.exchange import Answer, Ask, Desk
from ntuh_onboard.backend.site.layout import Moves
from ntuh_onboard.backend.site.render import FOLDER, encode
from ntuh_onboard.backend.site.requests_in import (
    SECOND,
    BodyTooLarge,
    ask_of,
    body_of,
    cookie_names,
    host_of,
    pairs_of,
    read_form,
)
from ntuh_onboard.backend.site.routes import ROUTES, Route
from ntuh_onboard.backend.site.script_layouts import ScriptLayouts, typed
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.backend.site.spoil import BLANK, Reply, deliver, instead, spoilt
from ntuh_onboard.backend.site.stage_door import StageDoor

_ALWAYS = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("content-security-policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'self'"),
]
_BUTTON = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="112" height="34"><rect width="112" height="34" rx="4" '
    'fill="#14496b"/><text x="56" y="23" font-size="16" fill="#fff" text-anchor="middle" '
    'font-family="Noto Sans TC, Microsoft JhengHei, PingFang TC, sans-serif">{}</text></svg>'
)
_IN_PLACE = frozenset({"account", "mail"})
"""Sites whose forms may be answered with the next page itself; the portal's menu needs its session in the address."""
_STILL: dict[str, tuple[str, Callable[[], str]]] = {
    **{
        f"/{name}": (f"text/{kind}; charset=utf-8", partial((FOLDER / name).read_text, encoding="utf-8"))
        for name, kind in (("scripted.js", "javascript"), ("spa.js", "javascript"), ("style.css", "css"))
    },
    "/images/sign_in.svg": ("image/svg+xml", lambda: _BUTTON.format("登入")),
    "/images/sign_out.svg": ("image/svg+xml", lambda: _BUTTON.format("登出系統")),
}


class Sites:
    """The ASGI application.

    Args:
        desk: what the pages share.
        door: answers the stage's requests.
        ports: the site that listens on each port.
        hosts: the host names that it answers to.

    """

    def __init__(self, desk: Desk, door: StageDoor, ports: dict[int, str], hosts: Iterable[str]) -> None:
        self._desk = desk
        self._door = door
        self._ports = ports
        self._hosts = frozenset(hosts)
        self._scripts = ScriptLayouts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        armed: Armed | None = None
        try:
            site = self._ports[scope["server"][1]]
            if host_of(request) not in self._hosts:
                # Another site's page whose host name resolves to here must not reach the simulator (DNS rebinding).
                reply = Reply(400, "text/plain; charset=utf-8", b"unknown host\n")
            elif site == "stage":
                reply = await self._door.answer(request)
            else:
                reply, armed = await self._answer(request, site)
        except BodyTooLarge:
            reply = Reply(413, "text/plain; charset=utf-8", b"too large\n", [("connection", "close")])
        except ClientDisconnect:
            return
        now = self._desk.hospital.clock.now()
        reply.headers += [("date", format_datetime(now)), *_ALWAYS]
        await deliver(reply, armed, scope, receive, send)

    async def _answer(self, request: Request, site: str) -> tuple[Reply, Armed | None]:
        path = request.scope["path"]
        still = self._still(path) if request.method in {"GET", "HEAD"} else None
        if still is not None:
            return still, None
        route = ROUTES.get((site, path))
        if route is None:
            return Reply(404, "text/plain; charset=utf-8", b"not found\n"), None
        if request.method != "GET" and (request.method != "POST" or route.post is None):
            return Reply(405, "text/plain; charset=utf-8", b"not allowed\n"), None
        first = self._scripts.before(request, self._desk.renderer)
        if first is not None:
            return first, None
        if request.method == "GET":
            return await run_in_threadpool(self._get, request, site, route)
        body = await body_of(request)
        return await run_in_threadpool(self._post, request, body, site, route)

    def _still(self, path: str) -> Reply | None:
        """Return what is the same for everybody: style, pictures, and what the scripts of pages ask for."""
        if path in _STILL:
            kind, text = _STILL[path]
            return Reply(kind=kind, body=text().encode())
        return self._scripts.told(path) if self._desk.layout.by_script else None

    def _get(self, request: Request, site: str, route: Route) -> tuple[Reply, Armed | None]:
        ask = ask_of(request, self._desk, site)
        if route.framed and self._desk.layout.frames and not self._desk.layout.spa and "frame" not in ask.query:
            query = urlencode({**ask.query, "frame": "1"})
            return self._html(self._desk.renderer.frames(f"{request.scope['path']}?{query}")), None
        armed = self._met(ask, lambda board: board.reading(route.asks, route.reads, route.early))
        if armed is None:
            self._desk.asked(ask.who, route.reads)
        return self._made(request, ask, route, lambda: route.get(ask), armed)

    def _post(self, request: Request, body: bytes, site: str, route: Route) -> tuple[Reply, Armed | None]:
        desk, post = self._desk, route.post
        assert post is not None  # noqa: S101  # the caller checked it
        ask = ask_of(request, desk, site)
        pairs = pairs_of(request, body, desk.layout.charset)
        if pairs is None:
            return Reply(400, "text/plain; charset=utf-8", b"not a form\n"), None
        if desk.layout.by_script:
            pairs = [(name, typed(value)) for name, value in pairs]
        if ask.seat is None:
            return self._drawn(request, ask, route.over(ask)), None
        armed = self._armed(ask, route, pairs)
        if armed is not None and not armed.done:
            return self._made(request, ask, route, lambda: Answer(raw=BLANK.encode(), kind="text/html"), armed)
        seat = ask.seat

        def make() -> Answer:
            filled, why = read_form(desk, route, seat, pairs)
            if filled is None:
                return route.get(ask.saying(why))
            return self._in_place(site, seat, post(Ask(desk, site, ask.query, seat, filled=filled, who=ask.who)))

        return self._made(request, ask, route, make, armed)

    def _in_place(self, site: str, seat: Seat, answer: Answer) -> Answer:
        """Return the page that a form leads to as the answer itself, if the layout does so."""
        desk = self._desk
        to = urlsplit(answer.move)
        route = ROUTES.get((site, to.path))
        here = desk.layout.in_place and site in _IN_PLACE and answer.move.startswith(f"{desk.bases[site]}/")
        if route is None or not here:
            return answer
        now = answer.seat or desk.seats.find(seat.ident, site)
        shown = route.get(Ask(desk, site, dict(parse_qsl(to.query)), now))
        return replace(shown, seat=shown.seat or answer.seat)

    def _met(self, ask: Ask, look: Callable[[Board], Armed | None]) -> Armed | None:
        """Return the trouble that a request meets: its site is closed, or else what `look` finds on a board."""
        now, boards = self._desk.hospital.moment(), self._desk.boards(ask.who)
        site = "portal" if ask.site == "inner" else ask.site
        closed = (each.shut(site, now) for each in boards)
        return next(filter(None, chain(closed, map(look, boards))), None)

    def _armed(self, ask: Ask, route: Route, pairs: list[tuple[str, str]]) -> Armed | None:
        """Return the trouble armed for this form's button, known by its name only: the form may never be looked at."""
        sent = {name.removesuffix(".x") for name, _ in pairs} | {
            value for name, value in pairs if name == "__EVENTTARGET"
        }
        names = self._desk.renderer.names
        for key, (request, verb) in route.sends.items():
            if any(names.name(page, key) in sent for page in (route.ident, *route.forms)):
                return self._met(ask, partial(Board.sending, request=request, verb=verb))
        return None

    def _made(
        self, request: Request, ask: Ask, route: Route, make: Callable[[], Answer], armed: Armed | None
    ) -> tuple[Reply, Armed | None]:
        if armed is None:
            return self._drawn(request, ask, make()), None
        if armed.trouble is Trouble.SESSION_ENDED:
            if ask.seat is not None:
                self._desk.seats.leave(ask.seat, ending=True)
            return self._drawn(request, ask, route.over(ask)), None
        other = instead(armed)
        if armed.done or (other is None and armed.trouble in DONE_ANYWAY and request.method == "GET"):
            made = self._drawn(request, ask, make())
            if armed.trouble in {Trouble.MALFORMED, Trouble.CHARSET} and not made.body:
                self._desk.boards(ask.who)[0].carry(armed)
                return made, None
            return spoilt(other or made, armed.trouble), armed
        return other or spoilt(Reply.page(BLANK), armed.trouble), armed

    def _drawn(self, request: Request, ask: Ask, answer: Answer) -> Reply:
        renderer = self._desk.renderer
        if answer.raw is None and self._scripts.asked(request, renderer.layout):
            reply = self._scripts.answer(renderer, answer)
        elif answer.raw is not None:
            reply = Reply(kind=answer.kind, body=answer.raw)
        elif answer.move and renderer.layout.moves is Moves.REDIRECT:
            reply = Reply(302, headers=[("location", answer.move)])
        elif answer.move:
            reply = self._html(renderer.moving(answer.move))
        else:
            assert answer.page is not None  # noqa: S101  # an answer has one of the three
            if answer.alone and answer.seat is not None:
                return Reply(kind="text/plain; charset=utf-8", body=renderer.delta(answer.page, answer.seat).encode())
            reply = self._html(renderer.page(answer.page, answer.seat), answer.page.status)
        if answer.seat is not None and ask.site != "inner":
            reply.headers += _cookies(answer.seat, ask.site, secure=request.scope["scheme"] == "https")
        return reply

    def _html(self, text: str, status: int = 200) -> Reply:
        layout = self._desk.layout
        kind = f"text/html; charset={layout.charset.label}" if layout.declared else "text/html"
        return Reply(status, kind, encode(text, layout.charset))


def _cookies(seat: Seat, site: str, *, secure: bool) -> list[tuple[str, str]]:
    tail = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
    made = [("set-cookie", f"{cookie_names(secure=secure)[site]}={seat.ident}{tail}")]
    if seat.mark:
        made.append(("set-cookie", f"{SECOND}={seat.mark}{tail}"))
    return made
