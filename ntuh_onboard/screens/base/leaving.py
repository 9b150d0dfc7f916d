"""Leaving the hospital's sites."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ntuh_onboard.journey.lane import SIGN_OUT_DEADLINE
from ntuh_onboard.journey.step_acts import MAIL_REACH, REACH, READ_BACK_MAIL, READ_BACK_MESSAGE
from ntuh_onboard.journey.steps import READ_BACKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.journey.state import Journey

_OPENING_NOTHING = (REACH, MAIL_REACH, READ_BACK_MAIL, READ_BACK_MESSAGE)


def sign_out(backend: Backend) -> bool:
    """Leave every site; True only where portal and account site confirmed it (J7.3)."""
    backend.mail.sign_out()
    portal = backend.portal.sign_out()
    return backend.account.sign_out() and portal


def opened_sites(journey: Journey) -> frozenset[str]:
    """The sites of which this journey has opened a page: no other has a session."""
    steps = (*map(journey.table.__getitem__, journey.order), *READ_BACKS.values())
    return frozenset(
        act.name.partition(".")[0]
        for step in steps
        for key, act in ((f"load.{step.id}", step.load), (step.id, step.submit))
        if act not in _OPENING_NOTHING and act is not None and key in journey.learned
    )


def signing_out(journey: Journey) -> Callable[[Backend], bool]:
    """Leave every site; True only where each that this journey has opened confirmed it."""
    opened = opened_sites(journey)

    def left(backend: Backend) -> bool:
        sites = {"portal": backend.portal.sign_out, "account": backend.account.sign_out, "mail": backend.mail.sign_out}
        out = {name: leave() for name, leave in sites.items()}
        return all(out[site] for site in opened)

    return left


async def signed_out(lane: Lane[Backend], journey: Journey, *, within: float = SIGN_OUT_DEADLINE) -> bool:
    """Leave every site; True only where it was confirmed within this many seconds, whatever becomes of it (N-04)."""
    out = asyncio.wrap_future(lane.submit(signing_out(journey)))
    await asyncio.wait({out}, timeout=within)
    return out.done() and out.result()
