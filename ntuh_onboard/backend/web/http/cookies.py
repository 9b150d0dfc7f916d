"""Keep cookies as browsers do (RFC 6265, section 5): one Set-Cookie after the other, by the attributes it knows.

`http.cookiejar` takes all deletions of an answer first and then sets what the answer sets, so that a session that was
set and ended in one answer went on; and it drops a cookie whole where it cannot read one of its attributes.
"""

from __future__ import annotations

import re
from email.message import Message
from typing import Any

from requests.cookies import RequestsCookieJar

_KNOWN = frozenset({"domain", "path", "expires", "max-age", "secure"})
_AGE = re.compile(r"-?[0-9]+")


class Cookies(RequestsCookieJar):
    """One student's cookies."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Take the cookies of an answer in their order; the last word on a cookie holds."""
        for line in response.info().get_all("Set-Cookie", []):
            super().extract_cookies(_Alone(line), request)  # type: ignore[arg-type]  # it asks it for its head only


class _Alone:
    """An answer that sets one cookie."""

    def __init__(self, line: str) -> None:
        self._head = Message()
        self._head["Set-Cookie"] = _understood(line)

    def info(self) -> Message:
        """Its head."""
        return self._head


def _understood(line: str) -> str:
    """The line without attributes that mean nothing: they are passed over, and the cookie is set all the same."""
    pair, *attributes = line.split(";")
    return ";".join([pair, *(each for each in attributes if _means_something(each))])


def _means_something(attribute: str) -> bool:
    name, _, value = attribute.partition("=")
    known = name.strip().casefold()
    return known in _KNOWN and (known != "max-age" or _AGE.fullmatch(value.strip()) is not None)
