"""Read the pages behind the sign-in with an account of the staff's own; nothing is changed there.

What is sent: the sign-in, the sign-out, whatever a menu's entries send to open their pages (where an entry has other
words, also its neighbours', to look for its page), and, only if the person agrees, an ID to the account site, whose
next page asks for the phone number. No form behind the sign-in is filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from ntuh_onboard.backend.protocol import SignInPage, SignOut
from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.inner_page import entered
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.check.asking import Asked, Seen, of_error, of_words
from ntuh_onboard.check.expected_words import PAGES, ExpectedPage
from ntuh_onboard.check.findings import PageFound, SignInFound, SignInState, State
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.common.secret import Secret

_LONGEST = 160


class Gone(Exception):
    """The person does not want to sign in after all."""


class Staff(Protocol):
    """The person who signs in; each method raises `Gone` if they leave."""

    def account(self) -> tuple[str, Secret]:
        """Return the ID and the portal password."""

    def campus(self, page: SignInPage) -> str:
        """Return the value of one of the page's campuses."""

    def captcha(self, picture: bytes) -> str:
        """Return what the picture says; empty for another picture."""

    def was_wrong(self, said: str) -> None:
        """Called if the picture code was refused, with the page's own words; the next picture follows."""

    def may_send_id(self) -> bool:
        """Return whether the ID may be sent to the account site, to read the page that asks for the phone number."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What was read behind the sign-in.

    Attributes:
        sign_in: the result of the sign-in.
        read: each page that was reached, with what was found on it.

    """

    sign_in: SignInFound
    read: tuple[tuple[PageFound, Page | None], ...] = ()

    def within(self, asked: Asked) -> Asked:
        """Return a site with the inner pages that were read in place of those that were not."""
        mine = {found.page: (found, page) for found, page in self.read if PAGES[found.page].site == asked.found.site}
        pages = tuple(mine[each.page][0] if each.page in mine else each for each in asked.found.pages)
        seen = tuple(Seen(page, found) for found, page in mine.values() if page is not None)
        return Asked(replace(asked.found, pages=pages), (*asked.seen, *seen))


class InnerPages:
    """One walk through the pages behind the sign-in; `make` returns an engine for the pages of a site."""

    def __init__(self, profile: SiteProfile, make: Callable[[str], Engine], staff: Staff) -> None:
        self._profile = profile
        self._make = make
        self._staff = staff

    def walk(self, unread: Collection[str] = ("code", "phone")) -> Walked:
        """Sign in, read, sign out; whatever goes wrong on the way is a finding.

        `unread` are the pages of the account site that were not read without a sign-in.
        """
        try:
            employee_id, password = self._staff.account()
        except Gone:
            return Walked(SignInFound(SignInState.LEFT))
        with closing(self._make("portal")) as engine:
            visit = Visit("portal", "captcha", self._profile, SystemClock(), lambda: engine)
            portal = WebPortal(visit)
            try:
                found = self._signed_in(portal, employee_id, password)
                pages = tuple(self._portal_pages(visit)) if found.came_in else ()
            finally:
                password.clear()
                signed_out = portal.sign_out() is SignOut.CONFIRMED
        found = replace(found, signed_out=signed_out if found.came_in else None)
        if found.state is SignInState.DONE:
            pages = (*pages, *self._account_pages(employee_id, unread))
        return Walked(found, pages)

    def _signed_in(self, portal: WebPortal, employee_id: str, password: Secret) -> SignInFound:
        """Sign in once, with a picture code that the site accepts; a refused password is not tried again."""
        try:
            campus = self._staff.campus(portal.sign_in_page())
            while True:
                text = self._staff.captcha(portal.picture().data)
                if not text:
                    continue
                try:
                    portal.sign_in(employee_id, password, text, campus)
                except errors.WrongCaptcha as wrong:
                    self._staff.was_wrong(safe_line(wrong.said, _LONGEST))
                else:
                    return SignInFound(SignInState.DONE)
        except Gone:
            return SignInFound(SignInState.LEFT)
        except errors.Refused as refused:
            return SignInFound(SignInState.REFUSED, safe_line(refused.said, _LONGEST))
        except errors.AnswerLost as lost:
            return SignInFound(SignInState.UNCLEAR, safe_line(lost.said, _LONGEST))
        except errors.BackendError as failed:
            looked_for = failed.looked_for if isinstance(failed, errors.UnexpectedPage) else ""
            return SignInFound(SignInState.FAILED, safe_line(failed.said or looked_for, _LONGEST))

    def _portal_pages(self, visit: Visit) -> Iterator[tuple[PageFound, Page | None]]:
        """Yield the menu, then the pages of its entries."""
        menu = visit.here
        if menu is None:
            return
        yield of_words(menu, PAGES["menu"], self._profile), menu
        for name in ("password", "contact"):
            yield self._behind(visit, menu, PAGES[name])

    def _behind(self, visit: Visit, menu: Page, wanted: ExpectedPage) -> tuple[PageFound, Page | None]:
        """Read the page of an entry, which is looked for as the wizard does; if it is not found, it is not read.

        The menu is asked for again each time: the hidden state of a page is good once.
        """
        try:
            again = menu if isinstance(menu, View) else visit.open(menu.url, behind=True)
            found = entered(visit, again, wanted.behind)
        except UnexpectedPage as missing:
            if missing.why is not Why.NOT_FOUND:
                return of_error(wanted, missing), None
            return PageFound(wanted.name, State.NOT_ASKED, Why.NOT_FOUND, access=wanted.access), None
        except errors.BackendError as failed:
            return of_error(wanted, failed), None
        return of_words(found, wanted, self._profile), found

    def _account_pages(self, employee_id: str, unread: Collection[str]) -> Iterator[tuple[PageFound, Page | None]]:
        """Yield the page for the code if only a button leads to it; then, if agreed, the one for the number."""
        with closing(self._make("account")) as engine:
            account = WebAccount(Visit("account", "code", self._profile, SystemClock(), lambda: engine))
            if "code" in unread:
                yield self._looked(PAGES["code"], account.code_page)
            if "phone" in unread and self._may_send_id():
                yield self._looked(PAGES["phone"], partial(account.phone_page, employee_id))

    def _may_send_id(self) -> bool:
        try:
            return self._staff.may_send_id()
        except Gone:
            return False

    def _looked(self, wanted: ExpectedPage, read: Callable[[], Page]) -> tuple[PageFound, Page | None]:
        try:
            page = read()
        except errors.BackendError as failed:
            return of_error(wanted, failed), None
        return of_words(page, wanted, self._profile), page
