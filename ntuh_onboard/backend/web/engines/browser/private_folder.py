"""The folder of one browser: private, new each time, removed at the end, and at the next start if a crash left it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "ntuh-onboard-browser-"
_LONGEST = 24 if sys.platform == "linux" else 1000
"""Characters of the path of the folder for temporary files: a socket's path has at most 107 in all."""


def new_folder() -> Path:
    """Make a folder that only this user can read; its name tells which process it belongs to."""
    remove_left()
    place = next((each for each in places() if len(str(each)) <= _LONGEST), None)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))


def places() -> tuple[Path, ...]:
    """Return where such folders may be, the one to take first.

    A browser on Linux makes a socket in its own, whose path must not be long: else it does not start.
    """
    usual = Path(tempfile.gettempdir())
    return tuple(dict.fromkeys((usual, Path("/tmp") if sys.platform == "linux" else usual)))  # noqa: S108


def remove_left() -> int:
    """Remove folders whose process has ended; returns how many there were."""
    count = 0
    for each in (found for place in places() for found in place.glob(f"{PREFIX}*")):
        owner = each.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(OSError):
            if owner.isdecimal() and not _runs(int(owner)) and _is_mine(each):
                remove(each)
                count += 1
    return count


def remove(folder: Path) -> None:
    """Remove a folder and all in it; a browser that is just ending may still be writing."""
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break


def _is_mine(folder: Path) -> bool:
    return not folder.is_symlink() and (not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid())


def _runs(process: int) -> bool:
    if os.name == "nt":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is None:
        return True
    handle = windll.kernel32.OpenProcess(0x1000, 0, process)  # PROCESS_QUERY_LIMITED_INFORMATION
    if handle:
        windll.kernel32.CloseHandle(handle)
    return bool(handle)
