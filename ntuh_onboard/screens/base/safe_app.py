"""A Textual application that leaves nothing behind: no traceback, no clipboard, no way to a shell (T-04, T-05)."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import Screen

from ntuh_onboard.screens.base.busy_lock import BusyLock
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.fatal import last_words
from ntuh_onboard.screens.base.focus_position import focus_position
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.themes import FEW_COLOURS, SIXTEEN, after
from ntuh_onboard.screens.base.written_cells import WrittenCells
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from textual.driver import Driver

    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane


@runtime_checkable
class Rewordable(Protocol):
    """Anything that can say its words again."""

    def reword(self) -> None:
        """Say its words in the present language, in the present colours."""


class SafeApp(App[int]):
    """The base of our applications: it turns off what Textual must not do here, and names what screens may ask for.

    Attributes:
        scene: what all views are given.
        lane: the line to the backend.
        lock: while it is held, no key reaches a field.
        draws_whole: whether what is drawn must be complete, since somebody else searches it.

    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "draw_anew", show=False)]
    draws_whole: bool = False

    def __init__(self, scene: Scene, lane: Lane[Backend]) -> None:
        self.scene = scene  # first: Textual asks for the colours while it is made
        super().__init__()
        self.lane = lane
        self.lock = BusyLock()
        self._written = WrittenCells()

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor is left after each update: at the focus, whatever has it.

        Textual moves it for text fields alone, and leaves it there when the focus goes on to a button.
        """
        return focus_position(self.focused)

    @cursor_position.setter
    def cursor_position(self, _position: Offset) -> None:
        """Ignore what Textual's text fields set: the focus decides."""

    def get_css_variables(self) -> dict[str, str]:
        """Return Textual's variables, and over them the colours and edges of our theme."""
        if self.console.color_system in FEW_COLOURS:
            self.scene.theme = SIXTEEN.in_ascii() if self.scene.glyphs.ascii else SIXTEEN
        return {**super().get_css_variables(), **self.scene.theme.variables}

    def action_draw_anew(self) -> None:
        """Draw the whole screen (Ctrl+L): something else wrote on the terminal, or another one took its place."""
        self._written.forget()
        self.refresh(layout=True)

    def on_app_blur(self, event: events.AppBlur) -> None:
        """Keep the focus while another window is in front.

        Textual gives it up then, and a screen that comes to the top meanwhile, as one below a card does, focuses what
        comes first.
        """
        event.prevent_default()

    def on_resize(self) -> None:
        """Expect nothing of a terminal that has another size: each moves or cuts its cells in its own way."""
        self._written.forget()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Write what the terminal does not show yet, as Textual calls for."""
        if isinstance(renderable, CompositorUpdate) and not self.draws_whole:
            renderable = self._written.missing(renderable)
        super()._display(screen, renderable)

    def next_theme(self) -> None:
        """Change to the next theme, on every open screen and in every kept view."""
        self.scene.theme = after(self.scene.theme, ascii_only=self.scene.glyphs.ascii)
        self.refresh_css(animate=False)
        self.say_again()

    def say_again(self) -> None:
        """Let everything that is shown say its words again: in another language, or in other colours."""
        for screen in self.screen_stack:
            for part in (screen, *screen.walk_children()):
                if isinstance(part, Rewordable):
                    part.reword()

    def work(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do an act while holding the lock; ignored if one is under way."""
        raise NotImplementedError

    def do(self, act: ButtonAct) -> None:
        """Do what a button, a key or a card asks for, if it is allowed."""
        raise NotImplementedError

    def leave(self, status: Exit) -> None:
        """Sign out, wipe and end."""
        raise NotImplementedError

    def run(self, **given: Any) -> int | None:
        """Run as in Textual; if it ends by a fault of ours, whoever is still signed in is signed out then (N-04)."""
        try:
            return super().run(**given)
        finally:
            self.remove_traces()

    def remove_traces(self) -> None:
        """Sign out whoever is still signed in, and remove the pictures that were saved to be opened elsewhere."""
        from ntuh_onboard.screens.base.leaving import sign_out
        from ntuh_onboard.screens.base.saved_files import remove_pictures

        self.lane.close(sign_out)
        remove_pictures()

    def get_driver_class(self) -> type[Driver]:
        """Return the terminal's driver, with a key reader that survives noise (T-05)."""
        if sys.platform == "win32":
            from ntuh_onboard.screens.base.console_driver import SteadyConsoleDriver

            return SteadyConsoleDriver
        from ntuh_onboard.screens.base.key_reader import SteadyDriver

        return SteadyDriver

    def copy_to_clipboard(self, text: str) -> None:
        """Do nothing: nothing from this program goes to the clipboard."""

    def action_suspend_process(self) -> None:
        """Do nothing: Ctrl+Z must not leave secrets on a stopped screen."""

    def _handle_exception(self, error: Exception) -> None:
        """End with a code; Textual would print local variables and exit with status 0.

        An act that fails because its screen is being removed, after the end was decided, is not a fault to show.
        """
        if self._exit:
            return
        self._return_code = int(Exit.INTERNAL)
        if self._exception is None:  # the first one is told; what fails after it, fails because of it
            self.panic(last_words(error, self.scene.say))
            self._exception = error
            self._exception_event.set()
