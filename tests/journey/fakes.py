"""A hospital that answers from a script: for tests of what the wizard does with an answer, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ntuh_onboard.backend.protocol import (
    Account,
    Activation,
    ActivationState,
    Backend,
    Campus,
    Case,
    Contact,
    Landing,
    Picture,
    Purpose,
    Reach,
    Regulations,
    Sent,
    SignInPage,
    SignOut,
    SiteState,
    Standing,
)
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.practice_answers import PRACTISED

ID = "900001"
DEFAULT = "A123456789"
"""A portal password as the hospital gives it out: shaped like a national ID."""
NEW, CLOUD, ALIAS = (PRACTISED[each] for each in ("portal_new", "cloud_password", "alias"))
CODE = "407316"
PHONE = "0900000123"
FROM = date(2026, 11, 25)

PAGE = Contact(ID, "陳怡芬", "Chen", "Yi-Fen", "", "61234", "0223123456", PHONE)
ACCOUNT = Account(ID, "陳怡芬", "醫學系", "2027/07/31", asks_password=True)
SENT = Sent(at=0.0, valid_for=120.0, resend_after=60.0)
ACTIVE = ActivationState(Standing.ACTIVATED, ALIAS, FROM)

USUAL: Mapping[str, object] = {
    "portal.reach": Reach("portal.ntuh.gov.tw", SiteState.UP),
    "portal.sign_in_page": SignInPage((Campus("T0", "總院區"),), "T0"),
    "portal.picture": Picture(b"GIF89a", Case.IGNORED),
    "portal.sign_in": Landing(ID, "陳怡芬"),
    "portal.landing": Landing(ID, "陳怡芬"),
    "portal.change_password": None,
    "portal.contact": PAGE,
    "portal.save_contact": PAGE,
    "portal.sign_out": SignOut.CONFIRMED,
    "account.reach": Reach("help.ntuh.gov.tw", SiteState.UP),
    "account.regulations": Regulations(("不可借用",)),
    "account.send_code": SENT,
    "account.verify_code": ACCOUNT,
    "account.account": ACCOUNT,
    "account.activate": Activation(ALIAS, f"{ALIAS}@ntuh.gov.tw", FROM),
    "account.activation": ACTIVE,
    "account.reset_cloud_password": None,
    "account.sign_out": SignOut.CONFIRMED,
    "mail.reach": Reach("mail.ntuh.gov.tw", SiteState.UP),
    "mail.picture": Picture(b"GIF89a", Case.LOWER),
    "mail.sign_in": None,
    "mail.sign_out": SignOut.CONFIRMED,
}
"""What each verb answers where the script says nothing: everything goes well."""


@dataclass
class Script:
    """What the verbs answer, in turn; an error is raised. calls: what was asked, in order; given: with what."""

    answers: dict[str, list[object]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    given: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def then(self, verb: str, *answers: object) -> None:
        """Let the next calls of `verb` meet these answers; afterwards all goes well again."""
        assert verb in USUAL, verb
        self.answers.setdefault(verb, []).extend(answers)

    def count(self, verb: str) -> int:
        """How often a verb was called."""
        return self.calls.count(verb)

    def ask(self, verb: str, *given: object) -> Any:
        """Answer one call."""
        self.calls.append(verb)
        self.given[verb] = given
        waiting = self.answers.get(verb)
        answer = waiting.pop(0) if waiting else USUAL[verb]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def backend(self) -> Backend:
        """The three sites over this script."""
        return Backend("scripted", ScriptedPortal(self), ScriptedAccount(self), ScriptedMail(self))


class _Site:
    def __init__(self, script: Script) -> None:
        self.ask = script.ask


class ScriptedPortal(_Site):
    """`Portal` from a script."""

    def reach(self) -> Reach:
        answer: Reach = self.ask("portal.reach")
        return answer

    def sign_in_page(self) -> SignInPage:
        answer: SignInPage = self.ask("portal.sign_in_page")
        return answer

    def picture(self) -> Picture:
        answer: Picture = self.ask("portal.picture")
        return answer

    def sign_in(self, employee_id: str, password: Secret, captcha: str, campus: str) -> Landing:
        # The text is taken out now: the wizard clears a secret as soon as nothing needs it.
        answer: Landing = self.ask("portal.sign_in", employee_id, password.reveal(), captcha, campus)
        return answer

    def landing(self) -> Landing:
        answer: Landing = self.ask("portal.landing")
        return answer

    def change_password(self, old: Secret, new: Secret) -> None:
        self.ask("portal.change_password", old.reveal(), new.reveal())

    def contact(self) -> Contact:
        answer: Contact = self.ask("portal.contact")
        return answer

    def save_contact(self, changes: Mapping[str, str]) -> Contact:
        answer: Contact = self.ask("portal.save_contact", changes)
        return answer

    def sign_out(self) -> SignOut:
        answer: SignOut = self.ask("portal.sign_out")
        return answer


class ScriptedAccount(_Site):
    """`AccountSite` from a script."""

    def reach(self) -> Reach:
        answer: Reach = self.ask("account.reach")
        return answer

    def regulations(self, purpose: Purpose = Purpose.ACTIVATE) -> Regulations:
        answer: Regulations = self.ask("account.regulations", purpose)
        return answer

    def send_code(self, employee_id: str, phone: str) -> Sent:
        answer: Sent = self.ask("account.send_code", employee_id, phone)
        return answer

    def verify_code(self, employee_id: str, code: Secret) -> Account:
        answer: Account = self.ask("account.verify_code", employee_id, code.reveal())
        return answer

    def account(self) -> Account:
        answer: Account = self.ask("account.account")
        return answer

    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        answer: Activation = self.ask("account.activate", alias, cloud_password and cloud_password.reveal())
        return answer

    def reset_cloud_password(self, password: Secret) -> None:
        self.ask("account.reset_cloud_password", password.reveal())

    def activation(self) -> ActivationState:
        answer: ActivationState = self.ask("account.activation")
        return answer

    def sign_out(self) -> SignOut:
        answer: SignOut = self.ask("account.sign_out")
        return answer


class ScriptedMail(_Site):
    """`Mail` from a script."""

    def reach(self) -> Reach:
        answer: Reach = self.ask("mail.reach")
        return answer

    def picture(self) -> Picture:
        answer: Picture = self.ask("mail.picture")
        return answer

    def sign_in(self, alias: str, password: Secret, captcha: str) -> None:
        self.ask("mail.sign_in", alias, password.reveal(), captcha)

    def sign_out(self) -> SignOut:
        answer: SignOut = self.ask("mail.sign_out")
        return answer
