"""The account behind the code: name, unit and validity, to be checked before anything is chosen (J6.1)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.walk import account_of
from ntuh_onboard.rules import Expiry, expiry
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.facts import Facts
from ntuh_onboard.screens.widgets.sentence import Sentence


class AccountView(StepView):
    """Shows the facts as the site gives them, and asks whether they are right."""

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._facts = Facts(scene, classes="facts")
        self._validity = Sentence(scene, classes="validity")

    def body(self) -> Iterable[Widget]:
        """Show the facts first, then the question."""
        yield self._facts
        yield self._validity
        yield from self.labelled.values()

    def _person(self, name: str) -> str:
        """Return the name as the site gives it, with the English one behind it where the language has glosses."""
        texts = self.scene.walk.journey.texts
        latin = " ".join(part for key in ("given", "surname") if (part := texts.get(f"english_{key}", "")))
        return f"{name} ({latin})" if latin and self.scene.texts.language.gloss else name

    def fill(self) -> None:
        """Show what the site says about this account."""
        account = account_of(self.scene.walk.journey)
        if account is None:
            return
        self._facts.say(
            "ui.account_facts",
            id=account.employee_id,
            name=lambda: self._person(account.name),
            unit=lambda: self.scene.texts.glossed(account.unit),
            valid_until=account.valid_until,
        )
        validity = expiry(account.valid_until, self.scene.clock.today())
        told = validity in {Expiry.SOON, Expiry.OVER}
        self._validity.say(f"ui.validity_{validity.value}" if told else "")
