"""Type the code: how long it is valid, which message counts, and what to do if none comes (J5.3 to J5.6)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from ntuh_onboard.common import authenticator
from ntuh_onboard.common.errors import BackendError, CodeWrong
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.step import Step
from ntuh_onboard.rules import FOLDS, mask_phone
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.message_clock import at_hour
from ntuh_onboard.screens.base.persona import rings_elsewhere
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.own_device_parts import SecretCard, kept_secret
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.cooling_button import CoolingButton
from ntuh_onboard.screens.widgets.countdown import Countdown
from ntuh_onboard.screens.widgets.sentence import Sentence

APP_TRIES = 2
"""After this many wrong codes from the app it is no slip of the finger."""


class EnterCodeView(StepView):
    """Expiry, tries and cool-down apply to text messages only; a code from the app is never held back for time."""

    WITH_PHONE = True

    def __init__(self, scene: Scene, step: Step) -> None:
        super().__init__(scene, step)
        self._which = Sentence(scene, classes="which")
        self.countdown = Countdown(scene, id="countdown")
        self._resend = CoolingButton(scene, ButtonAct.RESEND, at=step.id)
        self._over_told = False
        self._app_refused = 0

    def body(self) -> Iterable[Widget]:
        """Show the field, the clock strip, and the ways out."""
        yield self._which
        yield self.labelled["code"]
        yield self.countdown
        own = [self.button(ButtonAct.OWN_CODE)] if self.scene.allows(ButtonAct.OWN_CODE) else []
        yield Horizontal(*own, self._resend, classes="picture-acts")
        yield Vertical(
            Sentence(self.scene, "ui.no_message_title", classes="hint"),
            Sentence(self.scene, "ui.no_message_app", classes="hint"),
            self.button(ButtonAct.TO_CONTACT, label="ui.no_message_number"),
            self.button(ButtonAct.DESK, label="ui.no_message_desk"),
            classes="ways",
        )

    def fill(self) -> None:
        """Follow the newest message; nothing counts down for the app."""
        self._over_told, self._app_refused = False, 0
        self.set_class(not self._by_message, "-by-app")
        sent, over = self.scene.walk.sent, self.scene.walk.journey.sealed
        self.set_class(over, "-over")
        if over:
            self._which.say("")
            self.countdown.follow(None)
        elif self._by_message and sent:
            elsewhere = rings_elsewhere(self.scene, self._number)
            self._which.set_class(elsewhere, "-wrong")
            self._which.say(
                "ui.code_sent_elsewhere" if elsewhere else "ui.code_sent",
                phone=self._phone,
                own=self.scene.persona.phone if self.scene.persona is not None else "",
                number=self.scene.walk.newest_message,
                time=lambda: at_hour(self.scene.clock, sent[-1].at),
            )
            self.countdown.follow(sent[-1])
        else:
            self._which.say("ui.code_from_app")
            self.countdown.follow(None)
        self._resend.display = self._by_message
        self._resend.tick()

    def refuse(self, error: BackendError, *, reload: bool = False) -> None:
        """Point to the phone's clock if a code from the app is wrong twice (F12)."""
        super().refuse(error, reload=reload)
        self._app_refused += isinstance(error, CodeWrong) and not self._by_message
        if self._app_refused >= APP_TRIES:
            self._which.say("said.app_clock")

    def tick(self) -> None:
        """Move the countdown on, and that of the button that it unlocks."""
        super().tick()
        self.countdown.tick()
        self._resend.tick()

    def before_submit(self) -> str:
        """Warn once about a text-message code that may have expired; pressed again, it is sent all the same."""
        if self._by_message and self.countdown.expired and not self._over_told:
            self._over_told = True
            return "ui.code_maybe_over"
        return ""

    def own_act(self, act: ButtonAct) -> None:
        """Make the code here, from the student's own secret."""
        if act is ButtonAct.OWN_CODE:
            self.run_worker(self._own_code())

    async def _own_code(self) -> None:
        secret = await kept_secret(self.scene)
        if secret is None:
            self.app.push_screen(SecretCard(self.scene), self._code_from)
        else:
            self._code_from(secret)

    def _code_from(self, secret: Secret | None) -> None:
        if secret is not None:
            self.labelled["code"].put(authenticator.code(secret, self.scene.clock.now()).reveal())
            self.screen.set_focus(self.labelled["code"].control)

    @property
    def _by_message(self) -> bool:
        journey = self.scene.walk.journey
        return journey.holds(journey.table[self.step.restart].submit_if)

    @property
    def _number(self) -> str:
        return FOLDS["phone"](self.scene.walk.journey.texts.get("registered_phone", ""))

    def _phone(self) -> str:
        return mask_phone(self._number)
