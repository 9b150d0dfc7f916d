"""The part of the board that starts and pauses the lesson, writes to pupils, and lowers hands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ntuh_onboard.classroom.room import Room
from ntuh_onboard.classroom.trainer_door import TrainerDoor

Handler = Callable[[Request], Awaitable[Response]]


class LessonPages:
    """Takes the trainer's orders about the whole lesson."""

    def __init__(self, room: Room, door: TrainerDoor) -> None:
        self._room, self._door = room, door
        self.routes = [
            Route("/lesson/start", self._guarded(self._start), methods=["POST"]),
            Route("/lesson/pause", self._guarded(self._pause), methods=["POST"]),
            Route("/lesson/go-on", self._guarded(self._go_on), methods=["POST"]),
            Route("/messages", self._guarded(self._write), methods=["POST"]),
            Route("/hands/{number:int}/down", self._guarded(self._lower), methods=["POST"]),
        ]

    def _guarded(self, does: Handler) -> Handler:
        @wraps(does)
        async def guarded(request: Request) -> Response:
            return await does(request) if self._door.may_change(request) else self._door.refused()

        return guarded

    async def _start(self, request: Request) -> Response:
        self._room.start()
        return Response(status_code=204)

    async def _pause(self, request: Request) -> Response:
        self._room.lesson.pause(paused=True)
        return Response(status_code=204)

    async def _go_on(self, request: Request) -> Response:
        self._room.lesson.pause(paused=False)
        return Response(status_code=204)

    async def _write(self, request: Request) -> Response:
        """Send what the JSON says: `text` to `seats`."""
        try:
            told = await request.json()
            text, seats = str(told["text"]).strip(), [int(each) for each in told["seats"]]
            known = bool(text) and bool(seats) and all(self._room.seat(each) for each in seats)
        except (ValueError, KeyError, TypeError):
            known = False
        if not known:
            return PlainTextResponse("no such message\n", 400)
        self._room.lesson.write(seats, text)
        return Response(status_code=204)

    async def _lower(self, request: Request) -> Response:
        self._room.lesson.raise_hand(request.path_params["number"], 0.0, up=False)
        return Response(status_code=204)
