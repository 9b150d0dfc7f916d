"""The wizard while a scenario plays: a viewer's keys control the scenario, and what is drawn may be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.driver import Driver

from ntuh_onboard.screens import wizard_app as plain
from ntuh_onboard.screens.base.persona import fitting
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.training.autopilot import Known
from ntuh_onboard.training.pace import Pace
from ntuh_onboard.training.player import Player
from ntuh_onboard.training.redaction import veil

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.training.recorder import Recorder
    from ntuh_onboard.training.scenario_file import Scenario


class ScenarioApp(OnboardApp):
    """Plays one scenario in the real screens of a simulated hospital; `recorder` takes what is drawn."""

    CSS_PATH = f"{plain.__file__.removesuffix('wizard_app.py')}wizard.tcss"

    def __init__(
        self,
        scene: Scene,
        lane: Lane[Backend],
        idle: IdleWatch,
        scenario: Scenario,
        *,
        pace: Pace | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self.recorder = recorder
        self.draws_whole = recorder is not None  # its text is searched for secrets, which would be written in parts
        self._resized: events.Resize | None = None
        super().__init__(scene, lane, idle, None, scenario.journey)
        scene.persona = fitting(scene, scenario.journey)  # the person whom the wizard shows, whose data is typed
        stage, persona = scene.stage, scene.persona
        assert stage is not None  # noqa: S101  # the command starts scenarios in practice only
        assert persona is not None  # noqa: S101  # practice always has one
        self.player = Player(self, scenario, Known(stage, persona), pace=pace or Pace(), recorder=recorder)
        if recorder is not None:
            recorder.ended = self._resize
            veil(scene, stage, persona)

    async def on_mount(self) -> None:
        """Show the title over the first step; Textual calls the wizard's own handler as well."""
        self.run_worker(self.player.run())

    def _repaint(self) -> None:
        """Cover nothing until somebody continues by hand: the people are invented, and nobody types meanwhile."""
        self._idle.led = not self.player.by_hand
        super()._repaint()

    async def on_event(self, event: events.Event) -> None:
        """While it plays, pass on the autopilot's keys only; other keys control the scenario, the rest is dropped."""
        if isinstance(event, events.Resize) and self._has_its_size:
            self._resized = event
            return
        if not self.player.playing or not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key):
            if any(event is each for each in self.player.autopilot.mine):
                self.player.autopilot.mine.remove(event)
                await super().on_event(event)
            else:
                self.player.heard(event)

    @property
    def _has_its_size(self) -> bool:
        """Whether everything is drawn in the initial size: a recording cannot change its own."""
        return self.recorder is not None and self.recorder.open and self._size is not None

    def _resize(self) -> None:
        """Adopt the present size of the terminal."""
        if self._resized is not None:
            self.post_message(self._resized)

    def get_driver_class(self) -> type[Driver]:
        """Return the terminal's driver, extended to pass what it draws to the recorder."""
        base, recorder = super().get_driver_class(), self.recorder
        if recorder is None:
            return base
        take = recorder.take

        class Recorded(base):  # type: ignore[misc, valid-type]  # the base is known at run time only
            def write(self, text: str) -> None:
                take(text)
                super().write(text)

        return cast("type[Driver]", Recorded)
