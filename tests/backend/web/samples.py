"""The pages of `pages/`, each with what a press on a button of it sends, as a browser sends it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.http import charset
from ntuh_onboard.backend.web.http.submission import Submission

FOLDER = Path(__file__).with_name("pages")
URL = "https://portal.example/pages/page.html"


@dataclass(frozen=True)
class Case:
    """press: the id of what is pressed. pairs: what is sent, None where nothing is."""

    page: str
    press: str
    pairs: tuple[tuple[str, str], ...] | None

    def __str__(self) -> str:
        return f"{self.page}-{self.press}"

    @property
    def bytes(self) -> bytes:
        return (FOLDER / f"{self.page}.html").read_bytes()

    def submission(self, url: str = URL) -> Submission | None:
        """What our reader would send from the page at this address."""
        read = charset.decode(self.bytes)
        page = Page(read.text, url, charset=read.charset)
        try:
            act = page.act(Clue(ids=(self.press,)))
            return page.draft(act).press(act)
        except UnexpectedPage:
            return None


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.json")):
        for each in json.loads(path.read_text(encoding="utf-8")):
            pairs = None if each["pairs"] is None else tuple((name, value) for name, value in each["pairs"])
            yield Case(path.stem, each["press"], pairs)
