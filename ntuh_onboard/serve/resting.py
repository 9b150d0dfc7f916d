"""Wizards whose browser has gone for a moment: a guest that reloads the page, or opens it elsewhere, finds it again."""

from __future__ import annotations

import asyncio

from ntuh_onboard.serve.student_session import Session


class Resting:
    """Keeps wizards without a browser, one for each guest; `patience` in seconds, 0 for none at all."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._sessions: dict[str, tuple[Session, asyncio.TimerHandle]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> list[int]:
        """The ids of their processes."""
        return [session.pid for session, _ in self._sessions.values()]

    def takes(self, guest: str, session: Session) -> bool:
        """Return whether this guest's wizard may rest: it has not ended by itself."""
        return bool(self._patience and guest) and session.running

    def put(self, guest: str, session: Session) -> None:
        """Keep a wizard until it is claimed, or for as long as the patience lasts."""
        session.detach()
        timer = asyncio.get_running_loop().call_later(self._patience, self._over, guest)
        self._sessions[guest] = (session, timer)

    def claim(self, guest: str) -> Session | None:
        """Return this guest's wizard, if one rests here that has not ended; it rests no longer."""
        session, timer = self._sessions.pop(guest, (None, None))
        if timer is not None:
            timer.cancel()
        if session is None or session.running:
            return session
        self._end(session)
        return None

    async def end(self, guest: str) -> None:
        """End this guest's wizard, if one rests here."""
        if (session := self.claim(guest)) is not None:
            await session.stop()

    def close(self) -> None:
        """Let no wizard rest any more."""
        self._patience = 0.0

    async def end_all(self) -> None:
        """End every wizard."""
        await asyncio.gather(*map(self.end, list(self._sessions)), return_exceptions=True)
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _over(self, guest: str) -> None:
        if (session := self.claim(guest)) is not None:
            self._end(session)

    def _end(self, session: Session) -> None:
        """End a wizard in the background."""
        task = asyncio.create_task(session.stop())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
