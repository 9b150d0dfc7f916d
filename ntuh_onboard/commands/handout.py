"""`ntuh-onboard handout`: the illustrated guide, made from the live screens."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard import __version__
from ntuh_onboard.backend.web.engines.browser.installed import installed_browsers
from ntuh_onboard.commands.options import language_of, of_language, refused, unwritable
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.handout.printing import printed
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import language

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands

_OUTPUT = "FILE.html, or FILE.pdf with Edge, Chrome or Chromium"


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    handout = commands.add_parser("handout", help="the illustrated guide, made from the live screens")
    of_language(handout, "the hand-out")
    handout.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="FILE.html, or FILE.pdf with Edge, Chrome or Chromium"
    )


def main(given: argparse.Namespace) -> int:
    """Write the guide; returns one of `exits.Exit`."""
    output = Path(given.output)
    if output.suffix not in {".html", ".pdf"}:
        sys.stderr.write("handout: -o must end with .html or .pdf\n")
        return Exit.USAGE
    if why := unwritable("-o", given.output):
        return refused(given.command, why)
    browser = next(iter(installed_browsers()), None)
    if output.suffix == ".pdf" and browser is None:
        return refused(given.command, "no Edge, Chrome or Chromium here to print with; write FILE.html and print that")
    try:
        page = _page(language_of(given))
        if output.suffix == ".html":
            output.write_text(page, encoding="utf-8")
        elif browser is not None:
            printed(str(browser), page, output)
    except (OnboardError, OSError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"handout: {error}\n")
        return Exit.FAILURE
    sys.stdout.write(f"{output}\n")
    return Exit.DONE


def _page(tag: str) -> str:
    from ntuh_onboard.commands.composition import practice
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.handout import paper, screen_pictures
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.screens.wizard_app import OnboardApp
    from ntuh_onboard.startup.settings import Settings

    scene, lane = practice(Settings(language=tag), "fresh")
    scene.texts = scene.texts.with_language(language(tag))  # may be Chinese even if this terminal has none
    app = OnboardApp(scene, lane, IdleWatch(SystemClock()), None, "onboard")
    drawn = screen_pictures.walked(app)
    made = f"ntuh-onboard {__version__} · {scene.clock.now():%Y/%m/%d}"
    return paper.written(scene, drawn, made)
