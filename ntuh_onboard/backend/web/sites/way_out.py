"""Leave a site wherever one may be signed in there, and know whether one is (N-04).

From the moment a sign-in leaves this machine there may be a session, until the site refuses it: also if its answer was
lost, or if the page it led to is unknown to the profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.box_buttons import yes_of
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.controls import FILLED
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.deadline import Deadline
from ntuh_onboard.backend.web.sites.likely_exits import likely_addresses, likely_exits
from ntuh_onboard.backend.web.sites.page_search import where_to
from ntuh_onboard.backend.web.sites.signed_in import hidden_way_out, way_out
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors
from ntuh_onboard.profiles.control_words import control_words

SECONDS = 5.0
"""How long leaving may take before another session begins; at the end the lane itself waits for less."""
MOST_PRESSED = 3
MOST_TRIED = 4
"""Ways out that are pressed, if none is confirmed."""
MOST_ADDRESSES = 10
"""Addresses that are asked for, where no way out is to be seen."""
_ERROR_STATUS = 400
Place = Callable[[], Page | None]


class WayOut:
    """The ways out of one site.

    `places` returns functions that lead to the pages from which it can be left, the likeliest first; each returns None
    or raises BackendError if it leads nowhere. `instead` returns what else leaves a page that has no way out.

    Attributes:
        needed: whether there may be a session.

    """

    def __init__(
        self, visit: Visit, places: Callable[[], Iterable[Place]], instead: Callable[[Page], Act | None] | None = None
    ) -> None:
        self.needed = False
        self._instead = instead or (lambda _: None)
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
        if self.needed and not self._leave():
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
            left = over or self._leave()
        self._abandoned = self._abandoned or not left
        self.needed = self._seen = False
        self._visit.engine.forget()

    def _leave(self) -> bool:
        """Press ways out until what follows confirms that nobody is signed in; not again if the server is silent."""
        for page, out in islice(self._ways(), MOST_TRIED):
            try:
                if _pressed(self._visit, page, out):
                    return True
            except (errors.NotSent, errors.AnswerLost):
                return False
        return _by_usual_address(self._visit)

    def _ways(self) -> Iterator[tuple[Page, Act]]:
        """Yield the ways out of all pages that may have one, each once, with its page."""
        tried: set[str] = set()
        places: list[Place] = [*self._places()]
        places += [partial(self._visit.reread, each) for each in reversed(self._visit.trail)]
        for place in places:
            with suppress(errors.BackendError):
                for page, out in self._exits(place()):
                    if (where := where_to(page, out)) not in tried:
                        tried.add(where)
                        yield page, out

    def _exits(self, page: Page | None) -> Iterator[tuple[Page, Act]]:
        """Yield the ways out of a page, the surest first, each with the page of the frames that has it."""
        found, out = _found(self._visit, page)
        if found is None:
            return
        if out is not None:
            yield found, out
        elif not self._visit.clearly_at_door(found):
            likely = (hidden_way_out(self._visit, found), self._instead(found))
            yield from ((found, each) for each in likely if each is not None)
        for each in (found, *found.beside):
            if not self._visit.clearly_at_door(each):
                yield from ((each, one) for one in likely_exits(self._visit, each))

    def _is_over(self) -> bool:
        """Return whether the site has ended the session itself: a page of it that was seen no longer opens."""
        try:
            next(iter(self._places()))()
        except errors.SessionEnded:
            return True
        except errors.BackendError:
            return False
        return False


def _found(visit: Visit, page: Page | None) -> tuple[Page | None, Act | None]:
    """Return the way out of a page, or of one in a frame beside it, and the page that has it.

    What leads away from a sign-in form ends no session.
    """
    among = () if page is None else (page, *page.beside)
    inside = (each for each in among if visit.door == "code" or not visit.clearly_at_door(each))
    return next(((each, out) for each in inside if (out := way_out(visit, each)) is not None), (page, None))


def _pressed(visit: Visit, page: Page, out: Act) -> bool:
    """Return whether the way out has led out.

    That is the site's word, or the door, either at once or where a page behind it is asked for again. It is pressed
    once more on what follows: a page that asks whether one is sure, or one whose hidden state is newer. Raises NotSent
    or AnswerLost if there is no answer.
    """
    try:
        left = visit.followed(page, out)
        for _ in range(MOST_PRESSED - 1):
            once_more = None if _is_out(visit, left) else way_out(visit, left) or _sure(left)
            if once_more is None:
                break
            left = visit.followed(left, once_more)
        # The address of a view shows the form to everybody.
        again = visit.behind if isinstance(page, View) else page.url
        return _is_out(visit, left) or (bool(again) and _leads_out(visit, visit.engine.open(again)))
    except (errors.NotSent, errors.AnswerLost):
        raise
    except errors.BackendError:
        return False


def _sure(page: Page) -> Act | None:
    """Return what says yes in a box of a script that asks whether to sign out; None if this is no such box."""
    asked_for = any(each.seen and each.kind in FILLED for each in page.controls)
    words = control_words().buttons["leaves"]
    asks = any(plain(each) in line for line in page.plain_lines for each in words)
    return yes_of(page.acts) if page.driven and asks and not asked_for else None


def _by_usual_address(visit: Visit) -> bool:
    """Ask for the addresses at which most sites sign out; True only if a page at hand was open, and no longer is.

    The last resort from a page without any way out, as one that wants a consent which is the person's own. A server may
    answer a wrong guess by beginning another session, whose cookie takes the place of the present one: what counts is
    whether the page still opens with the cookies of before.
    """
    for page in filter(None, (visit.here, _readable(visit, visit.behind))):
        if isinstance(page, View):
            continue
        with suppress(errors.BackendError):
            if _leads_out(visit, visit.engine.open(page.url)):
                continue
            for each in islice(likely_addresses(visit, page, visit.engine.hosts), MOST_ADDRESSES):
                back = visit.engine.session()
                with suppress(errors.BackendError):
                    visit.reread(each)
                back()
                if _leads_out(visit, visit.engine.open(page.url)):
                    return True
    return False


def _readable(visit: Visit, address: str) -> Page | None:
    with suppress(errors.BackendError):
        return visit.reread(address) if address else None
    return None


def _leads_out(visit: Visit, page: Page) -> bool:
    """Return whether a page that was behind the sign-in shows nobody signed in now, or the account site's beginning."""
    begins = visit.door == "code" and bool(best(visit.profile.clue("activate_entry").words, page.acts))
    return _is_out(visit, page) or (begins and page.status < _ERROR_STATUS)


def _is_out(visit: Visit, page: Page) -> bool:
    """Return whether nobody is signed in: the page says so, or it is the door."""
    told = visit.says(page, "signed_out") or visit.general.shows("signed_out", page.plain_lines)
    return page.status < _ERROR_STATUS and (told or visit.clearly_at_door(page))
