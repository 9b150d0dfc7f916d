"""A Textual application that leaves nothing behind: no traceback, no clipboard, no way to a shell (T-04, T-05)."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from ntuh_onboard.screens.base.busy_lock import BusyLock
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.fatal import fault_code, last_words
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from textual.driver import Driver

    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane


class SafeApp(App[int]):
    """What Textual does by itself and must not do here, and what the screens may ask of the application.

    lane: the line to the backend. lock: while it is held, no key reaches a field.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, scene: Scene, lane: Lane[Backend]) -> None:
        super().__init__()
        self.scene = scene
        self.lane = lane
        self.lock = BusyLock()

    @abstractmethod
    def work(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do one act with the lock held; a second one asked for meanwhile is not done."""

    @abstractmethod
    def do(self, act: ButtonAct) -> None:
        """Do what a button, a key or a card asks for; nothing where it is not allowed."""

    @abstractmethod
    def leave(self, status: Exit) -> None:
        """Sign out, wipe, end."""

    def run(self, **given: Any) -> int | None:
        """As Textual's; whoever is still signed in when it ends, by a fault of ours, is signed out then (N-04)."""
        try:
            return super().run(**given)
        finally:
            from ntuh_onboard.screens.base.leaving import sign_out

            self.lane.close(sign_out)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's, with a reader of keys that noise cannot bring down (T-05)."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from ntuh_onboard.screens.base.key_reader import SteadyDriver

        return SteadyDriver

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing of this program goes to the clipboard."""

    def action_suspend_process(self) -> None:
        """Ctrl+Z does not leave secrets on a stopped screen."""

    def _handle_exception(self, error: Exception) -> None:
        """Textual prints local variables on a crash and ends with status 0: neither happens here.

        An act that fails because its screen is being taken down, after the end was decided, is no fault to show.
        """
        if self._exit:
            return
        self._return_code = int(Exit.INTERNAL)
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.panic(last_words(self.scene.say("ui.fatal", code=fault_code(error))))
