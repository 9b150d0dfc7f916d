"""A step whose buttons never leave the window, however much is said above them."""

from __future__ import annotations

from textual.containers import Vertical

from ntuh_onboard.screens.widgets.sentence import SentenceButton


class ButtonsInSight(Vertical):
    """Lays its buttons, in a box of the class `acts`, into one row at the bottom where it is higher than the window.

    Where they are too wide for a row, each has a row of its own. Once tight it stays so until it is shown again or has
    another size: nothing moves to and fro while the student types.
    """

    def on_resize(self) -> None:
        """Give the buttons their room again, as far as there is any."""
        self.loosen()

    def watch_virtual_size(self) -> None:
        """Keep the buttons in sight, and whatever has the focus.

        Textual sets the size of the window, by which it says how far a view can be scrolled, after this one: a view
        that had none yet was styled and laid out three times.
        """
        if self.virtual_size.height > self.content_size.height:
            self.add_class("-tight")
            self.call_after_refresh(self._to_focus)

    def _to_focus(self) -> None:
        focused = self.screen.focused if self.is_attached else None
        if focused is not None and self in focused.ancestors:
            focused.scroll_visible(animate=False)

    def loosen(self) -> None:
        """Give the buttons their room."""
        self.remove_class("-tight")
        acts = [each for each in self.query(".acts > SentenceButton").results(SentenceButton) if each.display]
        room, tall = self.content_size.width, self.screen.has_class("-tall")
        self.set_class(0 < room < sum(each.cells(tall=tall) for each in acts) - 2, "-stacked")
