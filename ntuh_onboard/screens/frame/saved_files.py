"""Save files if the student wants it: the summary to keep (J7.2) and the picture to be opened elsewhere (J1.3)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ntuh_onboard.journey.summary import lines, page
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.steps.sign_in_view import PictureView
from ntuh_onboard.screens.widgets import pixels


def save_summary(frame: Frame) -> None:
    """Write the summary as a printable page into the current folder, and say where."""
    scene = frame.scene
    told = lines(scene.walk.journey, scene.say, portal_known=scene.walk.held.knew_portal)
    banner = scene.say("ui.practice_done") if scene.practice else ""
    path = Path.cwd() / "ntuh-onboard-summary.html"
    text = page(scene.say("ui.summary_title"), told, banner)
    _write(frame, path, text.encode())


def save_picture(frame: Frame) -> None:
    """Write the picture code where only this user can read it, to be opened elsewhere, and say where (J1.3)."""
    view = frame.view
    if not isinstance(view, PictureView) or not view.picture.data:
        return
    try:
        path = pixels.save(view.picture.data, Path(tempfile.mkdtemp(prefix="ntuh-onboard-")))
    except (OSError, pixels.BrokenPicture):
        frame.status.say("ui.picture_broken")
    else:
        frame.status.say("ui.saved", path=str(path))


def _write(frame: Frame, path: Path, data: bytes) -> None:
    said = "ui.saved"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        said = "ui.not_saved"
    frame.status.say(said, path=str(path))
