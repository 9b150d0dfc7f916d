"""Print what was tried as one table of scenarios by fronts, when more than a row of it was."""

from __future__ import annotations

from typing import Any

import pytest

_WORDS = {"passed": "same", "failed": "FAILED", "skipped": "not tried"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A row for each scenario, a column for each front and language."""
    cells: dict[tuple[str, ...], str] = {}
    for word, told in _WORDS.items():
        reports: list[Any] = terminalreporter.stats.get(word, [])
        for each in reports:
            cells |= {tuple(cell): told for name, cell in each.user_properties if name == "cell"}
    if len(cells) < 10:
        return
    names = [*dict.fromkeys(name for name, *_ in cells)]
    terminalreporter.write_sep("=", f"{list(cells.values()).count('same')} of {len(cells)} cells are the same")
    terminalreporter.write_line("| front | language | " + " | ".join(sorted(names)) + " |")
    terminalreporter.write_line("| --- " * (len(names) + 2) + "|")
    for front, lang in sorted({(front, lang) for _, front, lang in cells}):
        row = [cells.get((name, front, lang), "") for name in sorted(names)]
        terminalreporter.write_line(f"| {front} | {lang} | " + " | ".join(row) + " |")
