"""The acts of steps: each calls one verb of the port with what was typed.

An act's `run` is called on the lane with the backend and the answers; it returns the verb's value or raises a
`BackendError`. Acts that read back a lost commit return a `Found`, with the value that the commit would have returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from ntuh_onboard.backend.protocol import (
    CONTACT_FIELDS,
    Account,
    AccountSite,
    Activation,
    Backend,
    Contact,
    Landing,
    Mail,
    Mark,
    Outcome,
    Portal,
    Purpose,
    Sent,
    Standing,
)
from ntuh_onboard.common.errors import (
    AccountLocked,
    CloudPasswordRefused,
    Refused,
    SessionEnded,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret

NOTHING = Secret("")
Value = TypeVar("Value")


LOAD = "load."
"""Prefix of the keys of what loads have read: `load.<step>`."""


class Learned:
    """What the sites have said, by its kind.

    Attributes:
        learned: `<step>` for a submit's value, `load.<step>` for a load's.

    """

    __slots__ = ()
    learned: Mapping[str, object]

    def told(self, kind: type[Value]) -> Value | None:
        """Return what a submit has returned of this kind, or None."""
        found = (each for key, each in self.learned.items() if not key.startswith(LOAD))
        return next((each for each in found if isinstance(each, kind)), None)

    def loaded(self, kind: type[Value]) -> Value | None:
        """Return the page of this kind that was read, or None."""
        found = (each for key, each in self.learned.items() if key.startswith(LOAD))
        return next((each for each in found if isinstance(each, kind)), None)


@dataclass(frozen=True, slots=True)
class Typed(Learned):
    """What an act may use.

    Attributes:
        texts: texts by field id, already folded by the fields' rules.
        secrets: secrets by field id.
        learned: what the sites have said: `<step>` for a submit's value, `load.<step>` for a load's.
        at: when the button was pressed, in `Clock.elapsed()` seconds.
        today: the date.

    """

    texts: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict, repr=False)
    learned: Mapping[str, object] = field(default_factory=dict, repr=False)
    at: float = 0.0
    today: date | None = None

    def text(self, key: str) -> str:
        """Return the text of a field, or an empty one."""
        return self.texts.get(key, "")

    def secret(self, key: str) -> Secret:
        """Return the secret of a field, or an empty one."""
        return self.secrets.get(key, NOTHING)


@dataclass(frozen=True, slots=True)
class Act:
    """One verb of the port as a step calls it.

    Attributes:
        name: the site and the verb: `portal.sign_in`.
        mark: how the port marks the verb.
        run: calls the verb.
        beside: further verbs that it calls.

    """

    name: str
    mark: Mark
    run: Callable[[Backend, Typed], object]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Result of a read-back.

    Attributes:
        outcome: how the commit ended. NOT_DONE needs evidence: the site says so, or shows a value that only the old
            state has; a form that is still there is no evidence.
        value: what the commit would have returned, if the site tells.
        anew: what is unknown stays so, but another attempt may be begun: a sign-in, a message or a code, which the
            site itself counts (Q3, UK-7, RB-8).
        said: what the site said, word for word.

    """

    outcome: Outcome
    value: object = None
    anew: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class MailOpened:
    """The webmail has let the student in with this mail name and the cloud password (J7.4), on this day."""

    alias: str
    on: date | None = None


@contextmanager
def _about(fields: Mapping[type[Refused], str]) -> Iterator[None]:
    """Attribute errors of these classes to these fields, since two steps use the same verb for different fields."""
    try:
        yield
    except Refused as error:
        error.field = next((field for kind, field in fields.items() if isinstance(error, kind)), error.field)
        raise


def _act(verb: Callable[..., Any], run: Callable[[Backend, Typed], object], *beside: str) -> Act:
    site = {"Portal": "portal", "AccountSite": "account", "Mail": "mail"}[verb.__qualname__.split(".")[0]]
    name, mark = f"{site}.{verb.__name__}", verb.__mark__  # type: ignore[attr-defined]  # set by the port
    return Act(name, mark, run, beside)


def _changes(typed: Typed) -> dict[str, str]:
    """Return the contact fields that the student changed; the others are not sent by us (J3.3)."""
    before = typed.loaded(Contact)
    return {
        name: typed.text(name)
        for name in CONTACT_FIELDS
        if name in typed.texts and (before is None or getattr(before, name) != typed.text(name))
    }


