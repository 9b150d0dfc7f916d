"""The wizards of a server: one websocket per student, up to a limit (security.md, N-02, N-03)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.serve import websocket_messages
from ntuh_onboard.serve.pages import Front
from ntuh_onboard.serve.places import NoPlace, Places, Visit, Why
from ntuh_onboard.serve.resting import Resting
from ntuh_onboard.serve.student_session import OPTIONS, PATIENCE, Session, told

HEARTBEAT = 15.0
"""Seconds between two checks that a browser is there; one that is silent for half of that afterwards is gone."""
ROOM_WITHIN = 5.0
"""Seconds that a browser waits for a place; a place that was left is free once its wizard has signed out."""
OWN_WITHIN = PATIENCE + ROOM_WITHIN
"""Seconds that a guest waits for their former wizard, which is being ended and may have a commit in flight."""
TAKEN_WITHIN = 10.0
"""Seconds within which a wizard accepts what was typed; one that does not is stuck and is ended."""


Command = Callable[[str, Sequence[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a wizard is shown.

    Attributes:
        front: the page.
        size: the size of its terminal; the plain page has none.

    """

    front: Front
    size: websocket_messages.Sized


class Visits:
    """The wizards that run.

    Args:
        command: returns the command that starts a wizard for a guest (see `Admission`) at a front.
        most: how many may run at once.
        rests: seconds for which a guest's wizard waits for its browser to come back.

    """

    def __init__(self, command: Command, most: int, rests: float = 0.0) -> None:
        self._command = command
        self._resting = Resting(rests)
        self._places = Places(most)
        self._sessions: dict[Session, web.WebSocketResponse] = {}
        self._here: set[str] = set()

    @property
    def pids(self) -> list[int]:
        """The ids of the wizards' processes."""
        return [*(each.pid for each in self._sessions), *self._resting.pids]

    @property
    def present(self) -> frozenset[str]:
        """The guests whose browser is here now."""
        return frozenset(self._here)

    async def receive(self, request: web.Request, shown: Shown, cookie: str, guest: str) -> web.StreamResponse:
        """Run a wizard for a browser that may have one; it ends with the connection, or rests if it is a guest's.

        Args:
            request: asks for a websocket.
            shown: where the wizard is shown.
            cookie: identifies the browser.
            guest: whose wizard it is, or "" for nobody in particular.

        """
        try:
            visit = await self._placed(cookie, guest)
        except NoPlace as refused:
            if refused.why is None:
                raise web.HTTPServiceUnavailable from None
            return await _said_at_once(request, refused.why)
        try:
            return await self._served(request, shown, visit, guest)
        finally:
            await asyncio.shield(self._places.leave(visit))

    async def renew(self, guest: str) -> None:
        """End this guest's wizard, if there is one, since what was done with it is undone.

        Returns when it has ended; the guest may open another one at once.
        """
        await self._places.turn_out(guest, Why.RENEWED, OWN_WITHIN)
        await self._resting.end(guest)

    async def end_all(self, application: web.Application) -> None:
        """End every wizard and tell every browser, since the server ends."""
        self._resting.close()
        lines = [each.close(code=WSCloseCode.GOING_AWAY) for each in self._sessions.values()]
        await asyncio.gather(*lines, *(self._end(each) for each in list(self._sessions)), return_exceptions=True)
        await self._resting.end_all()

    async def _placed(self, cookie: str, guest: str) -> Visit:
        """Wait for a place; raises NoPlace.

        A guest has one place, in whatever tab or browser: the newest one gets it, and other guests' stay. A browser of
        nobody in particular has its own place, and a second tab of it is not let in.
        """
        if guest:
            return await self._places.take(guest, OWN_WITHIN, newest=True)
        return await self._places.take(cookie, ROOM_WITHIN)

    async def _served(self, request: web.Request, shown: Shown, visit: Visit, guest: str) -> web.StreamResponse:
        # No compression: keys are a few bytes and drawings are small, but it takes a third of a megabyte per student.
        websocket = web.WebSocketResponse(
            heartbeat=HEARTBEAT, max_msg_size=websocket_messages.MESSAGE_MOST, compress=False
        )
        await websocket.prepare(request)
        session = await self._session(shown, websocket, guest)
        self._sessions[session] = websocket
        self._here.add(guest)
        leaving = asyncio.create_task(_turned_out(visit, websocket))
        try:
            await _listen(websocket, session)
        finally:
            leaving.cancel()
            self._here.discard(guest)
            undone = visit.over.is_set() and visit.why is Why.RENEWED
            if not undone and self._resting.takes(guest, session):
                self._sessions.pop(session, None)
                self._resting.put(guest, session)
            else:
                await asyncio.shield(self._end(session))
        return websocket

    async def _session(self, shown: Shown, websocket: web.WebSocketResponse, guest: str) -> Session:
        """Return this guest's wizard that rests, drawn on another page now; or else a new one."""
        session = self._resting.claim(guest)
        if session is not None and session.front is shown.front:
            await session.attach(shown.size, websocket.send_bytes, lambda: _ended(session, websocket))
            return session
        if session is not None:  # one front cannot go on with what was typed in the other
            await session.stop()
        command = self._command(guest, OPTIONS[shown.front])
        new = Session(command, shown.front, websocket.send_bytes, lambda: _ended(new, websocket))
        await new.begin(shown.size)
        return new

    async def _end(self, session: Session) -> None:
        await session.stop()
        self._sessions.pop(session, None)


async def _ended(session: Session, websocket: web.WebSocketResponse) -> None:
    """Close the page when the wizard has ended, with the code of a fault or the reason that the wizard told."""
    if session.last_words:
        await websocket.send_str(told("fault", safe(session.last_words)))
    elif session.why:
        await websocket.send_str(told("over", session.why))
    await websocket.close()


async def _said_at_once(request: web.Request, why: Why) -> web.WebSocketResponse:
    """Tell a page why it gets no wizard; only an open websocket can tell it anything."""
    websocket = web.WebSocketResponse()
    await websocket.prepare(request)
    await _say_why(websocket, why)
    return websocket


async def _turned_out(visit: Visit, websocket: web.WebSocketResponse) -> None:
    """Close this connection when it has to end, and tell its page why; its wizard ends with it."""
    await visit.over.wait()
    await _say_why(websocket, visit.why)


async def _say_why(websocket: web.WebSocketResponse, why: Why) -> None:
    with suppress(ConnectionError, RuntimeError):  # it was closed at the same moment
        await websocket.send_str(told("over", why))
    await websocket.close()


async def _listen(websocket: web.WebSocketResponse, session: Session) -> None:
    """Handle what the browser sends until it is gone, or sends something that our page never does."""
    async for message in websocket:
        if message.type is not WSMsgType.TEXT:
            break
        try:
            async with asyncio.timeout(TAKEN_WITHIN):
                await _do(websocket_messages.read(message.data), websocket, session)
        except (websocket_messages.Malformed, ConnectionError, TimeoutError):
            break
    await websocket.close(code=WSCloseCode.POLICY_VIOLATION)


async def _do(said: websocket_messages.Said, websocket: web.WebSocketResponse, session: Session) -> None:
    match said:
        case websocket_messages.Typed(text):
            await session.send_bytes(text.encode("utf-8", "replace"))
        case websocket_messages.Sized():
            await session.resize(said)
        case websocket_messages.Pinged(mark):
            await websocket.send_str(told("pong", mark))
        case websocket_messages.Focused(here):
            await (session.focus() if here else session.blur())
