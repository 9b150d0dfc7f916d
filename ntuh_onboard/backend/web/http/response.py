"""A server's response, bounded and read to its end."""

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
"""A server whose clock was reset says 1970 or 2000, and dates at the ends of the calendar cannot be computed with."""


@dataclass(frozen=True)
class Answer:
    """A response. Its repr shows neither address nor body, since both may contain a session (H-10).

    Attributes:
        url: where it came from, after redirects.
        status: the HTTP status.
        kind: the media type in lower case.
        body: its bytes.
        label: the charset in its header, or empty.
        date: the server's date, or None if it sent none that can be read.
        hops: the number of redirects followed.
        posted: whether the request (before redirects) was a POST.
        refresh: its `Refresh:` header, which leads on as the page's own `<meta>` would.

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
        """Whether this may be read as an HTML page."""
        return self.kind in {"text/html", "application/xhtml+xml", ""}


def kind_and_label(header: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type header; of several, separated by commas, the last counts.

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
    """Return the server's date, with its zone; None if it cannot be the time of day."""
    try:
        found = parsedate_to_datetime(headers.get("Date", ""))
        utc = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return utc if _EARLIEST <= utc.year <= _LATEST else None
