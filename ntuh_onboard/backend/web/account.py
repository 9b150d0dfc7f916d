"""The account site's verbs as page sequences (J4 to J6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ntuh_onboard import errors
from ntuh_onboard.backend.protocol import Account, Activation, ActivationState, Reach, Regulations, Sent, Standing
from ntuh_onboard.backend.web.controls import Kind
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.page import Page
from ntuh_onboard.backend.web.pages import Visit
from ntuh_onboard.backend.web.tree import Element
from ntuh_onboard.backend.web.wording import plain, unwrapped
from ntuh_onboard.rules import read_date
from ntuh_onboard.safe import safe_line
from ntuh_onboard.secret import Secret

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class WebAccount:
    """`AccountSite` over pages; docstrings stand at the port."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._profile = visit.profile
        self._entry = ""
        self._behind = ""

    def reach(self) -> Reach:
        return self._visit.reach(lambda visit, page: page.act(visit.profile.clue("activate_entry")))

    def regulations(self) -> Regulations:
        self._visit.client.forget()
        self._entry = self._behind = ""
        page = self._home()
        return Regulations(self._articles(page), tuple(self._questions(page)))

    def send_code(self, employee_id: str, phone: str) -> Sent:
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
        return self._visit.committed(answer, lambda page: self._sent(page, at))

    def verify_code(self, employee_id: str, code: Secret) -> Account:
        if not self._entry:
            raise errors.SessionEnded("account")
        page, clue = self._first(), self._profile.clue
        button = page.act(clue("next"))
        draft = page.draft(button)
        draft.put(page.field(clue("network_account"), Kind.TEXT), employee_id)
        draft.put(page.field(clue("code"), Kind.TEXT), code.reveal())
        answer = self._visit.send(draft, button, commit=True)
        found = self._visit.committed(answer, self._proved)
        self._behind = answer.url
        return found

    def account(self) -> Account:
        return self._account(self._settings())

    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        page, clue = self._settings(), self._profile.clue
        if self._visit.says(page, "is_activated"):
            raise errors.AlreadyActivated(self._visit.said(page))
        if alias.splitlines() not in ([], [alias]):
            raise errors.AliasRefused  # no box of the page can hold it
        button = page.act(clue("activate"))
        draft = page.draft(button)
        draft.put(page.field(clue("alias"), Kind.TEXT), alias)
        if self._asks(page):
            if cloud_password is None:
                raise errors.CloudPasswordMissing
            draft.put(page.field(clue("new_password"), Kind.TEXT), cloud_password.reveal())
            draft.put(page.field(clue("new_again"), Kind.TEXT), cloud_password.reveal())
        answer = self._visit.send(draft, button, commit=True)
        return self._visit.committed(answer, lambda page: self._activated(page, alias))

    def activation(self) -> ActivationState:
        page = self._settings()
        if self._visit.says(page, "is_activated"):
            address = self._shown(page, "alias")
            return ActivationState(Standing.ACTIVATED, address.partition("@")[0] or None, self._effective(page))
        offered = self._visit.find(page, "alias", Kind.TEXT) is not None
        if not offered:
            raise UnexpectedPage(Why.NOT_FOUND, str(self._profile.clue("alias")))
        return ActivationState(Standing.NOT_ACTIVATED)

    def sign_out(self) -> bool:
        if not self._entry:
            return False
        try:
            page = self._visit.open(self._behind or self._entry)
            page = self._visit.follow(page, "sign_out")
        except errors.BackendError:
            return False
        if not self._visit.says(page, "signed_out"):
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
            raise errors.SessionEnded("account")
        return self._visit.open(address, behind=True)

    def _sent(self, page: Page, at: float) -> Sent | None:
        if not self._visit.says(page, "sent"):
            return None
        text = "\n".join(page.lines)
        minutes = self._visit.number("valid_for", text)
        return Sent(
            at,
            None if minutes is None else minutes * 60,
            self._visit.number("resend_after", text),
            next(each for each in self._profile.marks["sent"] if page.says(each)),
        )

    def _proved(self, page: Page) -> Account | None:
        return None if self._visit.at_door(page) else self._account(page)

    def _account(self, page: Page) -> Account:
        clue = self._profile.clue
        return Account(
            page.shown(clue("network_account")),
            page.shown(clue("account_name")),
            page.shown(clue("main_unit")),
            page.shown(clue("valid_until")),
            self._asks(page),
            self._profile.rules.get("domain", ""),
        )

    def _asks(self, page: Page) -> bool:
        return self._visit.find(page, "new_password", Kind.TEXT) is not None

    def _activated(self, page: Page, alias: str) -> Activation | None:
        if not self._visit.says(page, "activated"):
            return None
        address = self._shown(page, "alias") or f"{alias}@{self._profile.rules.get('domain', '')}"
        effective = self._effective(page) or self._visit.clock.today() + timedelta(days=1)
        return Activation(address.partition("@")[0], address, effective)

    def _shown(self, page: Page, key: str) -> str:
        try:
            return page.shown(self._profile.clue(key))
        except UnexpectedPage:
            return ""

    def _effective(self, page: Page) -> date | None:
        return read_date(self._shown(page, "effective"))

    def _articles(self, page: Page) -> tuple[str, ...]:
        """The lines between the two headings."""
        headings = [plain(self._profile.words[key]) for key in ("regulations", "questions")]
        found: list[str] = []
        within = False
        for line in page.lines:
            word = unwrapped(plain(line))
            if word == headings[1]:
                break
            if within:
                found.append(line)
            within = within or word == headings[0]
        if not found:
            raise UnexpectedPage(Why.NOT_FOUND, self._profile.words["regulations"])
        return tuple(found)

    def _questions(self, page: Page) -> Iterator[tuple[str, str]]:
        """Each smaller heading below the heading of questions, with what follows it."""
        wanted, within = plain(self._profile.words["questions"]), ""
        for each in page.tree.all(*sorted(_HEADINGS)):
            text = safe_line(each.seen_text(), 500)
            if unwrapped(plain(text)) == wanted:
                within = each.tag
            elif within and each.tag <= within:
                return
            elif within and (answer := safe_line(_below(each), 2000)):
                yield text, answer


def _below(heading: Element) -> str:
    """The text from a heading to the next."""
    parent = heading.parent
    if parent is None:
        return ""
    texts: list[str] = []
    for each in parent.children[parent.children.index(heading) + 1 :]:
        if isinstance(each, Element) and each.tag in _HEADINGS | {"a", "p", "form"}:
            break
        texts.append(each if isinstance(each, str) else each.seen_text())
    return " ".join(texts)
