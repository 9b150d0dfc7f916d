"""Play the beats of a scenario, one after another, in the real screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntuh_onboard.backend.drills import DRILLS
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.screens.trainer.panel_acts import spot
from ntuh_onboard.training.answers_file import Script
from ntuh_onboard.training.pace import SHORTENED

if TYPE_CHECKING:
    from collections.abc import Callable

    from ntuh_onboard.screens.wizard_app import OnboardApp
    from ntuh_onboard.training.autopilot import Autopilot
    from ntuh_onboard.training.scenario_file import Beat, Scenario

_TICKS = 12
"""Number of parts of a shortened wait, so that viewers see the countdown run."""


class Stuck(Exception):
    """A beat's step was never shown: the scenario does not fit the wizard."""


class Performance:
    """Plays one scenario with an autopilot.

    `told` is called when a beat begins.

    Attributes:
        at: the number of the current beat.
        waited: the seconds of the hospital's time that are being shortened now.

    """

    def __init__(self, app: OnboardApp, scenario: Scenario, autopilot: Autopilot, told: Callable[[], None]) -> None:
        self._app = app
        self._scenario = scenario
        self._autopilot = autopilot
        self._pace = autopilot.pace
        self._stage = autopilot.known.stage
        self._told = told
        self.at = 0
        self.waited = 0.0
        self._begins: dict[int, float] = {}

    @property
    def beat(self) -> Beat:
        """The current beat."""
        return self._scenario.beats[self.at]

    @property
    def beats(self) -> int:
        """How many beats there are."""
        return len(self._scenario.beats)

    async def play(self, to: int = 0) -> None:
        """Play to the end, doing what comes before beat `to` at once; raises Stuck, TimeoutError."""
        pace, autopilot, scenario = self._pace, self._autopilot, self._scenario
        pace.at_once, pace.spent = to > 0, self._begins.get(to, 0.0)
        self.waited = 0.0
        autopilot.script = Script(scenario.answers, scenario.journey)
        for name, on in scenario.switches.items():
            self._stage.switch(name, on)
        for at, beat in enumerate(scenario.beats):
            await self._reach(beat)
            self.at, pace.hurried = max(at, to), False
            pace.at_once = at < to
            if not pace.at_once:
                self._begins[at] = pace.spent
            await self._play(beat)
        while not self._over:
            if not await autopilot.type_step() and not self._over:
                raise Stuck

    async def anew(self) -> None:
        """Restore the initial state of hospital and wizard."""
        wizard = self._app.wizard
        assert wizard is not None  # noqa: S101  # begun before anything is played
        await self._autopilot.ready()
        self._stage.reset()
        self._stage.rate(1)

        async def begin() -> None:
            await wizard.anew()
            await wizard.front.show()

        self._app.work(begin)
        await self._autopilot.ready()

    @property
    def _over(self) -> bool:
        return self._app.front is not None and self._app.front.over

    async def _reach(self, beat: Beat) -> None:
        """Type everything before this beat's step."""

        def here() -> bool:
            return self._autopilot.at(beat.step)

        while not here():
            await self._autopilot.free(here)
            if not here() and not await self._autopilot.type_step() and not here():
                raise Stuck

    async def _play(self, beat: Beat) -> None:
        autopilot = self._autopilot
        self._told()
        for each in beat.arm:
            self._arm(each)
        if beat.answers:
            autopilot.script = Script({**autopilot.script.answers, **beat.answers}, autopilot.script.journey)
        await self._pace.spend(beat.stands(self._app.scene.texts.language))
        if beat.wait:
            await self._wait(beat.wait)
        if beat.act:
            await autopilot.press_button(beat.act)
        elif beat.types:
            await autopilot.type_step()

    async def _wait(self, seconds: float) -> None:
        """Let the hospital's time pass, shortened, and show that it does."""
        self.waited = seconds
        self._told()
        for _ in range(_TICKS):
            self._stage.jump(seconds / _TICKS)
            await self._pace.spend(SHORTENED / _TICKS)
        self.waited = 0.0

    def _arm(self, text: str) -> None:
        verb, equals, fault = text.partition("=")
        if equals:
            self._stage.inject(verb, Fault(fault))
        else:
            DRILLS[text].arm(self._stage, spot(self._app.scene.walk.journey, self._autopilot.known.persona))
