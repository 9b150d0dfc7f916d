"""What the commands for the hospital's staff share: they assemble settings, profile, words, clock and terminal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from ntuh_onboard.backend.web.profile.site_profile import SiteProfile, load_site
from ntuh_onboard.backend.web.sites.site_engines import SiteEngines
from ntuh_onboard.check import asking, json_report, kept_pages, surroundings
from ntuh_onboard.check.asking import Asked
from ntuh_onboard.check.driven_browser import DrivenBrowser
from ntuh_onboard.check.findings import READ, ClockFound, Report, SignInFound, not_checked
from ntuh_onboard.check.inner_pages import InnerPages, Staff
from ntuh_onboard.check.profile_trial import Trial
from ntuh_onboard.check.repeated_check import Ending, Pauses, ended_from_outside, repeat
from ntuh_onboard.check.report_drawing import Pen, drawn, drawn_trial
from ntuh_onboard.check.verdict import EXITS, Verdict, inside, skew, together, verdict
from ntuh_onboard.commands.composition import drawable, profile_of, settings_of
from ntuh_onboard.common.clock import Clock, SystemClock
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.profiles.hospital_profile import PACKAGED, named
from ntuh_onboard.startup import provenance, settings
from ntuh_onboard.startup.exits import Exit


class NoTerminal(OnboardError):
    """A person is to be asked, but there is no terminal to ask at."""


def console_of() -> Console:
    """Return standard output that never fails at a character which the terminal does not have."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False, emoji=False, markup=False)


def pen_of(chosen: settings.Settings, profile: SiteProfile) -> Pen:
    """Return the language and the kind of table lines, as the wizard chooses them."""
    texts, ascii_only = drawable(chosen, profile.profile)
    return Pen(texts, ascii_only=ascii_only)


