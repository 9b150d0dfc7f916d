"""Find the page at which a site begins."""

from __future__ import annotations

from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Untrusted, Why
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.redirects import origin

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
            if circle.why is not Why.REDIRECTS or url == root:
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


def _readable(engine: Engine, url: str) -> Page | None:
    try:
        page = engine.open(url)
    except (Unreachable, Untrusted, UnexpectedPage):
        return None
    return None if _is_error(page) else page


def _is_error(page: Page) -> bool:
    """Return whether a page says that there is no such page here, by its status or as ASP.NET's own error page."""
    return page.status in _NO_SUCH_PAGE or "aspxerrorpath=" in page.url.casefold()
