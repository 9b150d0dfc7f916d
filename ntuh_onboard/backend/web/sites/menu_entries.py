"""Find menu entries: on the page, behind a heading that is pressed first, or in a list that opens under the pointer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.script.postback import of_script

_SIGNS = "▾▼▽▿⌄˅▸►▶+﹀∨›"
"""Signs after a heading that say it opens."""
_CODE = re.compile(r"^[\[(]?[A-Za-z]{0,5}[-_.]?[0-9][0-9A-Za-z._-]{0,9}[\])]?[\s.:：、-]+")
_LISTS = frozenset({"li", "ul", "ol", "nav", "menu", "div", "td", "details"})
MOST_AROUND = 4
"""Levels around a hidden entry within which its heading must be."""


def entry(profile: SiteProfile, page: Page, key: str) -> Act | None:
    """Return the entry with these words: a visible one, else one in a list of the menu that opens under the pointer.

    None if the page has none; raises UnexpectedPage if it has several.
    """
    try:
        return page.act(profile.clue(key))
    except UnexpectedPage as missing:
        if missing.why is not Why.NOT_FOUND:
            raise
    wanted = {plain(word) for word in profile.clue(key).words}
    coded = [each for each in page.acts if without_code(each.words) in wanted]
    if coded:
        return coded[0] if all(each.same_as(coded[0]) for each in coded) else None
    found = [act for each in _closed(profile, page) if plain(each.raw_text()) in wanted and (act := act_of(page, each))]
    return found[0] if found and all(each.same_as(found[0]) for each in found) else None


def heading(profile: SiteProfile, page: Page) -> Act | None:
    """Return the menu's heading, if pressing it leads to a page; None if there is none, or several."""
    wanted = _headings(profile)
    found = [
        each
        for each in page.acts
        if bare(each.words) in wanted or any(each.fits(words) is not None for words in wanted)
    ]
    return found[0] if found and all(each.same_as(found[0]) for each in found) else None


def act_of(page: Page, link: Element) -> Act | None:
    """Return what following this link does, visible or not; None if only its script could tell."""
    address = link.get("href").strip()
    sent = of_script(address) or of_script(link.get("onclick"))
    if sent is not None:
        return Act("", link, postback=sent)
    if not address or address.startswith("#") or address[:11].casefold() == "javascript:":
        return None
    try:
        return Act("", link, url=absolute(page.base, address, page.charset))
    except UnexpectedPage:
        return None


def _closed(profile: SiteProfile, page: Page) -> Iterator[Element]:
    """Yield hidden links in a list whose heading is visible."""
    wanted = _headings(profile)
    for each in page.tree.all("a"):
        if not each.look.seen and any(_is_headed(around, wanted) for around in _lists(each)):
            yield each


def _lists(link: Element) -> Iterator[Element]:
    around = [each for each in link.above() if each.tag in _LISTS]
    return iter(around[:MOST_AROUND])


def _is_headed(around: Element, wanted: frozenset[str]) -> bool:
    """Return whether the visible part of a list is the heading, and nothing more."""
    return bare(around.seen_text()) in wanted


def _headings(profile: SiteProfile) -> frozenset[str]:
    return frozenset(plain(word) for word in profile.clue("personal_menu").words)


def without_code(words: str) -> str:
    """Return words without a leading function number: 「HRP0101 更改密碼」."""
    return plain(_CODE.sub("", unicodedata.normalize("NFKC", words).strip()))


def bare(words: str) -> str:
    """Return words without the sign that says a heading opens."""
    return plain(plain(words).strip(_SIGNS))
