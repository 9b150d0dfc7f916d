"""Where the terminal's cursor stands: at the focus, so that braille lines, magnifiers and input methods follow it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.geometry import Offset
from textual.widget import Widget


@runtime_checkable
class HasPoint(Protocol):
    """A control in which one place matters more than its beginning: where typing goes, which option is chosen."""

    @property
    def point(self) -> Offset:
        """That place in cells (column, row), from the upper left cell of its content, scrolled as it is now."""


def focus_position(focused: Widget | None) -> Offset:
    """Return the cell of the screen at which the terminal's cursor belongs; (0, 0) if nothing has the focus."""
    if focused is None:
        return Offset(0, 0)
    inner = focused.content_region
    return inner.offset + focused.point if isinstance(focused, HasPoint) else inner.offset
