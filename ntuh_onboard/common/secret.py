"""Values that never show themselves (S-02), and a fingerprint to compare a password that is not kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NoReturn

MASK = "***"


def _bytes(text: str) -> bytes:
    """Encode a text; a lone surrogate from a broken terminal must not end the program while secrets are compared."""
    return text.encode(errors="surrogatepass")


class Secret:
    """A text that does not appear in its own repr, str, format, pickle or JSON.

    Only `reveal()` returns it; `clear()` drops this object's reference. A Python string cannot be wiped from memory:
    one process serves one student, and only its end wipes.
    """

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """Return the text itself; call this only to send or compare it."""
        return self.__text

    def clear(self) -> None:
        """Forget the text; from now on `reveal()` returns an empty one."""
        self.__text = ""

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self.__text), _bytes(other.reveal()))

    __hash__ = None  # type: ignore[assignment]  # a hash of a secret would be a fingerprint of it

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return MASK

    def __rich_repr__(self) -> object:
        yield MASK

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not pickled")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret has no state to be kept")

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self


class PasswordMark:
    """A fingerprint that tells whether another password is the same, or nearly the same (J2.4, P-05).

    It holds keyed digests only, never the password; the key is random and lives as long as this object. "Nearly" means
    equal but for capitals, or with one character added, dropped or changed.
    """

    __slots__ = ("__changed", "__exact", "__key", "__plain", "__shorter")

    def __init__(self, password: Secret) -> None:
        self.__key = secrets.token_bytes(32)
        text = password.reveal()
        self.__exact = self.__digest(text)
        self.__plain, self.__shorter, self.__changed = self.__neighbours(text)

    def same(self, other: str) -> bool:
        """Return whether `other` is that password."""
        return hmac.compare_digest(self.__exact, self.__digest(other))

    def near(self, other: str) -> bool:
        """Return whether `other` differs from that password by capitals or by one character at most."""
        plain, shorter, changed = self.__neighbours(other)
        longer_or_shorter = plain in self.__shorter or self.__plain in shorter
        return plain == self.__plain or longer_or_shorter or not self.__changed.isdisjoint(changed)

    def __neighbours(self, text: str) -> tuple[bytes, frozenset[bytes], frozenset[bytes]]:
        """Return digests of the text in lower case, without each character, and with each one replaced."""
        plain = text.casefold()
        shorter = frozenset(self.__digest(plain[:at] + plain[at + 1 :]) for at in range(len(plain)))
        changed = frozenset(self.__digest(f"{at} {plain[:at]}{plain[at + 1 :]}") for at in range(len(plain)))
        return self.__digest(plain), shorter, changed

    def __digest(self, text: str) -> bytes:
        return hashlib.blake2b(_bytes(text), key=self.__key, digest_size=16).digest()

    def __repr__(self) -> str:
        return MASK

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a mark of a secret is not pickled")
