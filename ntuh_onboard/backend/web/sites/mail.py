"""The webmail's verbs as page sequences (J7.4)."""

from __future__ import annotations

from functools import partial

from ntuh_onboard.backend.protocol import Picture, Reach
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.commit_answers import Commit
from ntuh_onboard.backend.web.sites.position import Place
from ntuh_onboard.backend.web.sites.reachability import reach
from ntuh_onboard.backend.web.sites.signed_in import is_signed_in
from ntuh_onboard.backend.web.sites.site_visit import Visit, fitting
from ntuh_onboard.common import errors
from ntuh_onboard.common.secret import Secret


class WebMail:
    """`Mail` over pages; docstrings stand at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._profile = visit.profile
        self._door: Page | None = None
        self._inbox = Place(visit)

    def reach(self) -> Reach:
        """Whether the site can be used now (J0.2)."""
        return reach(self._visit, lambda page: self._visit.form(page, SIGN_IN))

    def picture(self) -> Picture:
        """A new picture code (C-01)."""
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
        answer = self._visit.send(page, draft, button, commit=True)
        self._door = answer if self._visit.clearly_at_door(answer) else None
        try:
            self._visit.committed(answer, Commit("sign_in", partial(self._arrived, alias), between=True))
        except errors.AnswerLost:
            self._inbox.reached(self._visit.here or answer, answer.url)  # whatever it is, it may have a way out
            raise
        self._inbox.reached(self._visit.here or answer, answer.url)

    def sign_out(self) -> bool:
        """Press the way out; True only where the page confirms it (N-04)."""
        if not self._inbox:
            return False
        left = self._visit.leave(self._inbox.page, lambda: self._visit.here, self._visit.first)
        if left:
            self._door = None
            self._inbox.leave()
        return left

    def _opened(self) -> Page:
        self.sign_out()  # of a session that is open still
        self._visit.client.forget()
        self._door = None
        self._inbox.leave()
        self._door = self._visit.first()
        return self._door

    def _arrived(self, alias: str, page: Page) -> bool | None:
        """Behind the sign-in, by what only a signed-in page has."""
        return is_signed_in(self._visit, page, alias) or None
