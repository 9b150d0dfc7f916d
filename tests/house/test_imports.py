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
    "errors",
    "secret",
    "safe",
    "clock",
    "steps",
    "acts",
    "guards",
    "journey",
    "moves",
    "lane",
    "walk",
    "suggest",
    "summary",
    "backend.protocol",
    "backend.stage",
    "exits",
    "environment",
    "splash",
    "vault",
    "authenticator",
    "settings",
)


def loaded(python: Python, module: str) -> set[str]:
    """The top-level packages that a fresh interpreter has after importing this module."""
    done = python(f"import sys, {module}\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))")
    return set(done.stdout.split())


def test_importing_the_command_line_loads_neither_textual_nor_anything_heavy(python: Python) -> None:
    """The splash is on the screen before any of these is touched."""
    assert not loaded(python, "ntuh_onboard.cli") & set(HEAVY)


@pytest.mark.parametrize("module", CORE)
def test_the_core_has_no_screen_and_no_wire(module: str, python: Python) -> None:
    """Each module alone, in a fresh interpreter."""
    assert not loaded(python, f"ntuh_onboard.{module}") & set(SCREENLESS)


def test_the_screens_load_nothing_heavy_before_it_is_needed(python: Python) -> None:
    """At the first screen neither wire, picture library, keyring nor password hash is there."""
    heavy = set(HEAVY) - {"textual", "rich", "asyncio", "ssl", "platformdirs"}
    assert not loaded(python, "ntuh_onboard.app") & heavy


def test_a_border_broken_at_run_time_would_be_seen(python: Python) -> None:
    """The proof itself can fail."""
    assert {"keyring", "pyotp"} <= loaded(python, "keyring, pyotp")
