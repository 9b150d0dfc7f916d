"""Look for the page of a menu's entry that no known words name, as a person would: open what is linked, and see.

A page is recognised by what it asks for: old and new password, or the contact details. Links are followed by GET only,
on the site's own servers, likely ones first and only so many, and none whose words or address speak of signing out or
of changing something. A link that is sent by a script (a WebForms menu) is pressed only if its words speak of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.profile.general_words import spoken
from ntuh_onboard.backend.web.sites.menu_entries import act_of, entry
from ntuh_onboard.backend.web.sites.notice_pages import asked_for
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.port_values import contact_box_count
from ntuh_onboard.backend.web.sites.signed_in import asks_for_new_password
from ntuh_onboard.common import errors
from ntuh_onboard.profiles.control_words import control_words

MOST_OPENED = 16
"""Pages that are opened to look for one; a menu of the hospital has about as many entries."""
MOST_LEVELS = 3
"""Links from the menu to a page that is still opened."""
MOST_CONTACT = 3
"""Boxes of contact details that make a page the one for them."""
_LIKELY, _BEHIND, _OTHER = range(3)
_ROWS = frozenset({"tr", "li", "dd"})
MOST_BESIDE = 60
"""Characters of a row that are the name of its link."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|zip|exe|msi|png|gif|jpe?g|svg|ico|css|js)$", re.IGNORECASE)


@dataclass(order=True, slots=True)
class _Lead:
    """Something to press, by how likely it leads to the page, and how far it is from the menu."""

    rank: int
    level: int
    number: int
    page: Page = field(compare=False)
    act: Act = field(compare=False)


def is_page_of(site: Sayings, page: Page, key: str) -> bool:
    """Return whether a page asks for what this entry's page asks for."""
    if key == "change_password":
        return asks_for_new_password(page)
    return contact_box_count(site, page) >= MOST_CONTACT


def in_front(site: Sayings, page: Page, key: str) -> Page:
    """Return the page in the frames of a page that asks for what is looked for; the page itself if none does."""
    if is_page_of(site, page, key):
        return page
    found = next((each for each in page.beside if is_page_of(site, each, key)), None)
    if found is None:
        return page
    found.beside = (page, *(each for each in page.beside if each is not found))
    return found


