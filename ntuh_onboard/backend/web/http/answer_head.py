"""Read the head of an answer as browsers read it, before `http.client` sees it.

`http.client` gives a head to a parser of mail, which ends at the first line that is no header: whatever stood behind
it, the length and the session's cookie too, was lost. It knows of the informational answers 100 alone, and took a 103
(Early Hints, RFC 8297) for the answer itself. Here a line that is no header costs that line (RFC 9112 leaves it to the
recipient; so do Chromium's `HttpUtil::HeadersIterator` and Firefox), and informational answers are passed over.
"""

from __future__ import annotations

import io
import re
from http.client import HTTPException, LineTooLong
from typing import BinaryIO

MOST_LINES, LONGEST_LINE = 100, 65536
"""The limits of `http.client`."""
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What a header's name is made of: a token of RFC 9110, section 5.6.2."""
_STATUS = re.compile(rb"HTTP/\d+\.\d+\s+(\d{3})(?!\d)")
_SWITCHING = 101


def whole_head(source: BinaryIO) -> io.BytesIO:
    """The head of the final answer, with nothing in it but its first line and headers that can be read.

    Raises ConnectionError where the answer ends within its head, HTTPException where the head has no end. Of
    informational answers without an end the deadline takes care.
    """
    while True:
        first, *lines = _lines(source)
        status = _STATUS.match(first)
        if status is None or status[1][:1] != b"1" or int(status[1]) == _SWITCHING:
            return io.BytesIO(b"".join([first, *(each + b"\r\n" for each in _headers(lines)), b"\r\n"]))


def _lines(source: BinaryIO) -> list[bytes]:
    """The lines of one head up to the empty one, which is left out."""
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
    """The lines that are headers, each on one line (a folded one is joined) and without blanks before its colon."""
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
