"""Keep cookies as browsers do (RFC 6265, section 5): one Set-Cookie after another, by the attributes that it defines.

`http.cookiejar` first does all deletions of a response and then sets what the response sets, so that a session that was
set and ended in one response went on; and it drops a whole cookie if it cannot read one of its attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from requests.cookies import RequestsCookieJar

_KNOWN = frozenset({"domain", "path", "expires", "max-age", "secure", "httponly"})
_AGE = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie, for another keeper of cookies.

    Attributes:
        host: the server that it is for; with a leading dot, those below it too.
        path: the addresses that it is for.
        secure: whether it is sent over TLS alone.
        http_only: whether scripts must not see it.

    """

    name: str
    value: str = field(repr=False)
    host: str
    path: str
    secure: bool
    http_only: bool


class Cookies(RequestsCookieJar):
    """One student's cookies."""

    def each(self) -> Iterator[Cookie]:
        """Yield what the next requests would send."""
        for kept in self:
            host = kept.domain if kept.domain_specified else kept.domain.removesuffix(".local")
            hidden = kept.has_nonstandard_attr("HttpOnly") or kept.has_nonstandard_attr("httponly")
            yield Cookie(kept.name, kept.value or "", host, kept.path, kept.secure, hidden)

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Process the cookies of a response in order; the last one of a name counts."""
        for line in response.info().get_all("Set-Cookie", []):
            super().extract_cookies(_Alone(line), request)  # type: ignore[arg-type]  # only its head is used


class _Alone:
    """A response that sets a single cookie."""

    def __init__(self, line: str) -> None:
        self._head = Message()
        self._head["Set-Cookie"] = _understood(line)

    def info(self) -> Message:
        """Return its head."""
        return self._head


def _understood(line: str) -> str:
    """Return the line without unknown attributes, so that the cookie is set in spite of them."""
    pair, *attributes = line.split(";")
    return ";".join([pair, *(each for each in attributes if _means_something(each))])


def _means_something(attribute: str) -> bool:
    name, _, value = attribute.partition("=")
    known = name.strip().casefold()
    return known in _KNOWN and (known != "max-age" or _AGE.fullmatch(value.strip()) is not None)
