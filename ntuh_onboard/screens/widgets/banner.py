"""The band at the top of every screen: product, the other language, and whether this is practice (J0.1, J8.3)."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence
from ntuh_onboard.startup import provenance
from ntuh_onboard.texts.languages import after


class WholeOrNothing(Sentence):
    """A sentence in one line that is left out where it has no room, since half a name is worse than none.

    shorter: the key of the sentence to show where the first one has no room; empty if there is none.
    """

    def __init__(self, scene: Scene, key: str, *, id: str, shorter: str = "") -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(scene, key, id=id)
        self._shorter = shorter

    def render(self) -> Content:
        """Return the line, the shorter one, or nothing."""
        shorter = self._scene.say(self._shorter) if self._shorter else ""
        fits = (each for each in (self.worded(), shorter) if "\n" not in each and cell_len(each) <= self.size.width)
        return Content(next(fits, ""))


class TopBand(Horizontal):
    """Product, language and practice badge in one row; the badge is never shortened."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="banner")
        self._scene = scene

    def compose(self) -> ComposeResult:
        """Lay out the row."""
        scene = self._scene
        yield WholeOrNothing(scene, "ui.product", id="product")
        language = ActButton(
            scene, ButtonAct.LANGUAGE, at="band", label="ui.as_is", classes="plain", text=lambda: other_language(scene)
        )
        if scene.allows(ButtonAct.LANGUAGE):
            yield language
        if scene.practice:
            yield Sentence(scene, "ui.practice_banner", id="practice")


def other_language(scene: Scene) -> str:
    """Return what the next language calls itself."""
    return after(scene.texts.language).name


def warnings(scene: Scene) -> Iterable[Sentence | Horizontal]:
    """Yield, for a screen over the wizard, the badge of practice, and a line for each unusual thing."""
    if scene.practice:
        yield Horizontal(Sentence(scene, "ui.practice_banner", classes="practice-badge"), classes="practice-line")
    yield from overrides(scene)


def overrides(scene: Scene) -> Iterable[Sentence]:
    """Yield a line for everything that was configured: other hosts and their profile, proxy, authority, backend."""
    # File names only: a long path would take the room that a step needs at 80x24.
    for key, values in provenance.sentences(scene.overrides, paths=False):
        yield Sentence(scene, key, classes="override-line", **values)
