"""Text that can be said again in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Button

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.screens.base.button_acts import ButtonAct, Wanted
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.wrapping import wrap


class Sentence(Widget):
    """One sentence of the catalogues, never markup; `reword()` says it in the language of now.

    What is put in may come from outside: a backend has made it harmless, and here it is once more (T-01).

    key: msgid, empty for nothing. values: what is put in; a callable is asked at each saying.
    """

    DEFAULT_CSS: ClassVar[str] = "Sentence { width: 1fr; height: auto; }"

    def __init__(
        self,
        scene: Scene,
        key: str = "",
        *,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str = "",
        **values: object,
    ) -> None:  # Textual's own name for it
        super().__init__(id=id, classes=classes)
        self._scene = scene
        self._key = key
        self._values = values
        self._plain = ""
        self._text = ""

    @property
    def key(self) -> str:
        """The sentence that stands here; empty where none does."""
        return self._key

    @property
    def said(self) -> tuple[str, Mapping[str, object]]:
        """The sentence that stands here and what is put in, to be said again later."""
        return self._key, self._values

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
        text = safe(self._scene.say(self._key, **self._values) if self._key else self._plain)
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def render(self) -> Content:
        """The lines, as text and never as markup (T-02)."""
        return Content("\n".join(wrap(self._text, self.size.width)))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The widest line."""
        return max(cell_len(line) for line in self._text.split("\n"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as lines; none for nothing."""
        return len(wrap(self._text, width)) if self._text else 0


class SentenceButton(Button):
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
        self.refresh(layout=True)  # Textual gives a new label the old one's room


class ActButton(SentenceButton):
    """A button that asks for an act.

    act: what is asked for. at: makes its id unique: `submit-contact`. label: in place of the act's own.
    """

    def __init__(self, scene: Scene, act: ButtonAct, *, at: str = "", label: str = "", classes: str = "") -> None:
        super().__init__(scene, label or act.label, id=f"{act}-{at}" if at else str(act), classes=classes)
        self.act = act


def ask_for(event: Button.Pressed, asked_of: Widget) -> None:
    """Let this widget ask for the act of the button that was pressed in it; other buttons ask for none."""
    event.stop()
    if isinstance(event.button, ActButton):
        asked_of.post_message(Wanted(event.button.act))
