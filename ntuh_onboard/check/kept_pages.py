"""Kept pages: what `--save-pages DIR` writes, and `profile try DIR` and tests read.

A folder holds `pages.json` and one HTML file per page. Nothing else of an answer is kept: no header, no cookie, no
query of an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ntuh_onboard import __version__
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.asking import Asked, of_words
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import READ, PageFound, State
from ntuh_onboard.check.page_cleaning import cleaned
from ntuh_onboard.check.personal_texts import names_on
from ntuh_onboard.check.scrubbing import Scrub
from ntuh_onboard.common.errors import OnboardError

INDEX = "pages.json"
SCHEMA = 1
MOST = 2 * 1024 * 1024
"""Bytes of one kept page; the client takes half of that from a site."""


class KeptPagesError(OnboardError):
    """Pages cannot be kept or read; the text names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page of a folder.

    Attributes:
        name: a key of `expected_words.PAGES`.
        page: the page, read as if it had just arrived.

    """

    name: str
    page: Page


def keep(folder: Path, asked: Iterable[Asked], profile: SiteProfile) -> None:
    """Write every page of the sites' own that was read, with all values taken out; raises KeptPagesError.

    If a page could not be read this time, or another came in its place, the one kept before stays. A page with none of
    the expected words is kept if there is none yet: it may be the site's own, with every word changed.
    """
    rows = _rows(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        every = [seen for each in asked for seen in each.seen]
        names = {name for seen in every for name in names_on(seen.page, profile)}
        for seen in every:
            name = seen.found.page
            if seen.found.state not in (READ if name in rows else READ | {State.NETWORK_SIGN_IN}):
                continue
            (folder / f"{name}.html").write_text(cleaned(seen.page, profile, names), encoding="utf-8")
            address = Scrub(()).address(seen.page.url)
            rows[name] = {"page": name, "file": f"{name}.html", "address": address, "status": seen.page.status}
        index = {"schema": SCHEMA, "version": __version__, "pages": list(rows.values())}
        (folder / INDEX).write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise KeptPagesError(f"{error.filename or folder}: {error.strerror}") from None


def _rows(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what a folder of this version already holds, by the pages' names."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return {row["page"]: row for row in index["pages"] if index["schema"] == SCHEMA}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def kept(folder: Path) -> tuple[KeptPage, ...]:
    """Return the pages of a folder; raises KeptPagesError."""
    path = folder / INDEX
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        if index["schema"] != SCHEMA:
            raise KeptPagesError(f"{path}: written by another version of this program")
        return tuple(_read(folder, row) for row in index["pages"])
    except OSError as error:
        raise KeptPagesError(f"{error.filename or path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise KeptPagesError(f"{path}: not a folder that --save-pages has written") from None


def _read(folder: Path, row: dict[str, Any]) -> KeptPage:
    name, file = row["page"], folder / Path(row["file"]).name
    if name not in PAGES:
        raise KeptPagesError(f"{folder / INDEX}: no page is called {name}; there are: {', '.join(PAGES)}")
    if file.stat().st_size > MOST:
        raise KeptPagesError(f"{file}: too large")
    source = file.read_text(encoding="utf-8")
    return KeptPage(name, Page(source, str(row["address"]), status=int(row["status"])))


def tried(pages: Iterable[KeptPage], profile: SiteProfile) -> tuple[PageFound, ...]:
    """Hold each kept page against a profile, as `check` would hold the real one."""
    return tuple(_tried(each, profile) for each in pages)


def _tried(kept_page: KeptPage, profile: SiteProfile) -> PageFound:
    return of_words(kept_page.page, PAGES[kept_page.name], profile)
