"""What is loaded when: the borders proved at run time (the import contracts prove them on paper)."""

from __future__ import annotations

import pytest

from tests.conftest import Python

HEAVY = (
    "textual",
    "rich",
    "requests",
    "urllib3",
    "bs4",
    "selectolax",
    "PIL",
    "zxcvbn",
    "keyring",
    "sqlalchemy",
    "argon2",
    "pyotp",
    "platformdirs",
    "ssl",
    "asyncio",
)
SCREENLESS = ("textual", "rich", "requests", "urllib3", "keyring", "selectolax")
CORE = (
    "rules",
    "common.errors",
    "common.secret",
    "common.safe_text",
    "common.clock",
    "journey.steps",
    "journey.step_acts",
    "journey.guards",
    "journey.state",
    "journey.moves",
    "journey.lane",
    "journey.walk",
    "journey.suggestions",
    "journey.summary",
    "backend.protocol",
    "backend.stage",
    "startup.exits",
    "startup.environment",
    "startup.splash",
    "common.vault",
    "common.authenticator",
    "startup.settings",
)


def loaded(python: Python, module: str) -> set[str]:
    """The top-level packages that a fresh interpreter has after importing this module."""
    done = python(f"import sys, {module}\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))")
    return set(done.stdout.split())


def test_importing_the_command_line_loads_neither_textual_nor_anything_heavy(python: Python) -> None:
    """The splash is on the screen before any of these is touched."""
    assert not loaded(python, "ntuh_onboard.commands.cli") & set(HEAVY)


@pytest.mark.parametrize("module", CORE)
def test_the_core_has_no_screen_and_no_wire(module: str, python: Python) -> None:
    """Each module alone, in a fresh interpreter."""
    assert not loaded(python, f"ntuh_onboard.{module}") & set(SCREENLESS)


def test_the_screens_load_nothing_heavy_before_it_is_needed(python: Python) -> None:
    """At the first screen neither wire, picture library, keyring nor password hash is there."""
    heavy = set(HEAVY) - {"textual", "rich", "asyncio", "ssl", "platformdirs"}
    assert not loaded(python, "ntuh_onboard.screens.wizard_app") & heavy


@pytest.mark.parametrize("module", ["ntuh_onboard.screens.wizard_app as app; app._warm()", "ntuh_onboard.kiosk.closed"])
def test_what_the_first_keys_need_is_loaded_before_they_are_pressed(module: str, python: Python) -> None:
    """The acts of buttons and their cards, so that no key waits for an import."""
    asked = "'ntuh_onboard.screens.frame.act_handlers' in sys.modules"
    assert python(f"import sys\nimport {module}\nprint({asked})").stdout.strip() == "True"


def test_a_border_broken_at_run_time_would_be_seen(python: Python) -> None:
    """The proof itself can fail."""
    assert {"keyring", "pyotp"} <= loaded(python, "keyring, pyotp")
