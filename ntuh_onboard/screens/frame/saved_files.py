"""Save files if the student wants it, and say where: the summary to keep (J7.2), the picture code (J1.3)."""

from __future__ import annotations

from pathlib import Path

from ntuh_onboard.screens.base.saved_files import picture_saved, summary_deleted, summary_saved
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.steps.sign_in_view import PictureView


def save_summary(frame: Frame) -> None:
    """Write the summary as a printable page into the current folder, say where, and that this is now kept."""
    _told(frame, *summary_saved(frame.scene))


def delete_summary(frame: Frame) -> None:
    """Delete the summary again, and say that nothing is kept."""
    _told(frame, *summary_deleted(frame.scene))


def _told(frame: Frame, said: str, path: Path) -> None:
    if frame.view is not None:
        frame.view.reword()
    frame.status.say(said, path=str(path))


def save_picture(frame: Frame) -> None:
    """Write the picture code where only this user can read it, to be opened elsewhere, and say where (J1.3)."""
    view = frame.view
    if not isinstance(view, PictureView) or not view.picture.data:
        return
    path = picture_saved(view.picture.data)
    if path is None:
        frame.status.say("ui.picture_broken")
    else:
        frame.status.say("ui.saved", path=str(path))
