"""Write the table of `http/big5.py` anew from the installed browser: `python -m tests.chromium.big5_index`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.chromium.installed_browser import MISSING, Chromium, find
from tests.chromium.window import Window

TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
PAIRS = [bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in TRAILS]
TWO = {
    b"\x88\x62": "\u00ca\u0304",
    b"\x88\x64": "\u00ca\u030c",
    b"\x88\xa3": "\u00ea\u0304",
    b"\x88\xa5": "\u00ea\u030c",
}
"""The four pairs that are two characters by the standard; Chromium 150 makes a control character of each."""
WIDTH, LONGEST = 110, 50
"""Columns of a line, and characters of one run."""


def decoded(window: Window) -> Mapping[bytes, str]:
    """Every pair that the browser knows, with its character."""
    asked = [[*pair] for pair in PAIRS]
    texts = window.run(f"{asked}.map(pair => new TextDecoder('big5').decode(new Uint8Array(pair)))")
    return {pair: text for pair, text in zip(PAIRS, texts, strict=True) if not text.startswith("\ufffd")} | TWO


def table(known: Mapping[bytes, str]) -> str:
    """The pairs that Python's codec lacks or reads otherwise, as they stand in `big5.py`."""
    wrong = [pair for pair, text in known.items() if pair.decode("big5hkscs", "ignore") != text]
    runs: list[list[bytes]] = []
    for pair in wrong:
        if runs and PAIRS.index(pair) == PAIRS.index(runs[-1][-1]) + 1 and len(runs[-1]) < LONGEST:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    lines = [""]
    for run in runs:
        item = f"{run[0].hex().upper()} {''.join(known[pair] for pair in run)}"
        if lines[-1] and _columns(lines[-1]) + _columns(item) + 2 > WIDTH:
            lines.append("")
        lines[-1] += ("  " if lines[-1] else "") + item
    return "\n".join(lines)


def _columns(text: str) -> int:
    return sum(1 if each.isascii() else 2 for each in text)


def main() -> int:
    """Print it."""
    path = find()
    if path is None:
        print(MISSING, file=sys.stderr)  # noqa: T201  # a script's own words
        return 1
    with tempfile.TemporaryDirectory() as folder:
        browser = Chromium(path, Path(folder))
        try:
            print(table(decoded(Window(browser))))  # noqa: T201  # a script's own words
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
