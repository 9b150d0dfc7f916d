"""How a step looks: the view that draws any step of the table, and what all views share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input

from ntuh_onboard.common.errors import AccountLocked, BackendError
from ntuh_onboard.journey.checking import Complaint, Entry
from ntuh_onboard.journey.step import Step
from ntuh_onboard.rules import FOLDS
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.persona import ID_FIELDS, is_another
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_fields import Fields
from ntuh_onboard.screens.steps.step_hooks import Hooks
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.notice import Notice
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence, ask_for


class StepView(Hooks):
    """Draws one step: title, reason, fields, what is wrong, and its buttons."""

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(id=f"view-{step.id}", classes="view")
        self.scene = scene
        self.step = step
        self.fields = Fields(scene, step)
        self.labelled = self.fields.labelled
        self.notice = Notice(scene, step)

    def compose(self) -> ComposeResult:
        """Title and reason above, the body between, notice and buttons below."""
        yield Sentence(self.scene, f"step.{self.step.id}.title", classes="title")
        yield Sentence(self.scene, f"step.{self.step.id}.why", classes="why")
        with Vertical(classes="body"):
            yield from self.body()
        yield self.notice
        with Horizontal(classes="acts"):
            yield from self.buttons()

    def body(self) -> Iterable[Widget]:
        """The fields, one under the other."""
        return self.labelled.values()

    def buttons(self) -> Iterable[Widget]:
        """Back and on."""
        yield self.button(ButtonAct.BACK, classes="back")
        yield self.button(ButtonAct.SUBMIT, label=f"step.{self.step.id}.act", classes="submit")

    def button(self, act: ButtonAct, *, label: str = "", classes: str = "") -> ActButton:
        """A button of this view. label: in place of the act's own."""
        return ActButton(self.scene, act, at=self.step.id, label=label, classes=classes)

    def enter(self) -> None:
        """The step is in front of the student: start with what was typed before, secrets empty."""
        journey = self.scene.walk.journey
        self.say_nothing()
        self.fields.start(journey)
        self.fields.show(journey)
        self.fill()
        if journey.sealed:
            self.notice.say("ui.sealed")
        self.focus_first()

    def leave(self) -> dict[str, str]:
        """The step is left: what was typed, without secrets and picture codes, which are cleared."""
        return self.fields.leave()

    def entry(self) -> Entry:
        """What stands in the fields now."""
        return self.fields.entry()

    def controls(self) -> list[Widget]:
        """Where Enter goes, in order; behind the last one it submits."""
        return self.fields.controls()

    def focus_first(self) -> None:
        """Put the cursor where typing begins: the first empty field, else the first one, else the main button."""
        controls = self.controls()
        empty = [each for each in controls if isinstance(each, PlainInput) and not each.value]
        self.screen.set_focus((empty or controls or [self.query_one(f"#submit-{self.step.id}")])[0])

    @property
    def advised(self) -> bool:
        """Whether only advice stands here, so that Enter anywhere goes on."""
        return self.notice.advises

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Every button of a view asks for its act."""
        ask_for(event, self)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of a text is taken back when the text is another one."""
        if self.fields.changed(event.input.id or "") and self.notice.advises:
            self.notice.say("")
        self.typing()

    def say_nothing(self) -> None:
        """Take back all that was said."""
        self.remove_class("-told")
        self.fields.say_nothing()
        self.notice.clear()

    def complain(self, complaints: Sequence[Complaint]) -> None:
        """Say under each field what is wrong; the cursor goes to the first. Advice is passed by pressing again."""
        self.say_nothing()
        if self.fields.complain(complaints):
            self.notice.advise()
        self.add_class("-told")
        first = self.labelled.get(complaints[0].field) if complaints else None
        if first is not None:
            self.screen.set_focus(first.control)

    def strangers(self) -> list[str]:
        """The fields in which stands, in practice, another ID than the one handed out (J8.3)."""
        ids = ((key, each) for key, each in self.labelled.items() if key in ID_FIELDS)
        return [key for key, each in ids if is_another(self.scene, FOLDS[each.asked.fold](each.text))]

    def may_leave(self, focused: Widget | None) -> bool:
        """In practice somebody else's ID is not taken before a password is typed (J8.3)."""
        here = [key for key in self.strangers() if self.labelled[key].control is focused]
        if here:
            self.object_to(here)
        return not here

    def object_to(self, strangers: Sequence[str]) -> None:
        """Say under these fields that practice knows one ID only; the cursor goes to the first."""
        self.say_nothing()
        for key in strangers:
            self.labelled[key].complain("error.UnknownPerson")
        self.add_class("-told")
        self.screen.set_focus(self.labelled[strangers[0]].control)

    def refuse(self, error: BackendError, *, reload: bool = False) -> None:
        """Say what the hospital refused, at the field that it concerns, with its own words and the ways on.

        reload: the page itself did not come, so that reading it again is the first way on.
        """
        self.say_nothing()
        labelled = self.labelled.get(error.field or "")
        # A locked account is no mistake in a field: nothing that is typed there mends it.
        at_field = labelled is not None and bool(labelled.display) and not isinstance(error, AccountLocked)
        if labelled is not None and at_field:
            labelled.complain(f"error.{type(error).__name__}")
            self.screen.set_focus(labelled.control)
        self.notice.refuse(error, at_field=at_field, reload=reload)
        self.add_class("-told")
