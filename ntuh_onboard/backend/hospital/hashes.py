"""Hash passwords and codes: the hospital never keeps them in clear (P-11)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.common.secret import Secret

if TYPE_CHECKING:
    from argon2 import PasswordHasher


class Hasher:
    """argon2id at the cost that the figures set; the library is imported with the first password."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._hasher: PasswordHasher | None = None
        self._nobodys = ""

    def hash(self, password: Secret) -> str:
        """Return the encoded hash, with its own salt."""
        return self._ready().hash(_bytes(password))

    def fits(self, encoded: str, password: Secret) -> bool:
        """Return whether this password has this hash; anything but the library's plain True counts as no (P-12)."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._ready().verify(encoded, _bytes(password)) is True
        except (VerificationError, InvalidHashError):
            return False

    def spend(self, password: Secret) -> None:
        """Take as long as `fits`, so that an unknown account is not answered sooner than a known one (P-09)."""
        self._nobodys = self._nobodys or self.hash(Secret(secrets.token_hex()))
        self.fits(self._nobodys, password)

    def _ready(self) -> PasswordHasher:
        if self._hasher is None:
            from argon2 import PasswordHasher

            from ntuh_onboard.common.large_blocks import give_back_large_blocks

            give_back_large_blocks()
            cost = self._figures
            self._hasher = PasswordHasher(cost.hash_time, cost.hash_memory, cost.hash_lanes)
        return self._hasher


def _bytes(password: Secret) -> bytes:
    return password.reveal().encode(errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class Digest:
    """A one-time code as it is stored: salted, and compared in constant time (O-11)."""

    salt: str
    value: str

    @classmethod
    def of(cls, code: str) -> Digest:
        """Digest a code with a fresh salt."""
        salt = secrets.token_hex(16)
        return cls(salt, _digest(salt, code))

    def fits(self, code: str) -> bool:
        """Return whether this is the digest of that code."""
        return hmac.compare_digest(self.value, _digest(self.salt, code))


def _digest(salt: str, code: str) -> str:
    return hashlib.blake2b(code.encode(errors="surrogatepass"), key=bytes.fromhex(salt), digest_size=32).hexdigest()
