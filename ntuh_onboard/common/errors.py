"""The family of everything that can go wrong.

An error holds no prose. It says which field it belongs to (`field`; field ids are unique over all steps, so it also
names the step), what the student can do next (`next`), and a `number` to tell the help desk. Its sentence is looked up
in the catalogues by its class (`error.<ClassName>`).

    OnboardError
    ├── ImpossibleMove           a move that the journey does not allow; nothing was changed
    ├── NotPractice              a verb of the stage was called on a backend that is not simulated
    └── BackendError             a verb of a backend ended without doing its work
        ├── NotSent              provably nothing left this machine
        │   ├── Unreachable          no connection
        │   ├── Untrusted            the site could not prove who it is
        │   ├── NetworkSignIn        a network's own sign-in page answered instead of the hospital
        │   ├── EnoughAsked          read-backs have signed in often enough: our own stop before the lock (RB-4)
        │   └── EnoughTries          three passwords were spent here: our own stop before the lock (P-08)
        │       └── EnoughMailTries      the same at the webmail, where another password is asked for
        ├── Maintenance          the site says that it is closed
        ├── UnexpectedPage       the page is not the one that the profile describes
        │   ├── NeedsBrowser         only the page's script can press what is to be pressed
        │   └── ConsentAsked         the page wants a consent that is the person's own to give
        ├── SessionEnded         the session of this site is over (`site` says which)
        ├── Refused              the server said no; `said` holds its own words. Told apart as far as the page does:
        │   ├── WrongCredentials     ├── WrongCaptcha        ├── AccountLocked      ├── UnknownPerson
        │   ├── MustChangePassword   ├── OldPasswordWrong    ├── PasswordRefused    ├── ContactRefused
        │   ├── PhoneMismatch        ├── NoPhone             ├── CoolingDown        ├── SendLimit
        │   ├── CodeWrong            ├── CodeExpired         ├── TriesSpent         ├── AuthenticatorMissing
        │   ├── AlreadyActivated     ├── AccountExpired      ├── AliasTaken         ├── AliasRefused
        │   ├── CloudPasswordMissing ├── CloudPasswordRefused                     ├── NotActivated
        │   └── SomebodyElse         the student says that the account page shows another person (J6.1)
        └── AnswerLost           a commit left this machine and no answer came back: unknown, to be read back
            └── AnswerUnclear        an answer came back, and it was not understood: unknown too

A verb marked commit ends in one of three ways: it returns (done), it raises any `BackendError` but `AnswerLost`
(not done), or it raises `AnswerLost` (unknown). Source: R-01, H-12.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar


class Next(StrEnum):
    """What the student can do about an error."""

    RETRY = "retry"
    NEW_PICTURE = "new_picture"
    SIGN_IN_AGAIN = "sign_in_again"
    READ_BACK = "read_back"
    GO_TO = "go_to"
    CHANGE_JOURNEY = "change_journey"
    WAIT = "wait"
    BROWSER = "browser"
    CONSENT = "consent"
    STOP = "stop"
    CALL = "call"
    DESK = "desk"


class OnboardError(Exception):
    """Base class of all errors of this program."""


class ImpossibleMove(OnboardError):
    """The journey does not allow this move from here; it is unchanged."""

    def __init__(self, move: str, at: str) -> None:
        super().__init__(f"{move} is impossible at {at}")
        self.move = move
        self.at = at


class NotPractice(OnboardError):
    """Something that only practice allows was asked of a backend that is not simulated (J8.3)."""


class BackendError(OnboardError):
    """A verb of a backend did not do its work.

    Attributes:
        said: the site's own words, already made harmless by `safe()`; empty if the site said nothing.
        until: the `Clock.elapsed()` second from which it is worth trying again, if the site says so.
        left: how many tries are left, only if the site itself says so.
        field: the field that the error belongs to; overrides `default_field` of the class.
        number: what the student can tell the help desk.
        next: what the student can do about it.
        go_to: the step or journey to go to, where `next` is `GO_TO` or `CHANGE_JOURNEY`.

    """

    number: ClassVar[int] = 1
    next: ClassVar[Next] = Next.RETRY
    default_field: ClassVar[str | None] = None

    def __init__(
        self, said: str = "", *, until: float | None = None, left: int | None = None, field: str | None = None
    ) -> None:
        super().__init__(type(self).__name__)
        self.said = said
        self.until = until
        self.left = left
        self.field = field or self.default_field

    @property
    def sentences(self) -> tuple[str, ...]:
        """The catalogue keys of the sentences to show, in order; backends that know more of the reason add some."""
        return (f"error.{type(self).__name__}",)


class NotSent(BackendError):
    """Nothing left this machine, provably (outcome RT of the fault matrix)."""

    number = 2


class Unreachable(NotSent):
    """No connection to the site could be made."""

    number = 3


class Untrusted(NotSent):
    """The site could not prove that it is the hospital's (TL); there is no way around this."""

    number = 4
    next = Next.STOP


