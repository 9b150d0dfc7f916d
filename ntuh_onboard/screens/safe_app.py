"""A Textual application that leaves nothing behind: no traceback, no clipboard, no way to a shell (T-04, T-05)."""

from __future__ import annotations

from textual.app import App

from ntuh_onboard.exits import Exit
from ntuh_onboard.screens.fatal import fault_code, last_words
from ntuh_onboard.screens.scene import Scene


class SafeApp(App[int]):
    """What Textual does by itself and must not do here."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing of this program goes to the clipboard."""

    def action_suspend_process(self) -> None:
        """Ctrl+Z does not leave secrets on a stopped screen."""

    def _handle_exception(self, error: Exception) -> None:
        """Textual prints local variables on a crash and ends with status 0: neither happens here."""
        self._return_code = int(Exit.INTERNAL)
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.panic(last_words(self.scene.say("ui.fatal", code=fault_code(error))))
