"""Make tidy HTML look as in 2005, without changing what a browser shows."""

from __future__ import annotations

import re

_PIECE = re.compile(
    r"(?P<kept><(?P<raw>script|style|textarea)\b.*?</(?P=raw)>|<!--.*?-->|<!doctype[^>]*>)"
    r"|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<rest>[^<>]*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'([a-z][a-z-]*)="([^"]*)"')
_BARE = re.compile(r"[A-Za-z0-9_.-]+")
UNCLOSED = frozenset({"td", "th", "tr", "li", "p", "option", "tbody"})


def soup(html: str) -> str:
    """Write tags in upper case, omit end tags where the standard allows it, and quotes where they are not needed."""
    return _PIECE.sub(_turned, html)


def _turned(match: re.Match[str]) -> str:
    if match["kept"]:
        return "" if match["kept"].startswith("<!doctype") else match["kept"]
    if match["end"] and match["tag"] in UNCLOSED:
        return ""
    rest = _ATTRIBUTE.sub(_attribute, match["rest"]).replace("/", "") if match["tag"] == "br" else match["rest"]
    return f"<{match['end']}{match['tag'].upper()}{_ATTRIBUTE.sub(_attribute, rest)}>"


def _attribute(match: re.Match[str]) -> str:
    name, value = match[1].upper(), match[2]
    return f"{name}={value}" if _BARE.fullmatch(value) else f'{name}="{value}"'
