"""A screen that nobody sees is not painted: its widgets are laid out, and drawn when a test looks at them.

Without a terminal Textual works out what it would write there, a fifth of all that such a test costs, and throws it
away. What a terminal is sent is proved in terminals (tests/terminal), and what is drawn by those who look.
"""

from __future__ import annotations

from textual.screen import Screen

_refresh = Screen._compositor_refresh


def _unpainted(screen: Screen[object]) -> None:
    if not (screen.app.is_headless and screen is screen.app.screen):
        _refresh(screen)
        return
    screen._compositor._dirty_regions.clear()
    screen._dirty_widgets.clear()
    screen.app._update_mouse_over(screen)


def leave_unpainted() -> None:
    """Paint nothing from now on in this process where there is no terminal."""
    Screen._compositor_refresh = _unpainted  # type: ignore[method-assign,assignment]
