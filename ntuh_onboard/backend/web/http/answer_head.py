"""Read the head of a response as browsers do, before `http.client` sees it.

`http.client` passes a head to a mail parser, which stops at the first line that is not a header: everything after it,
including length and session cookie, was lost. Of the informational responses it knows only 100, and took a 103 (Early
Hints, RFC 8297) for the response itself. Here only the line that is not a header is lost (RFC 9112 leaves this to the
recipient; Chromium's `HttpUtil::HeadersIterator` and Firefox do the same), and informational responses are skipped.
"""

from __future__ import annotations

import io
import re
from http.client import HTTPException, LineTooLong
from typing import BinaryIO

MOST_LINES, LONGEST_LINE = 100, 65536
"""The limits of `http.client`."""
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The characters of a header's name: a token of RFC 9110, section 5.6.2."""
_STATUS = re.compile(rb"HTTP/\d+\.\d+\s+(\d{3})(?!\d)")
_SWITCHING = 101


def whole_head(source: BinaryIO) -> io.BytesIO:
    """Return the head of the final response, reduced to its first line and the headers that can be read.

    Raises ConnectionError if the response ends within its head, HTTPException if the head does not end. Informational
    responses without an end are left to the deadline.
    """
    while True:
        first, *lines = _lines(source)
        status = _STATUS.match(first)
        if status is None or status[1][:1] != b"1" or int(status[1]) == _SWITCHING:
            return io.BytesIO(b"".join([first, *(each + b"\r\n" for each in _headers(lines)), b"\r\n"]))


def _lines(source: BinaryIO) -> list[bytes]:
    """Return the lines of one head, up to but not including the empty one."""
    found: list[bytes] = []
    for _ in range(MOST_LINES):
        line = source.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise LineTooLong("header line")
        if not line.endswith(b"\n"):
            raise ConnectionError("the answer ended within its head")
        if line.rstrip(b"\r\n"):
            found.append(line)
        elif found:
            return found
    raise HTTPException(f"got more than {MOST_LINES} headers")


def _headers(lines: list[bytes]) -> list[bytes]:
    """Return the lines that are headers, with folded ones joined and without blanks before their colons."""
    joined: list[bytes] = []
    for line in lines:
        text = line.rstrip(b"\r\n")
        if text[:1] in {b" ", b"\t"}:
            if joined:
                joined[-1] += b" " + text.strip()
        else:
            joined.append(text)
    split = (each.partition(b":") for each in joined if b"\0" not in each and b"\r" not in each)
    named = ((name.rstrip(), value.strip()) for name, colon, value in split if colon)
    return [name + b": " + value for name, value in named if _NAME.fullmatch(name)]
