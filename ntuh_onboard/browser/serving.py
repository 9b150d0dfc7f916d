"""The server: a page, a websocket for each student, and at most so many of them (security.md, N-02, N-03)."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web
from aiohttp.typedefs import Handler

from ntuh_onboard.browser import page, wire
from ntuh_onboard.browser.admission import Admission
from ntuh_onboard.browser.door import Door, most_open
from ntuh_onboard.browser.places import NoPlace, Places, Visit, Why
from ntuh_onboard.browser.quiet import quiet
from ntuh_onboard.browser.session import PATIENCE, Session, told
from ntuh_onboard.safe import safe
from ntuh_onboard.texts import Texts

HEARTBEAT = 15.0
"""Seconds between two questions to a browser whether it is there; half of that later one that was silent is gone."""
ROOM_WITHIN = 5.0
"""Seconds that a browser waits for a place: one that was left is free when its wizard has signed out."""
OWN_WITHIN = PATIENCE + ROOM_WITHIN
"""Seconds that a guest waits for the own former wizard, which is ended and may have a commit in flight."""
USUAL = {"http": 80, "https": 443}
"""Ports that browsers leave out of an address."""
PATH_MOST = 200
"""Characters of a path; ours have a quarter of them, and a name of more than 255 bytes is an error of the system's."""
TAKEN_WITHIN = 10.0
"""Seconds within which a wizard takes what was typed; one that does not is stuck, and is ended."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is served, and where.

    command: what starts a student's wizard, for the guest of `Admission`. host: one address of this computer. port: 0
    takes a free one. sessions: how many wizards may run at once. texts: the words of the page, in each language that it
    shows. tls: of an https server.
    """

    command: Callable[[str], Sequence[str]]
    texts: Sequence[Texts]
    host: str = "127.0.0.1"
    port: int = 0
    sessions: int = 1
    tls: ssl.SSLContext | None = None


