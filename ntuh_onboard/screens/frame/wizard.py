"""Everything behind the first screen, in one module, so that it can be imported while the student reads that screen."""

from __future__ import annotations

from functools import partial

from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.journeys import MENDS_PHONE, Beginning
from ntuh_onboard.journey.resuming import resumed
from ntuh_onboard.journey.state import Journey, begin
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.screens.base.another_journey import another_journey
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.leaving import signed_out
from ntuh_onboard.screens.base.persona import fitting
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card_contents import contact_card
from ntuh_onboard.screens.frame.card_opening import open_card
from ntuh_onboard.screens.frame.frame import Frame
from ntuh_onboard.screens.frame.front import Front
from ntuh_onboard.screens.steps.own_device_parts import remembered_id


class Wizard:
    """One journey on the screens: its front, and how another journey begins."""

    def __init__(self, app: SafeApp, beginning: Beginning) -> None:
        scene = app.scene
        self._before = scene.persona
        scene.persona = fitting(scene, beginning.journey)
        self._first = (beginning, scene.persona)
        self.app = app
        self._walk(_first_of(scene, beginning), scene.messages_before)
        self._begun = (beginning.journey, scene.walk.journey.at)
        self.front = Front(app, scene, Frame(scene))

    def _walk(self, journey: Journey, sent_before: int = 0) -> None:
        """Put the scene at the beginning of this journey."""
        scene = self.app.scene
        scene.walk = Walk(journey, self.app.lane, scene.clock, sent_before=sent_before)

    async def open(self) -> None:
        """Show the first step, with the ID that this device has remembered."""
        scene = self.app.scene
        remembered = await remembered_id(scene)
        if remembered:
            self._walk(moves.begun(self._first[0], {"employee_id": remembered}))
        await self.app.push_screen(self.front.frame)
        await self.front.show()
        if scene.trainer:
            self.app.call_later(self.app.do, ButtonAct.TRAINER)

    @property
    def at_its_beginning(self) -> bool:
        """Whether the first step is shown, so that nothing has been done and nothing can be lost."""
        journey = self.app.scene.walk.journey
        return (journey.name, journey.at) == self._begun and not journey.lost

    def undo(self) -> None:
        """Be the person again who has chosen what to begin."""
        self.app.scene.walk.held.forget()
        self.app.scene.persona = self._before

    async def anew(self, journey: str = "") -> None:
        """Make fresh screens for the initial journey and person, or for this journey and the present person.

        No step is shown yet; nothing that was typed is kept.
        """
        scene, (first, person) = self.app.scene, self._first
        scene.walk.held.forget()
        if not journey and person and scene.persona and scene.persona.employee_id != person.employee_id:
            scene.persona = person
        self._walk(begin(journey) if journey else moves.begun(first))
        self.front = Front(self.app, scene, Frame(scene))
        await self.app.switch_screen(self.front.frame)

    async def change(self, journey: str) -> None:
        """Sign out of all sites, and begin another journey: for example the reset instead of an activation (J5.6).

        Does nothing where another journey may not begin.
        """
        scene, before = self.app.scene, self.app.scene.walk
        there = another_journey(scene, journey)
        if there is None:
            return
        await signed_out(self.app.lane)
        self._walk(there, before.newest_message)
        self._begun = (there.name, there.at)
        scene.walk.held = before.held.handed_on()
        before.held.forget()
        self.front = Front(self.app, scene, Frame(scene))
        await self.app.switch_screen(self.front.frame)
        await self.front.show()

    def to_contact(self) -> None:
        """Go to the contact details: to the step, if this journey has it, else to their journey, after a question.

        Where the machine's policy has locked the journey, the help desk is named instead.
        """
        journey, scene = self.app.scene.walk.journey, self.app.scene
        if MENDS_PHONE in journey.order:
            self.app.work(partial(self.front.to, MENDS_PHONE))
        elif "journey" in scene.locked:
            self.app.do(ButtonAct.DESK)
        elif not journey.lost:
            open_card(self.app, contact_card())

    def train(self) -> None:
        """Open the trainer's panel; from then on its key opens it too."""
        from ntuh_onboard.screens.trainer.panel_acts import TrainerDesk

        self.app.scene.trainer = True
        TrainerDesk(self.app, self.anew, self._show).open()

    async def _show(self, error: BackendError | None) -> None:
        """Show where the journey is now, and what has to be typed there; news of a read-back take precedence."""
        self.front.frame.rest(self.front.scene.walk.journey.asked)
        await self.front.show(error)


def _first_of(scene: Scene, beginning: Beginning) -> Journey:
    """Return a journey at its beginning, or where the hospital has seen that this person has come."""
    if not scene.reached or scene.persona is None:
        return moves.begun(beginning)
    return resumed(moves.begun(beginning, {"employee_id": scene.persona.employee_id}), scene.reached)
