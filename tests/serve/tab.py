"""A student at a wizard in a browser: keys pressed in Chromium, and what its terminal was sent read back.

xterm.js draws on a canvas, so that nothing can be read off the page: the same bytes go through the terminal's own
emulator here. That the page draws them is looked at on its pictures.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.chromium.installed_browser import BrowserSilent, Event
from tests.chromium.window import Window
from tests.terminal.emulator import Emulator
from tests.terminal.student import BUSY, Look, Student

KEYS: Mapping[str, tuple[str, int]] = {
    "\r": ("Enter", 13),
    "\t": ("Tab", 9),
    "\x1b": ("Escape", 27),
    "\x1b[Z": ("Tab", 9),
    "\x1b[A": ("ArrowUp", 38),
    "\x1b[B": ("ArrowDown", 40),
    "\x1b[C": ("ArrowRight", 39),
    "\x1b[D": ("ArrowLeft", 37),
    "\x1b[5~": ("PageUp", 33),
    "\x1b[6~": ("PageDown", 34),
    "\x1bOP": ("F1", 112),
    "\x7f": ("Backspace", 8),
}
"""What the wizard's tests send -> the key that a person presses for it."""
SHIFT = 8


class WebStudent(Student):
    """One wizard in one window. seen: every address that the window asked for."""

    def __init__(self, window: Window, address: str, stage: Path, lang: str = "zh-TW", *, loaded: bool = True) -> None:
        self.window = window
        self.look, self.lang = Look(80, 24, lang), lang
        self.socket = str(stage)
        self.emulator = Emulator(80, 24)
        self.output = bytearray()
        self.seen: list[str] = []
        self.closed = False
        browser, session = window._browser, window._session
        heard = browser.listeners[session]

        def listen(method: str, event: Event) -> None:
            heard(method, event)
            self._hear(method, event)

        browser.listeners[session] = listen
        window.ask("Network.enable")
        if loaded:
            window.go(address)
        else:
            window.ask("Page.navigate", url=address)

    def __enter__(self) -> Self:
        return self

    def send(self, text: str) -> None:
        """Press these keys, one after the other; sequences as `KEYS` has them."""
        for part in re.findall(r"\x1b(?:\[[0-9]*[A-Z~]|O[A-Z])|.", text, re.DOTALL):
            name, code = KEYS.get(part, (part, ord(part.upper()) if part.isalnum() else 0))
            more: dict[str, Any] = {"key": name, "windowsVirtualKeyCode": code}
            if part == "\x1b[Z":
                more["modifiers"] = SHIFT
            typed = part if part not in KEYS else "\r" if part == "\r" else ""
            self.window.ask("Input.dispatchKeyEvent", type="keyDown" if typed else "rawKeyDown", text=typed, **more)
            self.window.ask("Input.dispatchKeyEvent", type="keyUp", **more)

    def ready(self) -> str:
        """Wait until nothing is drawn any more and no busy sign stands there: the page's line has keys of its own.

        The sign comes 0.1 s after an act began, so that 0.2 s of quiet without it means that none is under way.
        """
        while self.word(BUSY) in self.settle():
            self.wait_for(lambda: self.word(BUSY) not in self.text())
        return self.text()

    def close(self) -> int:
        """Nothing: the window belongs to the test."""
        return 0

    def picture(self, path: Path) -> None:
        """Keep what is seen as a PNG; one of more than that would change the window's size."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.window.ask("Page.captureScreenshot", format="png")["data"]))

    def _take(self, patience: float = 0.0) -> bool:
        """Take what the window tells within this time; False once the wizard's line is closed."""
        end, before = time.monotonic() + patience, len(self.output)
        while not self.closed and len(self.output) == before and (left := end - time.monotonic()) > 0:
            with suppress(BrowserSilent):
                self.window._browser.listen(left)
        return not self.closed

    def _hear(self, method: str, event: Event) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.seen.append(event["request"]["url"])
            case "Network.webSocketCreated":
                self.seen.append(event["url"])
                asked = parse_qs(urlsplit(event["url"]).query)
                self.emulator = Emulator(int(asked["width"][0]), int(asked["height"][0]))
            case "Network.webSocketFrameSent":
                self._sent(event["response"]["payloadData"])
            case "Network.webSocketFrameReceived" if event["response"]["opcode"] == 2:
                drawn = base64.b64decode(event["response"]["payloadData"])
                self.output += drawn
                self.emulator.feed(drawn)
            case "Network.webSocketClosed":
                self.closed = True

    def _sent(self, payload: str) -> None:
        match json.loads(payload):
            case ["resize", {"width": columns, "height": rows}]:
                self.emulator.resize(columns, rows)
