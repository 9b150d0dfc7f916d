"""A person at a window: points at what is seen, types, reads; knows no name, id or markup of any page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.chromium.window import Window

_EYES = Path(__file__).with_name("person.js").read_text(encoding="utf-8")


class Person:
    """Goes through pages by their visible words, with a mouse and a keyboard."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._heard = 0

    def goes_to(self, url: str) -> None:
        """Type an address."""
        self.window.go(url)

    def fills(self, boxes: Mapping[str, str]) -> None:
        """Type into the boxes beside, below or with these words; what stood there is replaced."""
        for words, text in boxes.items():
            self._click(self._pointed("box", words))
            self.window.ask("Input.dispatchKeyEvent", type="keyDown", commands=["selectAll"])
            self.window.ask("Input.insertText", text=text)

    def presses(self, words: str) -> None:
        """Click the one button or link with these words."""
        at = self._pointed("button", words)
        self._heard = len(self.window.said)
        self._click(at)

    def sees(self, *words: str) -> None:
        """Wait until all this can be read on the page, or was said in a box since the last press."""
        for each in words:
            self.window.wait(partial(self._sees, each), each)

    def sees_pictures(self) -> None:
        """Wait until every picture of the page is there."""
        self.window.wait(lambda: self._looks("pictures", ""), "pictures")

    def _sees(self, words: str) -> bool:
        return self._told(words) or bool(self._looks("sees", words))

    def _told(self, words: str) -> bool:
        return any(words in each for each in self.window.said[self._heard :])

    def _looks(self, what: str, words: str) -> Any:
        return self.window.run(f"(window.person || {_EYES}) && person.{what}({json.dumps(words)})")

    def _pointed(self, what: str, words: str) -> dict[str, float]:
        found: list[dict[str, float]] = []

        def looked() -> bool:
            found.append(self._looks(what, words))
            return True

        self.window.wait(looked, f"{what} {words}")
        return found[0]

    def _click(self, at: Mapping[str, float]) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self.window.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)
