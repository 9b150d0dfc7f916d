"""Big5 as browsers read and write it (Encoding standard, section 11.2); Python has no such codec.

Python's `big5hkscs` comes closest: it has all but 192 of the index's 18,594 pairs, and reads 11 as another character
(`cp950` lacks 4,842 and reads 250 differently). `_CORRECTIONS` has these 203, as Chromium 150 decodes them;
`python -m tests.chromium.big5_index` generates them, and `make browser` compares every pair and character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

_CORRECTIONS = """
877A 㡵𡵓𣚞𦀡㻬𥣞㫵竼龗𤅡𨤍𣇪𠪊𣉞䌊蒄龖鐯䤰蘓墖靊鈘秐稲晠権袝瑌篅枂稬剏遆㓦珄𥶹瓆鿇垳䤯呌䄱𣚎堘穲𧭥讏䚮𦺈
87CE 䆁𥶙箮𢒼鿈𢓁𢓉𢓌鿉蔄𣖻䂴鿊䓡𪷿拁灮鿋  8E69 箸  8E6F 簆  8E7E 糎  8EAB 緒  8EB4 縝  8ECD 者  8ED0 耨
8F57 菁  8F69 蒨  8F6E 萏  8FCB 覦覩  8FFE 起  906D 都  907A 銹  90DC 靜  90F1 響  91BF 鼖  9244 蔃
92AF 兙兛兝兞  92C8 鍮  92D1 瑹  9447 浧  94CA 禛  95D9 邗  9644 靝  96ED 瀞  96FC 嬨  9B76 爁  9B78 矗
9B7B 纇  9BC6 駖  9BDE 釔  9BEC 惞  9BF6 澶  9C42 輶  9C53 侻  9C62 營  9C68 鄄  9C6B 鷰  9C77 菏  9CBC 尐秣
9CD0 婧  9D57 輋  9D5A 筑  9DC4 拐  9EA9 恢  9EEF 痹  9EFD 汊  9F60 鬮  9F66 鼗  9FCB 僭  9FD8 弌  A063 蠏
A077 拎  A0D5 瑨  A0DF 煢  A0E4 牐  A145 ‧  A14E ﹑  A1C2 ¯  A1E3 ～  A1F2 ⊕⊙  A241 ∕﹨  A244 ￥
A246 ￠￡  A3C0 ␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟␡€  C6CF 廴  C6D3 无
C6D5 癶  C6D7 隶  C6DE 〃仝  FA5F 倩  FA66 偽  FABD 包  FAC5 卄  FAD5 卿  FB48 嘅  FBB8 婷  FBF3 幵  FBF9 廐
FC4F 彘  FC6C 悤  FCB9 撐  FCE2 晴  FCF1 杞  FDB7 沜渝  FDBB 港  FDF1 煮  FE52 猪  FE6F 瑜  FEAA 瓩  FEDD 砉
"""
"""The two bytes of a pair in hex, then its character and those of the pairs after it."""
FIRST_LEAD, LAST_LEAD = 0x81, 0xFE
_FIRST_WRITTEN = 0xA1
"""Browsers read the pairs before this one, the Hong Kong supplement, but never write them."""
_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_LAST_OF_ITS_KIND = frozenset("\u2550\u255e\u2561\u256a\u5341\u5345")
"""Characters with two pairs, of which browsers write the last; of all others they write the first."""
_PIECE = re.compile(rb"[\x00-\x7f]+|[\x81-\xfe][\x40-\x7e\xa1-\xfe]|[\x81-\xfe][\x80-\xff]|.", re.DOTALL)


def decode(body: bytes, unread: Callable[[bytes], str]) -> tuple[str, bool]:
    """Decode bytes; also returns whether the text has characters that browsers read but do not write.

    unread: returns what stands for bytes that are not a character; may raise.
    """
    pieces: list[str] = []
    unwritten = False
    for found in _PIECE.finditer(body):
        piece = found[0]
        if piece[0] < 0x80:
            pieces.append(piece.decode("ascii"))
            continue
        char = character(piece) if len(piece) == 2 else None
        if char is not None:
            pieces.append(char)
            unwritten = unwritten or piece[0] < _FIRST_WRITTEN
        elif piece[1:].isascii():  # an ASCII byte is never lost to a broken byte before it
            pieces += [unread(piece[:1]), piece[1:].decode("ascii")]
        else:
            pieces.append(unread(piece))
    return "".join(pieces), unwritten


@cache
def character(pair: bytes) -> str | None:
    """Return the character, or the two characters, of a pair of bytes; None if browsers know none."""
    corrected = _corrections().get(pair)
    if corrected is not None:
        return corrected
    try:
        return pair.decode("big5hkscs")
    except UnicodeDecodeError:
        return None


def encode(char: str, *, unwritten: bool = False) -> bytes | None:
    """Return the pair that browsers write for a character, or None.

    unwritten: fall back to a pair that browsers only read.
    """
    written, read_only = _pairs()
    return written.get(char) or (read_only.get(char) if unwritten else None)


@cache
def _corrections() -> Mapping[bytes, str]:
    found: dict[bytes, str] = {}
    for first, chars in re.findall(r"([0-9A-F]{4}) (\S+)", _CORRECTIONS):
        following = _from(bytes.fromhex(first))
        found |= {next(following): each for each in chars}
    return found


@cache
def _pairs() -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Return the pair of each character: those that are written, and those that are only read."""
    written: dict[str, bytes] = {}
    read_only: dict[str, bytes] = {}
    for pair in _from(bytes([FIRST_LEAD, _TRAILS[0]])):
        char = character(pair)
        if char is None:
            continue
        if pair[0] < _FIRST_WRITTEN:
            read_only.setdefault(char, pair)
        elif char in _LAST_OF_ITS_KIND or char not in written:
            written[char] = pair
    return written, read_only


def _from(pair: bytes) -> Iterator[bytes]:
    """Yield this pair and all after it, in the order of the index."""
    for lead in range(pair[0], LAST_LEAD + 1):
        yield from (bytes([lead, each]) for each in _TRAILS if lead > pair[0] or each >= pair[1])
