"""Widgets whose text can be said again in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Button

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.wanted import Wanted
from ntuh_onboard.screens.widgets.wrapping import wrap

_ARROWS = {"left": -1, "up": -1, "right": 1, "down": 1}


class Sentence(Widget):
    """One sentence of the catalogues, never markup; `reword()` says it in the present language.

    Its values may come from outside: the backend has made them harmless, and here they are once more (T-01).

    Attributes:
        key: the msgid, empty for nothing.
        values: the values to put in; callables are called each time the sentence is said.

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
        """The key of the sentence shown, or empty."""
        return self._key

    @property
    def said(self) -> tuple[str, Mapping[str, object]]:
        """The key of the sentence shown and its values, to say it again later."""
        return self._key, self._values

    def on_mount(self) -> None:
        """Say it for the first time."""
        self.reword()

    def say(self, key: str, **values: object) -> None:
        """Show another sentence."""
        self._key, self._values, self._plain = key, values, ""
        self.reword()

    def show_plain(self, text: str) -> None:
        """Show a text that is not a sentence of ours (already made harmless)."""
        self._key, self._values, self._plain = "", {}, text
        self.reword()

    def reword(self) -> None:
        """Say it again in the present language."""
        text = self.worded()
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def worded(self) -> str:
        """Return what is to be shown."""
        return safe(self._scene.say(self._key, **self._values) if self._key else self._plain)

    def render(self) -> Content:
        """Return the lines, as text and never as markup (T-02)."""
        return Content("\n".join(wrap(self._text, self.size.width)))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest line."""
        return max(cell_len(line) for line in self._text.split("\n"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of wrapped lines; 0 if there is nothing to show."""
        return len(wrap(self._text, width)) if self._text else 0


class Marked(Sentence):
    """A sentence behind a mark, such as ✗ before a refusal: what a colour means is said without it, too.

    Attributes:
        mark: the mark, one cell wide.

    """

    def __init__(
        self,
        scene: Scene,
        *,
        mark: str = "",
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str = "",
    ) -> None:
        self.mark = mark
        super().__init__(scene, id=id, classes=classes)

    def worded(self) -> str:
        """Return the mark and the sentence; nothing without a sentence."""
        text = super().worded()
        return f"{self.mark} {text}" if text and self.mark else text


class SentenceButton(Button):
    """A button whose label is a sentence: `[ label ]` in one row, a box in three rows where there is room.

    With the focus it reads `▸ label ◂`, so that no colour is needed to see where one is. A button of the class `plain`
    is one underlined word in a band.
    """

    def __init__(
        self,
        scene: Scene,
        key: str,
        *,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        name: str | None = None,
        classes: str = "",
        **values: object,
    ) -> None:
        super().__init__("", id=id, name=name, classes=classes)
        self.styles.line_pad = 0  # the style sheet takes no 0 here
        self._scene = scene
        self._key = key
        self._values: Mapping[str, object] = values
        self.reword()

    def beside(self, way: int) -> None:
        """Put the focus on the next button of the same group, or the one before."""
        group = self.parent.children if self.parent is not None else ()
        others = [each for each in group if isinstance(each, SentenceButton) and each.focusable]
        if self in others:
            self.screen.set_focus(others[(others.index(self) + way) % len(others)])

    def on_key(self, event: events.Key) -> None:
        """Move among buttons by the arrow keys."""
        way = _ARROWS.get(event.key)
        if way is not None:
            event.stop()
            self.beside(way)

    def say(self, key: str, **values: object) -> None:
        """Show another label."""
        self._key, self._values = key, values
        self.reword()

    def reword(self) -> None:
        """Say the label in the present language."""
        words = self._scene.say(self._key, **self._values)
        if words != self.label:
            self.label = Content(words)
            self.refresh(layout=True)  # otherwise Textual keeps the width of the old label

    def render(self) -> Content:
        """Return the label with the signs around it, which never change its width."""
        glyphs, words = self._scene.glyphs, str(self.label)
        if self.has_class("plain"):
            before, behind = (glyphs.here, glyphs.back) if self.has_focus else (" ", " ")
            return Content.assemble(before, (words, "underline"), behind)
        if self.has_class("-listed") and not self.has_focus:
            return Content(f"  {words}")
        if self.has_focus:
            return Content(f"{glyphs.here} {words} {glyphs.back}")
        return Content(f"  {words}  " if self.styles.border.spacing.top else f"[ {words} ]")

    def cells(self, *, tall: bool) -> int:
        """Return the cells that it takes in a row, with the gap behind it. tall: as a box of three rows."""
        return cell_len(str(self.label)) + (6 if not tall else 16 if self.has_class("submit") else 10)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the label with its signs."""
        return cell_len(str(self.label)) + (2 if self.has_class("plain") else 4)


class ActButton(SentenceButton):
    """A button that asks for an act.

    Attributes:
        act: what it asks for.

    """

    def __init__(
        self,
        scene: Scene,
        act: ButtonAct,
        *,
        at: str = "",
        label: str = "",
        text: Callable[[], str] | None = None,
        classes: str = "",
    ) -> None:
        words = {"text": text} if text is not None else {}
        id_ = f"{act}-{at}" if at else str(act)
        super().__init__(scene, label or act.label, id=id_, name=None, classes=classes, **words)
        self.act = act

    def focus_on_click(self) -> bool:
        """Leave the focus in the field of somebody who raises a hand with the mouse amid typing."""
        return self.act is not ButtonAct.HAND


def ask_for(event: Button.Pressed, asked_of: Widget) -> None:
    """Post the act of a button that was pressed in this widget; buttons without an act are ignored."""
    event.stop()
    if isinstance(event.button, ActButton):
        asked_of.post_message(Wanted(event.button.act))
