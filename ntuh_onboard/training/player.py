"""Play a scenario in the real screens: led by whoever stands before the class, or by itself in a recording."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from ntuh_onboard.screens.trainer.caption import Caption, Intro, clock
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.answers_file import Script
from ntuh_onboard.training.autopilot import Autopilot, Known
from ntuh_onboard.training.pace import SHORTENED, Pace, length
from ntuh_onboard.training.performance import Performance, Stuck
from ntuh_onboard.training.redaction import unveil

if TYPE_CHECKING:
    from textual import events
    from textual.widget import AwaitMount
    from textual.worker import Worker

    from ntuh_onboard.screens.wizard_app import OnboardApp
    from ntuh_onboard.training.recorder import Recorder
    from ntuh_onboard.training.scenario_file import Scenario

_INTRO = 3.0
"""Seconds for which the title is shown in a recording, where nobody presses a key."""
_LOOK = 0.25


class Player:
    """One scenario in one wizard. With a recorder, it plays from its title to its end by itself.

    Attributes:
        playing: whether a viewer's keys control the scenario; otherwise they go to the wizard.
        by_hand: whether somebody has taken over and continues by hand.
        over: whether it was played to its end, or got stuck.
        alone: whether it begins and ends by itself, with nobody to lead it.
        stuck: where and why it got stuck, in one line for its author; otherwise empty.

    """

    def __init__(
        self, app: OnboardApp, scenario: Scenario, known: Known, *, pace: Pace, recorder: Recorder | None
    ) -> None:
        self._app = app
        self._scenario = scenario
        self._pace = pace
        self._recorder = recorder
        self.autopilot = Autopilot(app, Script(scenario.answers, scenario.journey), known, pace, scenario.typing)
        self.autopilot.veiled = recorder is not None
        self.performance = Performance(app, scenario, self.autopilot, self.look)
        self._caption = Caption(app.scene)
        self._work: Worker[None] | None = None
        self._turn = asyncio.Lock()
        self.playing = False
        self.by_hand = False
        self.over = False
        self.stuck = ""
        self.alone = recorder is not None

    async def run(self) -> None:
        """Show the title, and begin when it is answered."""
        app = self._app
        await self.autopilot.ready()
        lengths = {language: length(self._scenario, language) for language in self._scenario.title}
        intro = Intro(app.scene, self._scenario.title, self._scenario.about, lengths)
        if self.alone:
            app.set_timer(_INTRO / self._pace.speed, lambda: intro.is_current and intro.dismiss(result=True))
        if await app.push_screen_wait(intro):
            app.set_interval(_LOOK, self.look)
            self.begin()
        else:
            app.leave(Exit.UNFINISHED)

    @property
    def told(self) -> str:
        """The sentence below the caption."""
        return self._caption.told

    def heard(self, key: events.Key) -> None:
        """Handle a viewer's key."""
        match key.key:
            case "space":
                self._pace.held = not self._pace.held
            case "right":
                self._pace.held, self._pace.hurried = False, True
            case "left":
                self.begin(max(0, self.performance.at - 1), again=True)
            case "up" | "down":
                self._pace.turn(1 if key.key == "up" else -1)
            case "r" | "R" | "upper_r":
                self.begin(self.performance.at, again=True)
            case "h" | "H" | "upper_h":
                self._app.call_later(self.hand_over)
            case "enter" | "escape" if self.over:
                self._app.leave(Exit.DONE)
            case "ctrl+q":
                self._app.leave(Exit.UNFINISHED)
            case _:
                return
        self.look()

    def begin(self, to: int = 0, *, again: bool = False) -> None:
        """Play from this beat on, doing what comes before it at once, with a hospital in its initial state."""
        self._stop()
        self.playing, self.over, self.stuck = True, False, ""
        self._pace.held = self._pace.hurried = False
        self._work = self._app.run_worker(partial(self._play, to, again=again))

    def _stop(self) -> None:
        """Stop playing at once, so that only one play is ever under way, the one requested last."""
        work, self._work = self._work, None
        if work is not None:
            work.cancel()

    async def _play(self, to: int, *, again: bool) -> None:
        async with self._turn:  # by then the play before has ended; a play that is stopped meanwhile never begins
            try:
                if again:
                    await self.performance.anew()
                await self.autopilot.ready()
                if (coming := self._seat()) is not None:
                    await coming
                await self.performance.play(to)
            except (Stuck, TimeoutError):
                self._ended(stuck=True)
            else:
                self._ended(stuck=False)

    def _seat(self) -> AwaitMount | None:
        """Put a caption into the current screen unless it has one; another journey brings another screen."""
        frame = self._app.front.frame if self._app.front is not None else None
        if frame is None or not (frame.is_attached and frame.is_mounted) or self._caption.parent is frame:
            return None
        self.autopilot.known.follow(self._app.scene.persona)
        self._caption = Caption(self._app.scene)
        frame.add_class("-playing")
        return frame.mount(self._caption)

    def _ended(self, *, stuck: bool) -> None:
        """Note that the scenario has reached its end, or got stuck."""
        self.over = True
        if stuck:
            self.stuck = _where(self.performance, self.autopilot)
            self._caption.show(dict.fromkeys(self._scenario.title, self._app.scene.say("scenario.stuck")))
        self.look()
        if self.alone:
            if self._recorder is not None:
                self._recorder.stop()
            self._app.leave(Exit.UNFINISHED if stuck else Exit.DONE)

    async def hand_over(self) -> None:
        """Let somebody continue by hand from here; a recording ends."""
        self._stop()
        if self._recorder is not None:
            self._recorder.stop()
            known = self.autopilot.known
            known.follow(self._app.scene.persona)
            unveil(self._app.scene, known.stage, known.persona)
        self.playing, self.by_hand, self.autopilot.veiled = False, True, False
        if self._app.front is not None:
            self._app.front.frame.remove_class("-playing")
            await self._app.front.frame.query(Caption).remove()

    def look(self) -> None:
        """Show the present caption and keys."""
        if not self.playing:
            return
        self._seat()
        if not self._caption.is_mounted or not self._scenario.beats:
            return
        now = self.performance
        if not self.over:
            self._caption.show(now.beat.caption)
        if now.waited:
            self._caption.tell("scenario.shortened", time=clock(now.waited), shown=round(SHORTENED))
            return
        whole = length(self._scenario, self._app.scene.texts.language)
        state = "over" if self.over else "held" if self._pace.held else "keys"
        count = {"at": now.at + 1, "of": len(self._scenario.beats), "tempo": f"{self._pace.tempo:g}"}
        self._caption.tell(f"scenario.{state}", **count, spent=clock(min(self._pace.spent, whole)), whole=clock(whole))


def _where(performance: Performance, autopilot: Autopilot) -> str:
    """Describe at which beat and step it is stuck, and which fields of that step have no answer."""
    step, fields = autopilot.unanswered()
    why = f"no answer for {', '.join(fields)}" if fields else "scenario and screens do not fit"
    return f"stuck at beat {performance.at + 1} of {performance.beats}, step {step}: {why}"
