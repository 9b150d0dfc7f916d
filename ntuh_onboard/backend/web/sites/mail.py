"""The webmail's verbs as sequences of pages (J7.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ntuh_onboard.backend.protocol import Picture, Reach, SignOut
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.by_browser import door_form, in_browser_if_needed
from ntuh_onboard.backend.web.sites.commit_answers import Commit
from ntuh_onboard.backend.web.sites.position import Place
from ntuh_onboard.backend.web.sites.reachability import reach
from ntuh_onboard.backend.web.sites.signed_in import is_next_door, is_signed_in
from ntuh_onboard.backend.web.sites.site_visit import Visit, fitting
from ntuh_onboard.backend.web.sites.way_out import WayOut
from ntuh_onboard.common import errors
from ntuh_onboard.common.secret import Secret


class WebMail:
    """`Mail` over pages; the verbs are described at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._profile = visit.profile
        self._door: Page | None = None
        self._inbox = Place(visit)
        self._out = WayOut(visit, self._places)

    def reach(self) -> Reach:
        """Return whether the site can be used now (J0.2)."""
        return reach(self._visit, lambda page: self._visit.form(page, SIGN_IN))

    @in_browser_if_needed
    def picture(self) -> Picture:
        """Fetch a new picture code (C-01)."""
        return self._visit.picture(self._opened())

    def sign_in(self, alias: str, password: Secret, captcha: str) -> None:
        """Send the sign-in page's form, once."""
        page = self._door or self._opened()
        found = self._visit.form(page, SIGN_IN)
        button = self._visit.button(page, found)
        draft = page.draft(button)
        remember = self._visit.find(page, "remember", Kind.TICK)
        if remember is not None and remember.form is draft.form:
            draft.tick(remember, ticked=False)  # never, whatever the page has ticked by itself (J7.4)
        draft.put(found["account"], alias)
        draft.put(found["password"], password.reveal())
        with fitting(errors.WrongCaptcha()):
            draft.put(found["captcha"], captcha)
        with self._out.entering():
            answer = self._visit.send(page, draft, button, commit=True)
            self._door = answer if is_next_door(self._visit, answer, self._visit.engine.hosts) else None
            self._visit.committed(answer, Commit("sign_in", partial(self._arrived, alias), between=True))
        self._inbox.reached(self._visit.here or answer, answer.url)

    def sign_out(self) -> SignOut:
        """Press the way out, wherever there is one (N-04)."""
        left = self._out.leave()
        if left is SignOut.CONFIRMED:
            self._door = None
            self._inbox.leave()
        return left

    def _places(self) -> Iterator[Callable[[], Page | None]]:
        yield from (lambda: self._inbox.page() if self._inbox else None, lambda: self._visit.here)
        yield from (*self._visit.beyond(self._visit.here), self._visit.first_again)

    def _opened(self) -> Page:
        self._out.before_another()
        self._visit.engine.forget()
        self._door = None
        self._inbox.leave()
        page = self._visit.first()
        door_form(self._visit, page)
        self._door = page
        return page

    def _arrived(self, alias: str, page: Page) -> bool | None:
        """Return whether the page is behind the sign-in, by what only such a page has."""
        return is_signed_in(self._visit, page, alias) or None
