"""Who may come in: tokens that work once, and the cookies that browsers get for them (N-01, N-02)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable

ENTROPY = 32
"""Random bytes of a token and of a cookie; N-02 asks for 16."""


class Admission:
    """The tokens that were handed out and not used yet, and the browsers that came in with one.

    `used` is called after each use of a token, so that a new one can be handed out. A guest is whom a token was made
    for, if that matters: in a class, the seat.
    """

    def __init__(self, used: Callable[[], None] = lambda: None) -> None:
        self._tokens: dict[str, str] = {}
        self._cookies: dict[str, str] = {}
        self._used = used

    def issue(self, guest: str = "") -> str:
        """Make a new token: 43 characters that may stand in a URL."""
        token = secrets.token_urlsafe(ENTROPY)
        self._tokens[token] = guest
        return token

    def enter(self, token: str) -> str | None:
        """Exchange a token for a cookie, once; None if it is unknown or was used before."""
        found = _found(token, self._tokens)
        if found is None:
            return None
        guest = self._tokens.pop(found)
        cookie = secrets.token_urlsafe(ENTROPY)
        self._cookies[cookie] = guest
        self._used()
        return cookie

    def known(self, cookie: str) -> bool:
        """Return whether a browser with this cookie came in with a token."""
        return _found(cookie, self._cookies) is not None

    def guest(self, cookie: str) -> str:
        """Return whom this browser's token was made for; empty for nobody in particular."""
        return self._cookies.get(_found(cookie, self._cookies) or "", "")


def _found(given: str, among: Iterable[str]) -> str | None:
    """Find a value in constant time, so that the time taken does not tell how much of it was right."""
    asked = given.encode(errors="replace")  # invalid characters become "?", which none of ours contains
    return next((each for each in list(among) if hmac.compare_digest(each.encode(), asked)), None)
