"""The student's own authenticator behind small verbs; pyotp is imported on first use (J5.4, O-12, O-13).

A secret is kept as the text that the student has: Base32, or a whole `otpauth://` address where figures differ from
the usual ones (SHA-1, 6 digits, 30 seconds).
"""

from __future__ import annotations

import hashlib
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
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
_DIGITS = frozenset("678")
_MATTER = frozenset({"secret", "algorithm", "digits", "period", "encoder"})
"""Parameters that a code depends on."""


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
    """As apps write these addresses, not as their description has it: `pyotp.parse_uri` holds them to that.

    Who issued it and for whom is not needed for a code, and differs from place to place within one address; parameters
    of an app's own (image, color) are passed over. Whatever would make another code is refused where it is not known.
    """
    from pyotp import TOTP  # imported when first needed

    kind, given = _parameters(text)
    secret = re.sub(r"[\s-]", "", given.get("secret", "")).rstrip("=").upper()
    _check(secret)
    if kind != "totp" or given.get("encoder"):
        raise NotTimeBased
    digest = _DIGESTS.get(re.sub(r"[-_ ]|hmac", "", given.get("algorithm", "sha1").casefold()))
    digits, period = given.get("digits", "6"), given.get("period", str(PERIOD))
    if digest is None or digits not in _DIGITS or not re.fullmatch(r"[0-9]{1,4}", period):
        raise NotBase32
    try:
        return TOTP(secret, digits=int(digits), digest=digest, interval=int(period))
    except ValueError:  # its text may hold the secret
        raise NotBase32 from None


def _parameters(text: str) -> tuple[str, dict[str, str]]:
    """Of what kind an address is, and its parameters by their names in small letters.

    Raises NotBase32 where one that the code depends on is there twice.
    """
    from urllib.parse import parse_qsl, urlsplit  # not needed before an address is typed

    try:
        parts = urlsplit("".join(text.split()).replace("&amp;", "&"))
    except ValueError:  # its text may hold the secret
        raise NotBase32 from None
    given: dict[str, str] = {}
    for name, value in parse_qsl(parts.query):
        known = name.casefold()
        if known in _MATTER and given.get(known, value) != value:
            raise NotBase32
        given[known] = value.strip()
    return parts.netloc.casefold(), given


def _check(base32: str) -> None:
    if not _BASE32.fullmatch(base32):
        raise NotBase32
    if len(base32) * 5 // 8 * 8 < LEAST_BITS:
        raise TooShort
