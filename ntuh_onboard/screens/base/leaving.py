"""Leave the hospital's sites, each by itself, and say of each what came of it (N-04, J7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.journey.lane import SIGN_OUT_DEADLINE

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane

SITES = ("portal", "account", "mail")


def sign_out(backend: Backend, left: dict[str, SignOut] | None = None) -> dict[str, SignOut]:
    """Leave every site, one after the other; what came of each by its name. left: filled as they are left."""
    left = {} if left is None else left
    for site in SITES:
        left[site] = getattr(backend, site).sign_out()
    return left


async def signed_out(lane: Lane[Backend], *, within: float = SIGN_OUT_DEADLINE) -> Mapping[str, SignOut]:
    """Leave every site; within this many seconds, whatever becomes of it: what was not answered is not confirmed."""
    left: dict[str, SignOut] = {}
    out = asyncio.wrap_future(lane.submit(lambda backend: sign_out(backend, left)))
    await asyncio.wait({out}, timeout=within)
    if out.done():
        out.result()  # a fault of ours is not hidden
    return {site: left.get(site, SignOut.UNCONFIRMED) for site in SITES}
