"""Open the page of a menu's entry: by the entry's words, behind the menu's heading, else by looking for it."""

from __future__ import annotations

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.script_made import is_shell
from ntuh_onboard.backend.web.sites.menu_entries import entry, heading
from ntuh_onboard.backend.web.sites.notice_pages import handover, to_fill_in
from ntuh_onboard.backend.web.sites.page_search import PageSearch, in_front, is_page_of, where_to
from ntuh_onboard.backend.web.sites.site_visit import Visit

MOST_HANDOVERS = 3
"""Servers between the menu's entry and its page, each of which hands the person over to the next."""


def entered(visit: Visit, menu: Page, key: str) -> Page:
    """Return the page of a menu's entry; a heading that hides the entry is pressed first.

    If no entry has known words, or its page is not what was looked for, it is looked for behind the menu's links.
    """

    def inside(page: Page) -> Page:
        return _inside(visit, page)

    search = PageSearch(visit, visit.engine, inside, key)
    try:
        menu, found = _named(visit, menu, key)
    except UnexpectedPage as missing:
        page = None if missing.why not in {Why.NOT_FOUND, Why.AMBIGUOUS} else search.search(menu, *menu.beside)
        if page is None:
            raise
        return page
    page = in_front(visit, inside(visit.engine.follow(menu, found)), key)
    if not is_page_of(visit, page, key) and (newer := _of_newer_menu(visit, page, key)) is not None:
        page = in_front(visit, inside(visit.engine.follow(page, newer)), key)
    if is_page_of(visit, page, key) or is_shell(page):
        return page
    return search.search(page, menu, *menu.beside, but=where_to(menu, found)) or page


def _of_newer_menu(visit: Visit, page: Page, key: str) -> Act | None:
    """Return the entry of a menu that came in place of its page: the hidden state of the one before was too old."""
    try:
        found = entry(visit.profile, page, key)
    except UnexpectedPage:
        return None
    return None if found is None or found.url else found


def _inside(visit: Visit, page: Page) -> Page:
    """Return a page behind the sign-in, past servers that only hand a person over to the next."""
    page = visit.looked(page, behind=True)
    for _ in range(MOST_HANDOVERS):
        on = handover(visit, page)
        if on is None:
            break
        page = visit.looked(visit.onto(on), behind=True)
    return to_fill_in(page)


def _named(visit: Visit, menu: Page, key: str) -> tuple[Page, Act]:
    """Return the page that has an entry with known words, and the entry; raises UnexpectedPage."""
    menu, found = next(
        ((each, one) for each in (menu, *menu.beside) if (one := entry(visit.profile, each, key)) is not None),
        (menu, None),
    )
    over = heading(visit.profile, menu) if found is None else None
    if over is not None:
        menu = visit.looked(visit.engine.follow(menu, over), behind=True)
        found = entry(visit.profile, menu, key)
    if found is None:
        clue = visit.profile.clue(key)
        with visit.pressing(menu, clue):
            raise UnexpectedPage(Why.NOT_FOUND, str(clue))
    return menu, found
