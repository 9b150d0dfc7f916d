"""`ntuh-onboard class`: a class on one computer, with hospital, wizards, phones and board (extra `class`)."""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ntuh_onboard.commands.options import (
    PORT_LAST,
    addresses_here,
    language_of,
    no_one_address,
    of_language,
    port,
    refused,
    unwritable,
)
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import language, without_chinese

if TYPE_CHECKING:
    from ntuh_onboard.classroom.class_server import Class, ClassSetting
    from ntuh_onboard.classroom.class_state import ClassState
    from ntuh_onboard.classroom.roster import Pupil
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.texts.sentences import Texts

MOST = 1000
"""Seats of a class; its pages are tried with that many."""
LOOPBACK = "127.0.0.1"


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    held = commands.add_parser("class", help="a class: simulated hospital, wizards in browsers, phones and the board")
    held.add_argument("--students", type=int, metavar="N", help="how many seats (default 40)")
    held.add_argument("--roster", metavar="FILE", help="a CSV file whose column `seat` holds the seats' labels")
    held.add_argument("--address", metavar="ADDRESS", help="the address of this computer that the class can reach")
    held.add_argument(
        "--port", type=port, default=0, metavar="N", help="of the one URL; the wizards take N+1; by default free ones"
    )
    held.add_argument(
        "--resume", action="store_true", help="go on with the class that was cut off, by --port if several"
    )
    held.add_argument("--new", action="store_true", help="begin anew at a port whose class of today was cut off")
    held.add_argument(
        "--start-at-once", action="store_true", help="pupils begin when they like, without the start on the board"
    )
    held.add_argument("--board-file", metavar="FILE", help="write the board's address there; else it is shown")
    of_language(held, "the class")


def main(given: argparse.Namespace) -> int:
    """Run the class until it is interrupted."""
    if why := _why_unfit(given):
        return refused(given.command, why)
    try:
        _run_class(_planned(given))
    except KeyboardInterrupt:  # on Windows, which has no signal to wait for; elsewhere before the class is set up
        return Exit.DONE
    except ModuleNotFoundError as missing:
        return refused(given.command, f"needs {missing.name}: pip install 'ntuh-onboard[class]'")
    except OnboardError as error:
        return refused(given.command, _told(error, given))
    except OSError as error:
        return refused(given.command, _no_address(error, given))
    return Exit.DONE


def _told(error: OnboardError, given: argparse.Namespace) -> str:
    """Return an error's message, in the class's language where it is about the file of seats."""
    from ntuh_onboard.classroom.roster import RosterError

    return error.said(_texts(given)) if isinstance(error, RosterError) else str(error)


def _texts(given: argparse.Namespace) -> Texts:
    from ntuh_onboard.texts.sentences import Texts

    texts = Texts(language(language_of(given)), {}, {}, {})
    return _written(texts, sys.stderr.encoding if sys.stderr else None)


def _no_address(error: OSError, given: argparse.Namespace) -> str:
    """Return why the class cannot be served there, with the addresses that this computer has; else the error itself."""
    if error.errno not in {errno.EADDRNOTAVAIL, errno.EADDRINUSE}:
        return str(error)
    taken = error.errno == errno.EADDRINUSE
    key = "class.port_taken" if taken else "class.not_here"
    return _texts(given).say(key, address=given.address, port=given.port, here=", ".join(addresses_here()))


def _why_unfit(given: argparse.Namespace) -> str:
    """Return what is wrong with the command line and would otherwise show late, in front of the class; else empty."""
    if given.resume:
        clash = next(
            (each for each in ("students", "roster", "address", "new", "start_at_once") if getattr(given, each)), ""
        )
        if clash:
            return f"--{clash.replace('_', '-')} does not go with --resume: the class is the one that was cut off"
    if given.address is not None and (why := no_one_address(given.address)):
        return f"--address: {why}"
    if given.port == PORT_LAST:
        return f"--port: at most {PORT_LAST - 1}, since the wizards take the next one"
    return _no_class(given) or unwritable("--board-file", given.board_file)


def _no_class(given: argparse.Namespace) -> str:
    """Return what is wrong with the number of seats, before any is made; else empty."""
    if given.roster == "":
        return "--roster: name a file, whose column `seat` holds the seats' labels"
    if given.students is None:
        return ""
    if given.roster is not None:
        return "--students and --roster: one of them says how many seats there are"
    if given.students < 1:
        return "--students: at least 1"
    return f"--students: at most {MOST} seats" if given.students > MOST else ""


