"""A report for machines: the table of `docs/check.md`, whose keys do not change (`schema` is raised if they must)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ntuh_onboard import __version__
from ntuh_onboard.check.findings import BrowserFound, PageFound, Report, SignInFound, SiteFound, not_checked, pages
from ntuh_onboard.check.profile_trial import Trial, for_one_page
from ntuh_onboard.check.verdict import EXITS, verdict
from ntuh_onboard.check.word_findings import Word

SCHEMA = 1


def as_json(value: object) -> str:
    """Return one line of ASCII, which no terminal, pipe or log can change."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(", ", ": "))


def of_report(report: Report) -> dict[str, Any]:
    """Return the whole report as JSON values."""
    found = verdict(report)
    clock, terminal = report.clock, report.terminal
    return {
        "schema": SCHEMA,
        "version": __version__,
        "verdict": found.value,
        "exit": int(EXITS[found]),
        "checked_at": clock.now.isoformat(timespec="seconds"),
        "profile": {"file": report.profile, "packaged": report.packaged},
        "overrides": dict(report.overrides),
        "inside": report.inside,
        "clock": {"state": clock.state.value, "off_by_seconds": _whole(clock.off)},
        "sites": [_site(each, pages(report.sites)) for each in report.sites],
        "sign_in": _sign_in(report.sign_in),
        "not_checked": [each.page for each in not_checked(report.sites)],
        "terminal": {
            "terminal": terminal.terminal,
            "chinese": terminal.chinese,
            "ascii_only": terminal.ascii_only,
            "colours": terminal.colours,
            "columns": terminal.columns,
            "rows": terminal.rows,
            "encoding": terminal.encoding,
        },
        "keyring": {"state": report.keyring.value},
        "browser": _browser(report.browser),
    }


def of_pages(pages: Sequence[PageFound], beside: Sequence[PageFound] = ()) -> list[dict[str, Any]]:
    """Return pages alone, as `profile try` compares them; `beside` are those of other sites."""
    return [_page(each, beside or pages) for each in pages]


def of_trial(trial: Trial) -> dict[str, Any]:
    """Return the pages before and after, and the differences, by `page.key`."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "before": of_pages(trial.before),
        "after": None if trial.after is None else of_pages(trial.after),
        "mended": list(trial.mended),
        "broken": list(trial.broken),
        "left": list(trial.left),
    }


def _site(site: SiteFound, every: Sequence[PageFound]) -> dict[str, Any]:
    return {
        "site": site.site,
        "host": site.host,
        "state": site.state.value,
        "why": site.why.value if site.why else None,
        "pages": of_pages(site.pages, every),
    }


def _page(page: PageFound, every: Sequence[PageFound]) -> dict[str, Any]:
    return {
        "page": page.page,
        "access": page.access.value,
        "state": page.state.value,
        "why": page.why.value if page.why else None,
        "status": page.status,
        "said": page.said,
        "off_by_seconds": _whole(page.off),
        "words": [_word(each, for_one_page(page, each, every)) for each in page.words],
        "remarks": [{"sort": each.sort.value, "text": each.text} for each in page.remarks],
    }


def _word(word: Word, one_page: str) -> dict[str, Any]:
    return {
        "key": word.key,
        "table": word.table,
        "sort": word.sort.value,
        "words": list(word.words),
        "where": word.where,
        "needed": word.needed,
        "state": word.held.value,
        "found": word.count,
        "near": list(word.near),
        "for_one_page": one_page,
    }


def _browser(found: BrowserFound) -> dict[str, Any]:
    return {"state": found.state.value, "installed": list(found.installed), "refused": dict(found.refused)}


def _sign_in(found: SignInFound | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"state": found.state.value, "said": found.said, "signed_out": found.signed_out}


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
