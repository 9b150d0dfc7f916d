"""The findings in words: which sentence, with which values; no layout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ntuh_onboard.check.findings import (
    Access,
    BrowserFound,
    ClockFound,
    ClockState,
    PageFound,
    Report,
    SignInFound,
    SignInState,
    SiteFound,
    State,
    not_checked,
    pages,
)
from ntuh_onboard.check.verdict import WELL, Verdict, may_be_clock, verdict
from ntuh_onboard.check.word_findings import STILL_FOUND, Held, Remark, Word
from ntuh_onboard.startup import provenance
from ntuh_onboard.texts.sentences import Texts

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS = ((2 * _DAY, _DAY, "days"), (2 * _HOUR, _HOUR, "hours"), (2 * _MINUTE, _MINUTE, "minutes"), (0, 1, "seconds"))


def state_of(texts: Texts, site: SiteFound) -> str:
    """Return in one line the state of a site and why; with the page's name if it is not the first one."""
    page = site.worst
    said = page_state(texts, page)
    if page is site.first:
        return said
    return texts.say("check.because", said=texts.say(f"check.page.{page.page}"), why=said)


def page_state(texts: Texts, page: PageFound) -> str:
    """Return the state of a page, and why."""
    said, why = texts.say(f"check.state.{page.state}"), f"check.why.{page.why}"
    if page.why is not None and texts.has(why) and page.state not in {State.NETWORK_SIGN_IN, State.OTHER_HOST}:
        return texts.say("check.because", said=said, why=texts.say(why))
    return said


def name_of(texts: Texts, word: Word) -> str:
    """Return a word of the profile as a person finds it on the page; an entry without words by our name for it."""
    if not word.words:
        return texts.say(f"check.thing.{word.key}")
    quoted = " / ".join(f"「{each}」" for each in word.words)
    gloss = f"word.{word.key}"
    return f"{quoted} ({texts.say(gloss)})" if word.table == "words" and texts.has(gloss) else quoted


def place_of(texts: Texts, word: Word) -> str:
    """Return where its line is: the file's name, the line's number, and what is left of the `=`."""
    path, _, line = word.where.rpartition(", line ")
    if not path:
        return f"{Path(word.where).name}: {word.key}"
    return texts.say("check.place", file=Path(path).name, line=line, left=word.key)


def amount(texts: Texts, seconds: float) -> str:
    """Return a length of time, roughly."""
    whole = abs(seconds)
    size, unit = next((size, unit) for least, size, unit in _UNITS if whole >= least)
    return texts.say(f"check.amount.{unit}", number=round(whole / size))


def clock_line(texts: Texts, clock: ClockFound) -> str:
    """Return how the computer's clock compares with the hospital's."""
    if clock.off is None:
        return texts.say("check.clock.unknown", now=clock.now.strftime("%Y/%m/%d %H:%M"))
    if clock.state is ClockState.OK:
        return texts.say("check.clock.ok")
    key = "check.clock.fast" if clock.off > 0 else "check.clock.slow"
    return texts.say(key, amount=amount(texts, clock.off))


def inside_line(texts: Texts, inside: bool | None) -> str:  # noqa: FBT001  # one of three answers, not a switch
    """Return whether this is the hospital's network."""
    key = {True: "yes", False: "no", None: "unknown"}[inside]
    return texts.say(f"check.inside.{key}")


def overrides(texts: Texts, report: Report) -> Iterator[str]:
    """Yield what differs from what came with the program, as the wizard's banner says it (J0.1)."""
    for key, values in provenance.sentences(report.overrides, paths=True):
        yield texts.say(key, **values)


def advice(texts: Texts, report: Report) -> Iterator[str]:
    """Yield what to do about the findings, one line each."""
    found = verdict(report)
    yield texts.say(f"check.advice.{found}")
    if any(may_be_clock(report.clock, each) for each in pages(report.sites)):
        now = report.clock.now.strftime("%Y/%m/%d %H:%M")
        yield texts.say("check.advice.dates", now=now)
    elif report.clock.state is ClockState.OFF and found is not Verdict.CLOCK:
        yield texts.say("check.advice.clock")
    if found not in WELL | {Verdict.MAINTENANCE}:
        yield texts.say("check.advice.desk")


def sign_in_lines(texts: Texts, found: SignInFound) -> Iterator[tuple[str, bool]]:
    """Yield the result of the staff's own sign-in, line by line, each with whether it is good."""
    yield texts.say(f"check.sign_in.{found.state}", said=found.said), found.state is SignInState.DONE
    if found.signed_out is not None:
        yield texts.say(f"check.sign_in.{'out' if found.signed_out else 'not_out'}"), found.signed_out


def browser_lines(texts: Texts, found: BrowserFound) -> Iterator[str]:
    """Yield which browsers are there and whether one can be driven, and what was refused in it."""
    names = texts.say("check.and").join(found.installed)
    yield texts.say("check.browser", state=texts.say(f"check.browser.{found.state}", names=names))
    if found.refused:
        hosts = ", ".join(f"{host} ({times})" for host, times in sorted(found.refused.items()))
        yield texts.say("check.refused", hosts=hosts)


def unread(texts: Texts, report: Report) -> Iterator[str]:
    """Yield which pages were not read, one line for each reason, and how they can be."""
    left_out = not_checked(report.sites)
    for access in Access:
        fitting = (each for each in left_out if (Access.PUBLIC if each.why is not None else each.access) is access)
        named = [texts.say(f"check.page.{each.page}") for each in fitting]
        if named:
            yield texts.say(f"check.unread.{access}", pages=texts.say("check.and").join(named))


def counted(texts: Texts, page: PageFound) -> str:
    """Return how many of the page's words were found."""
    found = sum(each.held in STILL_FOUND for each in page.words)
    return texts.say("check.counted", found=found, all=len(page.words))


def trouble_of(texts: Texts, word: Word) -> str:
    """Return what is wrong with one word; empty if nothing is."""
    if word.held in {Held.FOUND, Held.ONLY_ONE}:
        return ""
    optional = "" if word.needed else "_optional"
    return texts.say(f"check.held.{word.held}{optional if word.held is Held.MISSING else ''}", count=word.count)


def remark_of(texts: Texts, remark: Remark) -> str:
    """Return what else was seen on a page."""
    return texts.say(f"check.remark.{remark.sort}", text=remark.text)


def near_of(texts: Texts, word: Word) -> str:
    """Return what is on the page instead; empty if nothing is similar."""
    if not word.near:
        return ""
    return texts.say("check.near", words=" ".join(f"「{each}」" for each in word.near))
