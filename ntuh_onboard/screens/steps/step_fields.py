"""The fields of a view: each with its label, control and error, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Complaint, Entry
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field, Kind, Step
from ntuh_onboard.rules import Level
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


class Fields:
    """All fields of one step.

    Attributes:
        labelled: the widgets by field id, in the order of the table.

    """

    def __init__(self, scene: Scene, step: Step) -> None:
        self._step = step
        self._told: dict[tuple[str, str], str] = {}
        self.labelled = {each.id: LabelledField(scene, each) for each in step.fields}

    def start(self, journey: Journey) -> None:
        """Fill in what was typed before, or its prefill; no secrets or picture codes; disable sealed steps."""
        for labelled in self.labelled.values():
            labelled.put(journey.starting(labelled.asked) if labelled.asked.kept else "")
            labelled.disabled = journey.sealed

    def show(self, journey: Journey) -> None:
        """Show the fields that are asked now, hide the others."""
        if journey.asked is self._step:
            asked = {each.id for each in journey.fields(self.kept())}
            for key, each in self.labelled.items():
                each.display = key in asked

    def kept(self) -> dict[str, str]:
        """Return the texts that may be kept when the step is left."""
        return {key: each.text for key, each in self.labelled.items() if each.asked.kept}

    def leave(self) -> dict[str, str]:
        """Return `kept()`, and clear everything else."""
        kept = self.kept()
        self._told.clear()
        for each in self.labelled.values():
            if not each.asked.kept:
                each.put("")
        return kept

    def clear(self, key: str) -> None:
        """Empty one field that is not kept, since its text was refused."""
        labelled = self.labelled.get(key)
        if labelled is not None and not labelled.asked.kept:
            labelled.put("")
            labelled.wrong_text = ""

    def entry(self) -> Entry:
        """Return what the fields on display hold."""
        shown = [each for each in self.labelled.values() if each.display]
        return Entry(
            {each.asked.id: each.text for each in shown if each.asked.kind is not Kind.SECRET},
            {each.asked.id: Secret(each.text) for each in shown if each.asked.kind is Kind.SECRET},
        )

    def controls(self) -> list[Widget]:
        """Return the controls that can be typed into, in order."""
        return [each.control for each in self.labelled.values() if each.display and not each.disabled]

    def changed(self, key: str) -> bool:
        """Take back what was said about this field if its text is another one; return whether that was so."""
        labelled = self.labelled.get(key)
        if labelled is None or not labelled.error.key or labelled.text == labelled.wrong_text:
            return False
        labelled.complain("")
        return True

    def say_nothing(self) -> None:
        """Take back what was said about every field."""
        for each in self.labelled.values():
            each.complain("")

    def complain(self, complaints: Sequence[Complaint]) -> bool:
        """Show under each field the first thing that is wrong; return whether all of it is advice."""
        for each in complaints:
            labelled = self.labelled.get(each.field)
            if labelled is not None and not labelled.error.key:
                labelled.complain(f"rule.{each.rule}")
                labelled.set_class(each.level is Level.ADVICE, "-advice")
        advice = bool(complaints) and all(each.level is Level.ADVICE for each in complaints)
        if advice:
            self._told.update({(each.field, each.rule): self.labelled[each.field].text for each in complaints})
        return advice

    @property
    def passed(self) -> frozenset[tuple[str, str]]:
        """Advice that was given on exactly the present text, so that pressing once more goes on."""
        return frozenset((key, rule) for (key, rule), text in self._told.items() if self.labelled[key].text == text)
