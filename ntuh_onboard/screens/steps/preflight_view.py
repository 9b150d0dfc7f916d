"""Before starting: whether the sites can be reached, and what must be in hand (J0.2, J0.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from ntuh_onboard.backend.protocol import SiteState
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.journey_words import ready_list
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.site_states import site_lines, sites_of
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.sentence import Sentence


class PreflightView(StepView):
    """Shows the states of the sites, the list, and the tick.

    Attributes:
        wanted: the key of the sentence that lists what must be in hand; empty if it depends on the journey.

    """

    wanted: ClassVar[str] = ""

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._sites = Sentence(scene, classes="sites")
        self._list = Sentence(scene, classes="list")
        self._practise = self.button(ButtonAct.PRACTISE)

    def body(self) -> Iterable[Widget]:
        """Show the sites first: students outside the hospital are told before they type anything."""
        yield self._sites
        yield Sentence(self.scene, "ui.preflight_where")
        yield self._list
        yield from self.labelled.values()

    def buttons(self) -> Iterable[Widget]:
        """Put "Check again" behind the ways on and back."""
        yield from super().buttons()
        yield self.button(ButtonAct.RELOAD, label="ui.check_again")
        if not self.scene.practice:
            self._practise.display = False
            yield self._practise

    def fill(self) -> None:
        """Show what each site said, and what must be in hand for this journey."""
        self._list.say(self.wanted or ready_list(self.scene.walk.journey))
        self.reword()

    def reword(self) -> None:
        """Show the states in the present language."""
        self._sites.show_plain("\n".join(site_lines(self.scene, self.step)))
        wrong = any(each.state is not SiteState.UP for each in sites_of(self.scene, self.step))
        self._sites.set_class(wrong, "-wrong")
        self._practise.display = wrong and self.scene.allows(ButtonAct.PRACTISE)  # it never falls to the demo


class MailReadyView(PreflightView):
    """The same for the webmail, whose sign-in is checked from the day after activation (J7.4)."""

    wanted = "ui.mail_ready_list"
