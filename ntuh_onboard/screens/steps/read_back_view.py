"""After a lost answer: find out what happened, never send again (R-01, security.md B4)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.lost_answers import came_instead
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.sign_in_view import PictureView
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.sentence import Sentence


class Answer(Sentence):
    """What came back and was not understood, word for word (J1.5); takes no room if nothing did."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, classes="list")
        self.display = False

    def tell(self) -> None:
        """Show the answer to the commit that is lost now."""
        self.say("ui.as_is", text=lambda: came_instead(self._scene))
        self.display = bool(came_instead(self._scene))


class ReadBackView(StepView):
    """A read-back without a picture code; one without fields runs by itself when it is shown."""

    def body(self) -> Iterable[Widget]:
        """Show what the hospital's answer said, then what is asked."""
        yield Answer(self.scene)
        yield from super().body()

    def fill(self) -> None:
        """Show the present answer."""
        super().fill()
        self.query_one(Answer).tell()

    def buttons(self) -> Iterable[Widget]:
        """Offer ways on, but no way back: the outcome is unknown."""
        yield self.button(ButtonAct.SUBMIT, label=f"step.{self.step.id}.act", classes="submit")
        yield self.button(ButtonAct.BROWSER)
        yield self.button(ButtonAct.DESK)


class ReadBackPictureView(ReadBackView, PictureView):
    """A read-back by signing in once: the student types the picture code."""


class StuckView(StepView):
    """The outcome stays unknown, and that is said: look again, do it in the browser, or ask the help desk."""

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._lost = Sentence(scene, classes="list")

    def body(self) -> Iterable[Widget]:
        """Show what is unknown."""
        yield Sentence(self.scene, "ui.stuck", classes="list", step=self._step)
        yield self._lost
        yield Answer(self.scene)

    def fill(self) -> None:
        """Show what may have happened, what to do about it, and the present answer."""
        super().fill()
        self._lost.say(f"unknown.{self.scene.walk.journey.lost}")
        self.query_one(Answer).tell()

    def buttons(self) -> Iterable[Widget]:
        """Offer the ways on."""
        yield self.button(ButtonAct.SUBMIT, label="ui.act_again", classes="submit")
        yield self.button(ButtonAct.BROWSER)
        yield self.button(ButtonAct.DESK)

    def _step(self) -> str:
        return self.scene.say(f"rail.{self.scene.walk.journey.step.rail}")
