"""What a start costs, as far as it can be told without a clock (performance.md); times are `make bench`'s."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Python

LATE = ("requests", "urllib3", "bs4", "selectolax", "PIL", "zxcvbn", "keyring", "sqlalchemy", "argon2", "pyotp")
"""Libraries that cost 3 to 270 ms each, and that nothing on the first screen needs."""
DRAWN_LATE = ("markdown_it", "pygments", "tree_sitter", "textual.widgets._text_area", "textual.widgets._data_table")
"""Textual loads its widgets one by one; these bring whole libraries with them."""
LOOK = """
import asyncio
import sys
from textual.app import App
from ntuh_onboard.commands import cli
from ntuh_onboard.startup import terminal

def run(self, **_):
    async def look():
        async with self.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            print("screen", type(self.screen).__name__)
            print("loaded", *sorted(sys.modules))
    asyncio.run(look())

App.run = run
terminal.typed_at = lambda: True
cli.main({arguments!r})
"""


def looked(python: Python, *arguments: str) -> tuple[str, set[str]]:
    """The name of the first screen, put together by the command itself, and the modules that were loaded by then."""
    said = dict(line.split(" ", 1) for line in python(LOOK.format(arguments=arguments)).stdout.splitlines())
    return said["screen"], set(said["loaded"].split())


@pytest.mark.parametrize(
    "arguments", [("demo",), (), ("demo", "--own-device"), ("demo", "--lang", "en", "--ascii"), ("run",)]
)
def test_the_first_screen_needs_no_heavy_library(arguments: tuple[str, ...], python: Python) -> None:
    """Also without a command, where one is asked which."""
    screen, modules = looked(python, *arguments)
    assert screen == "StartScreen"
    assert not {name.partition(".")[0] for name in modules} & set(LATE)
    assert not modules & set(DRAWN_LATE)
    assert "ntuh_onboard.commands.handout" not in modules  # each command that argparse is told of costs a millisecond


def test_what_the_pages_are_read_by_is_judged_at_the_start_only_where_it_is_not_as_packaged(
    python: Python, tmp_path: Path
) -> None:
    """The packaged file is judged by the tests; another one costs a few ms, and neither wire nor parser."""
    other = tmp_path / "other.toml"
    other.write_text('extends = "ntuh"\n', encoding="utf-8")
    _, modules = looked(python, "run")
    assert "ntuh_onboard.backend.web.profile.profile_schema" not in modules
    screen, modules = looked(python, "run", "--profile", str(other))
    assert screen == "StartScreen"
    assert "ntuh_onboard.backend.web.profile.profile_schema" in modules
    assert not {name.partition(".")[0] for name in modules} & set(LATE)


def test_the_look_sees_what_is_loaded(python: Python) -> None:
    """The proof itself can fail: Textual and the wizard are there."""
    _, modules = looked(python, "demo")
    assert {
        "textual.app",
        "textual.widgets._option_list",
        "ntuh_onboard.screens.wizard_app",
        "ntuh_onboard.screens.steps.start_view",
    } <= modules
