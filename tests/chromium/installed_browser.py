"""A headless Chromium in a process group of its own, spoken to in the DevTools protocol over its pipe.

The pipe (descriptors 3 and 4) needs the standard library only, opens no port that others on the machine could use, and
ends the browser when the test ends, however it ends. Chromium hangs easily: every question has a deadline.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

CHROMIUM = "CHROMIUM"
"""The variable that names the browser; without it, it is looked for by the names of `NAMES`."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = f"Chromium is not on this machine: install it, or name one with {CHROMIUM}=/path/to/it"
PATIENCE = 20.0
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-extensions",
    "--disable-breakpad", "--no-default-browser-check", "--password-store=basic", "--lang=zh-TW", "--mute-audio",
    # Nothing but this machine is asked, whatever a page or the browser itself wants.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost", "--remote-debugging-pipe",
)  # fmt: skip
Event = Mapping[str, Any]


class BrowserSilent(Exception):
    """The browser did not answer in time, or is gone."""


class BrowserRefused(Exception):
    """The browser answered that it cannot do what was asked."""


def find() -> str | None:
    """Where Chromium is; None where this machine has none."""
    named = os.environ.get(CHROMIUM)
    if named:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Chromium:
    """A running browser. pid: of its first process, which leads the session of all its others."""

    def __init__(self, path: str, folder: Path) -> None:
        to_browser, self._to = (_high(each) for each in os.pipe())
        self._from, from_browser = (_high(each) for each in os.pipe())
        self.pid = os.posix_spawn(
            path,
            [path, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "LANGUAGE": "zh_TW"},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, to_browser, 3),
                (os.POSIX_SPAWN_DUP2, from_browser, 4),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
            setsid=True,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.listeners: dict[str, Callable[[str, Event], None]] = {}
        self._rest = b""
        self._asked = 0
        self._answers: dict[int, Event] = {}

    def ask(self, method: str, session: str = "", /, **given: object) -> dict[str, Any]:
        """What the browser answers; raises BrowserSilent, BrowserRefused."""
        number, end = self.tell(method, session, **given), time.monotonic() + PATIENCE
        while number not in self._answers:
            self.listen(end - time.monotonic(), method)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise BrowserRefused(f"{method}: {answer['error'].get('message')}")
        result: dict[str, Any] = answer["result"]
        return result

    def tell(self, method: str, session: str = "", /, **given: object) -> int:
        """Ask without waiting; the number of the question."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": given}
        if session:
            message["sessionId"] = session
        left = json.dumps(message).encode() + b"\0"
        while left:
            left = left[os.write(self._to, left) :]
        return self._asked

    def listen(self, seconds: float, why: str = "") -> None:
        """Take what comes next; raises BrowserSilent where nothing came within this time."""
        if not select.select([self._from], [], [], max(seconds, 0))[0]:
            raise BrowserSilent(why)
        piece = os.read(self._from, 1 << 20)
        if not piece:
            raise BrowserSilent(f"{why}: the browser has ended")
        *messages, self._rest = (self._rest + piece).split(b"\0")
        for each in messages:
            self._take(json.loads(each))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
        elif listener := self.listeners.get(message.get("sessionId", "")):
            listener(message["method"], message["params"])

    def close(self) -> None:
        """End the browser with all its processes."""
        for each in (self._to, self._from):
            os.close(each)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


@contextlib.contextmanager
def opened(path: str) -> Iterator[Chromium]:
    """A browser with a private profile, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ntuh-chromium-", ignore_cleanup_errors=True) as folder:
        browser = Chromium(path, Path(folder))
        try:
            yield browser
        finally:
            browser.close()


def _high(descriptor: int) -> int:
    """The same pipe under a number above those that the browser is given."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return high


if __name__ == "__main__":  # `make browser` asks before it begins
    sys.exit(0 if find() else MISSING)
