"""Who may come in: a token that works once, and the cookie that a browser gets for it (N-01, N-02)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable

ENTROPY = 32
"""Bytes drawn for a token and for a cookie; N-02 asks for 16."""


class Admission:
    """Tokens that were handed out and not used, and the browsers that came in with one.

    used: told after each token that was used, so that a new one can be handed out. A guest is whom a token was handed
    out for, where that matters: the seat of a class.
    """

    def __init__(self, used: Callable[[], None] = lambda: None) -> None:
        self._tokens: dict[str, str] = {}
        self._cookies: dict[str, str] = {}
        self._used = used

    def issue(self, guest: str = "") -> str:
        """A new token: 43 characters of the alphabet of URLs."""
        token = secrets.token_urlsafe(ENTROPY)
        self._tokens[token] = guest
        return token

    def enter(self, token: str) -> str | None:
        """The cookie for a token, which is used up by that; None for one that is unknown or was used."""
        found = _found(token, self._tokens)
        if found is None:
            return None
        guest = self._tokens.pop(found)
        cookie = secrets.token_urlsafe(ENTROPY)
        self._cookies[cookie] = guest
        self._used()
        return cookie

    def known(self, cookie: str) -> bool:
        """Whether a browser with this cookie came in with a token."""
        return _found(cookie, self._cookies) is not None

    def guest(self, cookie: str) -> str:
        """Whom the token of this browser was handed out for; empty for nobody in particular."""
        return self._cookies.get(_found(cookie, self._cookies) or "", "")


def _found(given: str, among: Iterable[str]) -> str | None:
    """Compared in constant time: how much of it was right is not told by how long it took."""
    asked = given.encode(errors="replace")  # what no UTF-8 was; none of ours has a question mark
    return next((each for each in list(among) if hmac.compare_digest(each.encode(), asked)), None)
