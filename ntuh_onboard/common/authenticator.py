"""The student's own authenticator behind small verbs; pyotp is imported on first use (J5.4, O-12, O-13).

A secret is kept as the text that the student has: Base32, or a whole `otpauth://` address where figures differ from
the usual ones (SHA-1, 6 digits, 30 seconds).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.common.secret import Secret

if TYPE_CHECKING:
    from pyotp import TOTP

LEAST_BITS = 112
"""The shortest secret that is taken (NIST SP 800-63B, pyotp 2.12)."""
PERIOD = 30
"""Seconds that a code lasts where the secret does not say otherwise (RFC 6238)."""
_ADDRESS = "otpauth://"
_BASE32 = re.compile(r"[A-Z2-7]+")


class SecretUnusable(OnboardError):
    """The text is no authenticator secret that this program can use; it holds nothing of the text."""

    def __init__(self) -> None:
        super().__init__(type(self).__name__)


class NotBase32(SecretUnusable):
    """A character that Base32 has not, or an `otpauth://` address without a readable secret."""


class TooShort(SecretUnusable):
    """Fewer than `LEAST_BITS` bits."""


class NotTimeBased(SecretUnusable):
    """An `otpauth://` address of another kind than a code by time."""


def read_secret(text: str) -> Secret:
    """What the student typed or pasted, checked and in one form: Base32 without spaces, or an `otpauth://` address.

    Raises NotBase32, TooShort, NotTimeBased.
    """
    trimmed = text.strip()
    if trimmed.casefold().startswith(_ADDRESS):
        secret = Secret(trimmed)
    else:
        secret = Secret(re.sub(r"[\s-]", "", trimmed).rstrip("=").upper())
    _totp(secret)
    return secret


def code(secret: Secret, at: datetime) -> Secret:
    """The code that the authenticator shows at this time. Raises as `read_secret`."""
    return Secret(_totp(secret).at(int(at.timestamp())))


def seconds_left(at: datetime, secret: Secret | None = None) -> float:
    """How long the code of this moment still lasts; with `secret`, by its own period."""
    period = PERIOD if secret is None else _totp(secret).interval
    return period - at.timestamp() % period


def _totp(secret: Secret) -> TOTP:
    text = secret.reveal()
    return _from_address(text) if text.casefold().startswith(_ADDRESS) else _from_base32(text)


def _from_base32(text: str) -> TOTP:
    from pyotp import TOTP  # imported when first needed

    _check(text)
    try:
        return TOTP(text)
    except ValueError:  # binascii.Error is one; its text is not ours to show
        raise NotBase32 from None


def _from_address(text: str) -> TOTP:
    import pyotp  # imported when first needed

    kept = re.search(r"[?&]secret=([^&#]*)", text, re.IGNORECASE)
    if kept is None:
        raise NotBase32
    _check(kept[1].rstrip("=").upper())
    try:
        found = pyotp.parse_uri(text)
    except ValueError:  # its text may hold the secret
        raise NotBase32 from None
    if not isinstance(found, pyotp.TOTP):
        raise NotTimeBased
    return found


def _check(base32: str) -> None:
    if not _BASE32.fullmatch(base32):
        raise NotBase32
    if len(base32) * 5 // 8 * 8 < LEAST_BITS:
        raise TooShort
