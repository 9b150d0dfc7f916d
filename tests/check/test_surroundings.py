"""Terminal, keyring, pauses and sentences of the check."""

from __future__ import annotations

import contextlib
import io
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from rich.console import Console

from ntuh_onboard.backend.web.failures import Why
from ntuh_onboard.check import finding_sentences
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import ClockFound, KeyringState, PageFound, Report, SiteFound, State, TerminalFound
from ntuh_onboard.check.repeated_check import LEAST, LONGEST, Pauses, ended_from_outside, repeat
from ntuh_onboard.check.report_drawing import Pen, drawn
from ntuh_onboard.check.surroundings import keyring_found, terminal_found
from ntuh_onboard.check.verdict import Verdict
from ntuh_onboard.check.word_findings import OF_THE_PAGE, Held, Sort, Word
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.vault import VaultRefused
from ntuh_onboard.profiles.hospital_profile import SITES, load
from ntuh_onboard.texts.languages import languages
from ntuh_onboard.texts.sentences import Texts
from tests.check.checks import TERMINAL

NOW = ManualClock().now()
EVERY = [Texts(language, load().words) for language in languages()]


def test_what_the_terminal_can_draw_is_looked_at() -> None:
    """Chinese, lines, colours and size, as the wizard's own look says."""
    console = Console(
        file=io.TextIOWrapper(io.BytesIO(), "utf-8"), force_terminal=True, color_system="256", width=80, height=24
    )
    found = terminal_found(console, {"TERM": "xterm-256color"}, "linux")
    assert found == TerminalFound(
        terminal=True, chinese=True, ascii_only=False, colours=256, columns=80, rows=24, encoding="utf-8"
    )
    assert found.roomy
    bare = terminal_found(console, {"TERM": "linux"}, "linux")
    assert (bare.chinese, bare.ascii_only) == (False, True)


def refuse() -> object:
    raise VaultRefused("none")


def test_the_keyring_is_asked_and_never_read() -> None:
    """Ready, missing, forbidden."""

    def errors() -> tuple[type[Exception], ...]:
        return (VaultRefused,)

    assert keyring_found(forbidden=False, make=object, foreign=errors) is KeyringState.READY
    assert keyring_found(forbidden=False, make=refuse, foreign=errors) is KeyringState.MISSING
    assert keyring_found(forbidden=True, make=refuse, foreign=errors) is KeyringState.OFF


def test_a_keyring_that_hangs_holds_nobody_up() -> None:
    """A broken one keeps its first caller for minutes."""
    over = threading.Event()
    try:
        assert keyring_found(forbidden=False, make=over.wait, limit=0.05) is KeyringState.SILENT
    finally:
        over.set()


def test_pauses_grow_while_sites_do_not_answer_and_shrink_at_once() -> None:
    """Twice as long each time, up to ten minutes; as asked for again with the first good answer."""
    pauses = Pauses(60)
    down = [pauses.after(Verdict.UNREACHABLE) for _ in range(6)]
    assert down == [60, 120, 240, 480, LONGEST, LONGEST]
    assert pauses.after(Verdict.WORDS_CHANGED) == 60
    assert pauses.after(Verdict.MAINTENANCE) == 60
    assert pauses.after(Verdict.OK) == 60
    assert Pauses(0.1).after(Verdict.OK) == LEAST
    assert [slow.after(Verdict.UNREACHABLE) for slow in [Pauses(900)] for _ in range(2)] == [900, 900]


def test_a_watch_goes_on_until_it_is_interrupted() -> None:
    """Check, rest, check."""
    verdicts: Iterator[Verdict] = iter([Verdict.OK, Verdict.UNREACHABLE, Verdict.UNREACHABLE])
    rested: list[float] = []

    def once() -> Verdict:
        found = next(verdicts, None)
        if found is None:
            raise KeyboardInterrupt
        return found

    with pytest.raises(KeyboardInterrupt):
        repeat(once, Pauses(10), rested.append)
    assert rested == [10, 10, 20]


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_being_told_to_end_ends_by_the_same_way(name: str, code: int) -> None:
    """Each signal leaves with its own status, through every `with`; what was there before is put back (R-05)."""
    number = getattr(signal, name)
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended, ended_from_outside():
        signal.raise_signal(number)
    assert ended.value.code == code
    assert signal.getsignal(number) is before


def swallowed_then_rest() -> None:
    """Ctrl+C while something swallows it, then the next wait."""
    with ended_from_outside() as ending:
        with contextlib.suppress(SystemExit):
            signal.raise_signal(signal.SIGINT)
        ending.rest(60)


def test_an_interrupt_that_was_swallowed_ends_the_next_wait() -> None:
    """As by a finaliser that ran at that moment: nobody presses Ctrl+C twice."""
    with pytest.raises(SystemExit) as ended:
        swallowed_then_rest()
    assert ended.value.code == 130


def test_a_rest_lasts_as_long_as_it_should() -> None:
    """Where nobody ends it."""
    with ended_from_outside() as ending:
        began = time.monotonic()
        ending.rest(0.3)
    assert time.monotonic() - began >= 0.3


