"""`ntuh-onboard kiosk ntuh|demo`: a computer on show, at which one student after another sits down; POSIX only."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ntuh_onboard
from ntuh_onboard.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.kiosk.app import KioskApp
    from ntuh_onboard.kiosk.seat import Seat
    from ntuh_onboard.settings import Settings

RECORDED_BY = ("TMUX", "STY")
"""Set inside tmux and screen, which keep what was shown (section C, place 12)."""
_BOOT = "import sys; sys.path.insert(0, {folder!r}); from ntuh_onboard.cli import main; sys.exit(main())"


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    kiosk = commands.add_parser(
        "kiosk", parents=[shared], help="one student after another at this terminal, until it is ended by a signal"
    )
    kiosk.add_argument("which", choices=("ntuh", "demo"), help="the hospital's own pages, or the simulated hospital")
    kiosk.add_argument("--counts", metavar="FILE", help="write how many started, finished or stopped where, a day")
    kiosk.add_argument("--profile", metavar="FILE", help="what is known of the pages, in place of the packaged file")
    kiosk.add_argument("--ca-file", metavar="FILE", help="authorities to trust in place of the system's")
    kiosk.add_argument("--proxy", metavar="URL", help="the way out of this network; never taken from the environment")
    kiosk.add_argument("--child", default="", help=argparse.SUPPRESS)


def main(given: argparse.Namespace) -> int:
    """Serve students until SIGTERM or SIGHUP; returns 143 or 129, or what is wrong with this machine."""
    if given.own_device:
        return _refused("a kiosk is nobody's own device")
    if os.name != "posix":
        return _refused("the terminal kiosk needs Linux or macOS; on Windows serve the wizard to a browser")
    if given.child:
        return _sit(given)
    recorded = [name for name in RECORDED_BY if os.environ.get(name)]
    if recorded:
        return _refused(f"{recorded[0]} is set: a terminal that keeps what was shown is no place for a kiosk")
    return supervise(given, command(given))


def command(given: argparse.Namespace, program: Sequence[str] = ()) -> list[str]:
    """What starts a student's process. program: in place of this Python and this package, for tests."""
    boot = _BOOT.format(folder=str(Path(ntuh_onboard.__file__).resolve().parents[1]))
    start = program or (sys.executable, "-I", "-W", "ignore", "-c", boot)
    flags = {"--lang": given.language, "--journey": given.journey, "--profile": given.profile}
    flags |= {"--ca-file": given.ca_file, "--proxy": given.proxy}
    told = [f"{name}={value}" for name, value in flags.items() if value is not None]
    return [*start, "kiosk", given.which, *told, *(["--ascii"] if given.ascii else [])]


def supervise(given: argparse.Namespace, child: Sequence[str]) -> int:
    """Be the supervisor of processes that this command starts."""
    from ntuh_onboard.errors import OnboardError
    from ntuh_onboard.kiosk.console import Console, NoTerminal
    from ntuh_onboard.kiosk.counts import Counts
    from ntuh_onboard.kiosk.supervisor import Supervisor

    try:
        _checked(given)
        console = Console()
    except (OnboardError, NoTerminal) as error:
        return _refused(str(error))
    return Supervisor(child, console, Counts(Path(given.counts) if given.counts else None)).run()


def _checked(given: argparse.Namespace) -> Settings:
    """The settings, judged before anything is shown; raises OnboardError."""
    from ntuh_onboard import profile, provenance
    from ntuh_onboard.commands.wizard import settings_of

    chosen = settings_of(given)
    if given.which == "ntuh":
        provenance.judge(chosen, profile.load(Path(chosen.profile) if chosen.profile else None))
    return chosen


def _sit(given: argparse.Namespace) -> int:
    """Be one student's process."""
    from ntuh_onboard.kiosk.seat import Seat, sit

    turn, telling = (int(each) for each in given.child.split(","))
    sit(lambda seat: _wizard(given, seat), Seat(turn, telling))


def _wizard(given: argparse.Namespace, seat: Seat) -> KioskApp:
    """The wizard of one student; the hospital is the one that was asked for, and never becomes the other."""
    from ntuh_onboard.clock import SystemClock
    from ntuh_onboard.commands.wizard import practice, real, settings_of
    from ntuh_onboard.kiosk.app import KioskApp

    chosen = settings_of(given)
    scene, lane = practice(chosen, "fresh") if given.which == "demo" else real(chosen)
    return KioskApp(scene, lane, SystemClock(), seat, provider=chosen.provider, journey=chosen.journey)


def _refused(why: str) -> int:
    sys.stderr.write(f"kiosk: {why}\n")
    return Exit.CONFIGURATION