class NetworkSignIn(NotSent):
    """A network's own sign-in page answered instead of the hospital (CP)."""

    number = 5
    next = Next.STOP


class Maintenance(BackendError):
    """The site says that it is closed for maintenance; nothing was done."""

    number = 6
    next = Next.WAIT


class UnexpectedPage(BackendError):
    """The page is not the one that the profile describes (FM); nothing was sent.

    Attributes:
        looked_for: the words that were looked for on it; empty if that is not known.
        found: how many were found: 0, or more than the one that was wanted.

    """

    number = 7
    next = Next.BROWSER
    looked_for: str = ""
    found: int = 0


class NeedsBrowser(UnexpectedPage):
    """What is to be pressed is on the page, but only the page's script can press it; nothing was sent.

    Attributes:
        site: `portal`, `account` or `mail`.

    """

    number = 43

    def __init__(self, site: str = "", said: str = "") -> None:
        super().__init__(said)
        self.site = site


class ConsentAsked(UnexpectedPage):
    """The page wants a consent that is the person's own; `said` holds all of its words, and nothing was sent.

    Attributes:
        agree: called when the person has said yes to these very words: the next sending gives it, once.
        behind: whether a page behind the sign-in wants it, before it lets anybody on: what was typed was taken, and the
            next sending only gives the consent.

    """

    number = 44
    next = Next.CONSENT
    behind: bool = False

    def __init__(self, said: str = "", agree: Callable[[], None] = lambda: None) -> None:
        super().__init__(said)
        self.agree = agree


class SessionEnded(BackendError):
    """The session at a site is over; nothing was done, and finished steps stay finished (SE).

    Raised by a read after a commit, this does not tell whether the commit was done: it may have been done in another
    session, whose key went missing together with the answer (RB-8).

    Attributes:
        site: `portal`, `account` or `mail`.

    """

    number = 8
    next = Next.SIGN_IN_AGAIN

    def __init__(self, site: str, said: str = "") -> None:
        super().__init__(said)
        self.site = site

    @property
    def sentences(self) -> tuple[str, ...]:
        """The account site has no sign-in: its session begins with a code, so the sentence asks for another one."""
        return ("said.proof_over",) if self.site == "account" else super().sentences


class AnswerLost(BackendError):
    """A commit was sent and its answer did not arrive (UK): read back, never send again (R-01)."""

    number = 41
    next = Next.READ_BACK


class AnswerUnclear(AnswerLost):
    """A commit was sent and its answer was not understood (UK): `said` holds its words; read back (R-01)."""

    number = 42


class Refused(BackendError):
    """The server said no, for a reason that has no class of its own; `said` holds its words."""

    number = 10


class WrongCredentials(Refused):
    """ID or password is wrong (or, at sites that do not tell: unknown or locked). One try is spent; new picture."""

    number = 11
    next = Next.NEW_PICTURE
    default_field = "portal_password"


class WrongCaptcha(Refused):
    """The picture code was wrong or already used; a new picture is needed."""

    number = 12
    next = Next.NEW_PICTURE
    default_field = "captcha"


