"""Save files if the student wants it: the summary to keep (J7.2) and the picture to be opened elsewhere (J1.3).

Pictures are removed again when the program ends: on a shared computer the next person would find them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ntuh_onboard.journey.summary import lines, page
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.journey_words import practice_done
from ntuh_onboard.screens.base.scene import Scene

_folders: list[Path] = []


def summary_saved(scene: Scene) -> tuple[str, Path]:
    """Write the summary as a printable page into the current folder; returns the sentence's key, and where it is."""
    told = lines(scene.walk.journey, scene.say, portal_known=scene.walk.held.knew_portal, practice=scene.practice)
    banner = scene.say(practice_done(scene.walk.journey)) if scene.practice else ""
    path = Path.cwd() / "ntuh-onboard-summary.html"
    said = _written(path, page(scene.say("ui.summary_title"), told, banner).encode())
    scene.saved = str(path) if said == "ui.saved" else scene.saved
    return said, path


def summary_deleted(scene: Scene) -> tuple[str, Path]:
    """Delete the summary that was saved: who has taken it along leaves nothing; returns as `summary_saved`."""
    path = Path(scene.saved)
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return "ui.not_deleted", path
    scene.saved = ""
    return "ui.deleted", path


def picture_saved(data: bytes) -> Path | None:
    """Write the picture code where only this user can read it; returns where, or None if that is impossible."""
    try:
        _folders.append(Path(tempfile.mkdtemp(prefix="ntuh-onboard-")))
        return pixels.save(data, _folders[-1])
    except (OSError, pixels.BrokenPicture):
        return None


def remove_pictures() -> None:
    """Remove every picture that was saved; called when the program ends."""
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def _written(path: Path, data: bytes) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        return "ui.not_saved"
    return "ui.saved"
