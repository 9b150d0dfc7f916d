"""The captions of a scenario for the whole room, and the keys for whoever leads the class (J8.4)."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.sentence import Sentence, SentenceButton
from ntuh_onboard.texts.languages import Language

Both = Mapping[Language, str]
"""A text in each language."""


def clock(seconds: float) -> str:
    """Return minutes and seconds, such as `4:05`."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes}:{rest:02d}"


class Caption(Vertical):
    """Two lines of caption in place of the wizard's own last lines, with a line of keys below."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="caption")
        self._scene = scene
        self._text = Sentence(scene, classes="caption-text")
        self._said: Both = {}
        self._keys = Sentence(scene, classes="caption-keys")

    def compose(self) -> ComposeResult:
        """Lay out the caption above the keys."""
        yield self._text
        yield self._keys

    def show(self, caption: Both) -> None:
        """Show another caption."""
        self._said = caption
        self.reword()

    @property
    def told(self) -> str:
        """The key of the sentence in the line of keys."""
        return self._keys.key

    def tell(self, key: str, **values: object) -> None:
        """Show another line of keys."""
        self._keys.say(key, **values)

    def reword(self) -> None:
        """Show the caption in the present language."""
        self._text.show_plain(self._said.get(self._scene.texts.language, ""))


class Intro(Modal[bool]):
    """Says what will be shown, how long it takes, and which keys control it; the answer is whether to begin."""

    BINDINGS = [Binding("escape", "close", show=False)]  # noqa: RUF012  # Textual's own form
    ALLOW_SELECT = False

    def __init__(self, scene: Scene, title: Both, about: Both, seconds: Mapping[Language, float]) -> None:
        super().__init__()
        self._scene = scene
        self._about = about
        self._heading = title
        self._seconds = seconds
        self._texts = (Sentence(scene, classes="title"), Sentence(scene, classes="line"))

    def compose(self) -> ComposeResult:
        """Lay out the card; it shows that this is practice (J8.3)."""
        scene = self._scene
        yield from warnings(scene)
        with Vertical(classes="card"):
            yield from self._texts
            yield Sentence(scene, "scenario.length", classes="line", time=self._length)
            yield Sentence(scene, "scenario.shortens", classes="line")
            yield Sentence(scene, "scenario.keys_told", classes="line")
            yield SentenceButton(scene, "scenario.begin", id="begin", classes="submit")

    def _length(self) -> str:
        return clock(self._seconds[self._scene.texts.language])

    def on_mount(self) -> None:
        """Focus the button, so that one press begins."""
        self.reword()
        self.query_one(SentenceButton).focus()

    def reword(self) -> None:
        """Show the texts in the present language."""
        for place, text in zip(self._texts, (self._heading, self._about), strict=True):
            place.show_plain(text[self._scene.texts.language])

    def on_button_pressed(self) -> None:
        """Begin."""
        self.dismiss(True)  # noqa: FBT003  # a screen's answer has no name

    def action_close(self) -> None:
        """Close without beginning (Esc)."""
        self.dismiss(False)  # noqa: FBT003  # a screen's answer has no name
