"""Stand-ins for bytes of a page that are not characters, so that an untouched field goes back byte for byte (J3.3).

A browser shows U+FFFD and sends that back, which loses the hospital's own user-defined characters. Here a pair of bytes
becomes a character of plane 15, a single byte one of plane 16, which no page uses; people see U+FFFD.
"""

from __future__ import annotations

import codecs
import re

REPLACEMENT = "\ufffd"
"""What people see in place of an unreadable character."""
HANDLER = "ntuh-onboard.unread"
"""The name under which codecs find `_handled`."""
_PAIRS, _SINGLES = 0xF0000, 0x100000
_STAND_IN = re.compile("[\U000f8000-\U000ffffd\U00100080-\U001000ff]")


def stand_in(unread: bytes) -> str:
    """Return the stand-ins for these bytes; ASCII bytes among them stand for themselves."""
    made: list[str] = []
    while unread:
        pair = chr(_PAIRS + int.from_bytes(unread[:2], "big"))
        if len(unread) > 1 and not unread[1:2].isascii() and _STAND_IN.fullmatch(pair):
            made.append(pair)
            unread = unread[2:]
        else:
            made.append(chr(unread[0] if unread[:1].isascii() else _SINGLES + unread[0]))
            unread = unread[1:]
    return "".join(made)


def bytes_of(char: str) -> bytes | None:
    """Return the bytes that a character stands for; None if it is no stand-in."""
    if not _STAND_IN.fullmatch(char):
        return None
    number = ord(char)
    return bytes([number - _SINGLES]) if number >= _SINGLES else (number - _PAIRS).to_bytes(2, "big")


def found_in(text: str) -> bool:
    """Return whether a part of the text could not be read."""
    return _STAND_IN.search(text) is not None


def prevail(text: str) -> bool:
    """Return whether more of a text's characters beyond ASCII are unreadable than readable."""
    unread = len(_STAND_IN.findall(text))
    return unread > sum(not each.isascii() for each in text) - unread


def shown(text: str) -> str:
    """Return the text as people see it."""
    return _STAND_IN.sub(REPLACEMENT, text)


def apart(text: str, charset: str) -> str:
    """Return a text that was decoded completely, with characters replaced that could be mistaken for stand-ins."""
    return _STAND_IN.sub(lambda found: stand_in(found[0].encode(charset)), text)


def _handled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return stand_in(error.object[error.start : error.end]), error.end


codecs.register_error(HANDLER, _handled)
