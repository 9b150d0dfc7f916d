"""Sign out of the hospital's sites, all at once, and report the result of each (N-04, J7.3).

Each site has the whole time for itself: one that is slow takes nothing from the others, and only what is known of it is
unconfirmed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

from ntuh_onboard.backend.protocol import SignOut

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane

SITES = ("portal", "account", "mail")


def sign_out(backend: Backend, left: dict[str, SignOut] | None = None) -> dict[str, SignOut]:
    """Sign out of all sites; returns the results by site, in their order. `left` is filled while this goes on.

    Waits for all of them, so that the lane hands none of them another call meanwhile.
    """
    left = {} if left is None else left
    leaving = {site: _begun(backend, site, left) for site in SITES}
    return {site: each.result() for site, each in leaving.items()}


def _begun(backend: Backend, site: str, left: dict[str, SignOut]) -> Future[SignOut]:
    """Begin to sign out of one site, in a daemon thread: leaving the program waits for none that hangs."""
    result: Future[SignOut] = Future()

    def leave() -> None:
        try:
            left[site] = getattr(backend, site).sign_out()
        except BaseException as error:  # noqa: BLE001  # raised again where the result is asked for
            result.set_exception(error)
        else:
            result.set_result(left[site])

    Thread(target=leave, name=f"leaving {site}", daemon=True).start()
    return result


async def signed_out(lane: Lane[Backend], *, within: float | None = None) -> Mapping[str, SignOut]:
    """Sign out of all sites, in at most this many seconds; sites that have not answered then are unconfirmed.

    By default as long as the lane gives them.
    """
    left: dict[str, SignOut] = {}
    out = asyncio.wrap_future(lane.submit(lambda backend: sign_out(backend, left)))
    await asyncio.wait({out}, timeout=lane.sign_out_seconds if within is None else within)
    if out.done():
        out.result()  # a fault of ours must not be hidden
    return {site: left.get(site, SignOut.UNCONFIRMED) for site in SITES}