@dataclass
class Desk:
    """One check, or one after another.

    Attributes:
        chosen: the settings.
        profile: the hospital's pages.
        console: where the findings go.
        pen: how they are drawn.
        json: whether they are printed for machines instead.
        folder: where the pages are kept; None if they are not.
        browser: the browser that pages may be read in.
        staff: who signs in to the portal; None for nobody.

    """

    chosen: settings.Settings
    profile: SiteProfile
    console: Console
    pen: Pen
    json: bool
    folder: Path | None
    browser: DrivenBrowser
    staff: Staff | None = None

    @classmethod
    def of(cls, given: argparse.Namespace) -> Desk:
        """Return the desk for a command line; raises OnboardError if a file or a flag is wrong."""
        chosen = settings_of(given)
        profile = load_site(profile=profile_of(chosen))
        provenance.judge(chosen, profile.profile)
        folder = Path(given.save_pages) if given.save_pages else None
        pen = pen_of(chosen, profile)
        staff = _at_terminal(pen) if given.sign_in else None
        browser = DrivenBrowser(chosen.engine or profile.rules.get("engine", "auto"), chosen.browser)
        return cls(chosen, profile, console_of(), pen, given.json, folder, browser, staff)

    def once(self) -> int:
        """Check, say what was found, and return the exit status; raises OnboardError if pages cannot be kept."""
        waiting = self.console.status(self.pen.say("asking")) if self._draws else nullcontext()
        clock = SystemClock()
        with waiting:
            asked = self._asked(clock)
        report = self._report(*self._with_inner(asked), clock)
        if self.json:
            self._line(report)
        else:
            self.console.print(*drawn(report, self.pen), sep="\n")
            if self.folder is not None:
                count = len(kept_pages.kept(self.folder))
                self.console.print(Text(self.pen.say("saved", count=count, folder=str(self.folder))))
        return EXITS[verdict(report)]

    def watch(self, every: float) -> NoReturn:
        """Check again and again until interrupted; on a terminal each check is painted over the last.

        Ends by SystemExit, with the status of the signal that ended it.
        """
        pauses = Pauses(every)
        with ended_from_outside() as ending:
            if self.json or not self.console.is_terminal:
                repeat(self._printed, pauses, ending.rest)
            with Live(console=self.console, screen=True, auto_refresh=False) as live:
                live.update(Text(self.pen.say("asking")), refresh=True)
                shown: list[RenderableType] = []
                repeat(partial(self._painted, live, shown), pauses, partial(self._rest, ending, live, shown))

    @property
    def _draws(self) -> bool:
        return self.console.is_terminal and not self.json

    def _checked(self) -> Report:
        clock = SystemClock()
        return self._report(self._asked(clock), None, clock)

    def _asked(self, clock: Clock) -> tuple[Asked, ...]:
        in_browser = self._engines.in_browser
        make = in_browser if self.browser.always else self._engines.plain
        again = None if self.browser.choice is None else in_browser
        return asking.ask_all(self.profile, make, clock, surroundings.readable, again)

    @property
    def _engines(self) -> SiteEngines:
        ca_file = Path(self.chosen.ca_file) if self.chosen.ca_file else None
        return SiteEngines(self.profile, ca_file, self.chosen.proxy or None, browser=self.browser.choice)

    def _with_inner(self, asked: tuple[Asked, ...]) -> tuple[tuple[Asked, ...], SignInFound | None]:
        """Add what a member of staff can read, if the sign-in page is the portal's own."""
        portal = next(each.found.first for each in asked if each.found.site == "portal")
        if self.staff is None or portal.state not in READ:
            return asked, None
        unread = {each.page for each in not_checked([each.found for each in asked])}
        walked = InnerPages(self.profile, self._engines.of, self.staff).walk(unread)
        return tuple(walked.within(each) for each in asked), walked.sign_in

    def _report(self, asked: tuple[Asked, ...], sign_in: SignInFound | None, clock: Clock) -> Report:
        """Keep the pages if that was asked for, and assemble what was found."""
        if self.folder is not None:
            kept_pages.keep(self.folder, asked, self.profile)
        sites = together([each.found for each in asked])
        tells = self.profile.rules.get("inside")
        return Report(
            sites=sites,
            clock=ClockFound(clock.now(), skew(sites)),
            inside=inside(sites, tells),
            terminal=surroundings.terminal_found(self.console, os.environ, sys.platform),
            keyring=surroundings.keyring_found(forbidden="own_device" in self.chosen.by_policy),
            profile=str(self.profile.file),
            packaged=self.profile.profile.packaged,
            overrides=provenance.overrides(self.chosen, self.profile.profile),
            sign_in=sign_in,
            browser=self.browser.found(),
        )

    def _line(self, report: Report) -> None:
        sys.stdout.write(json_report.as_json(json_report.of_report(report)) + "\n")
        sys.stdout.flush()

    def _printed(self) -> Verdict:
        report = self._checked()
        if self.json:
            self._line(report)
        else:
            self.console.print(*drawn(report, self.pen), sep="\n")
            self.console.print()
        return verdict(report)

    def _painted(self, live: Live, shown: list[RenderableType]) -> Verdict:
        report = self._checked()
        shown[:] = drawn(report, self.pen, brief=True)
        return verdict(report)

    def _rest(self, ending: Ending, live: Live, shown: Iterable[RenderableType], seconds: float) -> None:
        at = (SystemClock().now() + timedelta(seconds=seconds)).strftime("%H:%M:%S")
        # At the top, since what does not fit the screen is cut off at the bottom.
        live.update(Group(Text(self.pen.say("next", at=at), "dim"), *shown), refresh=True)
        ending.rest(seconds)


def _at_terminal(pen: Pen) -> Staff:
    """Return the person at this terminal; raises NoTerminal if there is none to type at."""
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise NoTerminal("check --sign-in: a password is typed on a terminal, and there is none here")
    from ntuh_onboard.check.terminal_staff import TerminalStaff

    return TerminalStaff(Console(stderr=True, highlight=False, emoji=False, markup=False), pen)


def trial(given: argparse.Namespace) -> int:
    """Try kept pages with the packaged profile and with the mended file; raises OnboardError if one cannot be read.

    The packaged one is the one that the file extends: the simulator's pages are not judged by the hospital's words.
    """
    # The policy may lock the profile for connections; none is made here.
    chosen = settings.load({key: getattr(given, key, None) for key in ("language", "ascii")})
    mended = Path(given.profile) if given.profile else None
    after = load_site(mended) if mended else None
    before = load_site(named(after.profile.extends) if after and after.profile.extends else PACKAGED)
    pages = kept_pages.kept(Path(given.folder))
    if not pages:
        raise kept_pages.KeptPagesError(
            f"{given.folder}: no page was kept there; `check --save-pages` found none to keep"
        )
    made = Trial(kept_pages.tried(pages, before), kept_pages.tried(pages, after) if after else None)
    if given.json:
        sys.stdout.write(json_report.as_json(json_report.of_trial(made)) + "\n")
    else:
        files = (before.file.name, mended.name if mended else "")
        console_of().print(*drawn_trial(made, pen_of(chosen, after or before), *files), sep="\n")
    return Exit.UNRECOGNISED if made.left else Exit.DONE
