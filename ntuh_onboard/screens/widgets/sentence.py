"""Text that can be said again in another language."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button, Static

from ntuh_onboard.screens.scene import Scene


class Sentence(Static):
    """One sentence of the catalogues, never markup; `reword()` says it in the language of now.

    key: msgid, empty for nothing. values: what is put in; a callable is asked at each saying.
    """

    def __init__(
        self,
        scene: Scene,
        key: str = "",
        *,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str = "",
        **values: object,
    ) -> None:  # Textual's own name for it
        super().__init__("", markup=False, id=id, classes=classes)
        self._scene = scene
        self._key = key
        self._values = values
        self._plain = ""

    @property
    def key(self) -> str:
        """The sentence that stands here; empty where none does."""
        return self._key

    def on_mount(self) -> None:
        """Say it for the first time."""
        self.reword()

    def say(self, key: str, **values: object) -> None:
        """Let another sentence stand here."""
        self._key, self._values, self._plain = key, values, ""
        self.reword()

    def show_plain(self, text: str) -> None:
        """Let a text stand here that is no sentence of ours (already made harmless)."""
        self._key, self._values, self._plain = "", {}, text
        self.reword()

    def reword(self) -> None:
        """Say it again, in the language of now."""
        self.update(self._scene.say(self._key, **self._values) if self._key else self._plain)


class ActButton(Button):
    """A button of one line, drawn as `[ label ]`, whose label is a sentence."""

    def __init__(self, scene: Scene, key: str, *, id: str, classes: str = "") -> None:  # noqa: A002  # Textual's own name for it
        super().__init__("", id=id, classes=classes, compact=True)
        self._scene = scene
        self._key = key
        self.reword()

    def say(self, key: str) -> None:
        """Another label."""
        self._key = key
        self.reword()

    def reword(self) -> None:
        """Say the label in the language of now."""
        self.label = Content(f"[ {self._scene.say(self._key)} ]")
