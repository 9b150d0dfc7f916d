"""The present place behind a door: an address, and the page itself if the address would not show it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors


class Place:
    """One place of a visit.

    Attributes:
        address: what can be asked for again; empty if nothing.
        view: the last page there, kept if it was the answer to a form itself.

    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self.address = ""
        self.view: View | None = None

    def __bool__(self) -> bool:
        return bool(self.address) or self.view is not None

    def page(self) -> Page:
        """Return the last page if it is kept, else read the address again; the door means the end of the session.

        A page that was left alone for longer than its session lasts is read again too.
        """
        if self.view is not None and not self._visit.idle():
            return self.view
        return self._visit.open(self.address, behind=True)

    def reached(self, page: Page, address: str) -> None:
        """Remember the page that an answer led to, and the `address` that can be asked for again."""
        self.address = page.whole or address if address == page.url else address
        self.view = page if isinstance(page, View) else None

    def lost(self, address: str) -> None:
        """Forget pages seen before a lost answer: only the `address` may tell what happened."""
        self.address, self.view = address, None

    def leave(self) -> None:
        """Forget the place."""
        self.address, self.view = "", None

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Guard the sending of the kept page's form: it is good once, and the answer is the page to go on from.

        After a lost answer nothing is kept: what was read before the commit would say that it was not done.
        """
        try:
            yield
        except errors.Refused:
            self._go_on(refused=True)
            raise
        except (errors.AnswerLost, errors.SessionEnded):
            if self.view is not None and self.address:
                self.address = self._visit.engine.sent_to  # the form's own address, wherever the page was shown
            self.view = None
            raise
        else:
            self._go_on(refused=False)

    def _go_on(self, *, refused: bool) -> None:
        """Move to the page of the answer; from a refusal without any box, go back to the form, as in a browser."""
        page = self._visit.here
        if self.view is None or page is None or (refused and not any(each.seen for each in page.controls)):
            return
        self.reached(page, page.url if self.address else "")
