"""Whether a site can be used now, and whether that shows that this is the hospital's network (J0.2)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from ntuh_onboard.backend.protocol import Reach, SiteState
from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.redirects import origin
from ntuh_onboard.backend.web.sites.by_browser import perhaps_by_script, to_browser
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors

_STATES = (
    (errors.Maintenance, SiteState.MAINTENANCE),
    (errors.NeedsBrowser, SiteState.NEEDS_BROWSER),
    (errors.UnexpectedPage, SiteState.CHANGED),
    (errors.SessionEnded, SiteState.CHANGED),
    (errors.Untrusted, SiteState.UNTRUSTED),
    (errors.NetworkSignIn, SiteState.NETWORK_SIGN_IN),
)
_INSIDE = frozenset({SiteState.UP, SiteState.MAINTENANCE, SiteState.NEEDS_BROWSER})
_OUTSIDE = frozenset({SiteState.DOWN, SiteState.NETWORK_SIGN_IN})
"""States of the site that can be reached only from inside: these show that one is inside, or outside."""


def reach(visit: Visit, sees: Callable[[Page], object]) -> Reach:
    """Return what can be said about the site without a session; an existing session is not touched (J0.2).

    `sees` raises UnexpectedPage if the page is not the one that the profile describes.
    """
    address = visit.profile.address(visit.site, visit.site)
    host, state, said = origin(address).host, SiteState.UP, ""
    why: Why | None = None
    other = visit.another()
    with closing(other.engine):
        try:
            _seen(visit, other, sees)
        except errors.BackendError as failed:
            state = next((each for kind, each in _STATES if isinstance(failed, kind)), SiteState.DOWN)
            said, why = failed.said, getattr(failed, "why", None)
    tells = visit.profile.rules.get("inside") == visit.site
    return Reach(host, state, _inside(state, why) if tells else None, said, visit.site)


def _seen(visit: Visit, other: Visit, sees: Callable[[Page], object]) -> None:
    """Look at the first page, in a browser if it needs one and there is one: then the whole visit is made in it."""
    try:
        page = other.first()
        with perhaps_by_script(other, page):
            sees(page)
    except errors.NeedsBrowser:
        if not to_browser(other):
            raise
        sees(other.first())
        to_browser(visit)


def _inside(state: SiteState, why: Why | None) -> bool | None:
    """Return whether this is the hospital's network, by the site that tells; None if its answer leaves it open (J0.2).

    A network that leads every address to its own sign-in page is seen as another host (F10).
    """
    if state in _INSIDE:
        return True
    return False if state in _OUTSIDE or why is Why.OTHER_HOST else None
