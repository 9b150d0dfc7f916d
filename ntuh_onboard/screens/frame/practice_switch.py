"""Switch to another hospital, for real or in practice, before anything was asked of either (J0.1, J0.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.screens.base.safe_app import SafeApp
    from ntuh_onboard.screens.base.scene import Scene

Opening = Callable[[], "tuple[Scene, Lane[Backend]]"]
"""Opens a hospital; returns what its views are given, and the line to it."""


class Ways:
    """The other hospitals to switch to; `openings` opens them, by `practice` or `real`."""

    def __init__(self, openings: Mapping[str, Opening]) -> None:
        self._openings = openings

    def turn(self, app: SafeApp, mode: str) -> bool:
        """Open that hospital in the present language, keeping nothing of this one; returns False if there is none."""
        if mode not in self._openings:
            return False
        texts, before = app.scene.texts, app.lane
        app.scene, app.lane = self._openings[mode]()
        app.scene.texts = app.scene.texts.with_language(texts.language)
        before.close()
        return True
