"""Contact details: the mobile number is the point (J3.1 to J3.3)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from ntuh_onboard.backend.protocol import Contact
from ntuh_onboard.journey.step import Step
from ntuh_onboard.rules import FOLDS
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_fields import FieldRow
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.sentence import Sentence

NAMES = ("english_surname", "english_given")
_SMALL = (*NAMES, "english_middle", "office_phone", "home_phone")
_TYPED = (*_SMALL, "mobile_phone")


class ContactView(StepView):
    """Shows who it is, the mobile number to be looked at and confirmed, and the other fields beside it."""

    DENSE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        for each in _TYPED:
            self.labelled[each].hint.say("")
        self._who = Sentence(scene, classes="which")

    def body(self) -> Iterable[Widget]:
        """Put the mobile number first, on its own."""
        yield self._who
        yield self.labelled["mobile_phone"]
        yield self.labelled["phone_checked"].add_class("-apart")
        yield Sentence(self.scene, "ui.english_for_mail", classes="why")
        for row in (_SMALL[:3], _SMALL[3:]):
            yield FieldRow(*(self.labelled[each] for each in row))

    def on_mount(self) -> None:
        """Put the hints into the empty fields: beside each other they have no room behind them."""
        self.reword()

    def reword(self) -> None:
        """Set the hints in the present language."""
        for each in _TYPED:
            control = self.labelled[each].control
            if isinstance(control, PlainInput):
                control.placeholder = self.scene.say("ui.hint_inside", hint=self.scene.say(f"field.{each}.hint"))

    def controls(self) -> list[Widget]:
        """Lead Enter from the number to its tick and then on; the other fields, for those who want them, by Tab."""
        order = [*_SMALL, "mobile_phone", "phone_checked"]
        return [self.labelled[each].control for each in order if not self.labelled[each].disabled]

    def focus_first(self) -> None:
        """Start at a name that is empty, else at the number: it must be looked at even if it is right (J3.2)."""
        missing = [each for each in NAMES if self.labelled[each].error.key]
        self.screen.set_focus(self.labelled[[*missing, "mobile_phone"][0]].control)

    def fill(self) -> None:
        """Show what the hospital has, and ask at once for a name that it has not; the tick starts empty."""
        page = self.scene.walk.journey.loaded(Contact)
        if page is not None:
            self._who.say("ui.contact_who", id=page.employee_id, name=page.name)
        self.labelled["phone_checked"].put("")
        if page is not None and not self.scene.walk.journey.sealed:
            self.fields.ask_for(*NAMES)
            self.add_class("-told")
        self.typing()

    def typing(self) -> None:
        """Tell which number the hospital has, beside one that is about to replace it."""
        page, number = self.scene.walk.journey.loaded(Contact), self.labelled["mobile_phone"]
        before = page.mobile_phone if page is not None else ""
        changed = bool(before) and FOLDS["phone"](number.text) != FOLDS["phone"](before)
        told = ("ui.on_file", {"phone": before}) if changed else ("", {})
        if number.hint.said != told:
            number.hint.say(told[0], **told[1])
            tick = self.labelled["phone_checked"]
            tick.hint.say("ui.tick_changed" if changed else f"field.{tick.asked.id}.hint")