def made(state: State, why: Why | None = None, held: Held = Held.FOUND, off: float | None = 0.0) -> Report:
    """A report in which every page is in this state."""
    words = tuple(
        Word(entry.key, "words" if entry.key in load().words else "ids", entry.sort,
             (load().words[entry.key],) if entry.key in load().words else (), "/a/ntuh.toml, line 9",
             entry.needed, held, 2, ("[bold]近[/bold]", "詞"))
        for entry in PAGES["portal"].entries
    )  # fmt: skip
    sites = tuple(
        SiteFound(site, "portal.ntuh.gov.tw", (PageFound(site, state, why, "維護[/]", 200, words),)) for site in SITES
    )
    return Report(
        sites, ClockFound(NOW, off), None, TERMINAL, KeyringState.READY, "x.toml", packaged=False,
        overrides={"hosts": "127.0.0.1", "file": "x.toml", "proxy": "p", "authority": "a", "backend": "b"},
    )  # fmt: skip


def shown(report: Report, texts: Texts, *, brief: bool = False, ascii_only: bool = False) -> str:
    """What a terminal of 80 columns shows."""
    console = Console(file=io.StringIO(), width=80, highlight=False, emoji=False, markup=False)
    console.print(*drawn(report, Pen(texts, ascii_only), brief=brief), sep="\n")
    text: str = console.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO from above
    return text


@pytest.mark.parametrize("texts", EVERY, ids=lambda texts: texts.language)
@pytest.mark.parametrize("state", sorted(set(State) - {State.NOT_ASKED}))
def test_every_state_has_its_words_and_page_text_is_no_markup(state: State, texts: Texts) -> None:
    """In both languages; what a page says is drawn as it came (T-02)."""
    text = shown(made(state), texts)
    assert texts.say(f"check.state.{state}") in text
    assert "維護[/]" in text


@pytest.mark.parametrize("texts", EVERY, ids=lambda texts: texts.language)
@pytest.mark.parametrize("why", Why)
def test_every_reason_has_its_words(why: Why, texts: Texts) -> None:
    """And a certificate refused for its dates points at the clock, with what it says."""
    report = made(State.UNTRUSTED, why, off=None)
    said = texts.say(f"check.why.{why}")
    assert finding_sentences.state_of(texts, report.sites[0]).endswith(said)
    lines = list(finding_sentences.advice(texts, report))
    assert any("2026/11/24 09:41" in line for line in lines) is (why in {Why.CERT_EXPIRED, Why.CERT_NOT_YET})


@pytest.mark.parametrize("texts", EVERY, ids=lambda texts: texts.language)
@pytest.mark.parametrize("held", Held)
def test_every_word_is_listed_with_what_became_of_it(held: Held, texts: Texts) -> None:
    """Found ones in a row; others with the nearest words and the line of the profile."""
    text = shown(made(State.WORDS_CHANGED, held=held), texts)
    wrong = held not in {Held.FOUND, Held.ONLY_ONE} | OF_THE_PAGE  # no line is named that cannot help
    assert ("[bold]近[/bold]" in text) is wrong
    assert ("ntuh.toml" in text) is wrong
    assert f"「{load().words['captcha']}」" in text


@pytest.mark.parametrize("texts", EVERY, ids=lambda texts: texts.language)
def test_the_help_desk_and_what_was_overridden_are_named(texts: Texts) -> None:
    """261120 where something is wrong; hosts and file wherever it is not the packaged hospital (J0.1)."""
    text = shown(made(State.UNREACHABLE), texts)
    assert "261120" in text
    assert "x.toml" in text
    assert "261120" not in shown(made(State.OK), texts)


@pytest.mark.parametrize("verdict", Verdict)
def test_no_jargon_is_shown_in_chinese(verdict: Verdict) -> None:
    """Staff read it at a ward's PC: no word of the protocols."""
    texts = EVERY[0]
    said = texts.say(f"check.verdict.{verdict}") + texts.say(f"check.advice.{verdict}")
    assert not any(each in said for each in ("TLS", "DNS", "HTTP", "SSL", "timeout"))


def test_a_desks_view_shows_only_what_is_wrong() -> None:
    """So that it fits a screen of 24 lines, with all sites in trouble too."""
    texts = EVERY[0]
    whole, brief = (shown(made(State.OK), texts, brief=each) for each in (False, True))
    assert "「院區」" in whole
    assert "「院區」" not in brief
    assert len(brief.splitlines()) <= 22


def test_ascii_is_drawn_without_any_line_of_a_box() -> None:
    """For a console whose font has none."""
    text = shown(made(State.OK), EVERY[1], ascii_only=True)
    assert not any("\u2500" <= each <= "\u257f" for each in text)


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (-7200.0, "2 hours"),
        (90.0, "90 seconds"),
        (-600.0, "10 minutes"),
        (timedelta(days=400).total_seconds(), "400 days"),
    ],
)
def test_a_clocks_error_is_said_in_a_persons_units(off: float, said: str) -> None:
    """Ahead or behind."""
    line = finding_sentences.clock_line(EVERY[1], ClockFound(NOW, off))
    assert said in line
    assert ("ahead" in line) is (off > 0)


def test_every_sort_of_word_is_asked_for_somewhere() -> None:
    """No finder is left that nothing uses."""
    assert {entry.sort for page in PAGES.values() for entry in page.entries} == set(Sort)
