"""One window of the browser, with cookies of its own: addresses, scripts, what its boxes said, pictures."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.chromium.installed_browser import PATIENCE, BrowserRefused, BrowserSilent, Chromium, Event

SIZE = (1000, 800)


class Window:
    """A page in a context of its own. said: the words of every alert(), which is answered at once."""

    def __init__(self, browser: Chromium, size: tuple[int, int] = SIZE) -> None:
        self._browser = browser
        self._context = browser.ask("Target.createBrowserContext")["browserContextId"]
        target = browser.ask("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.said: list[str] = []
        self._frame = target
        self._begun: list[str] = []
        self._loaded: set[str] = set()
        browser.listeners[self._session] = self._heard
        self.ask("Page.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)
        width, height = size
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def close(self) -> None:
        """Close it and forget its cookies."""
        del self._browser.listeners[self._session]
        self._browser.ask("Target.disposeBrowserContext", browserContextId=self._context)

    def ask(self, method: str, /, **given: object) -> dict[str, Any]:
        """A question about this page."""
        return self._browser.ask(method, self._session, **given)

    def go(self, url: str) -> None:
        """Open an address, until it, or a page that it moved on to before, has loaded."""
        opened = self.ask("Page.navigate", url=url)["loaderId"]
        self.wait(lambda: not self._loaded.isdisjoint(self._since(opened)), url)

    def run(self, script: str) -> Any:
        """The value of a script; raises BrowserRefused where it fails, or where the page has just been left."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserRefused(answer["exceptionDetails"].get("exception", {}).get("description", script))
        return answer["result"].get("value")

    def wait(self, done: Callable[[], object], what: str) -> None:
        """Until this is so; looked at again after everything that the browser tells, and every so often besides."""
        end = time.monotonic() + PATIENCE
        while not self._is(done):
            if time.monotonic() > end:
                raise BrowserSilent(f"{what}; alerts {self.said}")
            try:
                self._browser.listen(0.05)
            except BrowserSilent:
                continue

    def picture(self, path: Path) -> None:
        """Keep the whole page as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _is(self, done: Callable[[], object]) -> bool:
        try:
            return bool(done())
        except BrowserRefused:
            return False

    def _since(self, opened: str) -> list[str]:
        return self._begun[self._begun.index(opened) :] if opened in self._begun else []

    def _heard(self, method: str, event: Event) -> None:
        if method == "Page.javascriptDialogOpening":
            self.said.append(event["message"])
            self._browser.tell("Page.handleJavaScriptDialog", self._session, accept=True)
        elif method == "Page.lifecycleEvent" and event["frameId"] == self._frame:
            if event["name"] == "init":
                self._begun.append(event["loaderId"])
            elif event["name"] == "load":
                self._loaded.add(event["loaderId"])
