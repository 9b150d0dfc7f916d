"""The browser's process: started once for a student, in a thread with a loop of its own, and ended with the program.

Playwright drives it over a pipe, without a port. If this program is killed, the driver's pipe ends, and with it the
driver and the browser. The browser has no network of its own (`traffic.py`).
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from contextlib import contextmanager, redirect_stderr, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ntuh_onboard.backend.web.engines.browser import private_folder
from ntuh_onboard.backend.web.failures import Unreachable, Why
from ntuh_onboard.common.errors import OnboardError

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

Value = TypeVar("Value")
START_SECONDS = 30.0
_CLOSE_SECONDS = 5.0
_OFF = (
    "AutofillServerCommunication",
    "Translate",
    # What Playwright turns off by the same argument, of which a browser takes the last one alone.
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
)
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever is not stopped before finds no server
    "--proxy-server=http://127.0.0.1:9",  # nor one that is named by its number
    "--proxy-bypass-list=<-loopback>",
    "--disable-quic",
    f"--disable-features={','.join(_OFF)}",
    "--no-default-browser-check",
)
_WINDOW = ("--window-size=1000,900",)
_RENDERED = Path(__file__).with_name("rendered.js")
_FOLDER_VARIABLES = ("TMPDIR", "TEMP", "TMP")
_STARTING = threading.Lock()


class NotStarted(OnboardError):
    """No browser could be started; the message holds the last one's own words, for staff."""


class BrowserProcess:
    """One browser. Its methods may be called from any thread.

    Args:
        paths: the browsers to start, the first one that does.
        shown: whether the window is to be seen, beside the terminal.

    Attributes:
        refused: how often each foreign server was refused, in all tabs.

    """

    def __init__(self, *paths: Path, shown: bool = False) -> None:
        self.paths = paths
        self.refused: Counter[str] = Counter()
        self._shown = shown
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="browser", daemon=True)
        self._started: Future[Browser] | None = None
        self._playwright: Playwright | None = None
        self._folder: Path | None = None
        self._closed = False

    def start(self) -> None:
        """Start it in the background; the first tab waits for it."""
        if self._started is None and not self._closed:
            self._thread.start()
            self._started = asyncio.run_coroutine_threadsafe(self._start(), self._loop)

    @property
    def running(self) -> bool:
        """Whether somebody has needed it, and it has started."""
        started = self._started
        return started is not None and started.done() and started.exception() is None

    def ready(self) -> bool:
        """Return whether it has started, once that is known."""
        self.start()
        try:
            return self._started is not None and bool(self._started.result(START_SECONDS))
        except (NotStarted, TooLong):
            return False

    def run(self, work: Coroutine[Any, Any, Value], seconds: float) -> Value:
        """Run this in the browser's thread, for so long at most; raises TimeoutError, and whatever it raises."""
        if self._closed:
            work.close()
            raise Unreachable(Why.CLOSED)
        self.start()
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except TooLong:
            future.cancel()
            raise TimeoutError from None

    async def context(self) -> BrowserContext:
        """Return a new context: cookies and storage of its own, in memory; raises NotStarted.

        A browser that has ended since is started anew; what it knew of a session is gone.
        """
        assert self._started is not None  # noqa: S101  # `run` has started it
        browser = await asyncio.wrap_future(self._started)
        if not browser.is_connected():
            self._started = asyncio.run_coroutine_threadsafe(self._launched(), self._loop)
            browser = await asyncio.wrap_future(self._started)
        made = await browser.new_context(
            locale="zh-TW",
            # Without a window most pages fit, so that nothing waits for scrolling.
            **({"no_viewport": True} if self._shown else {"viewport": {"width": 1280, "height": 2000}}),
            service_workers="block",
            accept_downloads=False,
            user_agent=await self._agent(browser),
        )
        await made.add_init_script(path=_RENDERED)
        return made

    async def _agent(self, browser: Browser) -> str:
        """Return the user agent of the browser with a window: sites refuse others."""
        version = browser.version.partition(".")[0]
        system = {"win32": "Windows NT 10.0; Win64; x64", "darwin": "Macintosh; Intel Mac OS X 10_15_7"}
        return (
            f"Mozilla/5.0 ({system.get(sys.platform, 'X11; Linux x86_64')}) AppleWebKit/537.36 (KHTML, like Gecko) "
            f"Chrome/{version}.0.0.0 Safari/537.36"
        )

    async def _start(self) -> Browser:
        from playwright.async_api import async_playwright

        try:
            self._folder = private_folder.new_folder()
            with _temporary(self._folder):
                self._playwright = await async_playwright().start()
        except Exception as failed:
            raise NotStarted(str(failed)) from failed
        return await self._launched()

    async def _launched(self) -> Browser:
        """Start the first browser that does; raises NotStarted."""
        from playwright.async_api import Error

        said = "none is installed"
        for path in self.paths:
            try:
                return await self._launch(path)
            except Error as failed:
                said = f"{path}: {failed.message}"
        raise NotStarted(said)

    async def _launch(self, path: Path) -> Browser:
        assert self._playwright is not None  # noqa: S101  # `_start` has made it
        return await self._playwright.chromium.launch(
            executable_path=path,
            headless=not self._shown,
            args=[*_ARGUMENTS, *(_WINDOW if self._shown else ())],
            chromium_sandbox=not (hasattr(os, "geteuid") and os.geteuid() == 0),  # root cannot use it
            timeout=START_SECONDS * 1000,
        )

    def close(self) -> None:
        """End the browser, and remove its folder. May be called more than once."""
        if self._closed:
            return
        self._closed = True
        if self._started is not None:
            ending = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
            with suppress(Exception):
                ending.result(_CLOSE_SECONDS)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_CLOSE_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()
        if self._folder is not None:
            private_folder.remove(self._folder)

    async def _end(self) -> None:
        if self._started is not None and self._started.done() and self._started.exception() is None:
            with suppress(Exception):
                await self._started.result().close()
        if self._playwright is not None:
            await self._playwright.stop()


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Let the driver that is started meanwhile take this folder for temporary files, and for the browser's profile.

    It must not have the terminal, either: Node puts a terminal that it was given back to how it found it, when it ends,
    and that is how a wizard on the screen has it (no echo, no lines).
    """
    with _STARTING, open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123  # no path
        before = {name: os.environ.get(name) for name in _FOLDER_VARIABLES}
        os.environ.update(dict.fromkeys(_FOLDER_VARIABLES, str(folder)))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
