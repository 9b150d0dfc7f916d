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
        + "from ntuh_onboard.common import clock, vault\n"
        + "from ntuh_onboard.startup import environment, settings, splash\n"
        + "from ntuh_onboard.common.secret import Secret\n"
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
        + "from ntuh_onboard.commands import cli\n"
        + f"status = cli.main(['demo', '--answers', {str(answers)!r}])\n"
        + "assert status == 0, status\n"
        + "print('activated')\n"
    )
    assert done.stdout.endswith("activated\n")


def test_the_posix_parts_are_really_gone(python: Python) -> None:
    """The proof itself can fail."""
    with pytest.raises(AssertionError, match="termios"):
        python(BARE + "import termios\n")


OWNERS = """
import sys
from pathlib import PurePosixPath as Path
import ctypes
owned, freed = {}, []

class Rights:
    def GetNamedSecurityInfoW(self, path, kind, what, owner, group, dacl, sacl, descriptor):
        assert (kind, what) == (1, 1)
        self.path, descriptor._obj.value = path, 7
        return 0 if path in owned else 2

    def ConvertSidToStringSidW(self, owner, text):
        text._obj.value = owned[self.path]
        return 1

class Kernel:
    def LocalFree(self, memory):
        freed.append(memory.value)

parts = {"advapi32": Rights(), "kernel32": Kernel()}
ctypes.WinDLL, ctypes.WinError = parts.__getitem__, lambda error: OSError(error, "not there")
sys.platform = "win32"
from ntuh_onboard.startup import file_owners
"""
"""What Windows answers, played: it shows what is made of the answers, and not that Windows is asked rightly."""


def test_on_windows_file_and_folder_must_be_the_administrators(python: Python) -> None:
    """A folder that a student has made gives them whatever is put into it."""
    python(
        OWNERS
        + "path, student = Path('/data/ours/policy.toml'), 'S-1-5-21-1-2-3-1001'\n"
        + "for file, folder, theirs in (\n"
        + "    ('S-1-5-32-544', 'S-1-5-18', True), ('S-1-5-32-544', student, False), (student, 'S-1-5-18', False)\n"
        + "):\n"
        + "    owned.update({'/data/ours/policy.toml': file, '/data/ours': folder})\n"
        + "    assert file_owners.of_administrators(path) is theirs\n"
        + "assert freed.count(7) == 5, 'what Windows has lent is given back'\n"
        + "try: file_owners.of_administrators(Path('/data/none'))\n"
        + "except OSError as error: assert error.strerror == 'not there'\n"
        + "else: raise AssertionError\n"
    )
