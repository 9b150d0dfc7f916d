"""Find an installed browser that can be driven: Edge, Chrome or Chromium; nothing is downloaded."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_NAMES = (
    "microsoft-edge",
    "microsoft-edge-stable",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
)
_WINDOWS = (
    "Microsoft/Edge/Application/msedge.exe",
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge Beta/Application/msedge.exe",
    "Microsoft/Edge Dev/Application/msedge.exe",
    "Google/Chrome Beta/Application/chrome.exe",
)
"""Below a folder for programs; what every user has comes before what is being tried out."""
_REGISTERED = ("msedge.exe", "chrome.exe")
_APP_PATHS = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths"
"""Where Windows is told of programs that are installed elsewhere, for all users or for this one."""
_CALLED = {"edge": "Microsoft Edge", "chromium": "Chromium", "chrome": "Google Chrome"}
"""A part of the file's name, and what people call the browser."""
_FOLDERS = ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")
_MAC = (
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def name_of(browser: Path) -> str:
    """Return what people call this browser."""
    file = browser.name.casefold()
    return next((name for part, name in _CALLED.items() if part in file), browser.stem)


def driver_is_installed() -> bool:
    """Return whether the extra `browser` is installed."""
    return importlib.util.find_spec("playwright") is not None


def installed_browsers() -> tuple[Path, ...]:
    """Return the browsers of this computer that can be driven, the one to take first."""
    return tuple(dict.fromkeys(each for each in _places() if each.is_file()))


def _places() -> Iterator[Path]:
    if sys.platform == "win32":
        roots = [root for name in _FOLDERS if (root := os.environ.get(name))]
        yield from (Path(root) / each for each in _WINDOWS for root in roots)
        yield from (Path(found) for name in _REGISTERED for found in _registered(name))
    elif sys.platform == "darwin":
        yield from map(Path, _MAC)
    else:
        yield from (Path(found) for name in _NAMES if (found := shutil.which(name)))


def _registered(program: str) -> tuple[str, ...]:
    """Return where Windows has been told that this program is."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with suppress(OSError):
                found.append(winreg.QueryValue(root, f"{_APP_PATHS}\\{program}").strip('"'))
    return tuple(found)
