"""Find the page at which a site begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Untrusted, Why
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.redirects import origin
from ntuh_onboard.backend.web.profile.general_words import spoken
from ntuh_onboard.common import errors

MOST_ENTRIES = 3
"""Links of a home page that are tried for the sign-in page."""
_NO_SUCH_PAGE = frozenset({400, 403, 404, 405, 410, 500})
"""Statuses that are about one page; others (401, 429, 503 ...) are about the whole site."""


def first_page(engine: Engine, url: str) -> Page:
    """Read the page at which a site begins; if that is an error, or leads in a circle, the site's `/`.

    Pages move, and a site may be known by its address alone.
    """
    root = f"{origin(url)}/"
    with engine.together():
        page = failed = None
        try:
            page = engine.open(url)
        except UnexpectedPage as circle:
            if circle.why not in {Why.REDIRECTS, Why.MALFORMED} or url == root:  # or a 404 in plain text
                raise
            failed = circle
        if page is not None and (url == root or not _is_error(page)):
            return page
        other = _readable(engine, root)
    if other is not None:
        return other
    if page is None:
        raise failed or UnexpectedPage(Why.REDIRECTS)
    return page


def door_behind(
    home: Page, words: Iterable[str], opened: Callable[[str], Page], is_door: Callable[[Page], bool]
) -> Page | None:
    """Return the sign-in page that a link of a home page leads to; None if none does, or several.

    Args:
        home: the page.
        words: parts of what such a link is called.
        opened: reads a page.
        is_door: whether a page is a sign-in page.

    """
    wanted = tuple(words)
    links = [each for each in home.acts if each.url and any(word in spoken(each.words) for word in wanted)]
    doors: dict[str, Page] = {}
    for each in links[:MOST_ENTRIES]:
        with suppress(errors.BackendError):
            door = opened(each.url)
            if is_door(door):
                doors[door.url] = door
    return doors.popitem()[1] if len(doors) == 1 else None


def _readable(engine: Engine, url: str) -> Page | None:
    try:
        page = engine.open(url)
    except (Unreachable, Untrusted, UnexpectedPage):
        return None
    return None if _is_error(page) else page


def _is_error(page: Page) -> bool:
    """Return whether a page says that there is no such page here, by its status or as ASP.NET's own error page."""
    return page.status in _NO_SUCH_PAGE or "aspxerrorpath=" in page.url.casefold()
