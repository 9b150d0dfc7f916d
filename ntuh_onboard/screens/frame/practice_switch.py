"""From one hospital to another before anything was asked of either: for real or in practice (J0.1, J0.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.screens.base.safe_app import SafeApp
    from ntuh_onboard.screens.base.scene import Scene

Opening = Callable[[], "tuple[Scene, Lane[Backend]]"]
"""Opens a hospital: what its views are given, and the line to it."""


class Ways:
    """The other hospitals that can be gone to. openings: `practice` or `real` -> opens it."""

    def __init__(self, openings: Mapping[str, Opening]) -> None:
        self._openings = openings

    def turn(self, app: SafeApp, mode: str) -> bool:
        """Open that hospital in the language of now, keeping nothing of this one; False where there is no such way."""
        if mode not in self._openings:
            return False
        texts, before = app.scene.texts, app.lane
        app.scene, app.lane = self._openings[mode]()
        app.scene.texts = app.scene.texts.with_language(texts.language)
        before.close()
        return True
