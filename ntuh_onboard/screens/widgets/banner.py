"""Which hospital this is, on every screen: a simulated one, or one that did not come with the program (J8.3, J0.1)."""

from __future__ import annotations

from collections.abc import Iterable

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.sentence import Sentence
from ntuh_onboard.startup import provenance


def warnings(scene: Scene) -> Iterable[Sentence]:
    """A line of its own for practice, and one for each thing that is not as it came with the program."""
    if scene.practice:
        yield Sentence(scene, "ui.practice_banner", classes="practice-line")
    yield from overrides(scene)


def overrides(scene: Scene) -> Iterable[Sentence]:
    """What somebody has set: other hosts and the file that names them, a proxy, an authority, a backend."""
    # The files' names alone: a long path takes the room that a step of 80x24 needs.
    for key, values in provenance.sentences(scene.overrides, paths=False):
        yield Sentence(scene, key, classes="override-line", **values)
