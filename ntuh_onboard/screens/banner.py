"""Which hospital this is, on every screen: a simulated one, or one that did not come with the program (J8.3, J0.1)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ntuh_onboard.screens.scene import Scene
from ntuh_onboard.screens.widgets.sentence import Sentence


def warnings(scene: Scene) -> Iterable[Sentence]:
    """A line of its own for practice, and one for each thing that is not as it came with the program."""
    if scene.practice:
        yield Sentence(scene, "ui.practice_banner", classes="practice-line")
    yield from overrides(scene)


def overrides(scene: Scene) -> Iterable[Sentence]:
    """What somebody has set: other hosts and the file that names them, a proxy, an authority, a backend."""
    told = scene.overrides
    if "hosts" in told:
        # The file's name alone: a long path takes the room that a step of 80x24 needs.
        file = Path(told["file"]).name
        yield Sentence(scene, "ui.override_hosts", classes="override-line", hosts=told["hosts"], file=file)
    for key in ("backend", "proxy", "authority"):
        if key in told:
            value = Path(told[key]).name if key == "authority" else told[key]
            yield Sentence(scene, f"ui.override_{key}", classes="override-line", value=value)
