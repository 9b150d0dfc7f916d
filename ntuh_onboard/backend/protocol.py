"""The port: what the wizard asks of a hospital.

Three small Protocols, joined in a `Backend`. Every verb is marked:

- `@read`: changes nothing that matters; may be called again.
- `@commit`: changes something at the hospital. It returns (done), raises a `BackendError` other than `AnswerLost`
  (not done), or raises `AnswerLost` (unknown). It is never repeated by itself (R-01, H-08).
- `@best_effort`: tried once; a failure changes nothing for the caller.

Every verb may raise `Unreachable`, `Untrusted`, `NetworkSignIn`, `Maintenance`, `UnexpectedPage`; a commit also
`AnswerLost`. A verb's docstring names what else it raises. Verbs block; the lane calls them one at a time.
All text in the values has passed `safe()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from ntuh_onboard.common.secret import Secret

Verb = TypeVar("Verb", bound=Callable[..., object])


class Mark(StrEnum):
    """What a verb does to the hospital."""

    READ = "read"
    COMMIT = "commit"
    BEST_EFFORT = "best_effort"


def _marking(mark: Mark) -> Callable[[Verb], Verb]:
    def put(verb: Verb) -> Verb:
        verb.__mark__ = mark  # type: ignore[attr-defined]  # a function takes attributes; the type system has no word for it
        return verb

    return put


read = _marking(Mark.READ)
commit = _marking(Mark.COMMIT)
best_effort = _marking(Mark.BEST_EFFORT)


class Case(StrEnum):
    """How a page treats the letters of its picture code (C-04)."""

    IGNORED = "ignored"
    LOWER = "lower"
    AS_TYPED = "as_typed"


class Outcome(StrEnum):
    """How a commit ended, as far as it is known."""

    DONE = "done"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


class SiteState(StrEnum):
    """Whether a site can be used now."""

    UP = "up"
    MAINTENANCE = "maintenance"
    DOWN = "down"
    CHANGED = "changed"
    UNTRUSTED = "untrusted"
    NETWORK_SIGN_IN = "network_sign_in"


class Standing(StrEnum):
    """Whether the cloud account is activated, by what the site says of it.

    NOT_ACTIVATED: the site says so. A form that is still there says nothing: UNREADABLE.
    """

    NOT_ACTIVATED = "not_activated"
    ACTIVATED = "activated"
    UNREADABLE = "unreadable"


class Purpose(StrEnum):
    """What the account site is opened for: the same proof by code leads to one or the other (J8.1)."""

    ACTIVATE = "activate"
    RESET = "reset"


class SignOut(StrEnum):
    """What came of leaving a site.

    CONFIRMED: the site shows that the session is over. NOT_NEEDED: nobody was signed in there.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be said of a site without signing in (J0.2).

    host: the host name. inside: whether this is the hospital's network, None where the profile has no test for it.
    """

    host: str
    state: SiteState
    inside: bool | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Campus:
    """One choice of 院區: `value` goes on the wire, `label` is what the page shows."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the portal's sign-in page offers."""

    campuses: tuple[Campus, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture code: image bytes as sent (GIF or PNG), the page's rule for letters, its length if the page says."""

    data: bytes
    case: Case
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of 公告 or of a count of papers waiting; `day` as the page words it, empty where none."""

    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """The page after sign-in. must_change: the portal says that the password must be changed first (P-01)."""

    employee_id: str
    name: str
    notices: tuple[Notice, ...] = ()
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact page, every field as the page shows it (J3.1)."""

    employee_id: str
    name: str
    english_surname: str
    english_given: str
    english_middle: str
    office_phone: str
    home_phone: str
    mobile_phone: str


CONTACT_FIELDS = ("english_surname", "english_given", "english_middle", "office_phone", "home_phone", "mobile_phone")
"""The fields of `Contact` that `save_contact` may change."""


@dataclass(frozen=True, slots=True)
class Regulations:
    """The account site's 規範, and its questions and answers, as the site words them (J4.1, J4.2)."""

    articles: tuple[str, ...]
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A text message is on its way.

    at: `Clock.elapsed()` at the moment of sending. valid_for, resend_after: seconds, None where the site or its
    profile does not say; they are then not shown.
    """

    at: float
    valid_for: float | None = None
    resend_after: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The page behind the code (J6.1): facts to be checked, and what activation asks for.

    valid_until: as the page words it; `rules.read_date` reads it. asks_password: whether a cloud password is asked for.
    Opened for a reset, a fact that the page does not show is empty: no guide says what stands there.
    """

    employee_id: str
    name: str
    unit: str
    valid_until: str
    asks_password: bool
    domain: str = "ntuh.gov.tw"


@dataclass(frozen=True, slots=True)
class Activation:
    """The cloud account is activated: `alias`@`domain` works from `effective` on (by the server's date)."""

    alias: str
    address: str
    effective: date


@dataclass(frozen=True, slots=True)
class ActivationState:
    """What the account site says of the activation when read back; alias is None where the page does not show it.

    said: the page's messages, word for word.
    """

    standing: Standing
    alias: str | None = None
    effective: date | None = None
    said: str = ""


class Portal(Protocol):
    """https://portal.ntuh.gov.tw: sign-in, portal password, contact details."""

    @read
    def reach(self) -> Reach:
        """Whether the site can be used now; raises nothing, a failure is a `SiteState`."""

    @read
    def sign_in_page(self) -> SignInPage:
        """Open the sign-in page afresh: a new session at the site and its choices of 院區."""

    @read
    def picture(self) -> Picture:
        """A new picture code; the one before is dead."""

    @commit
    def sign_in(self, employee_id: str, password: Secret, captcha: str, campus: str) -> Landing:
        """Sign in; the picture is used up whatever the answer, and a refused password costs a try.

        Raises WrongCredentials, WrongCaptcha, AccountLocked, UnknownPerson (simulated only), SessionEnded, Refused.
        """

    @read
    def landing(self) -> Landing:
        """The page after sign-in, read again; raises SessionEnded where nobody is signed in."""

    @commit
    def change_password(self, old: Secret, new: Secret) -> None:
        """Change the portal password. Raises OldPasswordWrong, PasswordRefused, SessionEnded, Refused."""

    @read
    def contact(self) -> Contact:
        """The contact details. Raises SessionEnded, MustChangePassword."""

    @commit
    def save_contact(self, changes: Mapping[str, str]) -> Contact:
        """Save the fields of `CONTACT_FIELDS` named in `changes`; all else goes back as it came (J3.3).

        Returns the page as it reads afterwards. Raises ContactRefused, SessionEnded, MustChangePassword, Refused.
        """

    @best_effort
    def sign_out(self) -> SignOut:
        """Sign out wherever a sign-in was sent and not refused, also where its answer was lost. Raises nothing."""


class AccountSite(Protocol):
    """https://help.ntuh.gov.tw: regulations, proof by code; then the activation, or a new cloud password.

    Which of the two the proof is for is said when the site is opened; a site that was not is opened for activation.
    """

    @read
    def reach(self) -> Reach:
        """Whether the site can be used now; raises nothing."""

    @read
    def regulations(self, purpose: Purpose = Purpose.ACTIVATE) -> Regulations:
        """Open the site afresh for this purpose and read its regulations."""

    @commit
    def send_code(self, employee_id: str, phone: str) -> Sent:
        """Ask for a text message with a code; a code sent before is dead.

        employee_id: 6 digits; phone: 10 digits. Raises PhoneMismatch, NoPhone, CoolingDown, SendLimit,
        AlreadyActivated (for a reset NotActivated), AccountExpired, TriesSpent, UnknownPerson (simulated only),
        Refused.
        """

    @commit
    def verify_code(self, employee_id: str, code: Secret) -> Account:
        """Prove oneself by a code from the message or from the authenticator: the page has one box for both.

        Raises CodeWrong, CodeExpired, TriesSpent, AuthenticatorMissing, AlreadyActivated (for a reset NotActivated),
        AccountExpired, UnknownPerson (simulated only), SessionEnded, Refused.
        """

    @read
    def account(self) -> Account:
        """The page behind the code, read again. Raises SessionEnded where this session has no proof."""

    @commit
    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        """Activate the cloud account, once and for ever.

        cloud_password: None exactly where `Account.asks_password` is false. Raises AliasTaken, AliasRefused,
        CloudPasswordMissing, CloudPasswordRefused, AlreadyActivated, AccountExpired, SessionEnded, Refused.
        """

    @read
    def activation(self) -> ActivationState:
        """Whether the account of this session's proof is activated, and with which alias (RB-10).

        Raises SessionEnded where this session has no proof.
        """

    @commit
    def reset_cloud_password(self, password: Secret) -> None:
        """Set a new cloud password in the place of a forgotten one; it works at once (J7.1, J8.1).

        The site has no page that tells afterwards: a lost answer is read back by a sign-in to the mail, if at all.
        Raises CloudPasswordRefused, NotActivated, AccountExpired, SessionEnded, Refused.
        """

    @best_effort
    def sign_out(self) -> SignOut:
        """Leave the site, wherever a code was asked for or sent. Raises nothing."""


class Mail(Protocol):
    """The webmail, from the day after activation on (J7.4)."""

    @read
    def reach(self) -> Reach:
        """Whether the site can be used now; raises nothing."""

    @read
    def picture(self) -> Picture:
        """Open the sign-in page afresh and show its picture code."""

    @commit
    def sign_in(self, alias: str, password: Secret, captcha: str) -> None:
        """Sign in with the cloud password. Raises WrongCredentials, WrongCaptcha, AccountLocked, Refused."""

    @best_effort
    def sign_out(self) -> SignOut:
        """Sign out wherever a sign-in was sent and not refused, also where its answer was lost. Raises nothing."""


@dataclass(frozen=True, slots=True)
class Backend:
    """The three sites of one hospital, in one student's session."""

    name: str
    portal: Portal
    account: AccountSite
    mail: Mail