class Serving:
    """The web application. admission: who may come in."""

    def __init__(self, setting: Setting, admission: Admission) -> None:
        self.admission = admission
        self.door = Door(most_open(setting.sessions), setting.tls)
        self._setting = setting
        self._origin = ""
        self._port = setting.port
        self._places = Places(setting.sessions)
        self._sessions: dict[Session, web.WebSocketResponse] = {}

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a browser says them; known when the server listens."""
        return self._origin

    @property
    def pids(self) -> list[int]:
        """The processes of the wizards that run."""
        return [each.pid for each in self._sessions]

    def address(self, token: str) -> str:
        """What is typed into a browser, once."""
        return f"{self._origin}/?token={token}"

    def listens(self, port: int) -> None:
        """The server is ready at this port. Its name is written as browsers write it, whose own is compared with it."""
        self._port = port
        scheme = "https" if self._setting.tls else "http"
        host = self._setting.host.lower()
        host = f"[{ipaddress.ip_address(host).compressed}]" if ":" in host else host
        self._origin = f"{scheme}://{host}" if port == USUAL[scheme] else f"{scheme}://{host}:{port}"

    def application(self) -> web.Application:
        """The routes; nothing is listed, and nothing that is not named here is handed out."""
        application = web.Application(middlewares=[self._named])
        # Only GET: a HEAD, as programs send that look whether a link is good, would use a token up.
        application.router.add_get("/", self._index, allow_head=False)
        application.router.add_get("/ws", self._websocket, allow_head=False)
        application.router.add_static("/page", page.OWN)
        application.router.add_static("/terminal", Path(str(files("textual_serve"))) / "static")
        application.on_response_prepare.append(self._guard)
        application.on_shutdown.append(self._end_all)
        return application

    # --- asking ---------------------------------------------------------------------------------------------------

    @web.middleware
    async def _named(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only who asks for this server by its own name is answered, so that no foreign name leads here."""
        self.door.asked(request.protocol, known=self.admission.known(request.cookies.get(self._cookie, "")))
        if request.host.lower() != urlsplit(self._origin).netloc:
            raise web.HTTPMisdirectedRequest
        if len(request.rel_url.raw_path) > PATH_MOST:
            raise web.HTTPNotFound
        return await handler(request)

    async def _guard(self, request: web.Request, answer: web.StreamResponse) -> None:
        """The same headers with every answer, a refusal too; and not which libraries answer."""
        for name, value in page.GUARDS.items():
            answer.headers[name] = value.replace("{websocket}", self._websocket_address)
        answer.headers["Server"] = "ntuh-onboard"

    @property
    def _websocket_address(self) -> str:
        return f"ws{self._origin.removeprefix('http')}/ws"

    @property
    def _cookie(self) -> str:
        """One name for each port: ports of a host share their cookies. `__Host-` is for https alone."""
        return "__Host-wizard" if self._setting.tls else f"wizard-{self._port}"

    async def _index(self, request: web.Request) -> web.StreamResponse:
        """The page, for who has a cookie; a token is exchanged for one, and is gone from the address by that."""
        if "token" in request.query:
            return self._exchanged(request)
        if not self.admission.known(request.cookies.get(self._cookie, "")):
            return self._refused()
        text = page.page(self._setting.texts, self._websocket_address)
        return web.Response(text=text, content_type="text/html", headers=page.FRESH)

    def _exchanged(self, request: web.Request) -> web.StreamResponse:
        ahead = "prefetch" in request.headers.get("Sec-Purpose", "")  # the browser guesses; nobody has come yet
        cookie = None if ahead else self.admission.enter(request.query["token"])
        if cookie is None:
            return self._refused()
        answer = web.Response(status=303, headers={"Location": "/", **page.FRESH})
        # Lax, since a strict one would not come along when the address was clicked on another site's page; a websocket
        # from elsewhere gets neither, and its Origin is looked at besides.
        answer.set_cookie(
            self._cookie, cookie, httponly=True, samesite="Lax", secure=self._setting.tls is not None, path="/"
        )
        return answer

    def _refused(self) -> web.StreamResponse:
        text = page.refused(self._setting.texts)
        return web.Response(status=403, text=text, content_type="text/html", headers=page.FRESH)

    async def renew(self, guest: str) -> None:
        """End this guest's wizard, if one runs: what was done with it is undone. Returns when it has ended.

        The guest may open another at once.
        """
        await self._places.turn_out(guest, Why.RENEWED, OWN_WITHIN)

    # --- the wizard -----------------------------------------------------------------------------------------------

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        """A wizard for a browser that came in, from our own page; it ends with the connection."""
        cookie = request.cookies.get(self._cookie, "")
        if request.headers.get("Origin") != self._origin or not self.admission.known(cookie):
            raise web.HTTPForbidden
        try:
            size = wire.size(*(int(request.query.get(name, "")) for name in ("width", "height")))
        except (ValueError, wire.Malformed):
            raise web.HTTPBadRequest from None
        try:
            visit = await self._placed(cookie)
        except NoPlace as refused:
            if refused.why is None:
                raise web.HTTPServiceUnavailable from None
            return await _said_at_once(request, refused.why)
        try:
            return await self._served(request, size, visit)
        finally:
            await asyncio.shield(self._places.leave(visit))

    async def _placed(self, cookie: str) -> Visit:
        """The place of a guest is the guest's own, in whatever tab or browser: the newest one has it, and others' stay.

        Each browser of nobody in particular has one of its own, and a second tab of it is not let in. Raises NoPlace.
        """
        if guest := self.admission.guest(cookie):
            return await self._places.take(guest, OWN_WITHIN, newest=True)
        return await self._places.take(cookie, ROOM_WITHIN)

    async def _served(self, request: web.Request, size: wire.Sized, visit: Visit) -> web.StreamResponse:
        # Keys are a few bytes and what is drawn is small: packing it would cost each student a third of a megabyte.
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=wire.MESSAGE_MOST, compress=False)
        await websocket.prepare(request)
        guest = self.admission.guest(request.cookies.get(self._cookie, ""))
        session = Session(self._setting.command(guest), websocket.send_bytes, lambda: self._ended(session, websocket))
        await session.begin(size)
        self._sessions[session] = websocket
        leaving = asyncio.create_task(_turned_out(visit, websocket))
        try:
            await _listen(websocket, session)
        finally:
            leaving.cancel()
            await asyncio.shield(self._end(session))
        return websocket

    async def _ended(self, session: Session, websocket: web.WebSocketResponse) -> None:
        """The wizard has ended; the student is told the code of a fault, and else why, where the wizard said so."""
        if session.last_words:
            await websocket.send_str(told("fault", safe(session.last_words)))
        elif session.why:
            await websocket.send_str(told("over", session.why))
        await websocket.close()

    async def _end(self, session: Session) -> None:
        await session.stop()
        self._sessions.pop(session, None)

    async def _end_all(self, application: web.Application) -> None:
        """The server ends: every browser is told, and every wizard is waited for."""
        lines = [each.close(code=WSCloseCode.GOING_AWAY) for each in self._sessions.values()]
        await asyncio.gather(*lines, *(self._end(each) for each in list(self._sessions)), return_exceptions=True)


