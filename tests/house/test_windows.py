"""Ward computers run Windows: everything but the kiosk imports and runs without the POSIX parts."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import pytest

import ntuh_onboard
from tests.conftest import Python

KIOSK = "ntuh_onboard.kiosk"
# Textual and the standard library choose their own parts by platform, so they are loaded as they are; what is taken
# away is taken away from this package.
BARE = """
import asyncio, importlib, os, signal, subprocess, sys, threading
import textual.app, textual.drivers.linux_driver
for name in ("termios", "fcntl", "resource", "pwd", "grp", "tty", "pty"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "getuid", "geteuid", "getpgid", "setsid", "killpg", "wait4", "uname", "getloadavg"):
    delattr(os, name)
for name in ("SIGHUP", "SIGTSTP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCONT", "SIGWINCH", "SIGTTIN"):
    delattr(signal, name)
del signal.pthread_sigmask
os.environ["USERPROFILE"] = os.getcwd()
"""
MODULES = sorted(
    each.name
    for each in pkgutil.walk_packages([str(Path(ntuh_onboard.__file__).parent)], "ntuh_onboard.")
    if not each.name.startswith(KIOSK) and not each.name.endswith("__main__")
)


def test_every_module_imports_without_the_posix_parts(python: Python) -> None:
    """In one interpreter, each by name, so that the one that fails is named."""
    lines = "".join(f"importlib.import_module({name!r})\n" for name in MODULES)
    python(BARE + lines)


def test_the_small_parts_run_without_the_posix_parts(python: Python, tmp_path: Path) -> None:
    """Environment, splash, settings, vault and clock do their work, or say that they cannot."""
    python(
        BARE
        + "from ntuh_onboard import clock, environment, settings, splash, vault\n"
        + "from ntuh_onboard.secret import Secret\n"
        + "environment.scrub(); environment.private_files()\n"
        + "assert environment.forget_core_dumps() is False\n"
        + "splash.show(['starting'])()\n"
        + "with splash.shown(['starting']): pass\n"
        + "from pathlib import Path\n"
        + "none = Path('none.toml')\n"
        + "assert settings.load({}, {}, none, none) == settings.Settings()\n"
        + "assert vault.open_vault(own_device=False).recall(vault.Kept.EMPLOYEE_ID) is None\n"
        + "assert clock.SystemClock().elapsed() >= 0\n"
    )


def test_the_whole_journey_is_walked_without_the_posix_parts(python: Python) -> None:
    """The command itself, on the simulated hospital, typed by the answers file, drawn without a terminal."""
    answers = Path(__file__).resolve().parents[2] / "examples" / "answers.toml"
    done = python(
        BARE
        + "from ntuh_onboard import cli\n"
        + f"status = cli.main(['demo', '--answers', {str(answers)!r}])\n"
        + "assert status == 0, status\n"
        + "print('activated')\n"
    )
    assert done.stdout.endswith("activated\n")


def test_the_posix_parts_are_really_gone(python: Python) -> None:
    """The proof itself can fail."""
    with pytest.raises(AssertionError, match="termios"):
        python(BARE + "import termios\n")
