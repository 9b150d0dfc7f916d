"""Guards that stop a step before anything is sent, and signs that a step was done before."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import Account, Landing
from ntuh_onboard.common.errors import AccountExpired, AlreadyActivated, BackendError, SomebodyElse
from ntuh_onboard.journey.step_acts import Typed
from ntuh_onboard.rules import Expiry, check_digit_right, expiry, like_identity


def activated_before(typed: Typed) -> BackendError | None:
    """Stop students whose account was activated before: they need the reset, not this journey (J0.4, number 5)."""
    return AlreadyActivated() if typed.text("progress") == "activated_before" else None


def account_in_order(typed: Typed) -> BackendError | None:
    """Stop if the page is another person's, or if the account's validity has ended (J6.1)."""
    if typed.text("facts_right") == "somebody_else":
        return SomebodyElse()
    account = typed.told(Account)
    if account and typed.today and expiry(account.valid_until, typed.today) is Expiry.OVER:
        return AccountExpired()
    return None


def default_password(password: str) -> bool:
    """Return whether a portal password is shaped like an identity number, that is, was never changed (J0.4)."""
    # The invented people's numbers have a digit that no real number has, but a correct check digit.
    return like_identity(password) or check_digit_right(password)


def password_changed_before(typed: Typed) -> bool:
    """Return whether an interrupted student has changed the password: it is not the default one any more (J0.4)."""
    landing, password = typed.told(Landing), typed.secret("portal_password").reveal()
    interrupted = landing is not None and not landing.must_change and typed.text("progress") == "interrupted"
    return interrupted and not (password and default_password(password))
