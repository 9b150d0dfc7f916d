"""Let nothing that is printed fail because the output's code page lacks a character, such as one in a file's name."""

from __future__ import annotations

import sys
from typing import TextIO

_BYTES = "surrogateescape"
"""Writes the bytes of names that are not in the output's encoding as they were."""


def write_everything() -> None:
    r"""Write what the output's encoding lacks as `\u5b78`, which can be read back; Python would end with an error.

    Python ends with an error for "strict", and for "surrogateescape" likewise, which it takes for pipes on Windows.
    """
    for each in (sys.stdout, sys.stderr):
        if hasattr(each, "reconfigure") and (each.errors == "strict" or (each.errors == _BYTES and not _utf8(each))):
            each.reconfigure(errors="backslashreplace")


def _utf8(stream: TextIO) -> bool:
    return stream.encoding.lower().replace("-", "") == "utf8"
