"""Split a script into tokens, match its brackets, and find where statements end; nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

MOST, MOST_TOKENS = 200_000, 50_000
_TOKEN = re.compile(
    # `unclosed`: otherwise a text without an end would be searched again from each quote inside it.
    r"""(?P<comment>//[^\n]*+|/\*.*?(?:\*/|\Z)|<!--[^\n]*+)"""
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)"""
    r"""|(?P<unclosed>"(?:[^"\\\n]|\\.){1000,}+|'(?:[^'\\\n]|\\.){1000,}+|`(?:[^`\\]|\\.){1000,}+)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*+)|(?P<number>[0-9][\w.]*+)|(?P<sign>=>|[=!]==?|[<>]=|[(){}\[\];,.+=?:&|!<>*/%-])""",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/[a-z]*+")
_BEFORE_VALUES = frozenset({"return", "typeof", "case", "in", "of", "void", "delete", "else", "do"})
_NO_TOKENS = frozenset({"comment", "unclosed"})
_ESCAPE = re.compile(r"\\(u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|\r\n|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r": "", "\r\n": ""}


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `sort` is `text`, `name`, `number` or `sign`, and `first` whether it is the first one of its line."""

    sort: str
    text: str
    first: bool = False

    @property
    def literal(self) -> str:
        """The value of a text token, without quotes."""
        return unescape(self.text[1:-1])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one script.

    Attributes:
        all: the tokens in order.
        closes: for the place of each opening bracket, the place of the closing one.
        statements: for each place, where a statement that begins there ends.
        expressions: for each place, where an expression that begins there ends, at the latest at a comma.

    """

    all: tuple[Token, ...]
    closes: Mapping[int, int]
    statements: Sequence[int]
    expressions: Sequence[int]

    def sort(self, at: int) -> str:
        """Return the sort of the token at this place, or empty."""
        return self.all[at].sort if 0 <= at < len(self.all) else ""

    def text(self, at: int) -> str:
        """Return the text of the token at this place, or empty."""
        return self.all[at].text if 0 <= at < len(self.all) else ""

    def is_sign(self, at: int, *signs: str) -> bool:
        """Return whether the token at this place is one of these signs."""
        return self.sort(at) == "sign" and self.all[at].text in signs

    def close(self, at: int) -> int:
        """Return where the bracket that opens here is closed; the end of the script if it never is."""
        return self.closes.get(at, len(self.all))

    def chain(self, at: int) -> int:
        """Return where `a.b.c` begins whose last name is at this place."""
        while self.is_sign(at - 1, "."):
            at -= 2
        return at


def unescape(literal: str) -> str:
    """Return the text of a JavaScript literal given without its quotes."""

    def one(found: re.Match[str]) -> str:
        number = found[2] or found[3] or found[4]
        if number:
            value = int(number, 16)
            return chr(value) if value < 0x110000 else ""
        if found[5]:
            return chr(int(found[5], 8))
        return _SIMPLE.get(found[1], found[1])

    return _ESCAPE.sub(one, literal)


def tokens_of(script: str) -> Tokens:
    """Split a script, or its first 200,000 characters, into tokens."""
    found = tuple(islice(_tokens(script[:MOST]), MOST_TOKENS))
    opened: list[int] = []
    closes: dict[int, int] = {}
    for at, token in enumerate(found):
        if token.sort == "sign" and token.text in "([{":
            opened.append(at)
        elif token.sort == "sign" and token.text in ")]}" and opened:
            closes[opened.pop()] = at
    return Tokens(found, closes, _ends(found, closes, ")]};"), _ends(found, closes, ")]};,"))


def _ends(tokens: Sequence[Token], closes: Mapping[int, int], stops: str) -> Sequence[int]:
    """Find for each place where what begins there ends: after its block, at one of these signs, or at a new line.

    Goes from the last to the first, so that a thousand nested ones cost no more than a thousand.
    """
    ends = [len(tokens)] * (len(tokens) + 1)
    for at in range(len(tokens) - 1, -1, -1):
        sign = tokens[at].text if tokens[at].sort == "sign" else " "
        after = (closes.get(at, len(tokens)) if sign in "([{" else at) + 1
        if sign in stops:
            ends[at] = at
        elif sign == "{" or (after < len(tokens) and _begins_anew(tokens, after)):
            ends[at] = min(after, len(tokens))
        else:
            ends[at] = ends[min(after, len(tokens))]
    return ends


def _begins_anew(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a line begins here that does not continue the one before, although no `;` is between them."""
    before = tokens[at - 1]
    return tokens[at].first and tokens[at].sort == "name" and (before.sort != "sign" or before.text in ")]}")


def _tokens(script: str) -> Iterator[Token]:
    behind, at = 0, 0
    before: Token | None = None
    while (found := _TOKEN.search(script, at)) is not None:
        at = found.end()
        if found[0] == "/" and _begins_pattern(before) and (pattern := _PATTERN.match(script, found.start())):
            at = pattern.end()
            before = Token("number", pattern[0], "\n" in script[behind : found.start()])  # a value, but not a text
        elif found.lastgroup in _NO_TOKENS:
            continue
        else:
            before = Token(found.lastgroup or "", found[0], "\n" in script[behind : found.start()])
        yield before
        behind = at


def _begins_pattern(before: Token | None) -> bool:
    """Return whether a slash after this token begins a regular expression rather than a division."""
    if before is None:
        return True
    return before.text not in {")", "]", "}"} if before.sort == "sign" else before.text in _BEFORE_VALUES
