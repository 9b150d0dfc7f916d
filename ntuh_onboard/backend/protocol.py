"""The port: what the wizard asks of a hospital.

It consists of three small Protocols, joined in a `Backend`. Every verb is marked as one of:

- `@read`: changes nothing that matters and may be called again.
- `@commit`: changes something at the hospital. It returns (done), raises a `BackendError` other than `AnswerLost`
  (not done), or raises `AnswerLost` (unknown). It is never repeated automatically (R-01, H-08).
- `@best_effort`: tried once; a failure makes no difference to the caller.

Every verb may raise `Unreachable`, `Untrusted`, `NetworkSignIn`, `Maintenance`, `UnexpectedPage`; a commit also
`AnswerLost`. A verb's docstring names what else it raises. Verbs block; the lane calls them one at a time, except
that at the end all three sites are signed out of at once, each from a thread of its own.
All texts in returned values have passed `safe()`.
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
        verb.__mark__ = mark  # type: ignore[attr-defined]  # functions take attributes, which types cannot express
        return verb

    return put


read = _marking(Mark.READ)
commit = _marking(Mark.COMMIT)
best_effort = _marking(Mark.BEST_EFFORT)


class Case(StrEnum):
    """Which letters a page accepts for its picture code (C-04)."""

    IGNORED = "ignored"
    LOWER = "lower"
    AS_TYPED = "as_typed"


class Outcome(StrEnum):
    """How a commit ended, as far as is known."""

    DONE = "done"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


class SiteState(StrEnum):
    """Whether a site can be used at present."""

    UP = "up"
    MAINTENANCE = "maintenance"
    DOWN = "down"
    CHANGED = "changed"
    NEEDS_BROWSER = "needs_browser"
    UNTRUSTED = "untrusted"
    NETWORK_SIGN_IN = "network_sign_in"


class Standing(StrEnum):
    """Whether the cloud account is activated, according to the site.

    NOT_ACTIVATED means that the site says so. A form that is still there proves nothing: UNREADABLE.
    """

    NOT_ACTIVATED = "not_activated"
    ACTIVATED = "activated"
    UNREADABLE = "unreadable"


class Purpose(StrEnum):
    """What the account site is opened for; the same proof by code leads to either (J8.1)."""

    ACTIVATE = "activate"
    RESET = "reset"


class SignOut(StrEnum):
    """Result of leaving a site.

    CONFIRMED: the site shows that the session is over. NOT_NEEDED: nobody was signed in there.
    """

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known of a site without signing in (J0.2).

    Attributes:
        host: the host name.
        state: whether it can be used.
        inside: whether this computer is in the hospital's network; None if the profile has no test for that.
        said: the site's own words, for example about maintenance.
        site: `portal`, `account` or `mail`.

    """

    host: str
    state: SiteState
    inside: bool | None = None
    said: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Campus:
    """One choice of 院區 (campus): `value` is sent, `label` is shown on the page."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the portal's sign-in page offers."""

    campuses: tuple[Campus, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture code: image bytes as sent (GIF or PNG), the page's rule for letters, and its length if known."""

    data: bytes
    case: Case
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of 公告 (announcements) or a count of pending papers; `day` as the page words it, or empty."""

    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """The page after sign-in.

    Attributes:
        employee_id: whose it is; empty if the page does not say.
        name: their name; empty if the page does not say.
        notices: what it announces.
        must_change: whether the portal says that the password must be changed first (P-01).
        by_script: the entries of its menu, by their names in the profile, that only the page's script can press.

    """

    employee_id: str
    name: str
    notices: tuple[Notice, ...] = ()
    must_change: bool = False
    by_script: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact page, with every field as the page shows it (J3.1)."""

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
    """The account site's 規範 (regulations), and its questions and answers, in the site's words (J4.1, J4.2).

    by_script: what stands behind them can be reached by the page's script alone.
    """

    articles: tuple[str, ...]
    questions: tuple[tuple[str, str], ...] = ()
    by_script: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A text message is on its way.

    Attributes:
        at: when it was sent, in `Clock.elapsed()` seconds.
        valid_for: seconds for which its code is valid; None, and then not shown, if neither site nor profile says so.
        resend_after: seconds until another can be sent; None as for `valid_for`.
        said: the site's own words.

    """

    at: float
    valid_for: float | None = None
    resend_after: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The page behind the code (J6.1): facts to check, and what the activation asks for.

    Facts that the page for a reset does not show are empty; no guide says what it shows.

    Attributes:
        employee_id: the ID on the page.
        name: the name on the page.
        unit: the department on the page.
        valid_until: the date as the page words it; `rules.read_date` reads it.
        asks_password: whether a cloud password is asked for.
        domain: the mail domain.

    """

    employee_id: str
    name: str
    unit: str
    valid_until: str
    asks_password: bool
    domain: str = "ntuh.gov.tw"


@dataclass(frozen=True, slots=True)
class Activation:
    """The cloud account is activated: `alias`@`domain` works from `effective` on, by the server's date."""

    alias: str
    address: str
    effective: date


@dataclass(frozen=True, slots=True)
class ActivationState:
    """What the account site says about the activation when it is read back.

    Attributes:
        standing: whether the account is activated.
        alias: the mail name, or None if the page does not show it.
        effective: the day from which it works, or None if the page does not show it.
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
        """Tell whether the site can be used now; raises nothing, since failures are states."""

    @read
    def sign_in_page(self) -> SignInPage:
        """Open the sign-in page in a new session at the site; returns its choices of 院區 (campus)."""

    @read
    def picture(self) -> Picture:
        """Fetch a new picture code; the one before becomes void."""

    @commit
    def sign_in(self, employee_id: str, password: Secret, captcha: str, campus: str) -> Landing:
        """Sign in; the picture is used up whatever the answer is, and a refused password costs a try.

        Raises WrongCredentials, WrongCaptcha, AccountLocked, UnknownPerson (simulated only), SessionEnded, Refused.
        """

    @read
    def landing(self) -> Landing:
        """Read the page after sign-in again; raises SessionEnded if nobody is signed in."""

    @commit
    def change_password(self, old: Secret, new: Secret) -> None:
        """Change the portal password. Raises OldPasswordWrong, PasswordRefused, SessionEnded, Refused."""

    @read
    def contact(self) -> Contact:
        """Read the contact details. Raises SessionEnded, MustChangePassword."""

    @commit
    def save_contact(self, changes: Mapping[str, str]) -> Contact:
        """Save the fields of `CONTACT_FIELDS` named in `changes`; everything else is sent back as it came (J3.3).

        Returns the page as it is afterwards. Raises ContactRefused, SessionEnded, MustChangePassword, Refused.
        """

    @best_effort
    def sign_out(self) -> SignOut:
        """Sign out if a sign-in was sent and not refused, even if its answer was lost. Raises nothing."""


class AccountSite(Protocol):
    """https://help.ntuh.gov.tw: regulations, proof by code, and then the activation or a new cloud password.

    Which of the two the proof is for is decided when the site is opened; by default it is the activation.
    """

    @read
    def reach(self) -> Reach:
        """Tell whether the site can be used now; raises nothing."""

    @read
    def regulations(self, purpose: Purpose = Purpose.ACTIVATE) -> Regulations:
        """Open the site in a new session for this purpose, and read its regulations."""

    @commit
    def send_code(self, employee_id: str, phone: str) -> Sent:
        """Send a text message with a code; a code sent before becomes void.

        employee_id: 6 digits; phone: 10 digits. Raises PhoneMismatch, NoPhone, CoolingDown, SendLimit,
        AlreadyActivated (for a reset NotActivated), AccountExpired, TriesSpent, UnknownPerson (simulated only),
        Refused.
        """

    @commit
    def verify_code(self, employee_id: str, code: Secret) -> Account:
        """Prove who the student is by a code from a message or an authenticator: the page has one box for both.

        Raises CodeWrong, CodeExpired, TriesSpent, AuthenticatorMissing, AlreadyActivated (for a reset NotActivated),
        AccountExpired, UnknownPerson (simulated only), SessionEnded, Refused.
        """

    @read
    def account(self) -> Account:
        """Read the page behind the code again. Raises SessionEnded if this session has no proof."""

    @commit
    def activate(self, alias: str, cloud_password: Secret | None) -> Activation:
        """Activate the cloud account, once and permanently.

        cloud_password: None if and only if `Account.asks_password` is false. Raises AliasTaken, AliasRefused,
        CloudPasswordMissing, CloudPasswordRefused, AlreadyActivated, AccountExpired, SessionEnded, Refused.
        """

    @read
    def activation(self) -> ActivationState:
        """Tell whether the account of this session's proof is activated, and with which alias (RB-10).

        Raises SessionEnded if this session has no proof.
        """

    @commit
    def reset_cloud_password(self, password: Secret) -> None:
        """Set a new cloud password instead of a forgotten one; it works at once (J7.1, J8.1).

        No page of the site shows the result afterwards: a lost answer can only be read back by a sign-in to the mail.
        Raises CloudPasswordRefused, NotActivated, AccountExpired, SessionEnded, Refused.
        """

    @best_effort
    def sign_out(self) -> SignOut:
        """Leave the site if a code was asked for or sent. Raises nothing."""


class Mail(Protocol):
    """The webmail, which works from the day after activation (J7.4)."""

    @read
    def reach(self) -> Reach:
        """Tell whether the site can be used now; raises nothing."""

    @read
    def picture(self) -> Picture:
        """Open the sign-in page in a new session and return its picture code."""

    @commit
    def sign_in(self, alias: str, password: Secret, captcha: str) -> None:
        """Sign in with the cloud password. Raises WrongCredentials, WrongCaptcha, AccountLocked, Refused."""

    @best_effort
    def sign_out(self) -> SignOut:
        """Sign out if a sign-in was sent and not refused, even if its answer was lost. Raises nothing."""


@dataclass(frozen=True, slots=True)
class Backend:
    """The three sites of one hospital, in one student's session.

    Attributes:
        name: what the adapter is called.
        portal: the portal.
        account: the account site.
        mail: the webmail.
        sign_out_seconds: returns how long its sign-outs may take; None for the usual time (N-04).

    """

    name: str
    portal: Portal
    account: AccountSite
    mail: Mail
    sign_out_seconds: Callable[[], float] | None = None
