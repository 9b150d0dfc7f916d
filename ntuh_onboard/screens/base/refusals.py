"""What can be done about an error, for every view: tables instead of chains of `isinstance`."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.common.errors import BackendError, EnoughAsked, EnoughTries, Next
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.steps import RAIL, READ_BACKS
from ntuh_onboard.journey.tables import ways_on
from ntuh_onboard.screens.base.button_acts import ButtonAct

_ACTS: Mapping[Next, tuple[ButtonAct, ...]] = {
    Next.RETRY: (),
    Next.NEW_PICTURE: (),
    Next.SIGN_IN_AGAIN: (),
    Next.READ_BACK: (ButtonAct.AGAIN,),
    Next.GO_TO: (ButtonAct.GO_TO,),
    Next.CHANGE_JOURNEY: (ButtonAct.DESK,),
    Next.WAIT: (ButtonAct.DESK,),
    Next.BROWSER: (ButtonAct.BROWSER, ButtonAct.RELOAD, ButtonAct.DESK),
    Next.CONSENT: (ButtonAct.BROWSER, ButtonAct.AGREE, ButtonAct.DESK),  # Enter, at the first, agrees to nothing
    Next.STOP: (ButtonAct.DESK, ButtonAct.RELOAD),
    Next.CALL: (ButtonAct.DESK, ButtonAct.WAS_RESET),
    Next.DESK: (ButtonAct.DESK,),
}

_BY_CLASS: Mapping[str, tuple[ButtonAct, ...]] = {
    "PhoneMismatch": (ButtonAct.TO_CONTACT, ButtonAct.DESK),
    "CodeExpired": (ButtonAct.RESEND, ButtonAct.DESK),
    "NoPhone": (ButtonAct.TO_CONTACT, ButtonAct.DESK),
}
"""Errors with their own ways on, instead of those of their `next`."""
_FORGOTTEN = {"WrongCredentials": (ButtonAct.RESET, ButtonAct.DESK), "AccountLocked": (ButtonAct.RESET, ButtonAct.DESK)}
"""The same at the webmail: an unknown cloud password is reset, here or in person at a desk (J0.6)."""

_DESKS: Mapping[str, str] = {
    "WrongCredentials": "portal_reset",
    "AccountLocked": "portal_reset",
    "EnoughTries": "portal_reset",
    "OldPasswordWrong": "portal_reset",
    "SendLimit": "no_code",
    "CoolingDown": "no_code",
    "TriesSpent": "no_code",
    "CodeWrong": "no_code",
    "CodeExpired": "no_code",
    "PhoneMismatch": "no_code",
    "NoPhone": "no_code",
    "AuthenticatorMissing": "authenticator",
    "AccountExpired": "expired",
    "SomebodyElse": "expired",
}

_TRUE_OF_ANY: Mapping[str, tuple[str, ...]] = {
    "said.other_host": ("said.other_host",),
    "error.NetworkSignIn": ("error.NetworkSignIn",),
    "error.Untrusted": ("said.untrusted",),
    "said.clock_hint": ("said.clock_hint",),
    "said.tls_old": ("said.tls_old",),
}
"""The sentences that remain true if a commit was sent before; that nothing was sent does not."""


_AT_THE_MAIL: Mapping[str, str] = {"WrongCredentials": "error.WrongCredentials.mail"}
"""Sentences that name what is typed there: a mail name where the portal asks for an ID."""


def sentence_at_field(error: BackendError, step: Step) -> str:
    """Return the key of an error's sentence as it stands at its field at this step."""
    name = type(error).__name__
    return _AT_THE_MAIL.get(name, f"error.{name}") if step.cloud else f"error.{name}"


def sentences_for(error: BackendError, *, lost: bool) -> tuple[str, ...]:
    """Return the keys of an error's sentences. `lost`: it occurred while reading back a lost commit."""
    if not lost or isinstance(error, EnoughAsked | EnoughTries):
        return error.sentences
    kept = (true for each in error.sentences for true in _TRUE_OF_ANY.get(each, ()))
    return (*kept, "ui.cannot_ask")


def acts_for(error: BackendError, step: Step) -> tuple[ButtonAct, ...]:
    """Return the ways on that an error offers at this step, the most important one first."""
    name = type(error).__name__
    if step.id not in READ_BACKS:  # what is unknown is not left behind for another journey
        if step.cloud and name in _FORGOTTEN:
            return _FORGOTTEN[name]
        if journey := ways_on.JOURNEYS.get(type(error)):
            return (ButtonAct(journey), *_ACTS[error.next])
    if ways_on.step_for(error) == step.id:
        return ()  # it is solved where it is shown
    return _BY_CLASS.get(name, _ACTS[error.next])


def desk_for(step: Step, error: BackendError | None = None) -> str:
    """Return which help desk to go to (J0.6): a key of `desk.<door>` sentences."""
    found = _DESKS.get(type(error).__name__) if error is not None else None
    if found == "portal_reset" and step.cloud:
        found = "forgotten"
    return found or step.desk


def code_of(step: Step, error: BackendError) -> str:
    """Return `E-` with the step's place on the rail and the error's number: no personal data (B2, HD)."""
    return f"E-{RAIL.index(step.rail) + 1}{error.number:03d}"
