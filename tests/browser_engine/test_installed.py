"""Which browsers are found on a ward's Windows, by its folders and its registry; nothing is started."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ntuh_onboard.backend.web.engines.browser.installed import installed_browsers, name_of

LOCAL_MACHINE, CURRENT_USER = "HKLM", "HKCU"
PATHS = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\"


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A Windows with these folders for programs; returns its registry, to be filled."""
    registry: dict[tuple[str, str], str] = {}

    def value(root: str, key: str) -> str:
        if (root, key) not in registry:
            raise FileNotFoundError(key)
        return registry[root, key]

    fake = SimpleNamespace(HKEY_LOCAL_MACHINE=LOCAL_MACHINE, HKEY_CURRENT_USER=CURRENT_USER, QueryValue=value)
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    for name, folder in (("PROGRAMFILES(X86)", "x86"), ("PROGRAMFILES", "x64"), ("LOCALAPPDATA", "own")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    return registry


def installed(path: Path) -> Path:
    """A program at this place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_edge_comes_first_wherever_it_is(windows: dict[tuple[str, str], str], tmp_path: Path) -> None:
    """In the folder of 32-bit programs, where Edge puts itself; Chrome of this user alone comes after."""
    del windows
    chrome = installed(tmp_path / "own/Google/Chrome/Application/chrome.exe")
    beta = installed(tmp_path / "x86/Microsoft/Edge Beta/Application/msedge.exe")
    edge = installed(tmp_path / "x86/Microsoft/Edge/Application/msedge.exe")
    assert installed_browsers() == (edge, chrome, beta)
    assert [name_of(each) for each in installed_browsers()] == ["Microsoft Edge", "Google Chrome", "Microsoft Edge"]


def test_a_browser_elsewhere_is_found_by_the_registry(windows: dict[tuple[str, str], str], tmp_path: Path) -> None:
    """For all users or for this one; an entry whose program is gone is none, and none is named twice."""
    edge = installed(tmp_path / "D/Edge/msedge.exe")
    windows[LOCAL_MACHINE, f"{PATHS}msedge.exe"] = f'"{edge}"'
    windows[CURRENT_USER, f"{PATHS}msedge.exe"] = str(edge)
    windows[CURRENT_USER, f"{PATHS}chrome.exe"] = str(tmp_path / "gone/chrome.exe")
    assert installed_browsers() == (edge,)


def test_a_computer_without_one_has_none(windows: dict[tuple[str, str], str]) -> None:
    del windows
    assert installed_browsers() == ()
