"""Print a page with a browser of this machine, and make sure that something was printed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ntuh_onboard.common.errors import OnboardError

_PATIENCE = 120
"""Seconds that printing may take."""
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


class NotPrinted(OnboardError):
    """The browser ended without an error, but there is no file."""


def printed(browser: str, page: str, output: Path) -> None:
    """Print a page of HTML to a file, with a browser profile that is deleted afterwards.

    Chromium does not report that it could not write. So it prints into a temporary folder, where the result is checked
    and copied (not moved: the file may be on another disk). Raises NotPrinted, OSError, SubprocessError.
    """
    with tempfile.TemporaryDirectory(prefix="ntuh-handout-") as folder:
        source, target = Path(folder) / "handout.html", Path(folder) / "handout.pdf"
        source.write_text(page, encoding="utf-8")
        own = (f"--user-data-dir={folder}/browser", f"--print-to-pdf={target}")
        subprocess.run(  # noqa: S603  # the browser that this machine has, on a page of ours
            [browser, *_OPTIONS, *own, source.as_uri()], check=True, capture_output=True, timeout=_PATIENCE
        )
        if not target.is_file() or not target.stat().st_size:
            raise NotPrinted(f"{output}: not written; {browser} has printed nothing. Write FILE.html and print that")
        shutil.copyfile(target, output)
