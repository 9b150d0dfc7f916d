"""The fields of a view: each with its label, control and error, and all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Complaint, Entry
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field, Kind, Step
from ntuh_onboard.rules import FOLDS, Level
from ntuh_onboard.screens.base.persona import ID_FIELDS, is_another
from ntuh_onboard.screens.base.rule_words import broken_rule
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.choice import Choice
from ntuh_onboard.screens.widgets.inputs import PlainInput, SecretInput, Tick
from ntuh_onboard.screens.widgets.sentence import Marked, Sentence
from ntuh_onboard.screens.widgets.wrapping import wrap

FIELD, EDGE = 40, 6
"""Cells of a field, and of its edge around a title."""
BESIDE, NARROW = 2, 12
"""Lines that a hint beside a field may take, and cells that it needs."""
_GLOSSED = re.compile(r"(.*」)\s*(\(.+\))")


class LabelledField(Vertical):
    """Draws a `Field` of the table according to its kind.

    What is typed into stands in a frame with its label in the upper edge; beneath it a row is kept for what is wrong.

    Attributes:
        framed: whether the control has a frame; other ones have their label above them.
        in_row: whether it stands beside other fields.
        stand_in: what is shown in place of the control while that is hidden; None if nothing is.
        confirmed: the field whose text a tick is about, if it is about one.

    """

    def __init__(self, scene: Scene, asked: Field, *, classes: str = "") -> None:
        super().__init__(id=f"field-{asked.id}", classes=f"field -{asked.kind} {classes}")
        self.scene = scene
        self.asked = asked
        self.control = self._control()
        self.framed = isinstance(self.control, PlainInput)
        self.hint = Hint(scene, f"field.{asked.id}.hint", self.entitle)
        self.error = Marked(scene, mark=scene.glyphs.wrong, classes="error")
        self.wrong_text = ""
        self.in_row = False
        self.stand_in: Widget | None = None
        self.confirmed: LabelledField | None = None
        self._ticked_for: str | None = None
        self._edges: tuple[str, str, int, bool] | None = None

    def _control(self) -> Widget:
        key = self.asked.id
        match self.asked.kind:
            case Kind.SECRET if not self.asked.shown:
                return SecretInput(id=key)
            case Kind.CHOICE:
                return Choice(id=key)
            case Kind.CONFIRM:
                return Tick(id=key, mark=self.scene.glyphs.ticked)
            case _:
                return PlainInput(id=key)

    def compose(self) -> ComposeResult:
        """Lay out the control with its hint beside it, and what is wrong beneath it."""
        if self.asked.kind is Kind.CONFIRM:
            with Horizontal(classes="control-line"):
                yield self.control
                yield self.error
            return
        if not self.framed:
            with Horizontal(classes="label-line"):
                yield Sentence(self.scene, f"field.{self.asked.id}.label", classes="label")
                yield self.hint
        with Horizontal(classes="control-line"):
            if self.stand_in is not None:
                yield self.stand_in
            yield self.control
            if self.framed:
                yield self.hint
        if not self.in_row:
            yield self.error

    @staticmethod
    def _fits_beside(hint: str, room: int) -> bool:
        return room >= NARROW and len(wrap(hint, room)) <= BESIDE

    def put_in_row(self) -> None:
        """Stand beside other fields, before it is shown: always in a frame, with the hint in its lower edge."""
        self.in_row = self.framed = True
        if isinstance(self.control, Choice):
            self.control.numbered = False
        self.add_class("-in-row")

    def on_mount(self) -> None:
        """Set the labels of options and ticks."""
        self.reword()

    def on_show(self) -> None:
        """Place label and hint: the size may have come before it was shown."""
        self.entitle()

    def on_resize(self) -> None:
        """Place label and hint anew: a narrower field may have no room for them in one edge."""
        self.entitle()

    def entitle(self) -> None:
        """Write label, meaning and hint into the edges of the frame, or the hint beside it, as there is room.

        Only what changes is set: each title of an edge lays out the whole screen anew.
        """
        room = self.size.width
        if not self.framed:
            return
        if not room:  # not laid out yet: a frame never stands without its label, whatever comes first
            self.control.border_title = Content(parted(self.scene.say(f"field.{self.asked.id}.label"))[0])
            self._edges = None
            return
        edges = self._placed(room)
        upper, lower, width, beside = edges
        self.hint.display = beside
        if edges != self._edges:
            self._edges = edges
            self.control.border_title = Content(upper)
            self.control.border_subtitle = Content(lower)
            if not self.in_row:
                self.control.styles.width = width
            self.control.refresh(layout=True)

    def _placed(self, room: int) -> tuple[str, str, int, bool]:
        """Return what stands in the upper and in the lower edge, the width, and whether the hint stands beside."""
        label, meaning = parted(self.scene.say(f"field.{self.asked.id}.label"))
        hint = self.scene.say(self.hint.key) if self.hint.key else ""
        whole = f"{label} {meaning}".rstrip()
        width = room if self.in_row else min(room, max(FIELD, cell_len(whole) + EDGE))
        upper, lower = (whole, "") if cell_len(whole) + EDGE <= width else (label, meaning)
        if hint and not self.in_row and self._fits_beside(hint, room - width - 2):
            return upper, lower, width, True
        parts = (f"{lower}  {hint}".strip(), lower or hint, "")
        lower = next((each for each in parts if cell_len(each) + EDGE <= width), "")
        return upper, lower, width, False

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

    def on_checkbox_changed(self) -> None:
        """Note for which text a tick was set."""
        self._ticked_for = self.confirmed.text if self.confirmed is not None and self.text else None

    def confirmed_text_changed(self) -> None:
        """Take a tick back that was set for another text."""
        if self.confirmed is not None and self._ticked_for not in {None, self.confirmed.text}:
            self.put("")

    def complain(self, key: str, **values: object) -> None:
        """Show what is wrong with this field; an empty key removes it."""
        self.error.mark = self.scene.glyphs.wrong
        self.error.remove_class("-advice")
        self.error.say(key, **values)
        self.wrong_text = self.text if key else ""
        self.set_class(bool(key), "-wrong")
        self.remove_class("-advice")

    def advise(self) -> None:
        """Mark what was said last as advice, which does not refuse."""
        self.error.mark = self.scene.glyphs.advice
        self.add_class("-advice")
        self.error.add_class("-advice")
        self.error.reword()

    def reword(self) -> None:
        """Set the labels of options and ticks in the present language (sentences update themselves)."""
        control = self.control
        self.entitle()
        if isinstance(control, Choice) and self.asked.options:
            control.offer([(value, self.scene.say(f"choice.{self.asked.id}.{value}")) for value in self.asked.options])
        elif isinstance(control, Tick):
            control.label = self.scene.say(f"field.{self.asked.id}.label")


class FieldRow(Vertical):
    """Fields beside each other, and one place beneath all of them for what is wrong."""

    def __init__(self, *fields: LabelledField) -> None:
        super().__init__(classes="field-row")
        self._fields = fields
        for each in fields:
            each.put_in_row()

    def compose(self) -> ComposeResult:
        """Lay out the fields, then their errors."""
        yield Horizontal(*self._fields, classes="row-controls")
        yield Vertical(*(each.error for each in self._fields), classes="row-errors")


class Hint(Sentence):
    """The hint of a field; when it changes, its place may."""

    def __init__(self, scene: Scene, key: str, placed: Callable[[], None]) -> None:
        super().__init__(scene, key, classes="hint")
        self._placed = placed

    def reword(self) -> None:
        """Say it, and place it."""
        super().reword()
        self._placed()


def parted(label: str) -> tuple[str, str]:
    """Return the hospital's word and its meaning: 「帳號」 (Account) in two parts."""
    found = _GLOSSED.fullmatch(label)
    return (found[1], found[2]) if found else (label, "")


