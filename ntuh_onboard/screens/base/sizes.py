"""Size classes of a screen, by columns and rows of the terminal: the style sheet lays out each of them.

Columns: in -narrow the way ahead is one row and the phone a drawer; in -wide the way ahead is a list at the left; in
-roomy the phone lies beside the steps that need it; -vast is centred. Rows: -short has its buttons in one row at the
bottom; -tall has air, and buttons three rows high.
"""

from __future__ import annotations

WIDTHS = [(0, "-narrow"), (100, "-wide"), (116, "-roomy"), (139, "-vast")]
HEIGHTS = [(0, "-short"), (30, "-tall")]
