"""The class's own pages: the front page, a seat, its phone; together with the trainer's.

A token comes in a URL once, is exchanged for a cookie, and appears in no other address (N-02).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ntuh_onboard.backend.site.requests_in import host_of
from ntuh_onboard.classroom.page_drawing import READER, Drawing, qr
from ntuh_onboard.classroom.room import Room
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.classroom.seat_stage import PUPIL
from ntuh_onboard.classroom.trainer_door import from_here
from ntuh_onboard.classroom.trainer_pages import TrainerPages
from ntuh_onboard.texts.languages import tags
from ntuh_onboard.texts.sentences import Texts

BROWSER = "class_browser"
"""The cookie that identifies a browser: it tells which seat the browser chose, whoever sits there by now."""
SPOKEN = "class_language"
"""The cookie with the tag of the language that somebody has chosen for these pages."""
_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
}


class ClassPages:
    """The web application.

    Args:
        room: the class.
        texts: the sentences of the pages.
        base: the class's own address.
        hosts: the host names that it answers to, so that another site's name that resolves to here reaches nothing.
        wizard: returns the address of a pupil's wizard in the browser.

    """

    def __init__(
        self, room: Room, texts: Texts, base: str, hosts: Iterable[str], wizard: Callable[[Pupil], str] | None = None
    ) -> None:
        self.room, self.base = room, base.rstrip("/")
        self._drawing, self._wizard = Drawing(texts), wizard
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
                Route("/language/{tag}", self._speak),
                Route("/hand/{up:int}", self._hand, methods=["POST"]),
                Route("/read/{number:int}", self._read, methods=["POST"]),
                *TrainerPages(room, self._drawing, self.base).routes,
            ]
        )
        self.app.add_middleware(_Guard, hosts=frozenset(hosts))

    async def _door(self, request: Request) -> Response:
        return self._drawing.page("door", pupils=self.room.pupils, taken=self.room.taken)

    async def _take(self, request: Request) -> Response:
        found = self.room.seat(request.path_params["number"])
        if not from_here(request):
            return self._drawing.refused()
        if found is None:
            return RedirectResponse("/", 303)
        held = self.room.taken.get(found.number)
        mine = held is not None and held.browser == request.cookies.get(BROWSER)
        if held is None or mine or "sure" in request.query_params:
            return self._seated(request, found)
        return self._drawing.page("taken", pupil=found, present=self.room.present(found))

    async def _sit(self, request: Request) -> Response:
        found = self.room.pupil(request.path_params["token"])
        return self._drawing.refused() if found is None else self._seated(request, found)

    async def _pick_up(self, request: Request) -> Response:
        found = self.room.pupil(request.path_params["token"])
        return self._drawing.refused() if found is None else _redirected_as(found, "/phone")

    def _seated(self, request: Request, pupil: Pupil) -> Response:
        browser = request.cookies.get(BROWSER) or secrets.token_urlsafe(8)
        self.room.take(pupil, browser)
        answer = _redirected_as(pupil, "/seat")
        answer.set_cookie(BROWSER, browser, httponly=True, samesite="strict")
        return answer

    async def _seat(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None:
            return RedirectResponse("/", 303)
        phone, started = qr(f"{self.base}/phone/{pupil.token}"), bool(self.room.lesson.began)
        shown = {"person": self.room.person(pupil), "qr": phone, "started": started, "wizard": self._wizard is not None}
        return self._drawing.page("seat", pupil=pupil, **shown)

    async def _to_wizard(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None or self._wizard is None:
            return self._drawing.refused()
        if not self.room.lesson.began:
            return RedirectResponse("/seat", 303)
        return RedirectResponse(self._wizard(pupil), 303)

    async def _speak(self, request: Request) -> Response:
        """Show the class's pages in another language in this browser, from the page on that asked for it."""
        before = urlsplit(request.headers.get("referer", ""))
        here = before.netloc == request.headers.get("host", "") and before.path.startswith("/")
        answer = RedirectResponse("/" + before.path.lstrip("/") if here else "/", 303)
        if request.path_params["tag"] in tags():
            answer.set_cookie(SPOKEN, request.path_params["tag"], httponly=True, samesite="strict")
        return answer

    async def _hand(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None or not from_here(request):
            return self._drawing.refused()
        now = self.room.site.hospital.moment()
        self.room.lesson.raise_hand(pupil.number, now, up=bool(request.path_params["up"]))
        return Response(status_code=204)

    async def _read(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None or not from_here(request):
            return self._drawing.refused()
        self.room.lesson.confirm(pupil.number, request.path_params["number"])
        return Response(status_code=204)

    async def _phone(self, request: Request) -> Response:
        pupil = self._pupil(request)
        if pupil is None:
            return self._drawing.refused()
        return self._drawing.page("phone", pupil=pupil, person=pupil.person)

    async def _phone_now(self, request: Request) -> Response:
        pupil = self._pupil(request)
        return self._drawing.refused() if pupil is None else JSONResponse(self.room.phone(pupil))

    def _pupil(self, request: Request) -> Pupil | None:
        return self.room.pupil(request.cookies.get(PUPIL, ""))


def _redirected_as(pupil: Pupil, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    answer.set_cookie(PUPIL, pupil.token, httponly=True, samesite="strict")
    return answer


class _Guard:
    """Answers to its own host names only, and lets no page be framed, cached or sniffed."""

    def __init__(self, app: Any, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
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

        READER.set(Request(scope).cookies.get(SPOKEN, ""))
        await self._app(scope, receive, guarded)
