"""The commands, and the only place where backend, clock, words and settings are put together.

Importing this module loads no screen and no wire: `main` scrubs the surroundings first, shows one frame, and only
then imports what draws.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ntuh_onboard import __version__, environment
from ntuh_onboard.errors import OnboardError
from ntuh_onboard.exits import Exit
from ntuh_onboard.journeys import JOURNEYS

if TYPE_CHECKING:
    from ntuh_onboard.answers import Script
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.backend.mock import Practice
    from ntuh_onboard.clock import SystemClock
    from ntuh_onboard.screens.scene import Scene
    from ntuh_onboard.settings import Settings


def parser() -> argparse.ArgumentParser:
    """The command line; it has no option that takes a secret (S-01)."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--lang", dest="language", choices=("zh-TW", "en"), default=None, help="language of the screens"
    )
    shared.add_argument("--journey", choices=tuple(JOURNEYS), default=None, help="which task to walk")
    shared.add_argument("--own-device", action="store_true", default=None, help="this computer is the student's own")
    shared.add_argument("--ascii", action="store_true", default=None, help="draw with ASCII characters only")
    top = argparse.ArgumentParser(
        prog="ntuh-onboard",
        description="A guided wizard from a 6-digit ID to an activated mail account.",
        parents=[shared],
    )
    top.add_argument("-V", "--version", action="version", version=f"ntuh-onboard {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", parents=[shared], help="practise on the simulated hospital")
    demo.add_argument("--answers", metavar="FILE", help="type the answers of this file into the screens, then end")
    demo.add_argument("--persona", metavar="KIND", default="fresh", help="which invented person to be")
    commands.add_parser("run", parents=[shared], help="for real (not built in this version)")
    simulate = commands.add_parser("simulate", help="the simulated hospital as web pages on this computer")
    simulate.add_argument("--https", action="store_true", help="with a certificate authority of its own")
    simulate.add_argument("--trainer-file", metavar="FILE", help="write there what trainers need; else it is shown")
    simulate.add_argument("--layout", action="append", default=[], metavar="NAME=VALUE", help="another look of pages")
    commands.add_parser("forget", help="forget what was remembered on the student's own device")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns one of `exits.Exit`."""
    environment.scrub()
    environment.forget_core_dumps()
    environment.private_files()
    given = parser().parse_args(arguments)
    if given.command == "run":
        sys.stderr.write("ntuh-onboard run: this version cannot do it for real yet. Use: ntuh-onboard demo\n")
        return Exit.CONFIGURATION
    ways = {"forget": _forget, "simulate": _simulate}
    return ways.get(given.command, _wizard)(given)


def _simulate(given: argparse.Namespace) -> int:
    """Serve the simulated hospital to browsers on this computer until it is interrupted."""
    from pathlib import Path

    try:
        from ntuh_onboard.backend.site.layout import Layout
        from ntuh_onboard.backend.site.serving import Setting, serve
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"simulate needs {missing.name}: pip install 'ntuh-onboard[server]'\n")
        return Exit.CONFIGURATION
    try:
        layout = Layout().changed(dict(_pair(each) for each in given.layout))
    except ValueError as error:
        sys.stderr.write(f"--layout: {error}\n")
        return Exit.USAGE
    file = Path(given.trainer_file) if given.trainer_file else None
    serve(Setting(https=given.https, layout=layout), token_file=file)
    return Exit.DONE


def _pair(text: str) -> tuple[str, object]:
    """`NAME=VALUE`; a value that is JSON (true, 7) is taken as such, any other as text."""
    import json

    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _forget(_: argparse.Namespace) -> int:
    """Drop what was remembered on the student's own device."""
    from ntuh_onboard.vault import Kept, open_vault

    vaults = [open_vault(own_device=True, practice=practice) for practice in (False, True)]
    dropped = [vault.forget(kept) for vault in vaults for kept in Kept]
    gone = all(dropped)
    sys.stdout.write("Forgotten.\n" if gone else "The keyring did not answer, or could not drop everything.\n")
    return Exit.DONE if gone else Exit.FAILURE


def _wizard(given: argparse.Namespace) -> int:
    """The wizard, behind a frame that stands before anything heavy is loaded; what is wrong is said after it."""
    from ntuh_onboard import splash

    gc.disable()  # until the first screen stands: a fifth of the start went into looking for garbage
    said = ""
    with splash.shown(splash.NAME):
        try:
            app = _practice(given)
        except OnboardError as error:
            said = str(error)
        else:
            app.run(headless=not sys.stdout.isatty())
    if said:
        sys.stderr.write(f"{said}\n")
        return Exit.CONFIGURATION
    return int(Exit.INTERNAL if app.return_value is None else app.return_value)


def _practice(given: argparse.Namespace) -> OnboardApp:
    """The wizard over a simulated hospital in this process. Raises OnboardError where a file or a flag is wrong."""
    from ntuh_onboard import settings
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.backend.mock import open_practice
    from ntuh_onboard.clock import SystemClock
    from ntuh_onboard.idle import IdleWatch
    from ntuh_onboard.lane import Lane
    from ntuh_onboard.screens.start import StartScreen

    chosen = settings.load({key: getattr(given, key) for key in ("journey", "own_device", "ascii", "language")})
    script = _script(given)
    clock = SystemClock()
    practice = open_practice(clock)
    scene = _scene(chosen, practice, clock, getattr(given, "persona", "fresh"))
    start = None
    if script is None:
        start = StartScreen(scene, ask_mode=given.command is None, provider=chosen.provider, journey=chosen.journey)
    idle = IdleWatch(SystemClock(), relaxed=chosen.own_device)
    journey = script.journey if script is not None else chosen.journey or "onboard"
    app = OnboardApp(scene, Lane(lambda: practice.backend), idle, start, journey)
    if script is not None:
        script.play(app)
    return app


def _script(given: argparse.Namespace) -> Script | None:
    """The answers file, where one is named."""
    if not getattr(given, "answers", None):
        return None
    from ntuh_onboard import answers

    return answers.load(given.answers)


def _scene(chosen: Settings, practice: Practice, clock: SystemClock, kind: str) -> Scene:
    """What every view is given: words, clock, marks that the terminal can draw, and the invented person."""
    from ntuh_onboard import profile, settings, terminal
    from ntuh_onboard.screens.scene import FINE, Glyphs, Scene
    from ntuh_onboard.texts import Language, Texts, choose_language
    from ntuh_onboard.vault import open_vault

    can = terminal.abilities(os.environ, sys.stdout.encoding or "", sys.platform)
    people = {each.kind: each for each in practice.stage.people()}
    if kind not in people:
        raise settings.SettingsError(f"--persona: there is no {kind!r}; there are: {', '.join(people)}")
    site = profile.load()
    language = choose_language(chosen.language or None) if can.chinese else Language.EN
    vault = open_vault(own_device=chosen.own_device, practice=True)
    return Scene(
        Texts(language, site.words, site.hosts),
        clock,
        Glyphs() if chosen.ascii or can.ascii_only else FINE,
        practice.stage,
        people[kind],
        chosen.own_device,
        vault,
        chosen.outside_line,
    )
