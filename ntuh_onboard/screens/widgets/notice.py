"""The notice under the fields: what concerns the step as a whole, with the ways on."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.refusal_words import refusal_words
from ntuh_onboard.screens.base.refusals import acts_for, code_of
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.cooling_button import CoolingButton
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence


class Notice(Vertical):
    """A sentence and, after a refusal, the buttons of the ways on and a code for the help desk.

    Attributes:
        told: whether anything is shown.

    """

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(classes="notice")
        self._scene = scene
        self._step = step
        self._sentence = Sentence(scene)
        self._acts = Horizontal(classes="notice-acts")
        self._code = Sentence(scene, classes="code")
        self._refusals = 0
        self.told = False

    def compose(self) -> ComposeResult:
        """Lay out words above, buttons below, and the code on a line of its own: three buttons leave it no room."""
        yield self._sentence
        yield self._acts
        yield self._code

    @property
    def key(self) -> str:
        """The key of the sentence that is shown; empty if none is."""
        return self._sentence.key

    def say(self, key: str, **values: object) -> None:
        """Show a sentence."""
        self.told = self.told or bool(key)
        self._sentence.say(key, **values)
        self._make_room()

    def clear(self) -> None:
        """Show nothing."""
        self.say("")
        self._code.say("")
        self._acts.remove_children()
        self.told = False
        self._make_room()

    def _make_room(self) -> None:
        """Let the step close its gaps while there is a notice, in which case a low screen needs each row."""
        if isinstance(self.parent, Widget):
            self.parent.set_class(self.told, "-noticed")

    def refuse(self, error: BackendError, *, at_field: bool, reload: bool) -> None:
        """Show the site's own words, ours too unless they are at a field, and the ways on (J1.5)."""
        told = partial(refusal_words, self._scene, error, at_field=at_field)  # called again in the other language
        self.say("ui.as_is" if told() else "", text=told)
        acts = tuple(each for each in acts_for(error, self._step) if self._scene.allows(each))
        if reload:
            acts = (ButtonAct.RELOAD, *(each for each in acts if each is not ButtonAct.RELOAD))
        # The buttons of the refusal before are still being removed, so no id may be used again.
        self._refusals += 1
        buttons = [self._button(act) for act in acts]
        self._acts.mount_all(buttons)
        self.told = True
        self._code.say("ui.code" if buttons or not at_field else "", code=code_of(self._place(), error))
        pressable = [each for each in buttons if not each.disabled]
        if pressable and not at_field:
            self.call_after_refresh(self.screen.set_focus, pressable[0])
        self.call_after_refresh(self.scroll_visible, animate=False)

    def tick(self) -> None:
        """Count down what there is to wait: a figure that stands still is wrong a second later."""
        if self.told:
            self._sentence.reword()
        for button in self._acts.query(CoolingButton):
            button.tick()

    def on_resize(self) -> None:
        """Scroll to the buttons, which come a moment later and must not be out of sight."""
        if self._code.key:
            self.scroll_visible(animate=False)

    def _button(self, act: ButtonAct) -> ActButton:
        kind = CoolingButton if act is ButtonAct.RESEND else ActButton
        button = kind(self._scene, act, at=f"{self._step.id}-{self._refusals}")
        if isinstance(button, CoolingButton):
            button.tick()
        return button

    def _place(self) -> Step:
        """Return the step that the code names: after a lost answer, the one whose outcome is unknown."""
        journey = self._scene.walk.journey
        return journey.step if journey.lost else self._step
