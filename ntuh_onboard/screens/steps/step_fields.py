"""The fields of a view: each with its label, control and error, and all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from ntuh_onboard.journey.step import Field, Kind
from ntuh_onboard.rules import as_keyed, by_input_method
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
        checked: checks it when it is left.
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
        self.checked: Callable[[LabelledField], None] = lambda field: None
        self._edges: tuple[str, str, int, bool] | None = None

    def _control(self) -> PlainInput | Choice | Tick:
        key = self.asked.id
        match self.asked.kind:
            case Kind.SECRET if not self.asked.shown:
                return SecretInput(id=key, showable=not self.scene.kiosk)
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
                yield self.hint
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
        self.hint.display = False  # from the first frame on: in a column of no width yet it would be a dozen lines high
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
        key, values = self.hint.said
        hint = self.scene.say(key, **values) if key else ""
        whole = f"{label} {meaning}".rstrip()
        width = room if self.in_row else min(room, max(FIELD, cell_len(whole) + EDGE))
        upper, lower = (whole, "") if cell_len(whole) + EDGE <= width else (label, meaning)
        showable = isinstance(self.control, SecretInput) and self.control.showable
        show = self.scene.say("ui.show_secret") if showable else ""
        if hint and not self.in_row and self._fits_beside(hint, room - width - 2):
            return upper, f"{lower}  {show}".strip(), width, True
        both = f"{lower}  {hint}".strip()
        parts = (f"{both}  {show}".strip(), both, lower or hint, show, "")
        lower = next((each for each in parts if cell_len(each) + EDGE <= width), "")
        return upper, lower, width, False

    def on_descendant_blur(self) -> None:
        """Check what was typed when the field is left for another place of the same step."""
        view = next((each for each in self.ancestors if each.has_class("view")), None)
        focused = self.screen.focused
        self.accept_keys_meant()
        elsewhere = focused is not None and focused is not self.control and view in focused.ancestors
        if elsewhere and self.framed and self.text and not self.error.key:
            self.checked(self)

    def on_descendant_focus(self) -> None:
        """Let the next key replace a secret that was refused: nobody can mend what is masked."""
        self._select_wrong()

    def _select_wrong(self) -> None:
        control = self.control
        if isinstance(control, SecretInput) and self.has_class("-wrong") and not self.has_class("-advice"):
            control.select_all()

    @property
    def text(self) -> str:
        """What the field holds: the text, the chosen value, or `yes` for a tick."""
        return self.control.answer

    def put(self, text: str) -> None:
        """Set the text, option or tick."""
        self.control.answer = text

    def on_checkbox_changed(self) -> None:
        """Note for which text a tick was set, which must not be wrong; what asked for the tick is said no more."""
        about = self.confirmed
        if self.text and self.waits_for_mending:
            self.put("")
            self.complain("ui.tick_after_mending")
            return
        self.set_class(bool(self.text), "-ticked")
        if self.text:
            self.complain("")
        self._ticked_for = about.text if about is not None and self.text else None

    @property
    def waits_for_mending(self) -> bool:
        """Whether this is a tick about a text that is refused as it stands."""
        about = self.confirmed
        return about is not None and bool(about.error.key) and not about.has_class("-advice")

    def confirmed_text_changed(self) -> None:
        """Take a tick back that was set for another text, and what was said of the tick."""
        if self.error.key:
            self.complain("")
        if self.confirmed is not None and self._ticked_for not in {None, self.confirmed.text}:
            self.put("")

    def complain(self, key: str, **values: object) -> None:
        """Show what is wrong with this field; an empty key removes it."""
        self._tell(key, values, advice=False)
        if self.control.has_focus:
            self._select_wrong()

    def advise(self, key: str) -> None:
        """Show advice, which does not refuse."""
        self._tell(key, {}, advice=True)

    def _tell(self, key: str, values: Mapping[str, object], *, advice: bool) -> None:
        self.error.mark = self.scene.glyphs.advice if advice else self.scene.glyphs.wrong
        self.error.set_class(advice, "-advice")
        self.error.say(key, **values)
        self.wrong_text = self.text if key else ""
        self.set_class(bool(key), "-wrong")
        self.set_class(advice, "-advice")

    def take_keys_meant(self) -> None:
        """Undo what an input method has made of the keys: at once in a plain text, and in a secret when it is left.

        A secret is first told so, since it is masked; a text that cannot be put back into keys is told at its first
        sign. Texts that may be in any script, such as a name, are left alone.
        """
        typed, control = self.text, self.control
        if not isinstance(control, PlainInput) or self.asked.fold == "trim" or not by_input_method(typed):
            return
        keyed = as_keyed(typed)
        if self.asked.kind is not Kind.SECRET or self.asked.shown:
            at = control.cursor_position
            control.value = keyed
            control.cursor_position = at
        told = "rule.secret.no_input_method" if by_input_method(keyed) else "ui.keys_meant"
        if by_input_method(self.text):
            self.advise(told)
            self.told_early()

    def accept_keys_meant(self) -> None:
        """Put a secret that was typed through an input method back into keys, as its field has offered."""
        if self.error.key == "ui.keys_meant":
            self.complain("")
            self.put(as_keyed(self.text))

    def told_early(self) -> None:
        """Let the step take back, before it says anything else, what was said while nothing was sent."""
        view = next((each for each in self.ancestors if each.has_class("view")), None)
        if view is not None:
            view.add_class("-told")

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
