"""Sign out of the hospital's sites one by one, and report the result of each (N-04, J7.3)."""

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
    """Sign out of all sites, one after another; returns the results by site. `left` is filled while this goes on."""
    left = {} if left is None else left
    for site in SITES:
        left[site] = getattr(backend, site).sign_out()
    return left


async def signed_out(lane: Lane[Backend], *, within: float = SIGN_OUT_DEADLINE) -> Mapping[str, SignOut]:
    """Sign out of all sites, in at most this many seconds; sites that have not answered then are unconfirmed."""
    left: dict[str, SignOut] = {}
    out = asyncio.wrap_future(lane.submit(lambda backend: sign_out(backend, left)))
    await asyncio.wait({out}, timeout=within)
    if out.done():
        out.result()  # a fault of ours must not be hidden
    return {site: left.get(site, SignOut.UNCONFIRMED) for site in SITES}
