"""Find menu entries: on the page, behind a heading that is pressed first, or in a list that opens under the pointer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain, shorter_forms, without_brackets
from ntuh_onboard.backend.web.http.redirects import Hosts, absolute
from ntuh_onboard.backend.web.profile.general_words import spoken
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.script.postback import of_script
from ntuh_onboard.backend.web.sites.choice_menus import option_entries
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.profiles.control_words import control_words

_SIGNS = "▾▼▽▿⌄˅▸►▶+﹀∨›"
"""Signs after a heading that say it opens."""
_CODE = re.compile(r"^[\[(]?[A-Za-z]{0,5}[-_.]?[0-9][0-9A-Za-z._-]{0,9}[\])]?[\s.:：、-]+")
_FOREIGN = re.compile("[^\u3400-\u9fff]+")
_LISTS = frozenset({"li", "ul", "ol", "nav", "menu", "div", "td", "details"})
_PRESSED = frozenset({"a", "button", "summary", "dt", "h2", "h3", "h4", "h5", "h6"})
_POINTS = ("href", "data-target", "data-bs-target", "aria-controls")
"""Attributes by which a tab or a heading names the part of the page that it opens."""
_OPENS = ("onmouseover", "onmouseenter", "onclick")
"""Attributes of what opens a part of the page by a function, which may name the part."""
MOST_LINKS = 3
"""Links that are read for what is not on the page itself."""
MOST_AROUND = 4
"""Levels around a hidden entry within which its heading must be."""


def entry(profile: SiteProfile, page: Page, key: str) -> Act | None:
    """Return the entry with these words: a visible one, else one in a list of the menu that opens under the pointer.

    The profile's words come first; then general ones for the same. None if the page has none; raises UnexpectedPage if
    it has several.
    """
    clue = profile.clue(key)
    found = _entry(profile, page, clue)
    general = control_words().entries.get(key, ())
    return _entry(profile, page, Clue(general)) if found is None and general else found


def _entry(profile: SiteProfile, page: Page, clue: Clue) -> Act | None:
    try:
        return page.act(clue)
    except UnexpectedPage as missing:
        if missing.why is not Why.NOT_FOUND:
            return _shown_twice(best(clue.words, page.acts), missing)
    wanted = {plain(word) for word in clue.words}
    coded = [each for each in page.acts if without_code(each.words) in wanted]
    if coded:
        return coded[0] if all(each.same_as(coded[0]) for each in coded) else None
    closed = [each for each in _closed(profile, page) if _written(each) & wanted]
    found = [act for each in closed if (act := act_of(page, each))] or list(option_entries(page, wanted))
    return found[0] if found and all(each.same_as(found[0]) for each in found) else None


def _shown_twice(several: Sequence[Act], ambiguous: UnexpectedPage) -> Act:
    """Return the first of several links to one page, each with a note of where it was pressed; else raise the error."""
    if len({each.url.partition("?")[0] for each in several}) != 1 or not several[0].url:
        raise ambiguous
    return several[0]


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
    live = page.act_at(link)
    if live is not None:
        return live
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
    wanted = _headings(profile) | frozenset(plain(word) for word in control_words().entries["behind"])
    for each in page.tree.all("a"):
        if not each.look.seen and any(_is_headed(around, wanted) for around in (*_lists(each), *_openers(page, each))):
            yield each


def _lists(link: Element) -> Iterator[Element]:
    around = [each for each in link.above() if each.tag in _LISTS]
    return iter(around[:MOST_AROUND])


def _openers(page: Page, link: Element) -> Iterator[Element]:
    """Yield what may open the hidden part that the link is in: what stands directly before it, or names it (a tab)."""
    hidden = [each for each in (link, *link.above()) if not each.look.displayed]
    if hidden and hidden[-1].parent is not None:
        beside = [each for each in hidden[-1].parent.children if isinstance(each, Element)]
        yield from (each for each in beside[: beside.index(hidden[-1])][-1:] if _is_pressed(each))
    names = {each.get("id") for each in hidden if each.get("id")}
    by_script = bool(names) and any(_quoted(name, page.source) for name in names)
    for each in page.tree.elements if names else ():
        if not each.look.seen:
            continue
        points = any(each.get(key).strip().removeprefix("#") in names for key in _POINTS)
        if points or (by_script and any(each.get(key) for key in _OPENS)):
            yield each


def _quoted(name: str, source: str) -> bool:
    """Return whether a script of the page names this part."""
    return f"'{name}'" in source or f'"#{name}"' in source or f"'#{name}'" in source


def _is_pressed(element: Element) -> bool:
    """Return whether a person would press it: a heading, a link or a button, or what has a script of its own."""
    return any(each.tag in _PRESSED or each.get("onclick") or each.get("role") == "button" for each in element.walk())


def _written(link: Element) -> frozenset[str]:
    """Return a hidden link's words, and the same without a function number, a hint or a second language."""
    text = " ".join(link.raw_text().split())
    return frozenset({plain(text), without_code(text), *shorter_forms(text)})


def _is_headed(around: Element, wanted: frozenset[str]) -> bool:
    """Return whether the visible part of a list is the heading, and nothing more than a hint or a second language."""
    return is_headed(around.seen_text(), wanted)


def is_headed(text: str, wanted: frozenset[str]) -> bool:
    """Return whether a text is one of these headings, with or without a hint in brackets or a second language."""
    return bare(text) in wanted or _FOREIGN.sub("", without_brackets(plain(text))) in wanted


def _headings(profile: SiteProfile) -> frozenset[str]:
    return frozenset(plain(word) for word in profile.clue("personal_menu").words)


def without_code(words: str) -> str:
    """Return words without a leading function number: 「HRP0101 更改密碼」."""
    return plain(_CODE.sub("", unicodedata.normalize("NFKC", words).strip()))


def bare(words: str) -> str:
    """Return words without the sign that says a heading opens."""
    return plain(plain(words).strip(_SIGNS))


def links_on(site: Sayings, page: Page, likely: Iterable[str] = (), *, hosts: Hosts) -> tuple[str, ...]:
    """Return the addresses of a few links of a page, likely ones first, and none of what may change something.

    Args:
        site: the site's words.
        page: the page.
        likely: further parts of what a likely link is called.
        hosts: the servers that may be asked.

    """
    press = site.general.press
    wanted = (*likely, *press["home"])
    never = control_words().looking["never"]
    unwanted = (*press["changes"], *press["way_out"], *map(spoken, press["sign_out"]), *never)
    links = [(spoken(each.words), each.url) for each in page.acts if each.url in hosts and not each.within]
    links = [each for each in links if each[1] != page.url and not any(word in each[0] for word in unwanted)]
    links.sort(key=lambda each: not any(word in each[0] for word in wanted))
    return tuple(dict.fromkeys(url for _, url in links))[:MOST_LINKS]