async def _said_at_once(request: web.Request, why: Why) -> web.WebSocketResponse:
    """Tell a page why it gets no wizard: before its websocket stands, it could be told nothing."""
    websocket = web.WebSocketResponse()
    await websocket.prepare(request)
    await _say_why(websocket, why)
    return websocket


async def _turned_out(visit: Visit, websocket: web.WebSocketResponse) -> None:
    """Close this connection when it has to go, and tell its page why; its wizard ends with it."""
    await visit.over.wait()
    await _say_why(websocket, visit.why)


async def _say_why(websocket: web.WebSocketResponse, why: Why) -> None:
    with suppress(ConnectionError, RuntimeError):  # it has gone by itself in this very moment
        await websocket.send_str(told("over", why))
    await websocket.close()


async def _listen(websocket: web.WebSocketResponse, session: Session) -> None:
    """What the browser says, until it is gone or says what our page never says."""
    async for message in websocket:
        if message.type is not WSMsgType.TEXT:
            break
        try:
            async with asyncio.timeout(TAKEN_WITHIN):
                await _do(wire.read(message.data), websocket, session)
        except (wire.Malformed, ConnectionError, TimeoutError):
            break
    await websocket.close(code=WSCloseCode.POLICY_VIOLATION)


async def _do(said: wire.Said, websocket: web.WebSocketResponse, session: Session) -> None:
    match said:
        case wire.Typed(text):
            await session.send_bytes(text.encode("utf-8", "replace"))
        case wire.Sized():
            await session.resize(said)
        case wire.Pinged(mark):
            await websocket.send_str(told("pong", mark))
        case wire.Focused(here):
            await (session.focus() if here else session.blur())


async def serve(serving: Serving, setting: Setting, ready: Callable[[], None], until: asyncio.Event) -> None:
    """Listen until the event is set, then end every wizard. ready: called when it listens.

    Raises OSError where the address cannot be taken. Nothing is logged: an access log would hold the tokens.
    """
    runner = web.AppRunner(
        serving.application(), access_log=None, logger=quiet(), handle_signals=False, shutdown_timeout=60.0
    )
    await runner.setup()
    answering = cast("web.Server", runner.server)  # there is one from the set-up on
    listening: asyncio.Server | None = None
    try:
        listening = await serving.door.listen(answering, setting.host, setting.port)
        serving.listens(listening.sockets[0].getsockname()[1])
        ready()
        await until.wait()
    finally:
        if listening is not None:
            await serving.door.shut(listening)
        await runner.cleanup()
        serving.door.end()
