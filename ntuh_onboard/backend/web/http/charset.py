"""Decode the bytes of a page, and encode what is sent back to it (H-09).

The candidates are, in order: the byte order mark, the header's charset, the page's own `<meta>`, strict UTF-8, strict
Big5; then, with stand-ins for what is not a character, the first known label, or Big5. The mark comes first as in
browsers, since read as Big5 it is itself a character. A label is believed only if the bytes agree with it, or if they
agree with nothing: one broken byte then spoils one character and not the page. `iso-8859-1`, which all bytes agree
with, does not count as a label.

Charsets are called by Python's codec, except `big5` (browsers' own, see `big5.py`), `big5-hkscs` (the same for a page
with characters that browsers read but do not write) and `gbk` (decoded as `gb18030`, of which it is the first part).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from ntuh_onboard.backend.web.http import big5, unread_bytes

_META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096
_LABELS: dict[str, str] = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "utf-16-le": "utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff",
    "utf-16-be": "utf-16be unicodefffe",
    "big5": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "gbk": "gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58 x-gbk",
    "gb18030": "gb18030",
    "cp1252": "windows-1252 x-cp1252 cp1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 l1 us-ascii ascii cp819",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "cp949": "euc-kr korean ks_c_5601-1987 ksc5601 windows-949 cseuckr",
}
"""The labels by which browsers know a charset (Encoding standard, section 4.2), as far as pages here use them."""
_BY_LABEL = {label: charset for charset, labels in _LABELS.items() for label in labels.split()}
_MEANT = {"cp950": "big5", "ms950": "big5", "windows-950": "big5", "big5hkscs": "big5"}
"""Labels that no browser knows, but that mean Big5."""
_READ = frozenset({"utf-8", "utf-16-le", "utf-16-be", "big5", "gbk", "gb18030"})
"""The charsets that a page may be in."""
_NAMES = {
    "big5": "Big5",
    "big5-hkscs": "Big5",
    "gbk": "GBK",
    "gb18030": "gb18030",
    "cp1252": "windows-1252",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
}
_CODECS = {"gbk": "gb18030"}
_OF_TWO_BYTES = frozenset({"gbk", "euc_jp"})
"""Charsets whose characters of more than two bytes browsers read but do not write."""
_EURO_IN_GBK = b"\x80"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CJK = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page.

    Attributes:
        text: the page, with stand-ins (`unread_bytes`) for bytes that are not characters.
        charset: the charset that it was decoded with.
        exact: false if there are stand-ins.

    """

    text: str
    charset: str
    exact: bool = True


def decode(body: bytes, label: str = "") -> Decoded:
    """Decode a page; `label` is the charset in the response's header, or empty."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            body = body[len(mark) :]
            return _strict(body, charset) or _with_stand_ins(body, charset)
    read = (found for each in _candidates(body, label) if (found := _strict(body, each)) is not None)
    return next(read, None) or _with_stand_ins(body, next(_labelled(body, label), "big5"))


def _strict(body: bytes, charset: str) -> Decoded | None:
    try:
        if charset == "big5":
            return _big5(body, _refused)
        text = body.decode(_CODECS.get(charset, charset))
    except UnicodeDecodeError:
        return None
    return Decoded(unread_bytes.apart(text, _CODECS.get(charset, charset)), charset)


def _with_stand_ins(body: bytes, charset: str) -> Decoded:
    if charset == "big5":
        return _big5(body, unread_bytes.stand_in)
    return Decoded(body.decode(_CODECS.get(charset, charset), unread_bytes.HANDLER), charset, exact=False)


def _big5(body: bytes, unread: Callable[[bytes], str]) -> Decoded:
    text, unwritten = big5.decode(body, unread)
    return Decoded(text, "big5-hkscs" if unwritten else "big5", exact=unread is _refused)


def _refused(unread: bytes) -> str:
    raise UnicodeDecodeError("big5", unread, 0, len(unread), "no character")


def _candidates(body: bytes, label: str) -> Iterator[str]:
    for each in _labelled(body, label):
        if each == "big5" and _is_utf8_chinese(body):
            yield "utf-8"
        yield each
    yield from ("utf-8", "big5")


def _labelled(body: bytes, label: str) -> Iterator[str]:
    """Yield the charsets that the header and the page itself name, as far as a page may be in them."""
    given = _named(label.strip("\"' "))
    if given is not None:
        yield given
    meta = _META.search(body[:_META_WITHIN])
    own = _named(meta[1].decode("ascii")) if meta else None
    if own is not None:
        yield "utf-8" if own.startswith("utf-16") else own  # a readable meta element cannot be in UTF-16


def _named(label: str) -> str | None:
    found = known(label) or _MEANT.get(label.casefold())
    return found if found in _READ else None


def _is_utf8_chinese(body: bytes) -> bool:
    """Return whether a page labelled Big5 is UTF-8: Chinese in well-formed UTF-8 cannot be a coincidence."""
    try:
        return _CJK.search(body.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def encode(text: str, charset: str) -> bytes:
    """Encode a text as browsers do for a page in this charset; characters that it lacks become `&#n;`.

    There are two differences, so that a field that nobody touched does not change (J3.3): bytes that were not
    characters are sent back as they came, and so are, if the page itself used some, characters that browsers read but
    do not write.
    """
    if text.isascii():
        return text.encode("ascii")
    if charset.startswith("utf-"):
        if not unread_bytes.found_in(text):
            return text.encode("utf-8", "replace")
        charset = "utf-8"
    return b"".join(_one(each, charset) for each in text)


@cache
def _one(char: str, charset: str) -> bytes:
    return unread_bytes.bytes_of(char) or _written(char, charset) or f"&#{ord(char)};".encode("ascii")


def _written(char: str, charset: str) -> bytes | None:
    """Encode a character, or return None if the charset lacks it."""
    if char.isascii():
        return char.encode("ascii")
    if charset in {"big5", "big5-hkscs"}:
        return big5.encode(char, unwritten=charset == "big5-hkscs")
    if charset == "gbk" and char == "€":
        return _EURO_IN_GBK
    try:
        found = char.encode(_CODECS.get(charset, charset))
    except UnicodeEncodeError:
        return b"?" if charset == "utf-8" else None
    return None if charset in _OF_TWO_BYTES and len(found) > 2 else found


def label(charset: str) -> str:
    """Return the name that a `_charset_` field sends."""
    return _NAMES.get(charset, "UTF-8")


def known(label: str) -> str | None:
    """Return the charset that browsers know by this label (`accept-charset`), or None."""
    return _BY_LABEL.get(label.strip().casefold())


def sent_in(wanted: str, own: str) -> str:
    """Return the charset in which a form is sent; as in Chromium the first known label counts, and never UTF-16.

    wanted: its `accept-charset`, labels separated by blanks or commas. own: the page's charset.
    """
    found = next((each for label in wanted.replace(",", " ").split() if (each := known(label)) is not None), own)
    return "utf-8" if found.startswith("utf-16") else found
