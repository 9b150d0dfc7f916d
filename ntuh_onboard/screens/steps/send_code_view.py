"""Ask for the code: by which channel, for which account, to which number (J5.1 to J5.4)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget

from ntuh_onboard.journey.step import Step
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.choice import Choice
from ntuh_onboard.screens.widgets.cooling_button import CoolingButton
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.sentence import Sentence


class SendCodeView(StepView):
    """Shows a number known from the contact details masked; one act confirms it, another empties the field."""

    WITH_PHONE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._known = False
        self._before = ""
        self._masked = Sentence(scene, classes="masked")
        self._retype = self.button(ButtonAct.RETYPE)
        self._keep = self.button(ButtonAct.KEEP_NUMBER)
        self._number = Horizontal(self._masked, self._retype, classes="known-number")
        self.labelled["registered_phone"].stand_in = self._number
        self._in_hand = Sentence(scene, "ui.phone_in_hand", classes="why")
        self._send = CoolingButton(
            scene, ButtonAct.SUBMIT, at=step.id, label=f"step.{step.id}.act_sms", classes="submit"
        )
        self._have_code = self.button(ButtonAct.TO_CODE)

    def body(self) -> Iterable[Widget]:
        """Put the channel first: it is the student's explicit choice."""
        yield from self.labelled.values()
        yield self._keep
        yield self._in_hand

    def buttons(self) -> Iterable[Widget]:
        """Offer the way on to a code that has come already: during the cool-down no other can be sent."""
        yield self._send
        yield self._have_code
        yield self.button(ButtonAct.BACK, classes="back")

    def tick(self) -> None:
        """Count down until another message can be sent."""
        super().tick()
        self._send.tick()
        if not self._cools and self.notice.key in {"ui.message_cools", "ui.message_cools_anew"}:
            self.notice.clear()
        if self._have_code.display != (self._cools and self._counts):
            self._have_code.display = not self._have_code.display
            self.loosen()

    def before_submit(self) -> str:
        """Send nothing that the site would refuse."""
        if not self._cools:
            return ""
        return "ui.message_cools" if self._counts else "ui.message_cools_anew"

    @property
    def _counts(self) -> bool:
        """Whether the code that was sent before can still be typed: not after too many wrong ones."""
        return self.step.id in self.scene.walk.journey.done

    @property
    def _cools(self) -> bool:
        return self._send.sends and bool(self.scene.walk.cooling)

    def fill(self) -> None:
        """Mask the number if one is known; show it while one is typed."""
        self._mask(masked=bool(self.labelled["registered_phone"].text))

    def controls(self) -> list[Widget]:
        """Return the controls on display: a masked number cannot be typed into."""
        return [each for each in super().controls() if each.display]

    def focus_first(self) -> None:
        """Start at the choice if the ID is known, else at the ID: what is typed at once must not vanish."""
        if self.labelled["account_id"].text:
            self.screen.set_focus(self.controls()[0])
        else:
            super().focus_first()

    def own_act(self, act: ButtonAct) -> None:
        """Empty the field, to type the number anew, or take back the one that was known."""
        field = self.labelled["registered_phone"]
        if act is ButtonAct.RETYPE:
            self._before = field.text
            field.put("")
            self._mask(masked=False)
            self.screen.set_focus(field.control)
        elif act is ButtonAct.KEEP_NUMBER:
            field.put(self._before)
            field.complain("")
            self._mask(masked=True)
            self.screen.set_focus(self._retype)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Show the fields that the chosen channel asks for."""
        event.stop()
        self.fields.show(self.scene.walk.journey)
        self._mask(masked=self._known)

    def _mask(self, *, masked: bool) -> None:
        field = self.labelled["registered_phone"]
        self._known = masked
        asked = self.scene.walk.journey.holds(self.step.submit_if, {"channel": self.labelled["channel"].text})
        masked = masked and bool(field.text)
        assert isinstance(field.control, PlainInput)  # noqa: S101  # a text field's control is an input
        field.control.display = not masked
        field.hint.say("" if masked else "field.registered_phone.hint")
        self._masked.say("ui.sms_to", phone=mask_phone(field.text))
        self._number.display = asked and masked
        self._keep.display = asked and not masked and bool(self._before)
        self._in_hand.display = asked
        label = f"step.{self.step.id}.act"
        self._send.ask(f"{label}_sms" if asked else label, sends=asked)
        self._have_code.display = self._cools and self._counts
