"""What stops a step before anything is sent: each guard gives the error, or None."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import Account
from ntuh_onboard.common.errors import AccountExpired, AlreadyActivated, BackendError, SomebodyElse
from ntuh_onboard.journey.step_acts import Typed
from ntuh_onboard.rules import Expiry, expiry


def activated_before(typed: Typed) -> BackendError | None:
    """Who was activated before needs the reset of the cloud password, not this journey (J0.4, number 5)."""
    return AlreadyActivated() if typed.text("progress") == "activated_before" else None


def account_in_order(typed: Typed) -> BackendError | None:
    """Another person's page stops, and so does an account whose time is over (J6.1)."""
    if typed.text("facts_right") == "somebody_else":
        return SomebodyElse()
    account = typed.learned.get("enter_code")
    if isinstance(account, Account) and typed.today and expiry(account.valid_until, typed.today) is Expiry.OVER:
        return AccountExpired()
    return None
