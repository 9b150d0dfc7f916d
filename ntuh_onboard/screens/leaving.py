"""Leaving the hospital's sites."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ntuh_onboard.acts import REACH
from ntuh_onboard.lane import SIGN_OUT_DEADLINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey import Journey
    from ntuh_onboard.lane import Lane


def sign_out(backend: Backend) -> bool:
    """Leave both sites; True only where both confirmed it (J7.3)."""
    portal = backend.portal.sign_out()
    return backend.account.sign_out() and portal


def opened_sites(journey: Journey) -> frozenset[str]:
    """The sites of which this journey has opened a page: no other has a session."""
    return frozenset(
        act.name.partition(".")[0]
        for step in map(journey.table.__getitem__, journey.order)
        for key, act in ((f"load.{step.id}", step.load), (step.id, step.submit))
        if act is not None and act is not REACH and key in journey.learned
    )


def signing_out(journey: Journey) -> Callable[[Backend], bool]:
    """Leave both sites; True only where each that this journey has opened confirmed it."""
    opened = opened_sites(journey)

    def left(backend: Backend) -> bool:
        out = {"portal": backend.portal.sign_out(), "account": backend.account.sign_out()}
        return all(out[site] for site in opened)

    return left


async def signed_out(lane: Lane[Backend], journey: Journey, *, within: float = SIGN_OUT_DEADLINE) -> bool:
    """Leave both sites; True only where it was confirmed within this many seconds, whatever becomes of it (N-04)."""
    out = asyncio.wrap_future(lane.submit(signing_out(journey)))
    await asyncio.wait({out}, timeout=within)
    return out.done() and out.result()
