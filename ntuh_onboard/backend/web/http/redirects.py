"""Addresses: which may be contacted, where a reference leads, and which redirects are followed (H-01, H-05).

An address is parsed once, checked, and rebuilt from its checked parts, so that no second parser can read it
differently.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.http import charset as charsets
from ntuh_onboard.common.server_addresses import is_loopback

FOLLOWED = frozenset({301, 302, 303})
FOLLOWED_BY_GET = FOLLOWED | {307, 308}
"""Those that are followed where nothing was posted; after a form 307 and 308 would send all of it once more."""
REDIRECTS = FOLLOWED_BY_GET | {300, 304, 305}
_PORTS = {"https": 443, "http": 80}
_ODD = re.compile(r"[\x00-\x20\\\x7f]")
_KEPT = "%/:?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: what "the same server" means."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


class Hosts:
    """The servers that may be contacted; all others are refused before a byte is sent.

    Given as `https://a.example`, `a.example` (https) or, for loopback only, `http://127.0.0.1:8000`.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(origin(each if "://" in each else f"https://{each}") for each in allowed)

    def checked(self, url: str) -> str:
        """Return the address rebuilt from its parts; raises UnexpectedPage if it leads to any other server (WH)."""
        found = origin(url)
        if found not in self._allowed:
            raise UnexpectedPage(Why.OTHER_HOST)
        parts = urlsplit(url)
        rest = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return f"{found}{quote(rest, safe=_KEPT)}"

    def __contains__(self, url: str) -> bool:
        try:
            return origin(url) in self._allowed
        except UnexpectedPage:
            return False


def origin(url: str) -> Origin:
    """Return the server of an address; raises UnexpectedPage unless it is plainly https, or http on loopback."""
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):  # includes idna.IDNAError
        host, port, parts = "", None, urlsplit("")
    scheme = parts.scheme
    if not host or scheme not in _PORTS or "@" in parts.netloc or _ODD.search(url):
        raise UnexpectedPage(Why.OTHER_HOST)
    if scheme == "http" and not is_loopback(host):
        raise UnexpectedPage(Why.OTHER_HOST)
    return Origin(scheme, host, port if port is not None else _PORTS[scheme])


def _host(name: str) -> str:
    if ":" in name or re.fullmatch(r"[0-9.]+", name):
        return str(ipaddress.ip_address(name))
    return idna.encode(name, uts46=True).decode("ascii").lower() if not name.isascii() else name.lower()


def is_loopback_url(url: str) -> bool:
    """Return whether this address is on this machine."""
    return is_loopback(origin(url).host)


def absolute(base: str, reference: str, charset: str = "utf-8") -> str:
    """Return where a reference in a page leads, as in browsers, which ignore surrounding blanks and line breaks.

    The path is sent in UTF-8, the query in the page's charset.
    """
    cleaned = re.sub(r"[\t\r\n]", "", reference).strip(" \f\v\0")
    try:
        joined = urljoin(base, cleaned.replace("\\", "/"))
    except ValueError:
        joined = ""
    if not joined:
        raise UnexpectedPage(Why.OTHER_HOST)
    joined = joined.partition("#")[0]
    path, mark, query = joined.partition("?")
    head, slashes, rest = path.partition("://")
    host, slash, tail = rest.partition("/")
    sent = quote(charsets.encode(query, charset), safe=_KEPT)
    return f"{quote(head, safe=_KEPT)}{slashes}{host}{slash}{quote(tail, safe=_KEPT)}{mark}{sent}"


def location(header: str) -> str:
    """Return a Location header as text: `http.client` decodes it as latin-1, and its bytes are sent back unchanged."""
    return quote(header.encode("latin-1", "replace"), safe=_KEPT + " ").strip().replace(" ", "%20")
