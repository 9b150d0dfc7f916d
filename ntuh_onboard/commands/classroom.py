"""`ntuh-onboard class`: a class on one computer, hospital, wizards, phones and board together (extra `class`)."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import LANGUAGES, refused
from ntuh_onboard.errors import OnboardError
from ntuh_onboard.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.classroom.roster import Pupil
    from ntuh_onboard.classroom.serving import Class
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.texts import Texts

MOST = 80


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    held = commands.add_parser("class", help="a class: simulated hospital, wizards in browsers, phones and the board")
    held.add_argument("--students", type=int, metavar="N", help="how many seats (default 40)")
    held.add_argument("--roster", metavar="FILE", help="a CSV file whose column `seat` holds the seats' labels")
    held.add_argument("--address", default="127.0.0.1", help="the address of this computer that the class can reach")
    held.add_argument("--port", type=int, default=0, help="of the one URL; by default a free one")
    held.add_argument("--board-file", metavar="FILE", help="write the board's address there; else it is shown")
    held.add_argument(
        "--lang", dest="language", choices=LANGUAGES, default=argparse.SUPPRESS, help="language of the class"
    )


def main(given: argparse.Namespace) -> int:
    """Hold the class until it is interrupted."""
    given.language = given.language or LANGUAGES[0]
    try:
        labels = _labels(given)
        return _hold(given, labels)
    except ModuleNotFoundError as missing:
        return refused(given.command, f"needs {missing.name}: pip install 'ntuh-onboard[class]'")
    except (OnboardError, OSError) as error:
        return refused(given.command, str(error))


def _labels(given: argparse.Namespace) -> Sequence[str]:
    """The seats; raises RosterError and ModuleNotFoundError."""
    from ntuh_onboard.classroom.roster import RosterError, seats

    if given.roster and given.students is not None:
        raise RosterError("--students and --roster: one of them says how many seats there are")
    labels = seats(Path(given.roster)) if given.roster else [f"{at:02}" for at in range(1, (given.students or 40) + 1)]
    if given.students is not None and given.students < 1:
        raise RosterError("--students: at least 1")
    if len(labels) > MOST:
        raise RosterError(f"at most {MOST} seats")
    return labels


def _hold(given: argparse.Namespace, labels: Sequence[str]) -> int:
    from ntuh_onboard import profile
    from ntuh_onboard.classroom.serving import ClassSetting, class_running
    from ntuh_onboard.classroom.wizards import Wizards
    from ntuh_onboard.texts import Language, Texts

    site = profile.load()
    texts = Texts(Language(given.language), site.words, site.hosts)
    setting = ClassSetting(labels, given.address, given.port)
    with tempfile.TemporaryDirectory(prefix="ntuh-class-") as folder, contextlib.ExitStack() as kept:
        wizards = Wizards(_program(given.language), texts, given.address, len(labels))

        def address(pupil: Pupil) -> str:
            return wizards.address(pupil.number)

        held = kept.enter_context(class_running(setting, texts, wizard=address))
        wizards.seats = held.write_seats(Path(folder))
        file = Path(given.board_file) if given.board_file else None
        wizards.run(lambda: _tell(held, texts, file))
    return Exit.DONE


def _program(language: str) -> Sequence[str]:
    """What starts a pupil's wizard; the seat's file comes behind it."""
    from ntuh_onboard.commands.serve import program

    return [*program(), "serve", "demo", "--child", f"--lang={language}"]


def _tell(held: Class, texts: Texts, file: Path | None) -> None:
    """The one URL with its QR code, and the run sheet, for the trainer's screen."""
    import segno

    from ntuh_onboard import private

    if file is not None:
        private.write(file, f"{held.board}\n")
    out = sys.stdout
    out.write(f"\n{texts.say('class.url')}  {held.base}/\n\n")
    segno.make(held.base, micro=False).terminal(out, border=2, compact=True)
    out.write(f"\n{texts.say('class.board')}  {file or held.board}\n\n")
    out.write(texts.say("class.run_sheet") + "\n\n")
    out.flush()
