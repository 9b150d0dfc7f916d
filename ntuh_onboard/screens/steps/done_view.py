"""The end: what now exists, from when it works, and that nothing was left behind (J7.1 to J7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.widget import Widget

from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.journey_words import practice_done
from ntuh_onboard.screens.base.last_lines import last_lines
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.sentence import Sentence


class DoneView(StepView):
    """The summary on the screen; sign-out is already under way when it is shown.

    Attributes:
        signed_out: the result of the sign-out by site; None while it is under way.

    """

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._lines = Sentence(scene, classes="list")
        self.signed_out: Mapping[str, SignOut] | None = None

    def body(self) -> Iterable[Widget]:
        """Say in practice, first of all, that it was practice."""
        if self.scene.practice:
            yield Sentence(self.scene, practice_done(self.scene.walk.journey), classes="practice-done")
        yield self._lines

    def buttons(self) -> Iterable[Widget]:
        """Offer the summary as a file, which is written only if the student wishes it."""
        yield self.button(ButtonAct.SUMMARY)
        yield self.button(ButtonAct.QUIT, label=f"step.{self.step.id}.act", classes="submit")

    def controls(self) -> list[Widget]:
        """Return none: nothing is typed here."""
        return []

    def focus_first(self) -> None:
        """Focus the button that ends the program: the end is one press away."""
        self.screen.set_focus(self.query_one("#quit-done"))

    def fill(self) -> None:
        """Show what was done."""
        self.reword()

    def reword(self) -> None:
        """Show it in the present language."""
        self._lines.show_plain("\n".join(last_lines(self.scene, self.signed_out)))