REACH = _act(Portal.reach, lambda backend, typed: (backend.portal.reach(), backend.account.reach()), "account.reach")
SIGN_IN_PAGE = _act(Portal.sign_in_page, lambda backend, typed: backend.portal.sign_in_page())
PICTURE = _act(Portal.picture, lambda backend, typed: backend.portal.picture())
SIGN_IN = _act(
    Portal.sign_in,
    lambda backend, typed: backend.portal.sign_in(
        typed.text("employee_id"), typed.secret("portal_password"), typed.text("captcha"), typed.text("campus")
    ),
)
CHANGE_PASSWORD = _act(
    Portal.change_password,
    lambda backend, typed: backend.portal.change_password(typed.secret("portal_old"), typed.secret("portal_new")),
)
CONTACT = _act(Portal.contact, lambda backend, typed: backend.portal.contact())
SAVE_CONTACT = _act(Portal.save_contact, lambda backend, typed: backend.portal.save_contact(_changes(typed)))
REGULATIONS = _act(AccountSite.regulations, lambda backend, typed: backend.account.regulations())
SEND_CODE = _act(
    AccountSite.send_code,
    lambda backend, typed: backend.account.send_code(typed.text("account_id"), typed.text("registered_phone")),
)
VERIFY_CODE = _act(
    AccountSite.verify_code,
    lambda backend, typed: backend.account.verify_code(typed.text("account_id"), typed.secret("code")),
)
ACTIVATE = _act(
    AccountSite.activate,
    lambda backend, typed: backend.account.activate(typed.text("alias"), typed.secrets.get("cloud_password") or None),
)
MAIL_REACH = _act(Mail.reach, lambda backend, typed: (backend.mail.reach(),))
MAIL_PICTURE = _act(Mail.picture, lambda backend, typed: backend.mail.picture())
RESET_REGULATIONS = _act(AccountSite.regulations, lambda backend, typed: backend.account.regulations(Purpose.RESET))


def _reset(backend: Backend, typed: Typed) -> None:
    """J8.1: set the new cloud password."""
    with _about({CloudPasswordRefused: "cloud_new"}):
        backend.account.reset_cloud_password(typed.secret("cloud_new"))


def _mail_opened(backend: Backend, typed: Typed) -> MailOpened:
    """J7.4: sign in once with what the student has typed."""
    fields: Mapping[type[Refused], str] = {
        WrongCredentials: "mail_password",
        AccountLocked: "mail_alias",
        WrongCaptcha: "mail_captcha",
    }
    with _about(fields):
        backend.mail.sign_in(typed.text("mail_alias"), typed.secret("mail_password"), typed.text("mail_captcha"))
    return MailOpened(typed.text("mail_alias"), typed.today)


RESET_CLOUD_PASSWORD = _act(AccountSite.reset_cloud_password, _reset)
MAIL_SIGN_IN = _act(Mail.sign_in, _mail_opened)


def _signed_in(backend: Backend, typed: Typed) -> Found:
    """Q3: the landing page proves that the sign-in arrived; if it does not open, another sign-in is begun."""
    try:
        return Found(Outcome.DONE, backend.portal.landing())
    except SessionEnded as over:
        return Found(Outcome.UNKNOWN, anew=True, said=over.said)


def _sign_in_with(secret: str, fits: Outcome) -> Callable[[Backend, Typed], Found]:
    """RB-4: sign in once with the new or the old password; success settles it, a refusal leaves it unknown."""

    def run(backend: Backend, typed: Typed) -> Found:
        try:
            backend.portal.sign_in(
                typed.text("employee_id"), typed.secret(secret), typed.text("read_back_captcha"), typed.text("campus")
            )
        except WrongCredentials as misfit:
            return Found(Outcome.UNKNOWN, said=misfit.said)
        except WrongCaptcha as wrong:
            raise WrongCaptcha(wrong.said, field="read_back_captcha") from None
        return Found(fits)

    return run


def _contact_saved(backend: Backend, typed: Typed) -> Found:
    """Q5: read the page again, and compare it with what was to be saved and with what it showed before."""
    before, page, changes = typed.loaded(Contact), backend.portal.contact(), _changes(typed)
    if all(getattr(page, name) == value for name, value in changes.items()):
        return Found(Outcome.DONE, page)
    as_before = before is not None and all(getattr(page, name) == getattr(before, name) for name in changes)
    return Found(Outcome.NOT_DONE if as_before else Outcome.UNKNOWN, page)


