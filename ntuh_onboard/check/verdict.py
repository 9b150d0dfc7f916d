"""The verdict: what the sites' answers say together, and how the run ends. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from statistics import median

from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.check.findings import (
    ABSENT,
    ITS_OWN,
    READ,
    READABLE,
    ClockFound,
    ClockState,
    PageFound,
    Report,
    SiteFound,
    State,
    not_checked,
    pages,
)
from ntuh_onboard.check.word_findings import STILL_FOUND
from ntuh_onboard.startup.exits import Exit

_BY_DATE = frozenset({Why.CERT_EXPIRED, Why.CERT_NOT_YET})


class Verdict(StrEnum):
    """What is wrong, in one word: the first of these that holds, the worst first."""

    CLOCK = "clock"
    NETWORK_SIGN_IN = "network_sign_in"
    UNTRUSTED = "untrusted"
    UNREACHABLE = "unreachable"
    MAINTENANCE = "maintenance"
    WORDS_CHANGED = "words_changed"
    NEEDS_BROWSER = "needs_browser"
    PARTLY_CHECKED = "partly_checked"
    OK = "ok"


EXITS = {
    Verdict.OK: Exit.DONE,
    Verdict.WORDS_CHANGED: Exit.UNRECOGNISED,
    Verdict.NEEDS_BROWSER: Exit.UNRECOGNISED,
    Verdict.PARTLY_CHECKED: Exit.PARTLY_CHECKED,
    Verdict.MAINTENANCE: Exit.MAINTENANCE,
    Verdict.UNREACHABLE: Exit.UNREACHABLE,
    Verdict.UNTRUSTED: Exit.UNREACHABLE,
    Verdict.NETWORK_SIGN_IN: Exit.NETWORK_SIGN_IN,
    Verdict.CLOCK: Exit.CLOCK,
}
WELL = frozenset({Verdict.PARTLY_CHECKED, Verdict.OK})
"""Nothing that was read is wrong."""
_OF_STATE = {
    State.OK: Verdict.OK,
    State.NOT_ASKED: Verdict.OK,
    State.WORDS_CHANGED: Verdict.WORDS_CHANGED,
    State.NEEDS_BROWSER: Verdict.NEEDS_BROWSER,
    State.PAGE_MISSING: Verdict.WORDS_CHANGED,
    State.MAINTENANCE: Verdict.MAINTENANCE,
    State.SERVER_ERROR: Verdict.UNREACHABLE,
    State.UNREACHABLE: Verdict.UNREACHABLE,
    State.OTHER_HOST: Verdict.WORDS_CHANGED,
    State.UNTRUSTED: Verdict.UNTRUSTED,
    State.NETWORK_SIGN_IN: Verdict.NETWORK_SIGN_IN,
}


def together(sites: Sequence[SiteFound]) -> tuple[SiteFound, ...]:
    """Return the sites with what only all of them tell: a network that answers in place of every site (F10).

    It redirects every site to another host, or shows the same page, with none of the words, for every site.
    """
    first = [each.first for each in sites]
    led_away = all(each.state is State.OTHER_HOST for each in first)
    same = len({each.look for each in first}) == 1 and all(_strange(each) for each in first)
    if len(sites) < 2 or not (led_away or same):
        return tuple(sites)
    return tuple(_signed_in_first(each) for each in sites)


def _strange(page: PageFound) -> bool:
    """Return whether nothing on it is what the profile describes."""
    return page.state in READ - {State.OK} and not any(each.held in STILL_FOUND for each in page.words)


def _signed_in_first(site: SiteFound) -> SiteFound:
    first = replace(site.first, state=State.NETWORK_SIGN_IN, words=())
    return replace(site, pages=(first, *(replace(each, state=State.NOT_ASKED) for each in site.pages[1:])))


def inside(sites: Sequence[SiteFound], tells: str | None) -> bool | None:
    """Return whether this is the hospital's network, by the site that the profile names; None if that cannot be told.

    Reachable does not mean inside (J0.2): only the profile's own test claims it, and only by a page of the site's own.
    """
    site = next((each for each in sites if each.site == tells), None)
    if site is None:
        return None
    state = site.first.state
    if state in READ or state is State.MAINTENANCE:
        return True
    return False if state in ABSENT else None


def skew(sites: Sequence[SiteFound]) -> float | None:
    """Return how many seconds the computer's clock is ahead of the sites', by the median of what they say."""
    told = [each.off for each in pages(sites) if each.off is not None and each.state in ITS_OWN]
    return median(told) if told else None


def verdict(report: Report) -> Verdict:
    """Return what is wrong, in one word; a clock that is off comes first if it explains what a certificate says.

    Nothing that was not read is well: if a page that a check can read was left out, only a part was checked.
    """
    states = [_OF_STATE[each.state] for each in pages(report.sites)]
    states += [Verdict.PARTLY_CHECKED for each in not_checked(report.sites) if each.access in READABLE]
    worst = min(states, key=list(Verdict).index, default=Verdict.OK)
    off = report.clock.state is ClockState.OFF
    if not off:
        return worst
    untrusted = [each for each in pages(report.sites) if each.state is State.UNTRUSTED]
    by_date = worst is Verdict.UNTRUSTED and all(each.why in _BY_DATE for each in untrusted)
    return Verdict.CLOCK if by_date or worst in WELL else worst


def may_be_clock(clock: ClockFound, page: PageFound) -> bool:
    """Return whether a certificate was refused for its dates, which the computer's own clock decides (CK)."""
    return page.why in _BY_DATE and clock.state is not ClockState.OK
