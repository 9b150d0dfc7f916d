"""Which characters a page's bytes are, and which bytes are sent back (H-09).

Order: byte order mark, the header's charset, the page's own `<meta>`, UTF-8 strict, cp950 strict, Big5-HKSCS; then with
replacements the first label that is known, cp950 where there is none. The mark goes first as in browsers: read as Big5
it is itself a character. A label is believed only where the bytes agree, or where they agree with nothing: one broken
byte spoils one character, not the page. `iso-8859-1`, which every byte agrees with, is no label at all. `big5` means
the superset with the Hong Kong characters, as in browsers (Encoding standard, section 11.2).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096
_BIG5 = frozenset({"big5", "big5-hkscs", "big5hkscs", "cn-big5", "csbig5", "x-x-big5", "cp950", "ms950", "windows-950"})
_OTHERS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CJK = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LABELS = {"utf-8": "UTF-8", "cp950": "Big5", "big5hkscs": "Big5", "gb18030": "gb18030"}
_FIRST_COMMON_LEAD = 0xA1


@dataclass(frozen=True, slots=True)
class Decoded:
    """text: the page. charset: a codec of Python's. exact: False where characters had to be replaced."""

    text: str
    charset: str
    exact: bool = True


def decode(body: bytes, label: str = "") -> Decoded:
    """The text of these bytes; `label` is the charset of the answer's header, empty where it names none."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return _replaced(body[len(mark) :], charset)
    for charset in _candidates(body, label):
        try:
            return Decoded(body.decode(charset), charset)
        except UnicodeDecodeError:
            continue
    return _replaced(body, next(_labelled(body, label), "cp950"))


def _replaced(body: bytes, charset: str) -> Decoded:
    try:
        return Decoded(body.decode(charset), charset)
    except UnicodeDecodeError:
        return Decoded(body.decode(charset, "replace"), charset, exact=False)


def _candidates(body: bytes, label: str) -> Iterator[str]:
    for each in _labelled(body, label):
        if each == "cp950":
            if _is_utf8_chinese(body):
                yield "utf-8"
            yield from ("cp950", "big5hkscs")
        else:
            yield each
    yield from ("utf-8", "cp950", "big5hkscs")


def _labelled(body: bytes, label: str) -> Iterator[str]:
    """The codecs that the header and the page itself name, as far as they are understood."""
    given = known(label.strip().strip("\"'"))
    if given is not None:
        yield given
    meta = _META.search(body[:_META_WITHIN])
    own = known(meta[1].decode("ascii")) if meta else None
    if own is not None:
        yield "utf-8" if own.startswith("utf-16") else own  # whoever could read the meta did not read UTF-16


def _is_utf8_chinese(body: bytes) -> bool:
    """Whether a page labelled Big5 is UTF-8 all the same: Chinese in well-formed UTF-8 does not come by chance."""
    try:
        return _CJK.search(body.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def encode(text: str, charset: str) -> bytes:
    """The bytes a browser sends for this text from a page in this charset; what it lacks becomes `&#n;`.

    One difference: on a page that itself used Hong Kong characters they go back as they came, where a browser would
    send `&#n;` for some of them; a field that nobody touched must not change (J3.3).
    """
    if charset == "utf-8" or charset.startswith("utf-16"):
        return text.encode("utf-8", "replace")
    if text.isascii():
        return text.encode("ascii")
    return b"".join(_one(each, charset) for each in text)


@cache
def _one(char: str, charset: str) -> bytes:
    for codec in ("cp950", "big5hkscs") if charset in {"cp950", "big5hkscs"} else (charset,):
        try:
            found = char.encode(codec)
        except UnicodeEncodeError:
            continue
        if codec == "big5hkscs" != charset and found[0] < _FIRST_COMMON_LEAD:
            continue
        return found
    return f"&#{ord(char)};".encode("ascii")


def label(charset: str) -> str:
    """The name that a `_charset_` field sends."""
    return _LABELS.get(charset, "UTF-8")


def known(label: str) -> str | None:
    """The codec of a charset's label in a page (`accept-charset`), None where it is none that is understood."""
    name = label.strip().casefold()
    return "cp950" if name in _BIG5 else _OTHERS.get(name)
