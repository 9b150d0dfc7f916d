"""What Textual offers by itself and a shared screen does not: browser, screenshots, files, an end (K-01, K-03)."""

from __future__ import annotations

from pathlib import Path

from ntuh_onboard import screens
from ntuh_onboard.app import OnboardApp


class ClosedApp(OnboardApp):
    """The wizard without a way out."""

    CSS_PATH = str(Path(screens.__file__).with_name("wizard.tcss"))  # Textual would look beside the subclass

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No browser."""

    def action_help_quit(self) -> None:
        """No hint how to quit."""

    async def action_quit(self) -> None:
        """No end but the student's own."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No picture of what a student has typed."""
