"""Where one is behind a door: an address, and the page itself where the address would not show it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.common import errors


class Place:
    """One place of a visit. view: the last page there, kept where it was the answer to a form itself."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self.address = ""
        self.view: View | None = None

    def __bool__(self) -> bool:
        return bool(self.address) or self.view is not None

    def page(self) -> Page:
        """The last page where it is kept, else the address read again; the door is the end of the session.

        A page that was left alone for longer than its session lasts is read again too.
        """
        if self.view is not None and not self._visit.idle():
            return self.view
        return self._visit.open(self.address, behind=True)

    def reached(self, page: Page, address: str) -> None:
        """An answer has led here. address: what can be asked for again."""
        self.address = address
        self.view = page if isinstance(page, View) else None

    def lost(self, address: str) -> None:
        """An answer was lost. address: what may tell what came of it; no page seen before can."""
        self.address, self.view = address, None

    def leave(self) -> None:
        """Nothing is known of it any more."""
        self.address, self.view = "", None

    @contextmanager
    def committing(self) -> Iterator[None]:
        """While the form of the kept page is sent: it is good once, and the answer is the page to go on from.

        After an answer that was lost nothing is kept: what was read before the commit would say that it was not done.
        """
        try:
            yield
        except errors.Refused:
            self._on(refused=True)
            raise
        except (errors.AnswerLost, errors.SessionEnded):
            if self.view is not None and self.address:
                self.address = self._visit.sent_to  # its own address, wherever the page was shown
            self.view = None
            raise
        else:
            self._on(refused=False)

    def _on(self, *, refused: bool) -> None:
        """To the page of the answer. From a refusal without any box one goes back to the form, as in a browser."""
        page = self._visit.here
        if self.view is None or page is None or (refused and not any(each.seen for each in page.controls)):
            return
        self.reached(page, page.url if self.address else "")
