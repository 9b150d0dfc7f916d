"""The account site's verbs as page sequences (J4 to J6)."""

from __future__ import annotations

from ntuh_onboard import errors
from ntuh_onboard.backend.protocol import Account, Activation, ActivationState, Reach, Regulations, Sent
from ntuh_onboard.backend.web.controls import Kind
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.page import Page
from ntuh_onboard.backend.web.pages import Visit, fitting, reach
from ntuh_onboard.backend.web.readings import account_of, activated_of, asks_password, regulations_of, sent_of, state_of
from ntuh_onboard.secret import Secret


class WebAccount:
    """`AccountSite` over pages; docstrings stand at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._profile = visit.profile
        self._entry = ""
        self._behind = ""

    def reach(self) -> Reach:
        """Whether the site can be used now (J0.2)."""
        return reach(self._visit, lambda page: page.act(self._profile.clue("activate_entry")))

    def regulations(self) -> Regulations:
        """The first page in a new session (J4.1)."""
        self._visit.client.forget()
        self._entry = self._behind = ""
        page = self._home()
        return regulations_of(self._visit, page)

    def send_code(self, employee_id: str, phone: str) -> Sent:
        """Account, then registered number, then the page that says that it was sent (J5.3)."""
        if self._visit.idle():  # a message can be asked for in any session: a new one begins
            self._visit.client.forget()
            self._entry = self._behind = ""
        page, clue = self._first(), self._profile.clue
        button = page.act(clue("send_code"))
        draft = page.draft(button)
        draft.put(page.field(clue("network_account"), Kind.TEXT), employee_id)
        second = self._visit.looked(self._visit.send(draft, button, commit=False))
        refused = self._visit.refusal(second)
        if refused is not None:
            raise refused
        confirm = second.act(clue("confirm_send"))
        draft = second.draft(confirm)
        draft.put(second.field(clue("registered_phone"), Kind.TEXT), phone)
        at = self._visit.clock.elapsed()
        answer = self._visit.send(draft, confirm, commit=True)
        return self._visit.committed(answer, lambda page: sent_of(self._visit, page, at))

    def verify_code(self, employee_id: str, code: Secret) -> Account:
        """The page with the box for the code, filled and sent, once."""
        if not self._entry:
            raise errors.SessionEnded("account")
        page, clue = self._first(), self._profile.clue
        button = page.act(clue("next"))
        draft = page.draft(button)
        draft.put(page.field(clue("network_account"), Kind.TEXT), employee_id)
        with fitting(errors.CodeWrong()):
            draft.put(page.field(clue("code"), Kind.TEXT), code.reveal())
        try:
            answer = self._visit.send(draft, button, commit=True)
            found = self._visit.committed(answer, self._proved, door=True)
        except errors.AnswerLost:
            self._behind = self._visit.client.went_to  # with the session's key, the page behind tells (RB-8)
            raise
        self._behind = answer.url
        return found

    def account(self) -> Account:
        """The page behind the code, read again (J6.1)."""
        return account_of(self._visit, self._settings())

    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        """The page behind the code, filled and sent, once (J6.5)."""
        page, clue = self._settings(), self._profile.clue
        if self._visit.says(page, "is_activated"):
            raise errors.AlreadyActivated(self._visit.said(page))
        if alias.splitlines() not in ([], [alias]):
            raise errors.AliasRefused  # no box of the page can hold it
        button = page.act(clue("activate"))
        draft = page.draft(button)
        with fitting(errors.AliasRefused()):
            draft.put(page.field(clue("alias"), Kind.TEXT), alias)
        if asks_password(self._visit, page):
            if cloud_password is None:
                raise errors.CloudPasswordMissing
            with fitting(errors.CloudPasswordRefused()):
                draft.put(page.field(clue("new_password"), Kind.TEXT), cloud_password.reveal())
                draft.put(page.field(clue("new_again"), Kind.TEXT), cloud_password.reveal())
        answer = self._visit.send(draft, button, commit=True)
        return self._visit.committed(answer, lambda page: activated_of(self._visit, page, alias))

    def activation(self) -> ActivationState:
        """Whether the page behind the code says that it is done (RB-10)."""
        return state_of(self._visit, self._settings())

    def sign_out(self) -> bool:
        """Press the way out; True only where the page confirms it (N-04)."""
        if not self._entry:
            return False
        try:
            page = self._visit.open(self._behind or self._entry)
            page = self._visit.follow(page, "sign_out")
        except errors.BackendError:
            return False
        if not self._visit.signed_out(page):
            return False
        self._entry = self._behind = ""
        return True

    def _home(self) -> Page:
        page = self._visit.open(self._profile.address("account", "account"))
        entry = page.act(self._profile.clue("activate_entry"))
        if not entry.url:
            raise UnexpectedPage(Why.FORM, str(self._profile.clue("activate_entry")))
        self._entry = entry.url
        return page

    def _first(self) -> Page:
        """The page with the boxes for the account and the code, afresh: its hidden state is good once."""
        if not self._entry:
            self._home()
        return self._visit.open(self._entry)

    def _settings(self) -> Page:
        """The page behind the code."""
        address = self._behind or self._profile.address("account_settings", "account")
        if not address:
            raise errors.SessionEnded("account", untold=True)
        return self._visit.open(address, behind=True)

    def _proved(self, page: Page) -> Account | None:
        return None if self._visit.at_door(page) else account_of(self._visit, page)
