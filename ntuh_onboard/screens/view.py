"""How a step looks: the view that draws any step of the table, and what all views share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input

from ntuh_onboard.errors import BackendError
from ntuh_onboard.rules import Level
from ntuh_onboard.screens.refusals import acts_for, code_of
from ntuh_onboard.screens.scene import Scene
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.labelled import LabelledField
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence
from ntuh_onboard.secret import Secret
from ntuh_onboard.steps import Kind, Step
from ntuh_onboard.walk import Complaint, Entry

ADVICE = "ui.advice"


class StepView(Vertical):
    """Draws one step: title, reason, fields, what is wrong, and its buttons.

    A view with a look of its own overrides `body()` and, where it shows what a site said, `fill()`.
    """

    class Wanted(Message):
        """The student asks for something: `submit`, `back`, or an act of this step such as `new_picture`."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(id=f"view-{step.id}", classes="view")
        self.scene = scene
        self.step = step
        self._told: dict[tuple[str, str], str] = {}
        self.labelled = {each.id: LabelledField(scene, each) for each in step.fields}
        self.notice = Sentence(scene, classes="notice")
        self.notice_acts = Horizontal(classes="notice-acts")

    # --- drawing --------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Title and reason above, the body between, notice and buttons below."""
        yield Sentence(self.scene, f"step.{self.step.id}.title", classes="title")
        yield Sentence(self.scene, f"step.{self.step.id}.why", classes="why")
        with Vertical(classes="body"):
            yield from self.body()
        yield self.notice
        yield self.notice_acts
        with Horizontal(classes="acts"):
            yield from self.buttons()

    def body(self) -> Iterable[Widget]:
        """The fields, one under the other."""
        return self.labelled.values()

    def buttons(self) -> Iterable[Widget]:
        """Back and on."""
        yield ActButton(self.scene, "ui.back", id=f"back-{self.step.id}", classes="back")
        yield ActButton(self.scene, f"step.{self.step.id}.act", id=f"submit-{self.step.id}", classes="submit")

    def reword(self) -> None:
        """What is no sentence of its own, in the language of now."""

    def tick(self) -> None:
        """A moment has passed: paint what shows time."""

    # --- coming and going -------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """The step is in front of the student: start with what was typed before, secrets empty."""
        journey = self.scene.walk.journey
        self._told.clear()
        self.say_nothing()
        for key, labelled in self.labelled.items():
            labelled.put("" if not labelled.asked.kept else journey.starting(labelled.asked))
            labelled.disabled = journey.sealed
        self.show_fields()
        self.fill()
        if journey.sealed:
            self.notice.say("ui.sealed")
        self.focus_first()

    def fill(self) -> None:
        """Show what the step has loaded."""

    def leave(self) -> dict[str, str]:
        """The step is left: what was typed, without secrets and picture codes, which are cleared."""
        kept = {key: each.text for key, each in self.labelled.items() if each.asked.kept}
        self._told.clear()
        for each in self.labelled.values():
            if not each.asked.kept:
                each.put("")
        return kept

    def entry(self) -> Entry:
        """What stands in the fields now."""
        shown = [each for each in self.labelled.values() if each.display]
        return Entry(
            {each.asked.id: each.text for each in shown if each.asked.kind is not Kind.SECRET},
            {each.asked.id: Secret(each.text) for each in shown if each.asked.kind is Kind.SECRET},
        )

    def show_fields(self) -> None:
        """Show the fields that are asked now, hide the others."""
        texts = {key: each.text for key, each in self.labelled.items() if each.asked.kept}
        asked = {each.id for each in self.scene.walk.journey.fields(texts)}
        if self.scene.walk.journey.asked is self.step:
            for key, each in self.labelled.items():
                each.display = key in asked

    # --- keys -----------------------------------------------------------------------------------------------------

    def controls(self) -> list[Widget]:
        """Where Enter goes, in order; behind the last one it submits."""
        return [each.control for each in self.labelled.values() if each.display and not each.disabled]

    def focus_first(self) -> None:
        """Put the cursor where typing begins: the first empty field, else the first one, else the main button."""
        controls = self.controls()
        empty = [each for each in controls if isinstance(each, PlainInput) and not each.value]
        target = (empty or controls or [self.query_one(f"#submit-{self.step.id}")])[0]
        self.screen.set_focus(target)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Every button of a view asks for the act that its id names."""
        event.stop()
        self.post_message(self.Wanted((event.button.id or "").partition("-")[0]))

    def enter_key(self) -> bool:
        """Whether this view has used Enter for something of its own."""
        return False

    def before_submit(self) -> None:
        """The button was pressed: the last chance to mend a field by a rule that the student has just accepted."""

    def own_act(self, name: str) -> None:
        """A button that concerns this view alone."""

    def objection(self) -> str:
        """A sentence that is said once before the step is sent; empty where there is none."""
        return ""

    @property
    def advised(self) -> bool:
        """Whether only advice stands here, so that Enter anywhere goes on."""
        return self.notice.key == ADVICE

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of a text is taken back when the text is another one."""
        labelled = self.labelled.get(event.input.id or "")
        if labelled is not None and labelled.text != labelled.wrong_text:
            labelled.complain("")
            if self.advised:
                self.notice.say("")
        self.typing()

    def typing(self) -> None:
        """Something was typed: show what follows from it."""

    @property
    def passed(self) -> frozenset[tuple[str, str]]:
        """Advice that was given on just this text, so that pressing once more goes on."""
        told = self._told.items()
        return frozenset((key, rule) for (key, rule), text in told if self.labelled[key].text == text)

    # --- what is wrong --------------------------------------------------------------------------------------------

    def say_nothing(self) -> None:
        """Take back all that was said."""
        for each in self.labelled.values():
            each.complain("")
        self.notice.say("")
        self.notice_acts.remove_children()

    def complain(self, complaints: Sequence[Complaint]) -> None:
        """Say under each field what is wrong; the cursor goes to the first. An advice may be passed by pressing again."""
        self.say_nothing()
        for each in complaints:
            labelled = self.labelled.get(each.field)
            if labelled is not None and not labelled.error.key:
                labelled.complain(f"rule.{each.rule}")
        if complaints and all(each.level is Level.ADVICE for each in complaints):
            self._told.update({(each.field, each.rule): self.labelled[each.field].text for each in complaints})
            self.notice.say(ADVICE)
        for each in complaints[:1]:
            if each.field in self.labelled:
                self.screen.set_focus(self.labelled[each.field].control)

    def refuse(self, error: BackendError) -> None:
        """Say what the hospital refused, at the field that it concerns, with its own words and the ways on."""
        self.say_nothing()
        labelled = self.labelled.get(error.field or "")
        at_field = labelled is not None and bool(labelled.display)
        sentence = f"error.{type(error).__name__}"
        if labelled is not None and at_field:
            labelled.complain(sentence)
            self.screen.set_focus(labelled.control)
            self.notice.say("said.verbatim" if error.said else "", said=error.said)
        elif error.said:
            self.notice.say("ui.error_and_said", error=lambda: self.scene.say(sentence), said=error.said)
        else:
            self.notice.say(sentence)
        buttons = [ActButton(self.scene, f"ui.act_{act}", id=f"{act}-{self.step.id}") for act in acts_for(error)]
        code = Sentence(self.scene, "ui.code", classes="code", code=code_of(self.step, error))
        self.notice_acts.mount_all([*buttons, code])
        if buttons and not at_field:
            self.call_after_refresh(buttons[0].focus)
