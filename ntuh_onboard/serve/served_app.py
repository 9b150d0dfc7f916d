"""The wizard in a browser: the rules of a kiosk, and an end together with the browser (N-03, S-07)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.drivers.web_driver import WebDriver

from ntuh_onboard.kiosk.closed import RENEW_AFTER, ClosedApp
from ntuh_onboard.kiosk.limits import CLASS, CLASS_RENEW_AFTER
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.serve.pages import IDLE, REPAINT
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from textual.driver import Driver

    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.idle import Patience
    from ntuh_onboard.journey.journeys import Beginning
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.journey.step import Step


class BrowserDriver(WebDriver):
    """Textual's web driver; a "quit" from the server, or the server's own end, ends the wizard in order (R-05)."""

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle what is not a key; files are never delivered."""
        if packet_type == "quit":
            self._end()
        elif packet_type == REPAINT:
            self._app.call_later(self._repaint)
        elif packet_type in {"resize", "focus", "blur"}:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read until the pipe ends; then nobody is left to see anything, and the wizard ends."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._end()

    def tell_why(self, why: str) -> None:
        """Tell the server why the wizard ends by itself; the page shows it."""
        self.write_meta({"type": "over", "why": why})

    def _repaint(self) -> None:
        """Set up the terminal of another page as the first one's was, and draw the screen on it."""
        self.write_meta({"type": REPAINT})  # what was drawn before is not for this page
        self.write("\x1b[?1049h\x1b[?25l")  # the alternate screen, no cursor
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        if isinstance(self._app, BrowserApp):
            self._app.action_draw_anew()

    def _end(self) -> None:
        if isinstance(self._app, BrowserApp):
            self._app.call_later(self._app.leave, Exit.HANGUP)


class BrowserApp(ClosedApp):
    """One student's wizard at the hospital that this server is for; it never switches to the other one.

    In a class, whose hospital has no panel of its own, nobody waits for the seat: the total time is not limited.
    """

    def __init__(self, scene: Scene, lane: Lane[Backend], *, provider: str, journey: str) -> None:
        super().__init__(scene, lane, scene.clock, provider=provider, journey=journey)
        self._opened = scene.clock.elapsed()
        self._in_class = scene.practice and not scene.panel

    def patience(self, step: Step | None) -> Patience:
        """Return the kiosk's time limits; in a class the same at every step, since pupils have to listen."""
        return CLASS if self._in_class else super().patience(step)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that speaks to the server."""
        return BrowserDriver

    def take_turn(self) -> None:
        """Do nothing: a browser's terminal belongs to this process from the beginning."""

    def begin(self, beginning: Beginning, mode: str = "") -> None:
        """Begin a journey, and with it the student's time."""
        if not self._in_class:
            self.stay.begin()
        self._idle.again()
        super().begin(beginning, mode)

    def _repaint(self) -> None:
        super()._repaint()
        longest = CLASS_RENEW_AFTER if self._in_class else RENEW_AFTER
        if self.front is None and self.scene.clock.elapsed() - self._opened > longest:
            self.time_is_up(Exit.DONE)

    def time_is_up(self, status: Exit) -> None:
        """End the wizard; the page says why."""
        if not self._leaving and isinstance(self._driver, BrowserDriver):
            self._driver.tell_why(IDLE)
        super().time_is_up(status)
