"""Who may open the trainer's pages, and change anything from them."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from ntuh_onboard.classroom.page_drawing import Drawing
from ntuh_onboard.classroom.room import Room

TRAINER = "class_trainer"
"""The name of the trainer's cookie."""


class TrainerDoor:
    """Knows the trainer by the cookie that the board's address has set."""

    def __init__(self, room: Room, drawing: Drawing) -> None:
        self._room, self._drawing = room, drawing

    def may_see(self, request: Request) -> bool:
        """Return whether this request is the trainer's."""
        return self._room.is_trainer(request.cookies.get(TRAINER, ""))

    def may_change(self, request: Request) -> bool:
        """Return whether it is, and comes from our own page."""
        return self.may_see(request) and from_here(request)

    def refused(self) -> Response:
        """Return the page that everybody else gets."""
        return self._drawing.refused()


def from_here(request: Request) -> bool:
    """Return whether the request comes from our own page: cookies know no ports, so other servers here share ours."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "")
