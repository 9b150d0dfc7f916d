"""The web server: who is let in, and to which page (security.md, N-02)."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from ntuh_onboard.serve import pages, websocket_messages
from ntuh_onboard.serve.admission import Admission
from ntuh_onboard.serve.connection_limits import Door, most_open
from ntuh_onboard.serve.log_redaction import quiet
from ntuh_onboard.serve.pages import Front
from ntuh_onboard.serve.visits import Command, Shown, Visits
from ntuh_onboard.texts.sentences import Texts

USUAL = {"http": 80, "https": 443}
"""The ports that browsers omit from an address."""
PLAIN = "/plain"
"""The path of the plain page."""
_PAGES = {"plain": PLAIN, "terminal": "/?terminal"}
"""Where an address leads that names its page beside the token; else the page itself decides, by the screen's size."""
PATH_MOST = 200
"""Most characters of a path; ours have a quarter of that, and names of over 255 bytes are an error of the system."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is served, and where.

    Attributes:
        command: returns the command that starts a wizard for a guest (see `Admission`), with further options.
        texts: the sentences of the page, in each language that it shows.
        host: one address of this computer.
        port: the port, or 0 for a free one.
        sessions: how many wizards may run at once.
        tls: for an https server.
        rests: seconds for which a guest's wizard waits for its browser to come back; else it ends with the connection.
        kept: whether finished steps outlive a wizard; not if the simulated hospital ends with it.

    """

    command: Command
    texts: Sequence[Texts]
    host: str = "127.0.0.1"
    port: int = 0
    sessions: int = 1
    tls: ssl.SSLContext | None = None
    rests: float = 0.0
    kept: bool = True


class Serving:
    """The web application.

    Attributes:
        admission: who may come in.
        visits: the wizards that run.
        door: limits connections.
        origin: scheme, host and port as browsers write them; known once the server listens.
        port: the port; known then too.
        home: where the page leads when its wizard was lost or its address is used up; by default to itself.

    """

    def __init__(self, setting: Setting, admission: Admission) -> None:
        self.admission = admission
        self.visits = Visits(setting.command, setting.sessions, setting.rests)
        self.door = Door(most_open(setting.sessions), setting.tls)
        self.origin = ""
        self.home = ""
        self._setting = setting
        self.port = setting.port

    def address(self, token: str) -> str:
        """Return the address with a token, to be opened once."""
        return f"{self.origin}/?token={token}"

    def listens(self, port: int) -> None:
        """Note the port. The origin is written as browsers write it, since it is compared with theirs."""
        self.port = port
        scheme = "https" if self._setting.tls else "http"
        host = self._setting.host.lower()
        host = f"[{ipaddress.ip_address(host).compressed}]" if ":" in host else host
        self.origin = f"{scheme}://{host}" if port == USUAL[scheme] else f"{scheme}://{host}:{port}"

    def application(self) -> web.Application:
        """Return the routes; nothing is listed, and nothing else is handed out."""
        application = web.Application(middlewares=[self._named])
        # GET only: a HEAD, which programs send to check links, would use up a token.
        application.router.add_get("/", self._index, allow_head=False)
        application.router.add_get(PLAIN, self._plain, allow_head=False)
        application.router.add_get("/ws", self._websocket, allow_head=False)
        application.router.add_static("/page", pages.OWN)
        application.router.add_static("/terminal", Path(str(files("textual_serve"))) / "static")
        application.on_response_prepare.append(self._guard)
        application.on_shutdown.append(self.visits.end_all)
        return application

    @web.middleware
    async def _named(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only requests for this server's own name, so that no foreign host name leads here."""
        self.door.asked(request.protocol, known=self.admission.known(request.cookies.get(self._cookie, "")))
        if request.host.lower() != urlsplit(self.origin).netloc:
            raise web.HTTPMisdirectedRequest
        if len(request.rel_url.raw_path) > PATH_MOST:
            raise web.HTTPNotFound
        return await handler(request)

    async def _guard(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Set the same headers on every response, including refusals, and hide which libraries answer."""
        for name, value in pages.GUARDS.items():
            answer.headers[name] = value.replace("{websocket}", self._websocket_address)
        answer.headers["Server"] = "ntuh-onboard"

    @property
    def _websocket_address(self) -> str:
        return f"ws{self.origin.removeprefix('http')}/ws"

    @property
    def _cookie(self) -> str:
        """The cookie's name, one for each port, since the ports of a host share cookies. `__Host-` needs https."""
        return "__Host-wizard" if self._setting.tls else f"wizard-{self.port}"

    async def _index(self, request: web.Request) -> web.StreamResponse:
        """Show the terminal to a browser with a cookie; exchange a token for one, off the address bar."""
        if "token" in request.query:
            return self._exchanged(request)
        return self._page(request, Front.TERMINAL)

    async def _plain(self, request: web.Request) -> web.StreamResponse:
        """Show the plain page to a browser with a cookie."""
        return self._page(request, Front.PLAIN)

    def _page(self, request: web.Request, front: Front) -> web.StreamResponse:
        if not self.admission.known(request.cookies.get(self._cookie, "")):
            return self._refused()
        address, kept = self._websocket_address, self._setting.kept
        text = pages.page(front, self._setting.texts, address, kept=kept, home=self.home)
        return web.Response(text=text, content_type="text/html", headers=pages.FRESH)

    def _exchanged(self, request: web.Request) -> web.StreamResponse:
        ahead = "prefetch" in request.headers.get("Sec-Purpose", "")  # the browser guesses; nobody has opened it yet
        cookie = None if ahead else self.admission.enter(request.query["token"])
        if cookie is None:
            return self._refused()
        wanted = next((each for each in _PAGES if each in request.query), "")
        answer = web.Response(status=303, headers={"Location": _PAGES.get(wanted, "/"), **pages.FRESH})
        # Lax: a strict cookie would not be sent if the address was clicked on another site's page. A websocket from
        # another site gets neither kind, and its Origin is checked as well.
        answer.set_cookie(
            self._cookie, cookie, httponly=True, samesite="Lax", secure=self._setting.tls is not None, path="/"
        )
        return answer

    def _refused(self) -> web.StreamResponse:
        text = pages.refused(self._setting.texts, self.home)
        return web.Response(status=403, text=text, content_type="text/html", headers=pages.FRESH)

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        """Run a wizard for a browser that was let in, from our own page only."""
        cookie = request.cookies.get(self._cookie, "")
        if request.headers.get("Origin") != self.origin or not self.admission.known(cookie):
            raise web.HTTPForbidden
        try:
            size = websocket_messages.size(*(int(request.query.get(name, "")) for name in ("width", "height")))
            shown = Shown(Front(request.query.get("front", Front.TERMINAL)), size)
        except (ValueError, websocket_messages.Malformed):
            raise web.HTTPBadRequest from None
        return await self.visits.receive(request, shown, cookie, self.admission.guest(cookie))


async def serve(serving: Serving, setting: Setting, ready: Callable[[], None], until: asyncio.Event) -> None:
    """Listen until the event is set, then end every wizard. ready: called when it listens.

    Raises OSError if the address cannot be bound. Nothing is logged: an access log would contain the tokens.
    """
    runner = web.AppRunner(
        serving.application(), access_log=None, logger=quiet(), handle_signals=False, shutdown_timeout=60.0
    )
    await runner.setup()
    answering = cast("web.Server", runner.server)  # exists after the setup
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
