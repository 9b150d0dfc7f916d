"""`ntuh-onboard kiosk ntuh|demo`: a public computer for one student after another; POSIX only."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_hospital, out_of_place, refused, unwritable
from ntuh_onboard.commands.student_process import command, judged, opened
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.startup.isolation import command as isolated

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.kiosk.kiosk_app import KioskApp
    from ntuh_onboard.kiosk.seat import Seat

_OUT_OF_SERVICE = ("系統暫停服務", "Out of service")
RECORDED_BY = ("TMUX", "STY")
"""Variables set by tmux and screen, which keep what was shown (section C, place 12)."""


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    kiosk = commands.add_parser(
        "kiosk", parents=[shared], help="one student after another at this terminal, until it is ended by a signal"
    )
    of_hospital(kiosk)
    kiosk.add_argument("--counts", metavar="FILE", help="write how many started, finished or stopped where, a day")
    kiosk.add_argument("--child", default="", help=argparse.SUPPRESS)


def main(given: argparse.Namespace) -> int:
    """Serve students until SIGTERM or SIGHUP; returns 143 or 129, or a status if this machine is not fit for it."""
    why = _why_unfit(given)
    if why:
        return refused(given.command, why)
    return _sit(given) if given.child else supervise(given, isolated())


def _why_unfit(given: argparse.Namespace) -> str:
    """Return why this machine, terminal or command line is not fit for a kiosk; empty if it is."""
    if given.own_device:
        return "a kiosk is nobody's own device"
    if why := out_of_place(given):
        return why
    if os.name != "posix":
        return "the terminal kiosk needs Linux or macOS; on Windows serve the wizard to a browser"
    if why := unwritable("--counts", given.counts):
        return why
    recorded = next((name for name in RECORDED_BY if os.environ.get(name)), "")
    return f"{recorded} is set: a terminal that keeps what was shown is no place for a kiosk" if recorded else ""


def supervise(given: argparse.Namespace, program: Sequence[str]) -> int:
    """Supervise students' processes. `program`: what runs each of them; tests pass another."""
    from ntuh_onboard.common.errors import OnboardError
    from ntuh_onboard.kiosk.console import Console, NoTerminal
    from ntuh_onboard.kiosk.counts import Counts
    from ntuh_onboard.kiosk.supervisor import Supervisor

    try:
        judged(given)
        _judge_engine(given)
        console = Console()
    except OnboardError as error:
        return refused(given.command, str(error))
    except NoTerminal as error:
        refused(given.command, str(error))
        return Exit.NO_TERMINAL
    counts = Counts(Path(given.counts) if given.counts else None)
    return Supervisor(command(given, program), console, counts, lambda: _broken(given)).run()


def _judge_engine(given: argparse.Namespace) -> None:
    """Refuse a browser at a kiosk; raises SettingsError. Its students' processes may write no file, and it must."""
    from ntuh_onboard.commands.composition import settings_of
    from ntuh_onboard.startup.settings import SettingsError

    if settings_of(given).engine == "browser":
        raise SettingsError(
            "--engine browser: at a kiosk no file may be written, and a browser must write some; "
            "without it, the card for one's own browser is shown where a page needs its script"
        )


def _broken(given: argparse.Namespace) -> Sequence[str]:
    """Return what to show if no student's process can start, and for staff what is wrong with the configuration.

    No catalogue is loaded in this process.
    """
    from ntuh_onboard.common.errors import OnboardError
    from ntuh_onboard.common.safe_text import safe_line
    from ntuh_onboard.startup import terminal

    said = [*_OUT_OF_SERVICE[0 if terminal.here().chinese else 1 :]]
    try:
        judged(given)
    except OnboardError as error:
        said += ["", safe_line(str(error))]
    return said


def _sit(given: argparse.Namespace) -> int:
    """Run one student's process."""
    from ntuh_onboard.kiosk.child_process import sit
    from ntuh_onboard.kiosk.seat import Seat

    turn, telling = (int(each) for each in given.child.split(","))
    sit(lambda seat: _wizard(given, seat), Seat(turn, telling))


def _wizard(given: argparse.Namespace, seat: Seat) -> KioskApp:
    """Build one student's wizard, at the hospital that was chosen and never at the other one."""
    from ntuh_onboard.commands.composition import settings_of
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.kiosk.kiosk_app import KioskApp
    from ntuh_onboard.startup import terminal

    chosen = settings_of(given)
    scene, lane = opened(given, chosen)
    chinese = terminal.here().chinese
    return KioskApp(scene, lane, SystemClock(), seat, provider=chosen.provider, journey=chosen.journey, chinese=chinese)
