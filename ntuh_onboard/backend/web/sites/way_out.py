"""Leave a site wherever one may be signed in there, and know whether one is (N-04).

From the moment a sign-in leaves this machine there may be a session, until the site refuses it: also if its answer was
lost, or if the page it led to is unknown to the profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.deadline import Deadline
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors

SECONDS = 5.0
"""How long leaving may take before another session begins; at the end the lane itself waits for less."""
Place = Callable[[], Page | None]


class WayOut:
    """The ways out of one site.

    `places` returns functions that lead to the pages from which it can be left, the likeliest first; each returns None
    or raises BackendError if it leads nowhere.

    Attributes:
        needed: whether there may be a session.

    """

    def __init__(self, visit: Visit, places: Callable[[], Iterable[Place]]) -> None:
        self.needed = False
        self._visit = visit
        self._places = places
        self._seen = False
        self._abandoned = False

    @contextmanager
    def entering(self) -> Iterator[None]:
        """Guard the sending of a sign-in: no session if it was refused or never left, else there may be one."""
        before, self.needed = self.needed, True
        try:
            yield
        except errors.AnswerLost:
            raise
        except errors.BackendError:
            self.needed = before
            raise
        self._seen = True

    def leave(self) -> SignOut:
        """Press the way out of the first page that has one; raises nothing."""
        if self.needed and not self._visit.leave(*self._places()):
            return SignOut.UNCONFIRMED
        was_needed, self.needed, self._seen = self.needed, False, False
        if self._abandoned:
            return SignOut.UNCONFIRMED
        return SignOut.CONFIRMED if was_needed else SignOut.NOT_NEEDED

    def before_another(self) -> None:
        """Leave this session before another begins; if that is not confirmed, no sign-out counts as confirmed."""
        if not self.needed:
            return
        with Deadline(SECONDS):
            over = self._seen and self._is_over()
            left = over or self._visit.leave(*self._places())
        self._abandoned = self._abandoned or not left
        self.needed = self._seen = False

    def _is_over(self) -> bool:
        """Return whether the site has ended the session itself: a page of it that was seen no longer opens."""
        try:
            next(iter(self._places()))()
        except errors.SessionEnded:
            return True
        except errors.BackendError:
            return False
        return False
