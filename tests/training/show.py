"""A scenario on the screens without a terminal, and somebody who leads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual import events

from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.screens.trainer.caption import Caption
from ntuh_onboard.training.pace import Pace
from ntuh_onboard.training.playing_app import ScenarioApp
from ntuh_onboard.training.recorder import Recorder
from ntuh_onboard.training.scenario_file import Scenario
from tests.screens.student import SMALL, Student, practising

FAST = 400.0


@dataclass
class Show:
    """A scenario on the screens; a viewer presses keys."""

    student: Student
    app: ScenarioApp
    pace: Pace

    def key(self, key: str) -> None:
        """A viewer's key."""
        event = events.Key(key, key if len(key) == 1 else None)
        event.set_sender(self.app)
        self.app.post_message(event)

    @property
    def captions(self) -> int:
        """How many captions stand on the screen of the wizard."""
        assert self.app.front is not None
        return len(self.app.front.frame.query(Caption))

    @property
    def line(self) -> str:
        """The name of the sentence under the caption."""
        return self.app.player.told

    async def beat(self, at: int) -> None:
        """Wait for this beat."""
        await self.student.until(lambda: self.app.player.performance.at == at and self.app.player.playing, f"beat {at}")

    async def end(self) -> int | None:
        """Wait for the end."""
        await self.student.until(lambda: self.app.return_value is not None, "the end")
        return self.app.return_value


@asynccontextmanager
async def playing(
    scenario: Scenario, *, speed: float = FAST, recorder: Recorder | None = None, led: bool = False
) -> AsyncIterator[Show]:
    """led: somebody stands before the class, as where there is a terminal. The clock of the silence stands still."""
    student = practising(scenario.persona)
    pace = Pace(speed)
    idle = IdleWatch(student.idle, relaxed=True)
    app = ScenarioApp(student.scene, student.app.lane, idle, scenario, pace=pace, recorder=recorder)
    app.player.alone = not led
    student.app = app
    async with app.run_test(size=SMALL) as student.pilot:
        yield Show(student, app, pace)


async def begun(show: Show) -> None:
    """Past the title."""
    await show.student.until(lambda: show.student.shows("scenario.begin"), "the title")
    await show.student.ready()
    show.key("enter")  # and no rest is waited for, which comes at the end of the play
    await show.student.until(lambda: show.app.player.playing, "the play")
