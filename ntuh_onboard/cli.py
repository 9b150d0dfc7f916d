"""The commands, and the only place where backend, clock, words and settings are put together.

Importing this module loads no screen and no wire: `main` scrubs the surroundings first, shows one frame, and only
then imports what draws.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ntuh_onboard import __version__, environment
from ntuh_onboard.exits import Exit
from ntuh_onboard.steps import JOURNEYS

if TYPE_CHECKING:
    from ntuh_onboard.answers import Script
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.settings import Settings
    from ntuh_onboard.texts import Texts


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
    return _forget() if given.command == "forget" else _wizard(given)


def _forget() -> int:
    """Drop what was remembered on the student's own device."""
    from ntuh_onboard.vault import Kept, open_vault

    vaults = [open_vault(own_device=True, practice=practice) for practice in (False, True)]
    dropped = [vault.forget(kept) for vault in vaults for kept in Kept]
    gone = all(dropped)
    sys.stdout.write("Forgotten.\n" if gone else "The keyring did not answer, or could not drop everything.\n")
    return Exit.DONE if gone else Exit.FAILURE


def _wizard(given: argparse.Namespace) -> int:
    from ntuh_onboard import profile, settings, splash  # behind `scrub`
    from ntuh_onboard.texts import Texts, choose_language

    try:
        chosen = settings.load({key: getattr(given, key) for key in ("journey", "own_device", "ascii", "language")})
        site = profile.load()
    except (settings.SettingsError, profile.ProfileError) as error:
        sys.stderr.write(f"{error}\n")
        return Exit.CONFIGURATION
    texts = Texts(choose_language(chosen.language or None), site.words, site.hosts)
    script = None
    if given.command == "demo" and given.answers:
        from ntuh_onboard import answers

        try:
            script = answers.load(given.answers)
        except answers.AnswersError as error:
            sys.stderr.write(f"{error}\n")
            return Exit.CONFIGURATION
    with splash.shown([texts.say("ui.product"), texts.say("ui.practice_banner")]):
        app = _practice(given, chosen, texts, script)
        app.run(headless=not sys.stdout.isatty())
    return int(Exit.INTERNAL if app.return_value is None else app.return_value)


def _practice(given: argparse.Namespace, chosen: Settings, texts: Texts, script: Script | None) -> OnboardApp:
    """The wizard over a simulated hospital in this process."""
    from ntuh_onboard import terminal
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.backend.mock import open_practice
    from ntuh_onboard.clock import SystemClock
    from ntuh_onboard.idle import IdleWatch
    from ntuh_onboard.lane import Lane
    from ntuh_onboard.screens.scene import FINE, Glyphs, Scene
    from ntuh_onboard.screens.start import StartScreen
    from ntuh_onboard.vault import Kept, open_vault

    can = terminal.abilities(os.environ, sys.stdout.encoding, sys.platform)
    vault = open_vault(own_device=chosen.own_device, practice=True)
    known = vault.recall(Kept.EMPLOYEE_ID)
    clock = SystemClock()
    practice = open_practice(clock)
    people = {each.kind: each for each in practice.stage.people()}
    scene = Scene(
        texts,
        clock,
        Glyphs() if chosen.ascii or can.ascii_only else FINE,
        practice.stage,
        people[getattr(given, "persona", "fresh")],
        chosen.own_device,
        vault,
        known.reveal() if known else "",
    )
    start = None
    if script is None:
        start = StartScreen(scene, ask_mode=given.command is None, provider=chosen.provider, journey=chosen.journey)
    idle = IdleWatch(SystemClock(), relaxed=chosen.own_device)
    app = OnboardApp(scene, Lane(lambda: practice.backend), idle, start, chosen.journey or "onboard")
    if script is not None:
        script.play(app)
    return app
