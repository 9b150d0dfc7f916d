"""Name the hospital on every screen if it is simulated or not the packaged one (J8.3, J0.1)."""

from __future__ import annotations

from collections.abc import Iterable

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.sentence import Sentence
from ntuh_onboard.startup import provenance


def warnings(scene: Scene) -> Iterable[Sentence]:
    """Yield a line for practice, and one for each thing that differs from the packaged hospital."""
    if scene.practice:
        yield Sentence(scene, "ui.practice_banner", classes="practice-line")
    yield from overrides(scene)


def overrides(scene: Scene) -> Iterable[Sentence]:
    """Yield a line for everything that was configured: other hosts and their profile, proxy, authority, backend."""
    # File names only: a long path would take the room that a step needs at 80x24.
    for key, values in provenance.sentences(scene.overrides, paths=False):
        yield Sentence(scene, key, classes="override-line", **values)
