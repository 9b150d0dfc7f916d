"""The view that draws any step of the table, and what all views share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input

from ntuh_onboard.common.errors import AccountLocked, BackendError
from ntuh_onboard.journey.checking import Complaint
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.journey_words import why
from ntuh_onboard.screens.base.refusals import sentence_at_field
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.all_fields import Fields
from ntuh_onboard.screens.steps.buttons_in_sight import ButtonsInSight
from ntuh_onboard.screens.widgets.inputs import PlainInput, SecretInput, select_text
from ntuh_onboard.screens.widgets.notice import Notice
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence, SentenceButton, ask_for


class StepView(ButtonsInSight):
    """Draws one step: title, reason, fields, what is wrong, and its buttons.

    Attributes:
        advised: whether only advice is shown, so that Enter goes on from anywhere.
        DENSE: whether the step needs each of the twenty rows that a step has at 80x24.
        KEYS: the sentence that says what the keys do here.
        WITH_PHONE: whether the simulated phone is looked at during this step.

    """

    DENSE: ClassVar[bool] = False
    WITH_PHONE: ClassVar[bool] = False
    KEYS: ClassVar[str] = "ui.keys"

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(id=f"view-{step.id}", classes="view -dense" if self.DENSE else "view")
        self.scene = scene
        self.step = step
        self.fields = Fields(scene, step)
        self.labelled = self.fields.labelled
        self.notice = Notice(scene, step)
        self.advised = False

    def compose(self) -> ComposeResult:
        """Lay out title and reason above, the body between, notice and buttons below."""
        with Vertical(classes="heading"):
            yield from self.heading()
        with Vertical(classes="body"):
            yield from self.body()
        yield self.notice
        with Horizontal(classes="acts"):
            yield from self.buttons()

    def heading(self) -> Iterable[Widget]:
        """Return the title, and the reason for the step."""
        yield Sentence(self.scene, f"step.{self.step.id}.title", classes="title")
        yield Sentence(self.scene, why(self.step, self.scene.walk.journey), classes="why")

    def body(self) -> Iterable[Widget]:
        """Return the fields, one under the other."""
        return self.labelled.values()

    def buttons(self) -> Iterable[Widget]:
        """Return the buttons on and back: the main one first, where the fields begin."""
        yield self.button(ButtonAct.SUBMIT, label=f"step.{self.step.id}.act", classes="submit")
        yield self.button(ButtonAct.BACK, classes="back")

    def button(self, act: ButtonAct, *, label: str = "", classes: str = "") -> ActButton:
        """Return a button of this view, with `label` in place of the act's own."""
        return ActButton(self.scene, act, at=self.step.id, label=label, classes=classes)

    def enter(self) -> None:
        """Called when the step is shown: start with what was typed before, secrets empty."""
        journey = self.scene.walk.journey
        self.say_nothing()
        self.fields.start(journey)
        self.fields.show(journey)
        self.fill()
        self.set_class(journey.sealed, "-sealed")
        if self.step.sealed and isinstance(main := main_button(self), SentenceButton):
            main.say("ui.act_sealed" if journey.sealed else f"step.{self.step.id}.act")
        self.loosen()  # which buttons there are is known by now
        if journey.sealed:
            self.notice.say("ui.sealed")
        self.focus_first()

    def leave(self) -> dict[str, str]:
        """Called when the step is left: return what was typed, without secrets and picture codes, which are cleared."""
        return self.fields.leave()

    def controls(self) -> list[Widget]:
        """Return the controls that Enter goes through, in order; after the last one it submits."""
        return self.fields.controls()

    def focus_first(self) -> None:
        """Put the cursor where typing begins: the first missing text, else the first field, else the main button."""
        controls = self.controls()
        missing = [each for each in controls if isinstance(each, PlainInput) and self.fields.missing(each.id or "")]
        self.screen.set_focus((missing or controls or [main_button(self)])[0])

    def take_enter(self, focused: Widget | None) -> bool:
        """Use Enter here: go to the next field that is missing or refused. Return False if the step is to be sent.

        What is filled in already is passed over; who wants to look at it goes there by Tab. A tick is never set by it:
        what is agreed to takes a key of its own, and is asked for when the step is sent.
        """
        if self.advised:
            return False
        if self.enter_key():
            return True
        controls = self.controls()
        if focused is None or focused not in controls:
            return False
        following = controls[controls.index(focused) + 1 :]
        missing = next((each for each in following if self.fields.wants(each.id or "")), None)
        if missing is not None:
            # At once: `Widget.focus()` waits in the queue, behind the keys of the same burst.
            self.screen.set_focus(missing)

            def come_back() -> None:
                if self.screen.focused is missing and self.fields.left_wanting(focused.id or "", missing.id or ""):
                    self.screen.set_focus(focused)

            focused.call_later(come_back)  # behind the keys of the same burst, which the field may not have read yet
        return missing is not None

    async def drained(self) -> None:
        """Wait until every field has taken the keys that were typed before an act."""
        for control in self.controls():
            taken = asyncio.get_running_loop().create_future()
            # Not `set_result` itself: Textual would find out its parameters by parsing a text.
            control.call_later(lambda taken=taken: taken.set_result(None))
            await taken

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask for the act of the button."""
        ask_for(event, self)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take back what was said about a text when it changes."""
        if self.fields.changed(event.input.id or "") and (self.advised or not self.has_class("-halted")):
            self.advised = False
            self.notice.clear()
        self.typing()

    def say_nothing(self) -> None:
        """Take back everything that was said."""
        self.advised = False
        if self.has_class("-told"):
            self.remove_class("-told", "-halted")
            self.fields.say_nothing()
        if self.notice.told:
            self.notice.clear()

    def complain(self, complaints: Sequence[Complaint]) -> None:
        """Show under each field what is wrong, and focus the first. Advice is passed by pressing again."""
        self.say_nothing()
        self.advised = self.fields.complain(complaints)
        if self.advised:
            self.notice.say("ui.advice")
        self.add_class("-told")
        first = self.labelled.get(complaints[0].field) if complaints else None
        if first is not None:
            self.screen.set_focus(first.control)
            if not isinstance(first.control, SecretInput):
                select_text(first.control)

    def may_leave(self, focused: Widget | None) -> bool:
        """Return if the field may be left: in practice another ID is not taken before a password is typed (J8.3)."""
        here = [key for key in self.fields.strangers() if self.labelled[key].control is focused]
        if here:
            self.object_to(here)
        return not here

    def object_to(self, strangers: Sequence[str]) -> None:
        """Say under these fields that practice knows one ID only, and focus the first."""
        self.say_nothing()
        for key in strangers:
            self.labelled[key].complain("error.UnknownPerson")
        self.add_class("-told")
        self.screen.set_focus(self.labelled[strangers[0]].control)

    def refuse(self, error: BackendError, *, reload: bool = False) -> None:
        """Show what the hospital refused, at the field it concerns, with the hospital's own words and the ways on.

        Args:
            error: the refusal.
            reload: whether the page itself did not come, so that reading it again is the first way on.

        """
        self.say_nothing()
        labelled = self.labelled.get(error.field or "")
        # A locked account is no mistake in a field: nothing typed there helps.
        at_field = labelled is not None and bool(labelled.display) and not isinstance(error, AccountLocked)
        if labelled is not None and at_field:
            labelled.complain(sentence_at_field(error, self.step))
            self.screen.set_focus(labelled.control)
        self.notice.refuse(error, at_field=at_field, reload=reload)
        self.set_class(not at_field, "-halted")
        self.add_class("-told")

    # Hooks for views of their own.

    def fill(self) -> None:
        """Show what the step has loaded."""

    def reword(self) -> None:
        """Update in the present language whatever is not a `Sentence`, which updates itself."""

    def tick(self) -> None:
        """Repaint what shows time; called at regular intervals."""
        self.notice.tick()

    def typing(self) -> None:
        """Show what follows from what was typed."""

    def enter_key(self) -> bool:
        """Return whether this view has used Enter for something of its own."""
        return False

    def own_act(self, act: ButtonAct) -> None:
        """Do an act that concerns this view alone."""

    def before_submit(self) -> str:
        """Apply what the student has accepted; return the key of a sentence that objects once, or nothing."""
        return ""


def main_button(view: StepView) -> Widget:
    """Return the button that sends the step."""
    return view.query_one(f"#submit-{view.step.id}")
