"""Choose how pages are opened: plainly, in a browser, or plainly until a page needs its script."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.backend.web.engines.browser.installed import driver_is_installed, installed_browsers
from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.redirects import Hosts
from ntuh_onboard.common import errors
from ntuh_onboard.common.errors import OnboardError

if TYPE_CHECKING:
    from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
    from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
    from ntuh_onboard.backend.web.engines.http_engine import HttpEngine


class NoBrowser(OnboardError):
    """A browser is asked for, and there is none that can be driven; the message says what is missing."""


WITHOUT, IN_BROWSER = 2.0, 10.0
"""Seconds for the sign-outs of all sites (N-04), without and with a browser."""


@dataclass(frozen=True, slots=True)
class BrowserChoice:
    """A browser that may be used.

    Attributes:
        process: the browser, not started yet.
        always: whether every page is opened in it; else only those that need it.

    """

    process: BrowserProcess
    always: bool

    def sign_out_seconds(self) -> float:
        """Return how long sign-outs may take: a browser has its pages to load first."""
        return IN_BROWSER if self.process.running else WITHOUT


def lacking(path: str = "", *, shown: bool = False) -> str:
    """Return what is missing to drive this browser, or any, or to show its window; empty if nothing is."""
    if not driver_is_installed():
        return "pip install 'ntuh-onboard[browser]'"
    if not _may_write_files():
        return "no file may be written here, and a browser must write some"
    if shown and sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no desktop here to show a window on"
    if path:
        return "" if Path(path).is_file() else f"{path} is no file"
    return "" if installed_browsers() else "no Edge, Chrome or Chromium is installed here"


def _may_write_files() -> bool:
    """Return whether the system lets this process write files: a student's at a kiosk may not (S-07)."""
    if sys.platform == "win32":
        return True
    import resource

    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0


def browser_of(engine: str, path: str = "", *, shown: bool = False) -> BrowserChoice | None:
    """Return the browser for this engine (`auto`, `http`, `browser`); None for none. Raises NoBrowser.

    Args:
        engine: how pages are opened.
        path: the browser; empty for the first one that is found.
        shown: whether its window is to be seen.

    """
    if engine == "http":
        return None
    missing = lacking(path, shown=shown)
    if missing:
        if engine == "browser" or shown:
            raise NoBrowser(f"{'--show-browser' if shown else '--engine browser'}: {missing}")
        return None
    from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess

    process = BrowserProcess(*([Path(path)] if path else installed_browsers()), shown=shown)
    atexit.register(process.close)
    if engine == "browser":
        process.start()  # in the background, while the student reads
    return BrowserChoice(process, always=engine == "browser")


class EitherEngine:
    """An engine without a browser, until `turn` puts a browser in its place, or a new session begins after it runs.

    Args:
        plain: the engine without a browser.
        browser: makes the other one.
        runs: whether the browser runs: if one site of a hospital needs it, the others most likely do.

    """

    def __init__(
        self, plain: HttpEngine, browser: Callable[[], BrowserEngine], runs: Callable[[], bool] = lambda: False
    ) -> None:
        self._now: Engine = plain
        self._plain = plain
        self._runs = runs
        self._browser: Callable[[], BrowserEngine] | None = browser

    @property
    def can_turn(self) -> bool:
        """Whether a browser can still be put in its place."""
        return self._browser is not None

    def turn(self, *, keep_session: bool = False) -> bool:
        """Go on in the browser, with a new session or with the present one; False if that cannot be done (any more).

        A browser that does not start is no reason to lose the session: then nothing changes.
        """
        if self._browser is None:
            return False
        make, self._browser = self._browser, None
        now = make()
        if keep_session:
            try:
                now.take(self._plain.cookies())
            except errors.BackendError:
                return False
        self._plain.close()
        self._now = now
        return True

    @property
    def hosts(self) -> Hosts:
        """The servers that may be contacted."""
        return self._now.hosts

    @property
    def went_to(self) -> str:
        """Where the answer to the last form has led."""
        return self._now.went_to

    @property
    def sent_to(self) -> str:
        """The address of the form sent last."""
        return self._now.sent_to

    def together(self) -> AbstractContextManager[object]:
        """Put everything inside under one deadline."""
        return self._now.together()

    def open(self, url: str) -> Page:
        """Read the page at an address."""
        return self._now.open(url)

    def follow(self, page: Page, act: Act) -> Page:
        """Press a link or a button of this page."""
        return self._now.follow(page, act)

    def press(self, page: Page, draft: Draft, act: Act, *, commit: bool) -> Page:
        """Fill in a form, and press what sends it."""
        return self._now.press(page, draft, act, commit=commit)

    def frames(self, page: Page) -> tuple[Page, ...]:
        """Return the pages in the frames of a page."""
        return self._now.frames(page)

    def picture(self, page: Page, shown: Image) -> bytes | Page:
        """Return the bytes of another picture code."""
        return self._now.picture(page, shown)

    def session(self) -> Callable[[], None]:
        """Return what brings back the cookies of now."""
        return self._now.session()

    def left(self, page: Page) -> bool:
        """Return whether this page cannot be used any more."""
        return self._now.left(page)

    def shown_now(self, page: Page) -> Page:
        """Return a kept view as it is now."""
        return self._now.shown_now(page)

    def forget(self) -> None:
        """Begin a new session at every server."""
        if not (self._runs() and self.turn()):
            self._now.forget()

    def close(self) -> None:
        """Abort what is running, and forget everything."""
        self._now.close()