class PageSearch:
    """One search for the page of an entry, with the memory of what was opened."""

    def __init__(self, site: Sayings, engine: Engine, looked: Callable[[Page], Page], key: str) -> None:
        self._site = site
        self._engine = engine
        self._looked = looked
        self._key = key
        self._seen: set[str] = set()
        self._leads: list[_Lead] = []
        self._found = 0
        self._pressed: set[str] = set()

    def search(self, *pages: Page, but: str = "") -> Page | None:
        """Return one of these pages, or one behind their links, or behind those; None if none was found.

        `but` is where the entry with the known words has led already.
        """
        here = next((each for each in pages if not but and is_page_of(self._site, each, self._key)), None)
        if here is not None:
            return here
        self._seen |= {but, *(page.url for page in pages)}
        for page in pages:
            self._leads += self._leads_of(page, 1)
        for _ in range(MOST_OPENED):
            if not self._leads:
                break
            lead = min(self._leads)
            self._leads.remove(lead)
            with suppress(errors.BackendError):
                page = in_front(self._site, self._opened(lead), self._key)
                if is_page_of(self._site, page, self._key):
                    return page
                if lead.level < MOST_LEVELS:
                    self._leads += self._leads_of(page, lead.level + 1)
        return None

    def _opened(self, lead: _Lead) -> Page:
        """Press it; a page that has begun another session, or has ended this one, is forgotten."""
        back = self._engine.session()
        try:
            page = self._looked(self._engine.follow(*self._fresh(lead)))
            newer = None if lead.act.url or is_page_of(self._site, page, self._key) else _same_on(page, lead.act)
            return page if newer is None else self._looked(self._engine.follow(page, newer))
        except errors.BackendError:
            back()
            raise

    def _fresh(self, lead: _Lead) -> tuple[Page, Act]:
        """Return what to press; the hidden state of a page is good once, so that the next of its scripts needs another.

        A link leads where it leads.
        """
        if lead.act.url:
            return lead.page, lead.act
        if lead.page.url not in self._pressed:
            self._pressed.add(lead.page.url)
            return lead.page, lead.act
        page = self._looked(self._engine.open(lead.page.url))
        return page, _same_on(page, lead.act) or lead.act

    def _leads_of(self, page: Page, level: int) -> Iterator[_Lead]:
        """Yield what may be pressed on a page, each address once in a search."""
        for act, said in (*self._by_words(page), *_pressable(page)):
            where = where_to(page, act)
            rank = self._rank(act, said)
            if rank is None or where in self._seen:
                continue
            self._seen.add(where)
            self._found += 1
            yield _Lead(rank, level, self._found, page, act)

    def _by_words(self, page: Page) -> Iterator[tuple[Act, str]]:
        with suppress(UnexpectedPage):
            if (found := entry(self._site.profile, page, self._key)) is not None:
                yield found, self._key

    def _rank(self, act: Act, said: str) -> int | None:
        """Return how likely it leads to the page; None if it is not pressed to look."""
        words = control_words().looking
        likely = said == self._key or _has(f"{said} {_place(act.url)} {act.id.casefold()}", words[self._key])
        if act.control is not None or not act.url:
            likely = likely or said in words["edit"]
        likely = likely and not _has(said, words["only_shows"])
        if said != self._key and _is_unsafe(self._site, act, said):
            return None
        if not act.url:
            return _LIKELY if likely else None
        if act.url not in self._engine.hosts or _FILE.search(urlsplit(act.url).path):
            return None
        return _LIKELY if likely else _BEHIND if _has(said, control_words().entries["behind"]) else _OTHER


def where_to(page: Page, act: Act) -> str:
    """Return a name for what pressing this opens, the same for two that do the same."""
    address = act.url if act.within else act.url.partition("#")[0]
    return address or f"{page.url} {act.postback or act.element.place}"


def _same_on(page: Page, act: Act) -> Act | None:
    """Return what does the same on a newer page of the menu."""
    wanted = (act.words, act.postback, act.submit)
    return next((each for each in page.acts if (each.words, each.postback, each.submit) == wanted), None)


def _pressable(page: Page) -> Iterator[tuple[Act, str]]:
    """Yield links and scripts of a page, visible ones first, each with its words; no button of a form to fill in."""
    filled = {each.form for each in asked_for(page)}
    shown = [each for each in page.acts if each.control is None or each.control.form not in filled]
    yield from ((each, spoken(f"{each.words} {each.element.get('title')} {_beside(each.element)}")) for each in shown)
    known = {each.element for each in shown}
    for link in page.tree.all("a"):
        if link not in known and (act := act_of(page, link)) is not None:
            yield act, spoken(link.raw_text() or link.get("title"))


def _beside(link: Element) -> str:
    """Return what stands in the row of a link, if it is the only one: a menu of codes has the names beside them."""
    row = next((each for each in link.above() if each.tag in _ROWS), None)
    if row is None or sum(each.tag == "a" for each in row.walk()) != 1:
        return ""
    text = row.seen_text()
    return text if len(text) <= MOST_BESIDE else ""


def _is_unsafe(site: Sayings, act: Act, said: str) -> bool:
    """Return whether its words or its address speak of leaving, or of changing something."""
    press, words = site.general.press, control_words().looking
    unwanted = (*press["changes"], *press["way_out"], *map(spoken, press["sign_out"]), *words["never"])
    address = f"{_place(act.url)} {act.id.casefold()} {act.name.casefold()}"
    return _has(said, unwanted) or _has(address, (*site.general.names["sign_out"], *words["never_at"]))


def _place(url: str) -> str:
    """Return what an address says, without its server."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}".casefold()


def _has(text: str, words: Sequence[str]) -> bool:
    return any(each in text for each in words)
