"""The family's errors as the web backend raises them: the same names, with the reason, for the log and `check`.

A class here has the name of its parent, so that sentences, ways on and read-backs are found for it as for its parent.
None of them holds a request, an answer, or a chain to the library's own exception: that one held the form (H-11).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from ntuh_onboard.common import errors


class Why(StrEnum):
    """What went wrong on the wire or on the page; it contains no words of the site and no personal value."""

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
    CERT_WEAK = "cert_weak"
    TLS_VERSION = "tls_version"
    TLS_CIPHER = "tls_cipher"
    TLS_DH = "tls_dh"
    TLS_RENEGOTIATION = "tls_renegotiation"
    NO_TLS = "no_tls"
    DEADLINE = "deadline"
    SLOW = "slow"
    RESET = "reset"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    CLOSED = "closed"
    SERVER = "server"
    SESSION = "session"
    NETWORK_SIGN_IN = "network_sign_in"
    OTHER_HOST = "other_host"
    REDIRECT_KIND = "redirect_kind"
    REDIRECTS = "redirects"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    FORM = "form"
    TOO_LONG = "too_long"
    TOO_COMPLEX = "too_complex"
    UNKNOWN_FIELD = "unknown_field"
    SCRIPT = "script"


_READ = frozenset({Why.RESET, Why.SLOW, Why.DEADLINE, Why.MALFORMED, Why.SERVER})
"""There was a connection, but no page came of it."""
_OLD = frozenset({Why.CERT_WEAK, Why.TLS_VERSION, Why.TLS_CIPHER, Why.TLS_DH, Why.TLS_RENEGOTIATION})
"""The site's encryption, or its certificate's key, is of a kind that is no longer accepted."""
_DATES = frozenset({Why.CERT_EXPIRED, Why.CERT_NOT_YET})


class Unreachable(errors.Unreachable):
    """No connection, or a read that got no answer; nothing was changed at the site."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why

    @property
    def sentences(self) -> tuple[str, ...]:
        """A page that did not come is read again (AG); without a connection nothing was sent (RT)."""
        return ("said.read_failed",) if self.why in _READ else super().sentences


class Untrusted(errors.Untrusted):
    """The handshake failed before anything was sent; `why` tells an old authority or a wrong clock apart (TL, CK)."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why

    @property
    def sentences(self) -> tuple[str, ...]:
        """By how much the clock is wrong is unknown: no answer came that could tell (CK)."""
        if self.why in _OLD:
            return (*super().sentences, "said.tls_old")
        return (*super().sentences, "said.clock_hint") if self.why in _DATES else super().sentences


class UnexpectedPage(errors.UnexpectedPage):
    """A page or a redirect is not as the profile says (FM, WH).

    Attributes:
        why: what is wrong.
        looked_for: the profile's own words.
        found: how many were found: 0, or more than the one that was wanted.
        called: what the page calls those.

    """

    def __init__(self, why: Why, looked_for: str = "", found: int = 0, called: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.why = why
        self.looked_for = looked_for
        self.found = found
        self.called = called

    @property
    def sentences(self) -> tuple[str, ...]:
        """An answer that leads elsewhere is distinguished from a page that has changed (WH, FM)."""
        return _ELSE.get(self.why, super().sentences)

    def __str__(self) -> str:
        return f"{self.why}: {self.looked_for!r}, found {self.found}" if self.looked_for else str(self.why)


class ConsentAsked(UnexpectedPage, errors.ConsentAsked):
    """The form wants a tick, or its button means one, to which the person has not yet said yes (J4.1)."""

    def __init__(self, texts: tuple[str, ...], agree: Callable[[], None], *, behind: bool = False) -> None:
        super().__init__(Why.UNKNOWN_FIELD, texts[0], len(texts), texts)
        self.said = "\n".join(texts)
        self.agree = agree
        self.behind = behind

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is asked for is known: only who may say yes to it is another."""
        return ("said.consent_behind",) if self.behind else ("error.ConsentAsked",)


class NeedsBrowser(UnexpectedPage, errors.NeedsBrowser):
    """The words stand on the page, or would once its script has run; nothing but the script can press them (J0.7)."""

    def __init__(self, site: str, looked_for: str = "") -> None:
        super().__init__(Why.SCRIPT, looked_for)
        self.site = site


class AnswerLost(errors.AnswerLost):
    """A commit's first byte left this machine, and no answer came: read back (UK, R-01)."""

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(said)
        self.why = why

    @property
    def sentences(self) -> tuple[str, ...]:
        """What came in place of the answer, if it was another host's or a network's own page (WH, CP)."""
        return _INSTEAD.get(self.why, super().sentences)


class AnswerUnclear(AnswerLost, errors.AnswerUnclear):
    """A commit was answered, but the meaning of the answer is unknown: read back too (UK, R-01).

    Its `said` is what the page says, word for word.
    """


class SessionEnded(errors.SessionEnded):
    """The sign-in page has ended before anybody was signed in: its picture is used up, nothing more (NC)."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Nobody was signed in who could sign in again."""
        return ("said.picture_over",)


_ELSE = {Why.OTHER_HOST: ("said.other_host",), Why.UNKNOWN_FIELD: ("said.unknown_field",)}
_INSTEAD = {Why.OTHER_HOST: ("said.other_host",), Why.NETWORK_SIGN_IN: ("error.NetworkSignIn",)}
_NO_ANSWER = frozenset(
    {
        Why.NAME,
        Why.CONNECT,
        Why.PROXY,
        Why.HANDSHAKE,
        Why.CERT_EXPIRED,
        Why.CERT_NOT_YET,
        Why.CERT_HOST,
        Why.CERT_AUTHORITY,
        Why.CERT_OLD_AUTHORITY,
        Why.CERT_FILE,
        Why.DEADLINE,
        Why.SLOW,
        Why.RESET,
        Why.CLOSED,
    }
)
"""Nothing came that could be read; after any other reason something did."""
Failure = Unreachable | Untrusted | UnexpectedPage | AnswerLost
"""What the client and the page reader raise."""

Clean = TypeVar("Clean", bound=BaseException)


def unknown(why: Why, said: str = "") -> AnswerLost:
    """Return the error of a commit whose result is unknown: its answer is lost, or it is not understood.

    `said` is what the answer says, if one came.
    """
    return AnswerLost(why, said) if why in _NO_ANSWER else AnswerUnclear(why, said)


def without_past(error: Clean) -> Clean:
    """Return the error cut off from whatever was being caught when it was made (H-11)."""
    error.__cause__ = error.__context__ = None
    return error