class Fields:
    """All fields of one step.

    Attributes:
        labelled: the widgets by field id, in the order of the table.

    """

    def __init__(self, scene: Scene, step: Step) -> None:
        self._step = step
        self._told: dict[tuple[str, str], str] = {}
        self.labelled = {each.id: LabelledField(scene, each) for each in step.fields}
        for each in self.labelled.values():
            each.confirmed = self.labelled.get(each.asked.confirms)

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

    def strangers(self) -> list[str]:
        """Return the keys of fields that hold, in practice, an ID other than the one handed out (J8.3)."""
        ids = ((key, each) for key, each in self.labelled.items() if key in ID_FIELDS)
        return [key for key, each in ids if is_another(each.scene, FOLDS[each.asked.fold](each.text))]

    def changed(self, key: str) -> bool:
        """Take back what was said about this field if its text is another one; return whether that was so.

        A tick that confirms another text of it is taken back, too.
        """
        for each in self.labelled.values():
            if each.asked.confirms == key:
                each.confirmed_text_changed()
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
                labelled.complain(broken_rule(labelled.scene, each.field, each.rule))
                if each.level is Level.ADVICE:
                    labelled.advise()
        advice = bool(complaints) and all(each.level is Level.ADVICE for each in complaints)
        if advice:
            self._told.update({(each.field, each.rule): self.labelled[each.field].text for each in complaints})
        return advice

    @property
    def passed(self) -> frozenset[tuple[str, str]]:
        """Advice that was given on exactly the present text, so that pressing once more goes on."""
        return frozenset((key, rule) for (key, rule), text in self._told.items() if self.labelled[key].text == text)
