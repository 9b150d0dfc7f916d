"""The browser of a check: which ones are there, whether one can be driven, and what was refused in it."""

from __future__ import annotations

from pathlib import Path

from ntuh_onboard.backend.web.engines.browser.installed import driver_is_installed, installed_browsers, name_of
from ntuh_onboard.backend.web.engines.choice import BrowserChoice, browser_of
from ntuh_onboard.check.findings import BrowserFound, BrowserState


class DrivenBrowser:
    """The browser that a check drives, started at once in the background; it ends with the program.

    Args:
        engine: how pages are opened: `auto`, `http`, `browser`.
        path: the browser; empty for the first one that is found.

    Raises NoBrowser if one is asked for by name and missing.

    Attributes:
        choice: what may be driven; None for nothing.

    """

    def __init__(self, engine: str, path: str = "") -> None:
        self.choice: BrowserChoice | None = browser_of(engine, path)
        self._off = engine == "http"
        self._paths = (Path(path),) if path else installed_browsers()
        if self.choice is not None:
            self.choice.process.start()

    @property
    def always(self) -> bool:
        """Whether every page is read in it."""
        return self.choice is not None and self.choice.always

    def found(self) -> BrowserFound:
        """Return what is there; waits until it is known whether it starts."""
        refused = {} if self.choice is None else self.choice.process.refused
        return BrowserFound(self._state(), tuple(dict.fromkeys(map(name_of, self._paths))), dict(refused))

    def _state(self) -> BrowserState:
        if self._off:
            return BrowserState.OFF
        if not driver_is_installed():
            return BrowserState.NO_DRIVER
        if self.choice is None:
            return BrowserState.MISSING
        return BrowserState.READY if self.choice.process.ready() else BrowserState.FAILED
