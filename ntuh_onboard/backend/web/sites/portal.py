"""The portal's verbs as sequences of pages (J1 to J3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from ntuh_onboard.backend.protocol import (
    CONTACT_FIELDS,
    Contact,
    Landing,
    Picture,
    Reach,
    SignInPage,
    SignOut,
)
from ntuh_onboard.backend.web.failures import AnswerUnclear, SessionEnded, UnexpectedPage, Why, unknown, without_past
from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.form_kinds import PASSWORD_CHANGE, SIGN_IN
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.asked_consent import ConsentBehind
from ntuh_onboard.backend.web.sites.by_browser import (
    can_turn,
    door_form,
    form_on,
    in_browser_if_needed,
    left_by_script_if_needed,
    perhaps_by_script,
    with_session_in_browser_if_needed,
)
from ntuh_onboard.backend.web.sites.commit_answers import Commit
from ntuh_onboard.backend.web.sites.confirm_pages import leaves_something_to_press
from ntuh_onboard.backend.web.sites.contact_saving import saved_contact, saving_act
from ntuh_onboard.backend.web.sites.inner_page import entered
from ntuh_onboard.backend.web.sites.port_values import campuses_of, contact_boxes, contact_of, landing_of
from ntuh_onboard.backend.web.sites.portal_filling import filled_sign_in, put_as_sent
from ntuh_onboard.backend.web.sites.position import Place
from ntuh_onboard.backend.web.sites.reachability import reach
from ntuh_onboard.backend.web.sites.signed_in import is_menu, is_next_door, refuse_a_networks_own
from ntuh_onboard.backend.web.sites.site_visit import Visit, fitting
from ntuh_onboard.backend.web.sites.way_out import WayOut
from ntuh_onboard.common import errors
from ntuh_onboard.common.secret import Secret

_NO_FAILURE = (errors.MustChangePassword,)
"""On a landing page, this is no refusal of the sign-in (P-01)."""


class WebPortal:
    """`Portal` over pages; the verbs are described at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._profile = visit.profile
        self._door: Page | None = None
        self._landing = Place(visit)
        self._inner_pages: dict[str, Place] = {}
        self._out = WayOut(visit, self._places)
        self._picture: Picture | None = None
        self._consent: ConsentBehind | None = None
        self._unsettled = False

    def reach(self) -> Reach:
        """Return whether the site can be used now (J0.2)."""
        return reach(self._visit, self._fits)

    def _fits(self, page: Page) -> None:
        """Check that the sign-in page has what it will be asked for, before anybody types (J0.7)."""
        self._visit.button(page, self._visit.form(page, SIGN_IN))

    @in_browser_if_needed
    def sign_in_page(self) -> SignInPage:
        """Read the sign-in page in a new session (J1.4); a session that is still open is left first."""
        self._out.before_another()
        self._door = self._consent = None
        self._landing.leave()
        try:
            page = self._visit.first()
        except errors.SessionEnded:  # nobody was signed in yet: a new session begins, and nothing is said (SE)
            self._visit.engine.forget()
            page = self._visit.first()
        choice = door_form(self._visit, page).fields.get("campus")
        self._door = page
        return SignInPage((), "") if choice is None else campuses_of(choice, self._profile.words["main_campus"])

    def picture(self) -> Picture:
        """Fetch a new picture code (C-01); the last one stays while only a consent is missing, which needs none."""
        if self._consent is not None and self._picture is not None:
            return self._picture
        if self._door is None or self._visit.has_shown(self._door):
            self.sign_in_page()
        assert self._door is not None  # noqa: S101  # it was just opened
        try:
            self._picture = self._visit.picture(self._door)
        except errors.SessionEnded:
            self._door = None  # the next picture belongs to a new page: this page's form is dead
            raise
        return self._picture

    def sign_in(self, employee_id: str, password: Secret, captcha: str, campus: str) -> Landing:
        """Send the sign-in page's form, once."""
        page, consent = self._door, self._consent
        self._forget()
        if page is None:
            raise errors.SessionEnded("portal")
        landed = partial(self._landed, employee_id=employee_id)
        commit = Commit("sign_in", landed, but=_NO_FAILURE, between=True)
        try:
            if consent is not None and consent.given:
                return self._visit.committed(self._visit.onto(consent.onward), commit)
            draft, button = filled_sign_in(self._visit, page, employee_id, password, captcha=captcha, campus=campus)
            with self._out.entering():
                answer = self._visit.send(page, draft, button, commit=True)
                if is_next_door(self._visit, answer, self._visit.engine.hosts):
                    self._door = answer
                refuse_a_networks_own(self._visit, answer, self._visit.engine.hosts)
                return self._visit.committed(answer, commit)
        except AnswerUnclear as unclear:
            self._landing.lost(self._visit.engine.went_to)
            again = self._asked_again(landed, anew=True) if unclear.why is Why.NOT_FOUND else None
            if again is not None:
                return again
            self._ask_for_consent()
            raise
        except errors.AnswerLost:
            self._landing.lost(self._visit.engine.went_to)  # with the session's key, the page behind tells (Q3)
            raise
        except errors.SessionEnded as over:
            raise without_past(SessionEnded("portal", over.said)) from None

    def _forget(self) -> None:
        """Forget what was behind the last sign-in."""
        self._consent = None
        self._unsettled = False
        self._landing.leave()
        self._inner_pages.clear()

    def _ask_for_consent(self) -> None:
        """Ask the person for the consent that the page behind the sign-in wants, if it is a page of that kind."""
        self._consent = ConsentBehind.of(self._visit, self._visit.here)
        if self._consent is not None:
            raise without_past(self._consent.asked())

    def landing(self) -> Landing:
        """Read the page after the sign-in again."""
        menu = self._landed_on()
        found = self._landed(menu) or self._asked_again(self._landed)
        if found is None:
            with self._visit.reading(menu):
                raise UnexpectedPage(Why.NOT_FOUND, str(self._profile.clue("personal_menu")))
        return found

    @with_session_in_browser_if_needed
    def change_password(self, old: Secret, new: Secret) -> None:
        """Open the page for a new password from the menu, fill it in and send it, once (J2)."""
        page = self._inner("change_password")
        found = form_on(self._visit, page, PASSWORD_CHANGE)
        button = self._visit.button(page, found)
        draft = page.draft(button)
        with fitting(errors.OldPasswordWrong()):
            put_as_sent(self._profile, page, draft, button, (found["old_password"], old))
        with fitting(errors.PasswordRefused()):
            put_as_sent(self._profile, page, draft, button, (found["new_password"], new))
            put_as_sent(self._profile, page, draft, button, (found["new_again"], new))
        try:
            with self._inner_pages["change_password"].committing():
                answer = self._visit.send(page, draft, button, commit=True)
                self._visit.committed(answer, Commit("changed", lambda _: True, mark="changed", shown=()))
        except errors.SessionEnded as over:  # only a sign-in tells which password is the portal's now (RB-4)
            raise without_past(unknown(Why.SESSION, over.said)) from None

    @with_session_in_browser_if_needed
    def contact(self) -> Contact:
        """Read the menu's contact page (J3.1).

        Raises UnexpectedPage after a saving whose answer had something left to press: until another sign-in the page
        may show what was typed, and nobody knows whether that is stored.
        """
        if self._unsettled:
            raise UnexpectedPage(Why.FORM, str(self._profile.clue("save_changes")))
        page = self._inner("contact_page", anew=True)
        with self._visit.reading(page), perhaps_by_script(self._visit, page):
            return contact_of(self._visit, page)

    @with_session_in_browser_if_needed
    def save_contact(self, changes: Mapping[str, str]) -> Contact:
        """Save the contact page with these fields changed; everything else goes back as it came (J3.3)."""
        for name, text in changes.items():
            if name not in CONTACT_FIELDS or text.splitlines() not in ([], [text]):
                raise errors.ContactRefused(field=name)  # no box of the page can hold it
        page = self._inner("contact_page")
        before = contact_of(self._visit, page)
        ours = contact_boxes(self._visit, page)
        button = saving_act(self._visit, page, ours)
        draft = page.draft(button)
        for name, text in changes.items():
            with fitting(errors.ContactRefused(field=name)):
                draft.put(ours[name], text)
        try:
            with self._inner_pages["contact_page"].committing():
                answer = self._visit.send(page, draft, button, commit=True, known=ours.values(), on_file=True)
                saved = Commit(
                    "saved",
                    partial(saved_contact, self._visit, before, changes),
                    mark="saved",
                    shown=(changes.get("mobile_phone", before.mobile_phone), *filter(None, changes.values())),
                )
                return self._visit.committed(answer, saved)
        except AnswerUnclear as unclear:
            found = self._saved_after_all(before, changes) if unclear.why is Why.NOT_FOUND else None
            if found is None:
                raise
            return found

    def sign_out(self) -> SignOut:
        """Press the way out, wherever there is one (N-04)."""
        left = left_by_script_if_needed(self, self._out)
        if left is SignOut.CONFIRMED:
            self._door = None
            self._landing.leave()
        return left

    def moved(self) -> None:
        """Find the menu again in the browser that goes on with the session."""
        self._inner_pages.clear()
        self._visit.here = None
        self._landing.view = None
        with suppress(errors.BackendError):
            menu = self._menu_among(self._landing.page, self._visit.first_again, self._visit.root)
            self._landing.reached(menu, menu.url)

    def _places(self) -> Iterator[Callable[[], Page | None]]:
        inner = (lambda place=place: place.page() if place else None for place in self._inner_pages.values())
        yield from (self._landed_on, lambda: self._visit.here, *inner, *self._visit.beyond(self._visit.here))
        yield self._visit.first_again

    def _asked_again(self, landed: Callable[[Page], Landing | None], *, anew: bool = False) -> Landing | None:
        """Return the landing by the site's first address, which often leads to the menu; it costs no try (Q3).

        `anew`: first read again where the sign-in has led, and what it links to, if that is the menu: at some sites the
        first address is the door, which ends the session.
        """
        linked = partial(self._menu_among, *self._visit.beyond(self._visit.here))
        led = (*([self._landing.page] if self._landing else ()), linked) if anew else ()
        for read in (*led, self._visit.first_again):
            with suppress(errors.BackendError):
                found = landed(self._visit.past(read()))
                if found is not None:
                    return found
        return None

    def _menu_among(self, *reads: Callable[[], Page]) -> Page:
        """Return the first of these pages that is the menu; raises UnexpectedPage if none is."""
        for read in reads:
            with suppress(errors.BackendError):
                if is_menu(self._visit, page := read()):
                    return page
        raise UnexpectedPage(Why.NOT_FOUND, str(self._profile.clue("personal_menu")))

    def _landed_on(self) -> Page:
        if not self._landing:
            raise errors.SessionEnded("portal")
        return _menu_now(self._visit, self._visit.past(self._landing.page()))

    def _menu(self) -> Page:
        """Return the page after the sign-in; if that is not the menu, but leads to it, the menu.

        Some sites lead to the address that was asked for before the sign-in, and it may be none of theirs.
        """
        page = self._landed_on()
        if any(is_menu(self._visit, each) for each in (page, *page.beside)):
            return page
        with suppress(UnexpectedPage):
            menu = self._menu_among(self._visit.first_again, self._visit.root, *self._visit.beyond(page))
            self._landing.reached(menu, menu.url)
            return menu
        return page

    def _inner(self, entry: str, *, anew: bool = False) -> Page:
        """Return the page of a menu entry; with `anew` as the site has it now, even if the last one is kept."""
        if not self._landing:
            raise errors.SessionEnded("portal")
        place = self._inner_pages.setdefault(entry, Place(self._visit))
        if place.view is not None and not anew:
            return place.view
        again = place and place.view is None
        page = place.page() if again else self._entered(entry)
        refused = self._visit.refusal(page)
        if refused is not None:
            raise refused
        # The address of a view is the menu's: asked for again, it would show the menu.
        place.reached(page, "" if isinstance(page, View) else page.url)
        return page

    def _entered(self, entry: str) -> Page:
        menu = self._menu()
        with perhaps_by_script(self._visit, menu):
            return entered(self._visit, menu, entry)

    def _landed(self, page: Page, employee_id: str = "") -> Landing | None:
        found = landing_of(self._visit, page, employee_id)
        if found is None:
            return None
        self._landing.reached(page, page.url)
        return replace(found, by_script=()) if can_turn(self._visit) else found  # they are pressed in the browser

    def _saved_after_all(self, before: Contact, changes: Mapping[str, str]) -> Contact | None:
        """Return the details, read again, if they are what was sent and differ from those before; else None.

        Not if the answer has something left to be pressed: a site may show what it keeps for that, and has not saved.
        """
        self._unsettled = leaves_something_to_press(self._visit, self._visit.here)
        try:
            now = self.contact()
        except errors.BackendError:
            return None
        told = any(getattr(before, name) != text for name, text in changes.items())
        return now if told and all(getattr(now, name) == text for name, text in changes.items()) else None


def _menu_now(visit: Visit, kept: Page) -> Page:
    """Return a kept menu as it is now; the kept one if what is shown instead is no menu."""
    page = visit.engine.shown_now(kept)
    if page is kept:
        return kept
    page = visit.looked(page, behind=True)
    return page if is_menu(visit, page) else kept