def _message_arrived(backend: Backend, typed: Typed) -> Found:
    """UK-7: only the student's phone can tell; a message that has not come may still be on its way."""
    if typed.text("arrived") == "yes":
        at = typed.learned.get("lost.at")
        return Found(Outcome.DONE, Sent(at=at if isinstance(at, float) else typed.at))
    return Found(Outcome.UNKNOWN, anew=True)


def _code_taken(backend: Backend, typed: Typed) -> Found:
    """RB-8: the page behind the code opens only for a session with proof; if it does not, another code is requested."""
    try:
        return Found(Outcome.DONE, backend.account.account())
    except SessionEnded as over:
        return Found(Outcome.UNKNOWN, anew=True, said=over.said)


def _activated(backend: Backend, typed: Typed) -> Found:
    """RB-10: the site itself tells about the activation; another alias than the confirmed one is no success (R-03).

    Where the page shows no day, it is the one after the server's date, as the guide says (Q10).
    """
    state = backend.account.activation()
    if state.standing is Standing.NOT_ACTIVATED:
        return Found(Outcome.NOT_DONE, said=state.said)
    effective = state.effective or (typed.today + timedelta(days=1) if typed.today else None)
    if state.standing is Standing.ACTIVATED and state.alias == typed.text("alias") and effective is not None:
        account = typed.told(Account)
        domain = account.domain if account else "ntuh.gov.tw"
        return Found(Outcome.DONE, Activation(state.alias, f"{state.alias}@{domain}", effective))
    return Found(Outcome.UNKNOWN, state, said=state.said)


def _cloud_password_fits(backend: Backend, typed: Typed) -> Found:
    """J8.1: only a sign-in to the mail can tell. Success settles it; a refusal does not: the old one is forgotten."""
    fields: Mapping[type[Refused], str] = {AccountLocked: "read_back_alias", WrongCaptcha: "read_back_mail_captcha"}
    try:
        with _about(fields):
            backend.mail.sign_in(
                typed.text("read_back_alias"), typed.secret("cloud_new"), typed.text("read_back_mail_captcha")
            )
    except WrongCredentials as misfit:
        return Found(Outcome.UNKNOWN, said=misfit.said)
    return Found(Outcome.DONE)


def _mail_left(backend: Backend, typed: Typed) -> Found:
    """J7.4: a lost sign-in proves nothing; sign out of what it may have opened, and another one may be begun."""
    backend.mail.sign_out()
    return Found(Outcome.UNKNOWN, anew=True)


def _password_seen(backend: Backend, typed: Typed) -> Found:
    """RB-4 (1): the portal asked for another password, and asks no more."""
    before, now = typed.told(Landing), backend.portal.landing()
    if before is None or not before.must_change:
        return Found(Outcome.UNKNOWN)
    return Found(Outcome.NOT_DONE if now.must_change else Outcome.DONE)


def _contact_seen(backend: Backend, typed: Typed) -> Found:
    """Compare the details with those before; if they are equal, there may have been nothing to change."""
    before, page = typed.loaded(Contact), backend.portal.contact()
    return Found(Outcome.DONE if before is not None and page != before else Outcome.UNKNOWN)


def _activation_seen(backend: Backend, _: Typed) -> Found:
    """Return the site's own word on the activation, whatever the name."""
    standing = backend.account.activation().standing
    shown = {Standing.ACTIVATED: Outcome.DONE, Standing.NOT_ACTIVATED: Outcome.NOT_DONE}
    return Found(shown.get(standing, Outcome.UNKNOWN))


SEEN_PASSWORD = _act(Portal.landing, _password_seen)
SEEN_CONTACT = _act(Portal.contact, _contact_seen)
SEEN_ACTIVATION = _act(AccountSite.activation, _activation_seen)
READ_BACK_SIGN_IN = _act(Portal.landing, _signed_in)
READ_BACK_NEW_PASSWORD = _act(Portal.sign_in, _sign_in_with("portal_new", Outcome.DONE))
READ_BACK_OLD_PASSWORD = _act(Portal.sign_in, _sign_in_with("portal_old", Outcome.NOT_DONE))
READ_BACK_CONTACT = _act(Portal.contact, _contact_saved)
READ_BACK_MESSAGE = Act("phone", Mark.READ, _message_arrived)
READ_BACK_CODE = _act(AccountSite.account, _code_taken)
READ_BACK_ACTIVATION = _act(AccountSite.activation, _activated)
READ_BACK_CLOUD_PASSWORD = _act(Mail.sign_in, _cloud_password_fits)
READ_BACK_MAIL = _act(Mail.sign_out, _mail_left)

__all__ = ["Act", "Contact", "Found", "Typed"]
