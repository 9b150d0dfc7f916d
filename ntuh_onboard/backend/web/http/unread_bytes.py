"""Stand-ins for bytes of a page that are no character, so that a field nobody touched goes back byte for byte (J3.3).

A browser shows U+FFFD and sends it back, and the hospital's own user-defined character is lost with that. Here a pair
of bytes becomes one character of plane 15, a single byte one of plane 16, which no page uses; persons see U+FFFD.
"""

from __future__ import annotations

import codecs
import re

REPLACEMENT = "\ufffd"
"""What persons see where a character could not be read."""
HANDLER = "ntuh-onboard.unread"
"""The name under which codecs find `_handled`."""
_PAIRS, _SINGLES = 0xF0000, 0x100000
_STAND_IN = re.compile("[\U000f8000-\U000ffffd\U00100080-\U001000ff]")


def stand_in(unread: bytes) -> str:
    """What stands in the text for these bytes; bytes of ASCII among them stand for themselves."""
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
    """The bytes that a character stands for, None where it stands for itself."""
    if not _STAND_IN.fullmatch(char):
        return None
    number = ord(char)
    return bytes([number - _SINGLES]) if number >= _SINGLES else (number - _PAIRS).to_bytes(2, "big")


def found_in(text: str) -> bool:
    """Whether any of a text could not be read."""
    return _STAND_IN.search(text) is not None


def shown(text: str) -> str:
    """The text as persons see it."""
    return _STAND_IN.sub(REPLACEMENT, text)


def apart(text: str, charset: str) -> str:
    """A text that was read whole, in which no character can be taken for a stand-in."""
    return _STAND_IN.sub(lambda found: stand_in(found[0].encode(charset)), text)


def _handled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return stand_in(error.object[error.start : error.end]), error.end


codecs.register_error(HANDLER, _handled)
