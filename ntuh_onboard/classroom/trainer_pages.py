"""The trainer's pages: the board, which can also reset a seat, and the slips."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ntuh_onboard.classroom import board_export
from ntuh_onboard.classroom.page_drawing import Drawing, qr
from ntuh_onboard.classroom.room import STEPS, Room
from ntuh_onboard.journey import steps

TRAINER = "class_trainer"
"""The name of the trainer's cookie."""


class TrainerPages:
    """The trainer's pages; `base` is the class's own address."""

    def __init__(self, room: Room, drawing: Drawing, base: str) -> None:
        self._room, self._drawing, self._base = room, drawing, base
        self.routes = [
            Route("/board/{token}", self._to_board),
            Route("/board", self._board),
            Route("/board.json", self._board_now),
            Route("/board.csv", self._export),
            Route("/renew/{number:int}", self._renew, methods=["POST"]),
            Route("/slips", self._slips),
        ]

    async def _to_board(self, request: Request) -> Response:
        token = request.path_params["token"]
        if not self._room.is_trainer(token):
            return self._drawing.refused()
        answer = RedirectResponse("/board", 303)
        answer.set_cookie(TRAINER, token, httponly=True, samesite="strict")
        return answer

    async def _board(self, request: Request) -> Response:
        if not self._trainer(request):
            return self._drawing.refused()
        shown = {"steps": [each for each, _ in STEPS], "heads": [self._head(each) for each, _ in STEPS]}
        return self._drawing.page("board", **shown, base=self._base, qr=qr(self._base))

    def _head(self, step: str) -> str:
        """Return the short name of a step; its own if the rail has one name for two steps."""
        own = f"class.head.{step}"
        say = self._drawing.texts
        return say.say(own if say.has(own) else f"rail.{steps.STEPS[step].rail}")

    async def _board_now(self, request: Request) -> Response:
        if not self._trainer(request):
            return self._drawing.refused()
        return JSONResponse([self._with_reason(asdict(each)) for each in self._room.board()])

    async def _export(self, request: Request) -> Response:
        """Send the board as a file for spreadsheets; names and IDs only where they are asked for."""
        if not self._trainer(request):
            return self._drawing.refused()
        people = "people" in request.query_params
        text = board_export.as_csv(self._room.board(), self._drawing.texts, self._head, people=people)
        name = {"content-disposition": 'attachment; filename="class.csv"'}
        return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=name)

    def _with_reason(self, row: dict[str, Any]) -> dict[str, Any]:
        """Add why a pupil is stuck, in the language of the board."""
        name = f"error.{row['refused']}" if row["state"] in {"stuck", "slip"} and row["refused"] else ""
        texts = self._drawing.texts
        return {**row, "why": texts.say(name) if texts.has(name) else ""}

    async def _renew(self, request: Request) -> Response:
        found = self._room.seat(request.path_params["number"])
        if found is None or not self._trainer(request) or not from_here(request):
            return self._drawing.refused()
        await self._room.renew(found)
        return Response(status_code=204)

    async def _slips(self, request: Request) -> Response:
        if not self._trainer(request):
            return self._drawing.refused()
        slips = [(each, qr(f"{self._base}/seat/{each.token}")) for each in self._room.pupils]
        return self._drawing.page("slips", slips=slips, base=self._base)

    def _trainer(self, request: Request) -> bool:
        return self._room.is_trainer(request.cookies.get(TRAINER, ""))


def from_here(request: Request) -> bool:
    """Return whether the request comes from our own page: cookies know no ports, so other servers here share ours."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "")
