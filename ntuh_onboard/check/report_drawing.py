"""A report for people, drawn with rich: it fits 80 columns; text from outside is never markup (T-02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ntuh_onboard.check import finding_sentences
from ntuh_onboard.check.findings import (
    Access,
    KeyringState,
    PageFound,
    Report,
    SiteFound,
    State,
    TerminalFound,
    not_checked,
    pages,
)
from ntuh_onboard.check.profile_trial import Trial, for_one_page
from ntuh_onboard.check.verdict import Verdict, verdict
from ntuh_onboard.check.word_findings import OF_THE_PAGE, REWORDED, Word
from ntuh_onboard.texts.sentences import Texts

ALL_COLOURS = 256**3
GOOD, WARN, BAD, QUIET = "green", "yellow", "bold red", "dim"
_STYLES = {
    State.OK: GOOD,
    State.MAINTENANCE: WARN,
    State.WORDS_CHANGED: WARN,
    State.NEEDS_BROWSER: WARN,
    State.NOT_ASKED: QUIET,
}
_VERDICTS = {
    Verdict.OK: GOOD,
    Verdict.PARTLY_CHECKED: WARN,
    Verdict.MAINTENANCE: WARN,
    Verdict.WORDS_CHANGED: WARN,
    Verdict.NEEDS_BROWSER: WARN,
}


@dataclass(frozen=True, slots=True)
class Pen:
    """How a report is drawn.

    Attributes:
        texts: the language.
        ascii_only: whether lines of boxes are drawn with ASCII.

    """

    texts: Texts
    ascii_only: bool = False

    def table(self, *columns: str) -> Table:
        """Return a table with these headings; the last column takes the rest of the width."""
        made = Table(box=box.ASCII if self.ascii_only else box.SIMPLE_HEAD, pad_edge=False, expand=False)
        for each in columns:
            made.add_column(Text(each), overflow="fold")
        return made

    def say(self, key: str, **values: object) -> str:
        """Return a sentence."""
        return self.texts.say(f"check.{key}", **values)


def drawn(report: Report, pen: Pen, *, brief: bool = False) -> Iterator[RenderableType]:
    """Draw the report from its verdict on; `brief`: only what is wrong, which fits a desk's screen of 24 lines."""
    yield from _head(report, pen)
    yield _sites(report.sites, pen)
    if report.sign_in is not None:
        for line, well in finding_sentences.sign_in_lines(pen.texts, report.sign_in):
            yield Text(line, GOOD if well else BAD)
    yield from _unread(report, pen, brief=brief)
    yield Text(finding_sentences.inside_line(pen.texts, report.inside))
    yield Text(finding_sentences.clock_line(pen.texts, report.clock))
    first = [each.first for each in report.sites]
    found = [page for page in pages(report.sites) if page.words or page.remarks or (page.failed and page not in first)]
    yield from drawn_pages(found, pen, brief=brief)
    if not brief:
        yield Text("")
        yield Text(_terminal(report.terminal, pen))
        yield Text(_keyring(report.keyring, pen))
        yield from (Text(line) for line in finding_sentences.browser_lines(pen.texts, report.browser))


def drawn_pages(found: Sequence[PageFound], pen: Pen, *, brief: bool = False) -> Iterator[RenderableType]:
    """Draw the words of each page: those found in a row, the others with what is there instead.

    Public pages come apart from those behind a sign-in.
    """
    shown = [each for each in found if each.state is not State.OK] if brief else found
    public = [each for each in shown if each.access is Access.PUBLIC]
    behind = [each for each in shown if each.access is not Access.PUBLIC]
    for group, of_group in (("public", public), ("behind", behind)):
        if of_group and behind and not brief:
            yield Text("")
            yield Text(pen.say(f"group.{group}"), "reverse")
        for page in of_group:
            yield from _page(page, found, pen, brief=brief)


def _page(page: PageFound, beside: Sequence[PageFound], pen: Pen, *, brief: bool) -> Iterator[RenderableType]:
    """Draw one page; the pages beside it tell whether a word serves two places."""
    counted = finding_sentences.counted(pen.texts, page) if page.words else ""
    yield Text("")
    yield Text(pen.say("page", page=pen.say(f"page.{page.page}"), counted=counted).rstrip(), "bold")
    if page.failed and not page.words:
        yield Padding(Text(finding_sentences.page_state(pen.texts, page), BAD), (0, 0, 0, 2))
    yield from _words(page, beside, pen, brief=brief)
    for remark in (each for each in page.remarks if each.stops or not brief):
        line = Text(finding_sentences.remark_of(pen.texts, remark), BAD if remark.stops else QUIET)
        yield Padding(line, (0, 0, 0, 2))


