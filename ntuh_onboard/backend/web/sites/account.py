"""The account site's verbs as sequences of pages (J4 to J6, J8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import chain

from ntuh_onboard.backend.protocol import Account, Activation, ActivationState, Sent
from ntuh_onboard.backend.web.failures import AnswerUnclear, UnexpectedPage, without_past
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.dialogs import with_dialog_open
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.form_finding import FoundForm
from ntuh_onboard.backend.web.html.form_kinds import ACTIVATION, CODE, CODE_REQUEST, PASSWORD_RESET, PHONE
from ntuh_onboard.backend.web.html.new_words import news, standing
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.account_entries import AccountVisit
from ntuh_onboard.backend.web.sites.by_browser import (
    can_turn,
    form_on,
    in_browser_if_needed,
    perhaps_by_script,
    with_session_in_browser_if_needed,
)
from ntuh_onboard.backend.web.sites.commit_answers import Commit
from ntuh_onboard.backend.web.sites.consent import confirmed_by_student, consent_to_regulations
from ntuh_onboard.backend.web.sites.port_values import (
    account_of,
    activated_of,
    asks_password,
    sent_of,
    shows_activated,
    state_of,
)
from ntuh_onboard.backend.web.sites.site_visit import fitting
from ntuh_onboard.common import errors
from ntuh_onboard.common.secret import Secret


class WebAccount(AccountVisit):
    """`AccountSite` over pages; the verbs are described at the port."""

    def code_page(self) -> Page:
        """Read the page with the boxes for account and code, for whoever only looks."""
        return self._first()

    def phone_page(self, employee_id: str) -> Page:
        """Read the page that asks for the registered number, for whoever only looks: no message is asked for."""
        return self._phone_page(self._first(), employee_id)

    @in_browser_if_needed
    def send_code(self, employee_id: str, phone: str) -> Sent:
        """Send the account, then the registered number, up to the page that says the message was sent (J5.3)."""
        if self._visit.idle():  # a message can be asked for in any session: a new one begins
            self._anew()
        at = self._visit.clock.elapsed()
        sent = Commit("sent", lambda page: sent_of(self._visit, page, at), mark="sent")
        first = self._first()
        if can_turn(self._visit) and self._visit.has_form(first, CODE):  # no code is sent that only a script could take
            self._visit.button(first, self._visit.form(first, CODE))
        second = self._phone_page(first, employee_id)
        asked = self._phone_form(first, second)
        try:
            with self._out.entering():
                answer = second if asked is None else self._phone_sent(second, asked, employee_id, phone)
                found = self._visit.committed(answer, sent)
        except AnswerUnclear:
            self._keep_code_page()  # the message may come; to press the entry again would make its code worthless
            raise
        self._keep_code_page()
        return found

    def _phone_sent(self, page: Page, asked: FoundForm, employee_id: str, phone: str) -> Page:
        confirm = self._visit.button(page, asked)
        draft = page.draft(confirm)
        draft.put(asked["registered_phone"], phone)
        self._put_account(page, asked, draft, employee_id)
        return self._visit.send(page, draft, confirm, commit=True, known=self._known(page))

    def _phone_form(self, first: Page, second: Page) -> FoundForm | None:
        """Return the form for the registered number; None if the site has sent the message without asking for it.

        Raises the site's refusal. `first` is the page before, with which the answer is compared.
        """
        try:
            return self._visit.form(second, PHONE)
        except UnexpectedPage as missing:
            new = news(second, standing(first))
            missing.said = new.said
            if self._visit.says_done(new.texts, "sent", "sent"):
                return None
            no = self._visit.known_refusal(new.texts) or self._visit.general_refusal(new, "sent", beside_form=True)
            raise (missing if no is None else without_past(no)) from None

    def _phone_page(self, page: Page, employee_id: str) -> Page:
        """Return where the registered number is asked for: behind the button, or in a dialog that it opens."""
        found = form_on(self._visit, page, CODE_REQUEST)
        try:
            button = self._visit.button(page, found)
        except UnexpectedPage:
            dialog = with_dialog_open(page, PHONE, self._profile.clue)
            if dialog is not None:
                return dialog
            if self._visit.find(page, "registered_phone") is None:
                raise
            return page  # the box is open beside the account
        draft = page.draft(button)
        draft.put(found["network_account"], employee_id)
        second = self._visit.looked(self._visit.send(page, draft, button, commit=False, known=self._known(page)))
        refused = self._visit.refusal(second)
        if refused is not None:
            raise refused
        if not self._visit.has_form(second, PHONE):  # the dialog may be a frame of its own
            framed = (each for each in self._visit.engine.frames(second) if self._visit.has_form(each, PHONE))
            return next(framed, second)
        return second

    def _put_account(self, page: Page, asked: FoundForm, draft: Draft, employee_id: str) -> None:
        """Fill in the account too, if it is in the form of the number: a dialog of the page that asks for both."""
        try:
            account = self._visit.form(page, CODE_REQUEST)
        except UnexpectedPage:
            return
        box = account["network_account"]
        if box in asked.fields.values():  # a box without known words may be taken for either, and holds the number
            return
        if account.form is asked.form and not (box.read_only or box.disabled):  # else the page holds it already
            draft.put(box, employee_id)

    def _known(self, page: Page) -> Iterator[Control]:
        """Yield the boxes of the proof, which may all be in one form: each button wants only some of them."""
        for kind in (CODE_REQUEST, PHONE, CODE):
            with suppress(UnexpectedPage):
                yield from self._visit.form(page, kind).fields.values()

    def verify_code(self, employee_id: str, code: Secret) -> Account:
        """Fill in the page with the box for the code and send it, once."""
        if not self._entry:
            raise errors.SessionEnded("account")
        page = self._code_page()
        self._asked.leave()
        found = self._visit.form(page, CODE)
        button = self._visit.button(page, found)
        draft = page.draft(button)
        mine = found.fields.get("network_account")
        if mine is not None and not (mine.read_only or mine.disabled):  # else the page holds it already
            draft.put(mine, employee_id)
        with fitting(errors.CodeWrong()):
            draft.put(found["code"], code.reveal())
        self._behind.view = None  # it belonged to the proof before
        try:
            with self._out.entering():
                answer = self._visit.send(page, draft, button, commit=True, known=self._known(page))
                account = self._visit.committed(answer, Commit("code", self._proved))
        except errors.Refused:
            self._keep_code_page()
            raise
        except errors.AnswerLost:
            self._behind.lost(self._visit.engine.went_to)  # with the session's key, the page behind tells (RB-8)
            raise
        self._behind.reached(self._visit.here or answer, answer.url)
        return account

    @with_session_in_browser_if_needed
    def account(self) -> Account:
        """Read the page behind the code, again if its address shows it (J6.1)."""
        page = self._proved_page()
        with self._visit.reading(page), perhaps_by_script(self._visit, page):
            return account_of(self._visit, page, self._purpose)

    @with_session_in_browser_if_needed
    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        """Fill in the page behind the code and send it, once (J6.5)."""
        page = self._proved_page()
        if self._visit.states(page, "is_activated"):
            raise errors.AlreadyActivated(self._visit.said(page))
        if alias.splitlines() not in ([], [alias]):
            raise errors.AliasRefused  # no box of the page can hold it
        found = form_on(self._visit, page, ACTIVATION)
        button = self._visit.button(page, found)
        draft = page.draft(button)
        with fitting(errors.AliasRefused()):
            draft.put(found["alias"], alias)
        if asks_password(self._visit, page):
            if cloud_password is None:
                raise errors.CloudPasswordMissing
            _put_twice(found, draft, cloud_password)
        ticks = (consent_to_regulations(self._profile, page, found.form), confirmed_by_student(page, found.form))
        for each in chain.from_iterable(ticks):
            draft.tick(each)
        self._tried = True
        with self._behind.committing():
            answer = self._visit.send(page, draft, button, commit=True)
            activated = Commit(
                "activated",
                lambda page: activated_of(self._visit, page, alias),
                mark="activated",
                shows=partial(shows_activated, self._visit, alias=alias),
                shown=(alias,),
            )
            return self._visit.committed(answer, activated)

    @with_session_in_browser_if_needed
    def reset_cloud_password(self, password: Secret) -> None:
        """Fill in the page behind the code and send it, once (J8.1)."""
        page = self._proved_page()
        found = form_on(self._visit, page, PASSWORD_RESET)
        button = self._visit.button(page, found)
        draft = page.draft(button)
        _put_twice(found, draft, password)
        with self._behind.committing():
            answer = self._visit.send(page, draft, button, commit=True)
            self._visit.committed(answer, Commit("reset", lambda _: True, mark="reset", shown=()))

    def activation(self) -> ActivationState:
        """Return whether the page behind the code says that it is done (RB-10)."""
        page = self._proved_page()
        with self._visit.reading(page):
            return state_of(self._visit, page)

    def _proved(self, page: Page) -> Account | None:
        return None if self._visit.at_door(page) else account_of(self._visit, page, self._purpose)


def _put_twice(found: FoundForm, draft: Draft, password: Secret) -> None:
    with fitting(errors.CloudPasswordRefused()):
        draft.put(found["new_password"], password.reveal())
        if "new_again" in found.fields or found.kind.one_password is not None:
            draft.put(found["new_again"], password.reveal())
