"""A form to be sent, encoded as a browser would (HTML standard, form submission)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.http import charset as charsets

Pairs = tuple[tuple[str, str], ...]
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._")
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Submission:
    """A form to be sent. Its repr shows neither address nor values.

    Attributes:
        method: `get` or `post`.
        url: the absolute address.
        pairs: names and values in order.
        charset: the page's charset.
        enctype: how a POST is encoded.
        link: whether a link was followed, whose address is requested as it is.

    """

    method: str
    url: str = field(repr=False)
    pairs: Pairs = field(repr=False)
    charset: str = "utf-8"
    enctype: str = URLENCODED
    link: bool = False

    @property
    def posts(self) -> bool:
        """Whether this is a POST; otherwise the pairs are part of `address`."""
        return self.method == "post"

    @property
    def address(self) -> str:
        """Where it is sent; for a GET with the pairs as query."""
        if self.posts or self.link:
            return self.url
        return urlunsplit(urlsplit(self.url)._replace(query=self._urlencoded().decode("ascii"), fragment=""))

    def encoded(self) -> tuple[bytes, str]:
        """Return the body of a POST and its Content-Type."""
        if self.enctype == URLENCODED:
            return self._urlencoded(), URLENCODED
        if self.enctype == MULTIPART:
            return self._multipart()
        raise UnexpectedPage(Why.FORM)

    def _urlencoded(self) -> bytes:
        return b"&".join(_escaped(name) + b"=" + _escaped(value) for name, value in self._bytes())

    def _bytes(self) -> Iterator[tuple[bytes, bytes]]:
        for name, value in self.pairs:
            yield (
                charsets.encode(_NEWLINE.sub("\r\n", name), self.charset),
                charsets.encode(_NEWLINE.sub("\r\n", value), self.charset),
            )

    def _multipart(self) -> tuple[bytes, str]:
        boundary = "----" + secrets.token_hex(16)
        lines = []
        for name, value in self._bytes():
            quoted = name.replace(b"\r", b"%0D").replace(b"\n", b"%0A").replace(b'"', b"%22")
            head = b'Content-Disposition: form-data; name="' + quoted + b'"'
            lines += [b"--" + boundary.encode(), head, b"", value]
        lines += [b"--" + boundary.encode() + b"--", b""]
        return b"\r\n".join(lines), f"{MULTIPART}; boundary={boundary}"


def _escaped(text: bytes) -> bytes:
    return b"".join(bytes([each]) if each in _PLAIN else b"+" if each == 0x20 else b"%%%02X" % each for each in text)
