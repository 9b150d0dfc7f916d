"""The portal password: old, new, again, with the rules ticked live (J2.1)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.meter import Meter


class PortalPasswordView(StepView):
    """Shows three fields and a row of ticks."""

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self.meter = Meter(scene, step.field("portal_new"), step.field("portal_again"))

    def body(self) -> Iterable[Widget]:
        """Put the ticks under the field that they judge."""
        yield self.labelled["portal_old"]
        yield self.labelled["portal_new"]
        yield self.meter
        yield self.labelled["portal_again"]

    def fill(self) -> None:
        """Let the old password stay empty while the one from sign-in is still held."""
        held = self.scene.walk.held.has("portal_password")
        self.labelled["portal_old"].hint.say("ui.old_held" if held else "field.portal_old.hint")
        self.typing()

    def focus_first(self) -> None:
        """Start at the new password if the old one is held."""
        if self.scene.walk.held.has("portal_password"):
            self.screen.set_focus(self.labelled["portal_new"].control)
        else:
            super().focus_first()

    def typing(self) -> None:
        """Judge the password as it is typed."""
        self.meter.judge(self.fields.entry())
