"""The smallest Textual application that the harness is proven on: two fields, one button, wide characters."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, Static


class TinyApp(App[str]):
    """Says what was typed when the button is pressed, and its size; ends with status 3."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", priority=True),
        Binding("shift+tab", "app.focus_previous", priority=True),
        ("f1", "tell('說明：請洽 261120')"),
        ("f2", "size"),
        ("escape", "quit_with_status"),
    ]

    def compose(self) -> ComposeResult:
        """Two fields, a button, a line that tells."""
        yield Static("帳號 and 密碼", id="head")
        yield Input(id="first", select_on_focus=False)
        yield Input(id="second", password=True)
        yield Button("啟用")
        yield Static("", id="told", markup=False)

    def on_button_pressed(self) -> None:
        """Tell both fields."""
        self.action_tell("，".join(field.value for field in self.query(Input)))

    def action_tell(self, words: str) -> None:
        """Show these words."""
        self.query_one("#told", Static).update(f"→{words}←")

    def action_size(self) -> None:
        """Show the size of the window."""
        self.action_tell(f"{self.size.width}x{self.size.height}")

    def action_quit_with_status(self) -> None:
        """End."""
        self.exit(return_code=3)


if __name__ == "__main__":
    tiny = TinyApp()
    tiny.run()
    raise SystemExit(tiny.return_code)
