"""What activation and reset share on the account site: the first page, its entries, the page behind them (J4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from ntuh_onboard.backend.protocol import Purpose, Reach, Regulations, SignOut
from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.form_kinds import ACTIVATION, CODE
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.by_browser import left_by_script_if_needed, perhaps_by_script, to_browser
from ntuh_onboard.backend.web.sites.consent import agreed, agreement, past_regulations
from ntuh_onboard.backend.web.sites.notice_pages import onward
from ntuh_onboard.backend.web.sites.position import Place
from ntuh_onboard.backend.web.sites.reachability import reach
from ntuh_onboard.backend.web.sites.regulations_page import regulations_of
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.backend.web.sites.way_out import WayOut
from ntuh_onboard.common import errors

MOST_AGREEMENTS = 3
"""Pages between the entry and the proof that ask again for agreement."""


class AccountVisit:
    """One student's visit. Each purpose has its own entry on the first page, and its own page behind it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._profile = visit.profile
        self._purpose = Purpose.ACTIVATE
        self._entry = ""
        self._pressed = False
        self._asked = Place(visit)
        self._behind = Place(visit)
        self._tried = False
        self._out = WayOut(visit, self._places, self._cancelled)

    def reach(self) -> Reach:
        """Return whether the site can be used now (J0.2)."""
        return reach(self._visit, self._fits)

    def _fits(self, page: Page) -> None:
        clue = self._profile.clue("activate_entry")
        with self._visit.pressing(page, clue):
            page.act(clue)

    def regulations(self, purpose: Purpose = Purpose.ACTIVATE) -> Regulations:
        """Read the first page in a new session (J4.1)."""
        self._purpose = purpose
        self._anew()
        try:
            page = self._home()
        except errors.NeedsBrowser:
            if to_browser(self._visit):
                return self.regulations(purpose)
            # The regulations can be read all the same
            return replace(regulations_of(self._visit, self._visit.first()), by_script=True)
        return regulations_of(self._visit, page)

    def moved(self) -> None:
        """Read the present page again in the browser that goes on with the session."""
        self._visit.here = None
        for place in (self._asked, self._behind):
            if place.view is not None:
                place.reached(place.view, place.address or place.view.url)
                place.view = None

    def sign_out(self) -> SignOut:
        """Press the way out of the page behind the code, else of wherever the code has led (N-04)."""
        left = left_by_script_if_needed(self, self._out)
        if left is SignOut.CONFIRMED:
            self._entry = ""
            self._behind.leave()
        return left

    def _places(self) -> Iterator[Callable[[], Page | None]]:
        yield lambda: self._behind.view or self._visit.open(self._behind.address or self._entry)
        yield lambda: self._visit.here

    def _cancelled(self, page: Page) -> Act | None:
        """Return 「取消啟用」 of a form behind the code that was not sent: it may be its only way out."""
        if self._tried or not self._visit.has_form(page, ACTIVATION) or self._visit.states(page, "is_activated"):
            return None
        try:
            return page.act(self._profile.clue("cancel_activation"))
        except UnexpectedPage:
            return None

    def _anew(self) -> None:
        """Begin a session of which nothing is known yet; the one before is left first."""
        self._out.before_another()
        self._visit.engine.forget()
        self._asked.leave()
        self._entry = ""
        self._tried = False
        self._behind.leave()

    def _home(self) -> Page:
        page = self._visit.first()
        clue = self._profile.clue(f"{self._purpose}_entry")
        page = next((each for each in (page, *page.beside) if best(clue.words, each.acts)), page)
        with perhaps_by_script(self._visit, page), self._visit.pressing(page, clue):
            entry = page.act(clue)
        self._pressed = not entry.url
        self._entry = entry.url or page.url
        return page

    def _first(self) -> Page:
        """Read the page with the boxes for account and code again: its hidden state is good once."""
        page = self._home() if self._pressed or not self._entry else None
        page = self._visit.open(self._entry) if page is None or not self._pressed else self._entered(page)
        for _ in range(MOST_AGREEMENTS):
            passing = past_regulations(self._profile, page)
            if passing is not None:
                draft, act = passing
                page = self._visit.looked(self._visit.send(page, draft, act, commit=False))
            elif (agreeing := agreement(self._profile, page)) is not None:
                page = self._visit.looked(self._visit.engine.follow(page, agreeing))
            else:
                break
        return page

    def _entered(self, home: Page) -> Page:
        """Return the page behind an entry that sends a form of the first page, with the regulations agreed to there."""
        entry = home.act(self._profile.clue(f"{self._purpose}_entry"))
        draft = agreed(self._profile, home, entry)
        return self._visit.looked(self._visit.send(home, draft, entry, commit=False))

    def _code_page(self) -> Page:
        """Return the page with the box for the code: the one the last answer led to, else read again.

        Asking for the address begins a new session on some sites, and then the code is dead. So does pressing an entry
        after a silence that has ended the session: SessionEnded instead.
        """
        if self._pressed and self._visit.idle():
            raise errors.SessionEnded("account")
        if not self._asked or self._visit.idle():
            return self._first()
        return self._asked.view or self._visit.open(self._asked.address)

    def _keep_code_page(self) -> None:
        """Remember where the last answer has the box for the code, or leads on to it."""
        here = self._visit.here
        self._asked.leave()
        with suppress(errors.BackendError):
            if here is not None and not self._visit.has_form(here, CODE):
                on = onward(self._visit, here)
                here = None if on is None else self._visit.onto(on)
            if here is not None and self._visit.has_form(here, CODE):
                self._asked.reached(here, here.url)

    def _proved_page(self) -> Page:
        """Return the page behind the code: the last one, if it came as an answer itself, else read again.

        Asking for such a page's address leads back to the first view, and the code is used up.
        """
        if self._behind:
            return self._behind.page()
        name = "account_settings" if self._purpose is Purpose.ACTIVATE else "account_reset"
        address = self._profile.address(name, "account")
        if not address:
            raise errors.SessionEnded("account")
        return self._visit.open(address, behind=True)