def _labels(given: argparse.Namespace) -> Sequence[str]:
    """Return the labels of the seats; raises RosterError and ModuleNotFoundError."""
    from ntuh_onboard.classroom.roster import RosterError, seats

    if given.roster is None:
        count = 40 if given.students is None else given.students
        return [f"{at:02}" for at in range(1, count + 1)]
    labels = seats(Path(given.roster))
    if len(labels) > MOST:
        raise RosterError("many", file=given.roster, most=MOST, count=len(labels))
    return labels


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be held. `before`: the class that was cut off, if it is to go on."""

    language: str
    board_file: Path | None
    setting: ClassSetting
    wizards: int
    before: ClassState | None = None


def _planned(given: argparse.Namespace) -> _Plan:
    """Return the class to hold: the one that was cut off, or a new one. Raises OnboardError, ModuleNotFoundError."""
    from ntuh_onboard.classroom.class_server import ClassSetting
    from ntuh_onboard.classroom.class_state import folder_of, forget_old, newest, of_today

    forget_old()
    file = Path(given.board_file) if given.board_file else None
    before = newest(given.port) if given.resume else None
    if before is None:
        labels, address = tuple(_labels(given)), given.address or LOOPBACK
        found = None if given.new else of_today(given.port, datetime.now().date())  # noqa: DTZ005  # the trainer's day
        if found is None or (found.labels, found.address) != (labels, address):
            # The wizards' port follows from the first, so that a firewall can allow both; a free one differs each time.
            lobby = not given.start_at_once
            setting = ClassSetting(labels, address, given.port, folder=folder_of, lobby=lobby)
            return _Plan(language_of(given), file, setting, given.port + 1 if given.port else 0)
        before = found
    setting = ClassSetting(before.labels, before.address, before.port, folder=folder_of, before=before)
    return _Plan(language_of(given) if given.language else before.language, file, setting, before.wizards, before)


def _run_class(plan: _Plan) -> None:
    """Run until a signal ends the program; raises OSError and OnboardError, and KeyboardInterrupt on Windows."""
    from ntuh_onboard.classroom.class_server import class_running
    from ntuh_onboard.classroom.class_state import end
    from ntuh_onboard.classroom.pupil_wizards import Wizards
    from ntuh_onboard.profiles import hospital_profile
    from ntuh_onboard.serve.announcing import withdraw
    from ntuh_onboard.texts.sentences import Texts

    site = hospital_profile.load()
    texts = Texts(language(plan.language), site.words, site.hosts, site.addresses)
    setting, before = plan.setting, plan.before
    began = before.began if before else datetime.now().strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ005  # the trainer's clock
    with tempfile.TemporaryDirectory(prefix="ntuh-class-") as folder, contextlib.ExitStack() as kept:
        wizards = Wizards(_program(plan.language), texts, setting.address, plan.wizards, len(setting.labels))

        def address(pupil: Pupil) -> str:
            return wizards.address(pupil.number)

        held = kept.enter_context(class_running(setting, texts, wizard=address))
        held.room.turn_out = lambda pupil: wizards.turn_out(pupil.number)
        held.room.here = wizards.here
        wizards.opening = partial(held.opening, Path(folder))
        wizards.lead_home(f"{held.base}/wizard")
        if plan.board_file is not None:
            kept.callback(withdraw, plan.board_file, _line(held))
        insist = _written(texts, sys.stderr.encoding if sys.stderr else None).say("class.again")

        def ready() -> None:
            held.keep_state(plan.language, setting.address, wizards.port, began)
            _print_way_in(held, texts, plan.board_file, before)

        ended = wizards.run(ready, insist)
    if ended and held.folder is not None:
        end(held.folder)


def _program(language: str) -> Sequence[str]:
    """Return what starts a pupil's wizard; the seat's file is appended."""
    from ntuh_onboard.commands.serve import program

    return [*program(), "serve", "demo", "--child", f"--lang={language}"]


def _line(held: Class) -> str:
    """Return what is written into the board's file."""
    return f"{held.board}\n"


def _print_way_in(held: Class, texts: Texts, file: Path | None, before: ClassState | None) -> None:
    """Print the URL with its QR code, and the run sheet, on the trainer's terminal."""
    from ntuh_onboard.common import private_files

    if file is not None:
        private_files.write(file, _line(held))
    out = sys.stdout
    texts = _written(texts, out.encoding)
    if before is not None:
        out.write(f"\n{texts.say('class.resumed', began=before.began.replace('T', ' '))}\n")
    out.write(f"\n{texts.say('class.url')}  {held.base}/\n\n{_drawn(held.base, out.encoding)}")
    if urlsplit(held.base).hostname == LOOPBACK:
        out.write(f"\n{texts.say('class.only_here', here=', '.join(addresses_here()))}\n")
    out.write(f"\n{texts.say('class.board')}  {file or held.board}\n\n")
    out.write(texts.say("class.run_sheet") + "\n\n")
    out.flush()


def _written(texts: Texts, encoding: str | None) -> Texts:
    """Return the sentences in the class's language, or in English if the trainer's terminal has no Chinese."""
    told = "".join(texts.say(f"class.{each}") for each in ("url", "board", "run_sheet", "again"))
    return texts if _fits(told, encoding) else texts.with_language(without_chinese())


def _drawn(url: str, encoding: str | None) -> str:
    """Return the URL's QR code, or nothing if the output lacks its characters (cp950), since half a code is useless.

    The board shows the code too.
    """
    import segno

    code = io.StringIO()
    segno.make(url, micro=False).terminal(code, border=2, compact=True)
    return code.getvalue() if _fits(code.getvalue(), encoding) else ""


def _fits(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
