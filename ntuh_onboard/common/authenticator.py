"""Codes of the student's own authenticator; pyotp is imported on first use (J5.4, O-12, O-13).

A secret is kept in the form in which the student has it: Base32, or a whole `otpauth://` address where its parameters
differ from the usual ones (SHA-1, 6 digits, 30 seconds).
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
"""Bits of the shortest secret that is accepted (NIST SP 800-63B, pyotp 2.12)."""
PERIOD = 30
"""Seconds for which a code is valid unless the secret says otherwise (RFC 6238)."""
_ADDRESS = "otpauth://"
_BASE32 = re.compile(r"[A-Z2-7]+")
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
_DIGITS = frozenset("678")
_MATTER = frozenset({"secret", "algorithm", "digits", "period", "encoder"})
"""The parameters that change the code."""


class SecretUnusable(OnboardError):
    """The text is not an authenticator secret that this program can use; the error holds no part of the text."""

    def __init__(self) -> None:
        super().__init__(type(self).__name__)


class NotBase32(SecretUnusable):
    """The text has a character outside Base32, or is an `otpauth://` address without a readable secret."""


class TooShort(SecretUnusable):
    """The secret has fewer than `LEAST_BITS` bits."""


class NotTimeBased(SecretUnusable):
    """The `otpauth://` address is for another kind of code than a time-based one."""


def read_secret(text: str) -> Secret:
    """Check what the student typed or pasted, and bring it to one form.

    That is Base32 without spaces, or an `otpauth://` address.

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
    """Return the code that the authenticator shows at this time. Raises the same errors as `read_secret`."""
    return Secret(_totp(secret).at(int(at.timestamp())))


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
    """Read an `otpauth://` address as apps write it; `pyotp.parse_uri` insists on the specification, which they do not.

    Issuer and account are ignored: a code does not need them, and they often contradict each other within one address.
    So are the apps' own parameters (image, color). Any value that would change the code and is not known is refused.
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
    """Split an `otpauth://` address into its kind and its parameters, by name in lower case.

    Raises NotBase32 if a parameter that changes the code occurs twice with different values.
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
