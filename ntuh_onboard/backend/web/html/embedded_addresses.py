"""Addresses in a page other than its links: its base, frames, pictures, and where it goes on to by itself."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.script.load_effects import Deeds
from ntuh_onboard.backend.web.script.reached_tokens import LONGEST_WAIT

_REFRESH = re.compile(r"\s*(\d{1,6}(?:\.\d*)?|\.\d+)[\s;,]*(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Move:
    """Where a page goes on to by itself.

    Attributes:
        url: the address.
        after: seconds until then.

    """

    url: str = field(repr=False)
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a page."""

    name: str
    url: str = field(repr=False)


@dataclass(eq=False, frozen=True, slots=True)
class Image:
    """A picture.

    Attributes:
        url: its address, or the picture itself as a `data:` address.
        words: its alternative text.
        element: its element.

    """

    url: str = field(repr=False)
    words: str
    element: Element

    @property
    def id(self) -> str:
        """Its id."""
        return self.element.get("id")

    @property
    def name(self) -> str:
        """Its name."""
        return self.element.get("name")


def base_of(tree: Tree, url: str) -> str:
    """Return what the page's references are relative to: its first `base href`, else its own address."""
    first = next((each for each in tree.all("base") if "href" in each.attrs), None)
    if first is None:
        return url
    found = _resolved(url, first.get("href"), "utf-8")
    return found if found.startswith(("https://", "http://")) else url


def frames(tree: Tree, base: str, charset: str) -> tuple[Frame, ...]:
    """Return the visible frames, of a frameset or inline, without empty ones."""
    return tuple(
        Frame(each.get("name") or each.get("id"), url)
        for each in tree.all("frame", "iframe")
        if each.tag == "frame" or each.look.seen
        if each.get("src").strip() and (url := _resolved(base, each.get("src"), charset)).startswith("http")
    )


def images(tree: Tree, base: str, charset: str) -> tuple[Image, ...]:
    """Return the visible pictures; a picture button is a button."""
    return tuple(
        Image(url, each.get("alt") or each.get("title"), each)
        for each in tree.all("img")
        if each.look.seen and each.get("src").strip()
        if (url := _pictured(base, each.get("src").strip(), charset)).startswith(("http", "data:image/"))
    )


def embedded(url: str) -> bytes:
    """Return the bytes in a `data:` address; raises UnexpectedPage if it holds none."""
    head, _, text = url.partition(",")
    try:
        if head.casefold().endswith(";base64"):
            return base64.b64decode(unquote(text), validate=False)
    except ValueError:
        raise UnexpectedPage(Why.MALFORMED) from None
    return unquote_to_bytes(text)


def moves(tree: Tree, deeds: Deeds, base: str, charset: str, header: str = "") -> Move | None:
    """Return where the page goes by itself: a script's last address, else a refresh (`header` or tag) within 15 s."""
    found = [Move(_resolved(base, each, charset)) for each in deeds.moves] or list(
        _refreshes(tree, base, charset, header)
    )
    return next((each for each in reversed(found) if each.url and each.after <= LONGEST_WAIT), None)


def _refreshes(tree: Tree, base: str, charset: str, header: str) -> Iterator[Move]:
    """Yield the first refresh that names an address, the header's before the page's own."""
    metas = (each for each in tree.all("meta") if each.get("http-equiv").strip().casefold() == "refresh")
    for content in (header, *(each.get("content") for each in metas)):
        found = _REFRESH.match(content)
        target = found[2].strip() if found else ""
        if found and target:
            quote = target[0] if target[0] in "\"'" else ""
            target = target[1:].partition(quote)[0] if quote else target
            yield Move(_resolved(base, target, charset), float(found[1]))
            return


def _pictured(base: str, source: str, charset: str) -> str:
    return source if source[:5].casefold() == "data:" else _resolved(base, source, charset)


def _resolved(base: str, reference: str, charset: str) -> str:
    try:
        return absolute(base, reference, charset)
    except UnexpectedPage:
        return ""
