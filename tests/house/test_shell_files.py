"""The manual page and the completions know every command and option; `make shell-files` writes them anew."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.commands import cli

FOLDER = Path(__file__).parents[2] / "deploy" / "shell"


def _offered(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every command and long option that the help of this parser shows."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield name
                yield from _offered(below)
        elif action.help != argparse.SUPPRESS:
            yield from (each for each in action.option_strings if each.startswith("--") and each != "--help")


@pytest.mark.parametrize("file", sorted(each.name for each in FOLDER.iterdir()))
def test_each_file_knows_what_the_help_shows(file: str) -> None:
    """Where one is missing, `make shell-files` was forgotten. fish names options without their dashes."""
    text = (FOLDER / file).read_text(encoding="utf-8").replace("\\-", "-")
    offered = {each.lstrip("-") for each in _offered(cli.parser())}
    assert len(offered) > 40
    assert not [each for each in offered if each not in text]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_an_option_of_a_command() -> None:
    """As bash calls it when Tab is pressed."""
    asked = "COMP_WORDS=(ntuh-onboard demo --pl); COMP_CWORD=2; _shtab_ntuh_onboard; echo ${COMPREPLY[@]}"
    done = subprocess.run(
        ["bash", "-c", f"source '{FOLDER}/ntuh-onboard.bash' && {asked}"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["--plain", "--play"]
