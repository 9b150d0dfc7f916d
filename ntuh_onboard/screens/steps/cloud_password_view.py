"""A new cloud password in place of a forgotten one (J8.1), with the same ticks as any new password (J6.4)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.walk import account_of
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.meter import Meter
from ntuh_onboard.screens.widgets.sentence import Sentence


class CloudPasswordView(StepView):
    """Shows whose account it is, two fields, and a row of ticks."""

    DENSE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._whose = Sentence(scene, classes="which")
        self.meter = Meter(scene, step.field("cloud_new"), step.field("cloud_new_again"))

    def body(self) -> Iterable[Widget]:
        """Put the ticks under the field that they judge."""
        yield self._whose
        yield self.labelled["cloud_new"]
        yield self.meter
        yield self.labelled["cloud_new_again"]
        yield Sentence(self.scene, "ui.cloud_password_for", classes="list")

    def fill(self) -> None:
        """Show the account as the site names it, if it does."""
        account = account_of(self.scene.walk.journey)
        known = account is not None and bool(account.employee_id or account.name)
        self._whose.display = known
        if account is not None and known:
            self._whose.say("ui.cloud_account", id=account.employee_id, name=account.name)
        self.typing()

    def typing(self) -> None:
        """Judge the password as it is typed."""
        self.meter.judge(self.fields.entry())
