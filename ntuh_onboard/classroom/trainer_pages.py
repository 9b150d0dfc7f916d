"""The trainer's pages: the board, which can also reset a seat, and the slips."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ntuh_onboard.classroom import board_export, drill_pages
from ntuh_onboard.classroom.conductor import LASTS
from ntuh_onboard.classroom.drill_pages import DrillPages
from ntuh_onboard.classroom.lesson_pages import LessonPages
from ntuh_onboard.classroom.page_drawing import Drawing, qr
from ntuh_onboard.classroom.room import STEPS, Room
from ntuh_onboard.classroom.trainer_door import TRAINER, TrainerDoor
from ntuh_onboard.journey import steps
from ntuh_onboard.training.from_mistakes import scenario_of


class TrainerPages:
    """The trainer's pages; `base` is the class's own address."""

    def __init__(self, room: Room, drawing: Drawing, base: str) -> None:
        self._room, self._drawing, self._base = room, drawing, base
        self._door = TrainerDoor(room, drawing)
        self.routes = [
            Route("/board/{token}", self._to_board),
            Route("/board", self._board),
            Route("/board.json", self._board_now),
            Route("/board.csv", self._export),
            Route("/mistakes.toml", self._mistakes),
            Route("/renew/{number:int}", self._renew, methods=["POST"]),
            Route("/slips", self._slips),
            *DrillPages(room, self._door).routes,
            *LessonPages(room, self._door).routes,
        ]

    async def _to_board(self, request: Request) -> Response:
        token = request.path_params["token"]
        if not self._room.is_trainer(token):
            return self._drawing.refused()
        answer = RedirectResponse("/board", 303)
        answer.set_cookie(TRAINER, token, httponly=True, samesite="strict")
        return answer

    async def _board(self, request: Request) -> Response:
        if not self._door.may_see(request):
            return self._door.refused()
        shown = {"steps": [each for each, _ in STEPS], "heads": [self._head(each) for each, _ in STEPS]}
        drills = {
            "drills": drill_pages.offered(self._drawing.texts),
            "rows": drill_pages.rows_of(self._room.pupils),
            "states": drill_pages.STATES,
            "lasts": round(LASTS),
        }
        return self._drawing.page("board", **shown, **drills, base=self._base, qr=qr(self._base))

    def _head(self, step: str) -> str:
        """Return the short name of a step; its own if the rail has one name for two steps."""
        own = f"class.head.{step}"
        say = self._drawing.texts
        return say.say(own if say.has(own) else f"rail.{steps.STEPS[step].rail}")

    async def _board_now(self, request: Request) -> Response:
        if not self._door.may_see(request):
            return self._door.refused()
        room, texts = self._room, self._drawing.texts
        seats = [self._with_reason(asdict(each)) for each in room.board()]
        for each in seats:
            each["spelled"] = self._drawing.named(each["name"], short=True)
            each["drills"] = drill_pages.of_seat(room, each["number"], texts)
        lesson, now = room.lesson, room.site.hospital.moment()
        told = {
            "seats": seats,
            "orders": list(drill_pages.orders(room, texts)),
            "lesson": round(now - lesson.began) if lesson.began else None,
            "paused": lesson.paused,
            "message": lesson.delivered(),
            "mistakes": bool(scenario_of(room.site.stage.desk.register.mistakes)),
        }
        return JSONResponse(told)

    async def _export(self, request: Request) -> Response:
        """Send the board as a file for spreadsheets; names and IDs only where they are asked for."""
        if not self._door.may_see(request):
            return self._door.refused()
        people = "people" in request.query_params
        text = board_export.as_csv(self._room.board(), self._drawing.texts, self._head, people=people)
        name = {"content-disposition": 'attachment; filename="class.csv"'}
        return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=name)

    async def _mistakes(self, request: Request) -> Response:
        """Send a scenario of what went wrong most, for `demo --play`."""
        if not self._door.may_see(request):
            return self._door.refused()
        text = scenario_of(self._room.site.stage.desk.register.mistakes)
        name = {"content-disposition": 'attachment; filename="mistakes.toml"'}
        return Response(text, media_type="application/toml; charset=utf-8", headers=name)

    def _with_reason(self, row: dict[str, Any]) -> dict[str, Any]:
        """Add why a pupil is stuck, in the language of the board."""
        name = f"error.{row['refused']}" if row["state"] in {"stuck", "slip"} and row["refused"] else ""
        texts = self._drawing.texts
        return {**row, "why": texts.say(name) if texts.has(name) else ""}

    async def _renew(self, request: Request) -> Response:
        found = self._room.seat(request.path_params["number"])
        if found is None or not self._door.may_change(request):
            return self._door.refused()
        await self._room.renew(found)
        return Response(status_code=204)

    async def _slips(self, request: Request) -> Response:
        if not self._door.may_see(request):
            return self._door.refused()
        return await asyncio.to_thread(self._slips_drawn)  # hundreds of codes take seconds, and pupils go on meanwhile

    def _slips_drawn(self) -> Response:
        slips = [(each, qr(f"{self._base}/seat/{each.token}")) for each in self._room.pupils]
        return self._drawing.page("slips", slips=slips, base=self._base)
