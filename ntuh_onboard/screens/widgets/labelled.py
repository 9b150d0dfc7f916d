"""One field of a step: its label, its control, and a line for what is wrong with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from ntuh_onboard.journey.step import Field, Kind
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.choice import Choice
from ntuh_onboard.screens.widgets.inputs import PlainInput, SecretInput, Tick
from ntuh_onboard.screens.widgets.sentence import Sentence


class LabelledField(Vertical):
    """Draws a `Field` of the table according to its kind."""

    def __init__(self, scene: Scene, asked: Field, *, classes: str = "") -> None:
        super().__init__(id=f"field-{asked.id}", classes=f"field -{asked.kind} {classes}")
        self.scene = scene
        self.asked = asked
        self.control = self._control()
        self.hint = Sentence(scene, f"field.{asked.id}.hint", classes="hint")
        self.error = Sentence(scene, classes="error")
        self.wrong_text = ""

    def _control(self) -> Widget:
        key = self.asked.id
        match self.asked.kind:
            case Kind.SECRET if not self.asked.shown:
                return SecretInput(id=key)
            case Kind.CHOICE:
                return Choice(id=key)
            case Kind.CONFIRM:
                return Tick(id=key, compact=True)
            case _:
                return PlainInput(id=key)

    def compose(self) -> ComposeResult:
        """Lay out label and hint on one line, the control and what is wrong with it on the next."""
        if self.asked.kind is not Kind.CONFIRM:
            with Horizontal(classes="label-line"):
                yield Sentence(self.scene, f"field.{self.asked.id}.label", classes="label")
                yield self.hint
        with Horizontal(classes="control-line"):
            yield self.control
            yield self.error

    def on_mount(self) -> None:
        """Set the labels of options and ticks."""
        self.reword()

    @property
    def text(self) -> str:
        """What the field holds: the text, the chosen value, or `yes` for a tick."""
        control = self.control
        if isinstance(control, PlainInput):
            return control.value
        if isinstance(control, Choice):
            return control.value
        return "yes" if isinstance(control, Tick) and control.value else ""

    def put(self, text: str) -> None:
        """Set the text, option or tick."""
        control = self.control
        if isinstance(control, PlainInput):
            control.value = text
            control.cursor_position = len(text)
        elif isinstance(control, Choice):
            control.choose(text)
        elif isinstance(control, Tick):
            control.value = text == "yes"

    def complain(self, key: str, **values: object) -> None:
        """Show what is wrong with this field; an empty key removes it."""
        self.error.say(key, **values)
        self.wrong_text = self.text if key else ""
        self.set_class(bool(key), "-wrong")
        self.remove_class("-advice")

    def reword(self) -> None:
        """Set the labels of options and ticks in the present language (sentences update themselves)."""
        control = self.control
        if isinstance(control, Choice) and self.asked.options:
            control.offer([(value, self.scene.say(f"choice.{self.asked.id}.{value}")) for value in self.asked.options])
        elif isinstance(control, Tick):
            control.label = self.scene.say(f"field.{self.asked.id}.label")