def _words(page: PageFound, beside: Sequence[PageFound], pen: Pen, *, brief: bool) -> Iterator[RenderableType]:
    """Draw which words are there, in one line, and each that is not."""
    troubled = [each for each in page.words if finding_sentences.trouble_of(pen.texts, each)]
    there = [each for each in page.words if each not in troubled]
    if there and not brief:
        yield _row(pen.say("found"), "  ".join(finding_sentences.name_of(pen.texts, each) for each in there), GOOD)
    for word in (each for each in troubled if each.to_mend or each.stops or not brief):
        yield from _trouble(word, pen, for_one_page(page, word, beside))


def drawn_trial(trial: Trial, pen: Pen, before: str, after: str) -> Iterator[RenderableType]:
    """Draw kept pages before and after; `before` and `after` are the files of the two profiles."""
    yield Text(pen.say("before", file=before), "reverse")
    yield from drawn_pages(trial.before, pen)
    if trial.after is not None:
        yield Text("")
        yield Text(pen.say("after", file=after), "reverse")
        yield from drawn_pages(trial.after, pen)
    yield Text("")
    for name, style in (("mended", GOOD), ("broken", BAD), ("left", WARN)):
        found: tuple[str, ...] = getattr(trial, name)
        if found:
            yield Text(f"{pen.say(f'trial.{name}', count=len(found))}  {'  '.join(found)}", style)
    if not trial.left:
        yield Text(pen.say("trial.none_left"), GOOD)


def _head(report: Report, pen: Pen) -> Iterator[RenderableType]:
    found = verdict(report)
    at = report.clock.now.strftime("%Y/%m/%d %H:%M:%S")
    yield Text(pen.say("head", at=at), QUIET)
    yield Text(pen.say(f"verdict.{found}"), _VERDICTS.get(found, BAD))
    for line in finding_sentences.advice(pen.texts, report):
        yield Text(line)
    yield from (Text(line, WARN) for line in finding_sentences.overrides(pen.texts, report))
    yield Text("")


def _sites(sites: Sequence[SiteFound], pen: Pen) -> Table:
    table = pen.table(pen.say("column.site"), pen.say("column.host"), pen.say("column.state"))
    for each in sites:
        style = _STYLES.get(each.state, BAD)
        table.add_row(
            Text(pen.say(f"site.{each.site}")),
            Text(each.host),
            Text(finding_sentences.state_of(pen.texts, each), style),
        )
        for page in each.pages:
            if page.said:
                table.add_row(Text(""), Text(""), Text(page.said, QUIET))
    return table


def _unread(report: Report, pen: Pen, *, brief: bool) -> Iterator[RenderableType]:
    """Draw what was not read apart from what was."""
    left_out = not_checked(report.sites)
    if left_out and brief:
        yield Text(pen.say("unread.brief", count=len(left_out)), WARN)
    elif left_out:
        yield Text(pen.say("unread"), "bold")
        yield from (Padding(Text(each, WARN), (0, 0, 0, 2)) for each in finding_sentences.unread(pen.texts, report))
        yield Text("")


def _trouble(word: Word, pen: Pen, one_page: str) -> Iterator[RenderableType]:
    """Draw what is wrong with a word; `one_page` is the profile line that mends it on one page of several."""
    style = WARN if word.held in REWORDED or not word.needed else BAD
    yield _row(finding_sentences.trouble_of(pen.texts, word), finding_sentences.name_of(pen.texts, word), style)
    if word.held in OF_THE_PAGE:  # nobody is sent to a line that cannot help
        return
    for line in (finding_sentences.near_of(pen.texts, word), finding_sentences.place_of(pen.texts, word)):
        if line:
            yield Padding(Text(line), (0, 0, 0, 6))
    if one_page:
        yield Padding(Text(pen.say("for_one_page", line=one_page)), (0, 0, 0, 6))


def _row(label: str, text: str, style: str) -> Padding:
    return Padding(Text.assemble((f"{label}  ", style), text), (0, 0, 0, 2))


def _terminal(found: TerminalFound, pen: Pen) -> str:
    if not found.terminal:
        return pen.say("terminal.none")
    chinese = pen.say("terminal.chinese" if found.chinese else "terminal.no_chinese")
    lines = pen.say("terminal.plain" if found.ascii_only else "terminal.fine")
    room = pen.say("terminal.room" if found.roomy else "terminal.small", columns=found.columns, rows=found.rows)
    return pen.say("terminal", chinese=chinese, lines=lines, colours=_colours(found, pen), room=room)


def _colours(found: TerminalFound, pen: Pen) -> str:
    if found.colours >= ALL_COLOURS:
        return pen.say("terminal.all_colours")
    return pen.say("terminal.colours" if found.colours else "terminal.no_colours", number=found.colours)


def _keyring(found: KeyringState, pen: Pen) -> str:
    return pen.say("keyring", state=pen.say(f"keyring.{found}"))
