"""Values that never show themselves (S-02), and a mark of a password that can be compared without keeping it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NoReturn

MASK = "***"


class Secret:
    """A text whose repr, str, format, pickle and JSON never hold it.

    Only `reveal()` gives it out; `clear()` drops this object's reference. A Python string cannot be wiped from memory:
    one process serves one student, and its end is what wipes.
    """

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself; call it only where it is put on the wire or compared."""
        return self.__text

    def clear(self) -> None:
        """Forget the text; `reveal()` then gives an empty one."""
        self.__text = ""

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__text.encode(), other.reveal().encode())

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

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self


class PasswordMark:
    """Tells whether another password is the same as, or nearly the same as, one that is not kept (J2.4, P-05).

    Holds keyed digests only; the key is random and lives as long as this object. "Nearly" is: equal but for capitals,
    or one character added, dropped or changed.
    """

    __slots__ = ("__exact", "__key", "__near")

    def __init__(self, password: Secret) -> None:
        self.__key = secrets.token_bytes(32)
        text = password.reveal()
        self.__exact = self.__digest(text)
        self.__near = self.__neighbours(text)

    def same(self, other: str) -> bool:
        """Whether `other` is that password."""
        return hmac.compare_digest(self.__exact, self.__digest(other))

    def near(self, other: str) -> bool:
        """Whether `other` is that password but for capitals or one character."""
        return not self.__near.isdisjoint(self.__neighbours(other))

    def __neighbours(self, text: str) -> frozenset[bytes]:
        plain = text.casefold()
        dropped = {plain[:at] + "\0" + plain[at + 1 :] for at in range(len(plain))}
        shorter = {plain[:at] + plain[at + 1 :] for at in range(len(plain))}
        return frozenset(self.__digest(each) for each in {plain} | dropped | shorter)

    def __digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self.__key, digest_size=16).digest()

    def __repr__(self) -> str:
        return MASK

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a mark of a secret is not pickled")