class AccountLocked(Refused):
    """The account is locked for a while after too many wrong passwords."""

    number = 13
    next = Next.CALL
    default_field = "employee_id"


class UnknownPerson(Refused):
    """The simulated hospital knows invented people only; raised before any password is looked at (J8.3)."""

    number = 14
    default_field = "employee_id"


class MustChangePassword(Refused):
    """The default portal password must be changed before anything else (P-01)."""

    number = 15
    next = Next.GO_TO


class OldPasswordWrong(Refused):
    """The old portal password is wrong."""

    number = 16
    default_field = "portal_old"


class PasswordRefused(Refused):
    """The new portal password breaks one of the hospital's rules."""

    number = 17
    default_field = "portal_new"


class ContactRefused(Refused):
    """A contact field breaks one of the hospital's rules (`field` says which)."""

    number = 18
    default_field = "mobile_phone"


class PhoneMismatch(Refused):
    """The number typed is not the one registered for the account; no message was sent."""

    number = 21
    default_field = "registered_phone"


class NoPhone(Refused):
    """The account has no registered phone number."""

    number = 22
    next = Next.GO_TO
    default_field = "registered_phone"


class CoolingDown(Refused):
    """The last message was sent too short a time ago; none was sent now."""

    number = 23
    next = Next.WAIT


class SendLimit(Refused):
    """The limit of messages per 10 minutes or per day is reached; none was sent."""

    number = 24
    next = Next.DESK


class CodeWrong(Refused):
    """The code is not the one that was sent last."""

    number = 25
    default_field = "code"


class CodeExpired(Refused):
    """The code was right, but older than two minutes."""

    number = 26
    default_field = "code"


class TriesSpent(Refused):
    """Too many wrong codes: this code is void, and the proof must begin again (O-04, O-15)."""

    number = 27
    next = Next.GO_TO
    default_field = "code"


class AuthenticatorMissing(Refused):
    """No authenticator is set up for this account (MOTP is set up at the service desk)."""

    number = 28
    next = Next.DESK
    default_field = "code"


class AlreadyActivated(Refused):
    """The account was activated before; the reset is the right journey (J8.1)."""

    number = 29
    next = Next.CHANGE_JOURNEY


class AccountExpired(Refused):
    """The account's period of validity has ended."""

    number = 30
    next = Next.STOP


class AliasTaken(Refused):
    """The mail name is taken (perhaps by this student's own lost request, so another is never chosen unasked)."""

    number = 31
    default_field = "alias"


class AliasRefused(Refused):
    """The mail name breaks one of the hospital's rules."""

    number = 32
    default_field = "alias"


class CloudPasswordMissing(Refused):
    """The page asks for a cloud password, and none was given."""

    number = 33
    default_field = "cloud_password"


class CloudPasswordRefused(Refused):
    """The cloud password breaks a rule, or equals the portal password."""

    number = 34
    default_field = "cloud_password"


class EnoughAsked(NotSent):
    """Read-backs have tried so many passwords that the next may lock the account: no further one is tried (RB-4)."""

    number = 39
    next = Next.CALL


class EnoughTries(NotSent):
    """Three passwords were sent from here: nothing more is sent, so that the account is not locked (P-08).

    Not all of them need have been refused: one whose answer was lost may have counted as a try as well.
    """

    number = 35
    next = Next.CALL
    default_field = "portal_password"


class SomebodyElse(Refused):
    """The student says that the account page shows another person or unit: stop (J6.1)."""

    number = 36
    next = Next.DESK
    default_field = "facts_right"


class NotActivated(Refused):
    """A reset was asked for an account that was never activated; the activation is the right journey (J8.1)."""

    number = 37
    next = Next.CHANGE_JOURNEY


class EnoughMailTries(EnoughTries):
    """Three wrong cloud passwords were sent from here; a forgotten one is reset, not guessed (J8.1)."""

    number = 38
    next = Next.CHANGE_JOURNEY
    default_field = "mail_password"
