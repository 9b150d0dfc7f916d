"""The cells of a screen as they would stand on a terminal: characters with their colours, without a terminal."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual._context import visible_screen_stack
from textual.app import App

from tests.terminal.paint import INK, PAPER, Cell


def cells(app: App[int]) -> list[list[Cell]]:
    """Return the rows of the screen in front; a wide character is followed by an empty cell."""
    rows = []
    visible_screen_stack.set(app._background_screens)  # what a card lets through
    for strip in app.screen._compositor.render_strips():
        row: list[Cell] = []
        for text, style, control in strip:
            if not control:
                like = _like(style or Style.null())
                for character in text:
                    row.append(like._replace(text=character))
                    row.extend([like._replace(text="")] * (cell_len(character) - 1))
        rows.append(row)
    return rows


@lru_cache(maxsize=4096)
def _like(style: Style) -> Cell:
    """Return an empty cell of this style."""
    ink = style.color.get_truecolor(DEFAULT_TERMINAL_THEME).hex if style.color else INK
    back = style.bgcolor
    paper = back.get_truecolor(DEFAULT_TERMINAL_THEME, foreground=False).hex if back else PAPER
    if style.reverse:
        ink, paper = paper, ink
    return Cell("", ink, paper, bool(style.bold), bool(style.underline), bool(style.strike))
