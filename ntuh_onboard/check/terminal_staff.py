"""Ask the staff member who signs in on the terminal: nothing typed is shown, kept or put into a history."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

from rich.console import Console
from rich.segment import Segments
from rich.text import Text

from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.check.inner_pages import Gone
from ntuh_onboard.check.report_drawing import Pen
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.pixels import BrokenPicture, Drawing

SAVE = "+"
"""Typed instead of a picture code, which never contains it: keep the picture as a file."""
_YES = frozenset({"y", "yes", "是", "要"})
_FEW_COLOURS = frozenset({None, "standard", "windows"})


@dataclass
class TerminalStaff:
    """Asks on a console; an empty ID, the end of the input and Ctrl+D leave by `Gone`.

    Attributes:
        console: writes to standard error, so that standard output holds findings alone.
        pen: the language, and what the terminal can draw.

    """

    console: Console
    pen: Pen

    def account(self) -> tuple[str, Secret]:
        """Ask for the ID and the portal password; the password is not shown."""
        self._say("sign_in.first")
        employee_id = self._asked("sign_in.id").strip()
        if not employee_id:
            raise Gone
        try:
            # It hides what is typed before it asks: with rich, the first keys were shown, and lost.
            return employee_id, Secret(getpass(self.pen.say("sign_in.password")))
        except EOFError:
            raise Gone from None

    def campus(self, page: SignInPage) -> str:
        """Let the person choose by number; Enter takes what the page has chosen."""
        if len(page.campuses) < 2:
            return page.default
        for number, each in enumerate(page.campuses, start=1):
            self.console.print(Text(f"  {number} {each.label}"))
        chosen = next((each.label for each in page.campuses if each.value == page.default), "")
        while text := self._asked("sign_in.campus", chosen=chosen).strip():
            if text.isascii() and text.isdigit() and 0 < int(text) <= len(page.campuses):
                return page.campuses[int(text) - 1].value
        return page.default

    def captcha(self, picture: bytes) -> str:
        """Draw the picture and ask what it says; empty for another one."""
        self._draw(picture)
        while (text := self._asked("sign_in.captcha").strip()) == SAVE:
            self._save(picture)
        return text

    def was_wrong(self, said: str) -> None:
        """Show the page's own words; the next picture follows."""
        self._say("sign_in.wrong", said=said)

    def may_send_id(self) -> bool:
        """Ask; anything but yes is no."""
        return self._asked("sign_in.phone").strip().casefold() in _YES

    def _draw(self, picture: bytes) -> None:
        style = Drawing.BLACK_WHITE if self.console.color_system in _FEW_COLOURS else Drawing.GREY
        columns = min(pixels.COLUMNS, self.console.width)
        try:
            cells = pixels.render(picture, columns, style=Drawing.ASCII if self.pen.ascii_only else style)
        except BrokenPicture:
            self._say("sign_in.broken")
            return
        for row in pixels.segments(cells):
            self.console.print(Segments(row))
        self.console.print()

    def _save(self, picture: bytes) -> None:
        try:
            path = pixels.save(picture, Path(tempfile.mkdtemp(prefix="ntuh-onboard-")))
        except (OSError, BrokenPicture):
            self._say("sign_in.broken")
        else:
            self._say("sign_in.saved", path=str(path))

    def _asked(self, key: str, **values: object) -> str:
        try:
            return self.console.input(Text(self.pen.say(key, **values)))
        except EOFError:
            raise Gone from None

    def _say(self, key: str, **values: object) -> None:
        self.console.print(Text(self.pen.say(key, **{name: safe_line(str(each)) for name, each in values.items()})))
