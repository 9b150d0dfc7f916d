"""One answer of a server, bounded and read to its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property

from ntuh_onboard.backend.web.http import charset as charsets

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_EARLIEST, _LATEST = 2020, 2099
"""A server whose clock has begun anew says 1970, or 2000; the calendar's own ends cannot be reckoned with at all."""


@dataclass(frozen=True)
class Answer:
    """What came back. Its repr shows no address and no body: both may hold a session (H-10).

    url: where the answer came from, after redirects. kind: the media type, lower case. date: the server's own date,
    None where it sent none that can be read. hops: redirects followed. posted: whether the request that was answered
    (before redirects) was a POST. refresh: its `Refresh:` header, which leads on as the page's own `<meta>` would.
    """

    url: str = field(repr=False)
    status: int
    kind: str
    body: bytes = field(repr=False)
    label: str = ""
    date: datetime | None = None
    hops: int = 0
    posted: bool = False
    refresh: str = field(default="", repr=False)

    @cached_property
    def decoded(self) -> charsets.Decoded:
        """The body as text."""
        return charsets.decode(self.body, self.label)

    @property
    def is_page(self) -> bool:
        """Whether this may be read as a page of HTML."""
        return self.kind in {"text/html", "application/xhtml+xml", ""}


def kind_and_label(header: str) -> tuple[str, str]:
    """The media type and the charset of a Content-Type header; of several (with commas between them) the last counts.

    A later one of the same type that names no charset leaves the charset as it was (Fetch standard, "extract a MIME
    type").
    """
    kind = charset = ""
    for each in header.split(","):
        said = each.partition(";")[0].strip().casefold()
        if "/" not in said and kind:
            continue
        found = _CHARSET.search(each)
        charset = found[1] if found else charset if said == kind else ""
        kind = said
    return kind, charset


def date_of(headers: Mapping[str, str]) -> datetime | None:
    """The server's date, aware; None where it is none that the time of day could be taken from."""
    try:
        found = parsedate_to_datetime(headers.get("Date", ""))
        utc = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return utc if _EARLIEST <= utc.year <= _LATEST else None
