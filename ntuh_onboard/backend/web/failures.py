"""The family's errors as the web backend raises them: the same names, and beside them why, for the log and `check`.

A class here has the name of its parent, so that sentences, ways on and read-backs are found for it as for its parent.
None of them holds a request, an answer, or a chain to the library's own exception: that one held the form (H-11).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from ntuh_onboard import errors


class Why(StrEnum):
    """What went wrong on the wire or on the page; no words of the site and no value of a person are in it."""

    NAME = "name"
    CONNECT = "connect"
    PROXY = "proxy"
    HANDSHAKE = "handshake"
    CERT_EXPIRED = "cert_expired"
    CERT_NOT_YET = "cert_not_yet"
    CERT_HOST = "cert_host"
    CERT_AUTHORITY = "cert_authority"
    CERT_OLD_AUTHORITY = "cert_old_authority"
    CERT_FILE = "cert_file"
    DEADLINE = "deadline"
    SLOW = "slow"
    RESET = "reset"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    CLOSED = "closed"
    OTHER_HOST = "other_host"
    REDIRECT_KIND = "redirect_kind"
    REDIRECTS = "redirects"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    FORM = "form"
    TOO_LONG = "too_long"
    TOO_COMPLEX = "too_complex"


class Unreachable(errors.Unreachable):
    """No connection, or a read that got no answer; nothing was changed at the site."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why


class Untrusted(errors.Untrusted):
    """The handshake failed before anything was sent; `why` tells an old authority or a wrong clock apart (TL, CK)."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why


class UnexpectedPage(errors.UnexpectedPage):
    """A page or a redirect is not as the profile says (FM, WH).

    looked_for: the profile's own words. found: how many were found; 0, or more than the one that was wanted.
    """

    def __init__(self, why: Why, looked_for: str = "", found: int = 0) -> None:
        super().__init__()
        self.why = why
        self.looked_for = looked_for
        self.found = found

    def __str__(self) -> str:
        return f"{self.why}: {self.looked_for!r}, found {self.found}" if self.looked_for else str(self.why)


class AnswerLost(errors.AnswerLost):
    """A commit's first byte left this machine, and its answer was not understood: read back (UK, R-01).

    said: the messages of an answer whose meaning the profile does not know.
    """

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(said)
        self.why = why


Failure = Unreachable | Untrusted | UnexpectedPage | AnswerLost
"""What the client and the page reader raise."""

Clean = TypeVar("Clean", bound=BaseException)


def without_past(error: Clean) -> Clean:
    """The error cut off from whatever was being caught when it was made (H-11)."""
    error.__cause__ = error.__context__ = None
    return error
