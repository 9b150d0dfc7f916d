"""Every way in which a word could stand somewhere: what is looked for where nothing must be left (section C)."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import quote


def encodings(word: str) -> Mapping[str, bytes]:
    """The word in each of them, by the encoding's name; base64 at its three alignments, without what stands beside."""
    plain = word.encode()
    ways = {
        "UTF-8": plain,
        "UTF-16LE": word.encode("utf-16-le"),
        "UTF-16BE": word.encode("utf-16-be"),
        "UTF-32LE": word.encode("utf-32-le"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "base32": base64.b32encode(plain).rstrip(b"=")[:-2],
        "URL": quote(word, safe="").encode(),
        "form": quote(word, safe="*-._").encode(),
        "HTML": html.escape(word).encode(),
        "HTML numbers": "".join(f"&#{ord(each)};" for each in word).encode(),
        "JSON": json.dumps(word)[1:-1].encode(),
        "JSON numbers": "".join(f"\\u{ord(each):04x}" if each in "<>&" else each for each in word).encode(),
        "reversed": word[::-1].encode(),
    }
    with suppress(UnicodeEncodeError):
        ways["Big5"] = word.encode("big5hkscs")
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        ways[f"base64 {shift}"] = coded[4 if shift else 0 : -4]
    return ways
