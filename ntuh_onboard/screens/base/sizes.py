"""Size classes of a screen, by columns and rows of the terminal: the style sheet lays out each of them.

Columns: in -narrow the way ahead is one row and the phone a drawer; in -wide the way ahead is a list at the left; in
-roomy the phone lies beside the steps that need it; -vast is centred. Rows: -short has its buttons in one row at the
bottom; -tall has air, and buttons three rows high.
"""

from __future__ import annotations

WIDTHS = [(0, "-narrow"), (100, "-wide"), (116, "-roomy"), (139, "-vast")]
HEIGHTS = [(0, "-short"), (30, "-tall")]


def classes_at(columns: int, rows: int) -> tuple[str, str]:
    """Return the classes of a screen of this size.

    Textual sets them after the first layout, and then styles and lays out everything a second time.
    """
    return _class_at(columns, WIDTHS), _class_at(rows, HEIGHTS)


def _class_at(length: int, limits: list[tuple[int, str]]) -> str:
    return max(limit for limit in limits if limit[0] <= length)[1]
