"""The class's own pages: the door, a seat, its phone, the board and the slips.

A token comes in a URL once, is exchanged for a cookie, and does not stand in any other address (N-02).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ntuh_onboard import steps
from ntuh_onboard.backend.site.requests_in import host_of
from ntuh_onboard.classroom.room import STEPS, Room
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.classroom.seat_stage import PUPIL
from ntuh_onboard.texts import Texts

TRAINER = "class_trainer"
"""The cookie of the trainer."""
_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
}


class ClassPages:
    """The application. base: its own address. wizard: gives the address of a pupil's wizard in the browser.

    hosts: the names that it answers to; a page of somebody else's whose name leads here reaches nothing.
    """

    def __init__(
        self, room: Room, texts: Texts, base: str, hosts: Iterable[str], wizard: Callable[[Pupil], str] | None = None
    ) -> None:
        self.room, self.base = room, base.rstrip("/")
        self._texts, self._hosts, self._wizard = texts, frozenset(hosts), wizard
        loader = PackageLoader("ntuh_onboard.classroom")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        self.app = Starlette(
            routes=[
                Route("/", self._door),
                Route("/take/{number:int}", self._take, methods=["POST"]),
                Route("/seat/{token}", self._sit),
                Route("/seat", self._seat),
                Route("/phone/{token}", self._pick_up),
                Route("/phone", self._phone),
                Route("/phone.json", self._phone_now),
                Route("/wizard", self._to_wizard),
                Route("/board/{token}", self._to_board),
                Route("/board", self._board),
                Route("/board.json", self._board_now),
                Route("/slips", self._slips),
            ]
        )
        self.app.add_middleware(_Guard, hosts=self._hosts)

    def _drawn(self, name: str, **values: object) -> HTMLResponse:
        page = self._templates.get_template(f"{name}.html")
        lang = self._texts.language.value
        return HTMLResponse(page.render(say=self._texts.say, lang=lang, **values))

    async def _door(self, request: Request) -> Response:
        return self._drawn("door", pupils=self.room.pupils, taken=self.room.taken)

    async def _take(self, request: Request) -> Response:
        number = request.path_params["number"]
        found = next((each for each in self.room.pupils if each.number == number), None)
        return RedirectResponse("/", 303) if found is None else self._as(found, "/seat")

    async def _sit(self, request: Request) -> Response:
        found = self.room.pupil(request.path_params["token"])
        return self._refused() if found is None else self._as(found, "/seat")

    async def _pick_up(self, request: Request) -> Response:
        found = self.room.pupil(request.path_params["token"])
        return self._refused() if found is None else self._as(found, "/phone", seated=False)

    def _as(self, pupil: Pupil, to: str, *, seated: bool = True) -> Response:
        if seated:
            self.room.taken.add(pupil.number)
        answer = RedirectResponse(to, 303)
        answer.set_cookie(PUPIL, pupil.token, httponly=True, samesite="strict")
        return answer

    async def _seat(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None:
            return RedirectResponse("/", 303)
        phone = f"{self.base}/phone/{pupil.token}"
        return self._drawn("seat", pupil=pupil, person=pupil.person, qr=qr(phone), wizard=self._wizard is not None)

    async def _to_wizard(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None or self._wizard is None:
            return self._refused()
        return RedirectResponse(self._wizard(pupil), 303)

    async def _phone(self, request: Request) -> Response:
        pupil = self._pupil(request)
        return self._refused() if pupil is None else self._drawn("phone", pupil=pupil, person=pupil.person)

    async def _phone_now(self, request: Request) -> Response:
        pupil = self._pupil(request)
        return self._refused() if pupil is None else JSONResponse(self.room.phone(pupil))

    async def _to_board(self, request: Request) -> Response:
        token = request.path_params["token"]
        if not self.room.is_trainer(token):
            return self._refused()
        answer = RedirectResponse("/board", 303)
        answer.set_cookie(TRAINER, token, httponly=True, samesite="strict")
        return answer

    async def _board(self, request: Request) -> Response:
        if not self._trainer(request):
            return self._refused()
        return self._drawn(
            "board", steps=[each for each, _ in STEPS], heads=self._heads(), base=self.base, qr=qr(self.base, 3)
        )

    def _heads(self) -> list[str]:
        """The short names of the steps; two that share one are numbered."""
        short = [self._texts.say(f"rail.{steps.STEPS[step].rail}") for step, _ in STEPS]
        return [
            f"{each} {short[:at].count(each) + 1}" if short.count(each) > 1 else each for at, each in enumerate(short)
        ]

    async def _board_now(self, request: Request) -> Response:
        if not self._trainer(request):
            return self._refused()
        return JSONResponse([self._told(asdict(each)) for each in self.room.board()])

    def _told(self, row: dict[str, Any]) -> dict[str, Any]:
        """With what was refused in the language of the board."""
        name = f"error.{row['refused']}"
        return {**row, "why": self._texts.say(name) if row["refused"] and self._texts.has(name) else ""}

    async def _slips(self, request: Request) -> Response:
        if not self._trainer(request):
            return self._refused()
        slips = [(each, qr(f"{self.base}/seat/{each.token}", 2)) for each in self.room.pupils]
        return self._drawn("slips", slips=slips, base=self.base)

    def _pupil(self, request: Request) -> Pupil | None:
        return self.room.pupil(request.cookies.get(PUPIL, ""))

    def _trainer(self, request: Request) -> bool:
        return self.room.is_trainer(request.cookies.get(TRAINER, ""))

    def _refused(self) -> Response:
        answer = self._drawn("refused")
        answer.status_code = 403
        return answer


def qr(text: str, scale: int = 3) -> str:
    """A QR code as SVG to stand in a page."""
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="svg", scale=scale, xmldecl=False, svgns=False, omitsize=False)
    return out.getvalue().decode()


class _Guard:
    """Answers to its own names only, and lets no page be framed, kept or sniffed."""

    def __init__(self, app: Any, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if host_of(Request(scope)) not in self._hosts:
            await Response("unknown host\n", 400)(scope, receive, send)
            return

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            await send(message)

        await self._app(scope, receive, guarded)
