"""What the trainer's panel does: arm drills and cells of the fault matrix, walk ahead, begin anew (J8.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping

from ntuh_onboard.backend.drills import (
    CODE,
    COLUMNS,
    COMMIT,
    DRILLS,
    REQUESTS,
    Rate,
    Spot,
    arm_again,
    arm_ahead,
    arm_cell,
    row,
)
from ntuh_onboard.backend.stage import Persona, Stage, Wire
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.errors import BackendError, NotPractice
from ntuh_onboard.journey.asked_verbs import asked_by, commits_of
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.trainer.jump import Ahead
from ntuh_onboard.screens.trainer.panel import Entry, Panel

Anew = Callable[[str], Awaitable[None]]
"""Makes fresh screens for this journey, or for the one that was opened first."""
Show = Callable[[BackendError | None], Awaitable[None]]
"""Shows where the journey is now, with this error if there is one."""

_UNMET: Mapping[str, str] = {COMMIT: "trainer.no_commit", CODE: "trainer.no_code"}
"""How to say that nothing ahead meets a drill, by what it is armed at; for any other `trainer.not_asked`."""


def commits_left(journey: Journey) -> tuple[str, ...]:
    """Return the verbs of the commits that are still to be sent, of this step and later ones."""
    return commits_of(_left(journey))


def spot(journey: Journey, persona: Persona) -> Spot:
    """Return where this student is: the next commit is this step's, or the first one of a later step.

    What going back would ask does not count as ahead; sending again does, since it is a button beside the code.
    """
    left = _left(journey)
    commit = next(iter(commits_left(journey)), "")
    begun = [step.restart for step in left if step.restart]
    asked = {COMMIT} if commit else set()
    if not journey.done.isdisjoint(begun) or journey.lost in begun:
        asked.add(CODE)
    asks = frozenset(asked) | asked_by(left)
    return Spot(persona.employee_id, commit, asks, asked_by(journey.table[each] for each in begun) - asks)


def _left(journey: Journey) -> list[Step]:
    """Return the current step and those after it, without what is left out or permanently done."""
    closed = journey.skipped | {each for each in journey.done if journey.table[each].sealed}
    return [journey.table[each] for each in journey.order[journey.order.index(journey.at) :] if each not in closed]


class TrainerDesk:
    """The panel of one student's wizard; raises NotPractice if the hospital is not simulated."""

    def __init__(self, app: SafeApp, anew: Anew, show: Show) -> None:
        stage, persona = app.scene.stage, app.scene.persona
        if stage is None or persona is None:
            raise NotPractice
        self._app = app
        self._anew = anew
        self._show = show
        self._stage: Stage = stage
        self._persona: Persona = persona

    def open(self) -> None:
        """Show the panel; it stays until it is closed or the journey moves."""
        if not isinstance(self._app.screen, Panel):
            panel = Panel(self._app.scene, "trainer.title", "trainer.keys", self._entries, self._choose)
            self._app.push_screen(panel, self._go_on)

    def _entries(self) -> Iterator[Entry]:
        say, waiting = self._app.scene.say, self._stage.waiting()
        group = ""
        yield Entry("jump", say("trainer.jump"))
        yield Entry("reset", say("trainer.reset"))
        yield Entry("disarm", say("trainer.disarm"), _armed(self._app.scene, sum(each.times for each in waiting)))
        yield Entry("matrix", say("trainer.matrix"))
        for drill in DRILLS.values():
            if drill.group != group:
                group = drill.group
                yield Entry("", say(f"trainer.group_{group}"))
            state = _armed(self._app.scene, drill.armed(waiting))
            if isinstance(drill.does, Rate) and drill.does.times == _rate(self._app.scene):
                state = say("trainer.now")
            yield Entry(drill.id, say(f"drill.{drill.id}"), state)

    def _choose(self, chosen: str) -> str:
        """Do what was chosen and say so; what needs another panel or screen is done when this one is closed."""
        if chosen == "disarm":
            self._stage.disarm()
            return "trainer.disarmed"
        drill = DRILLS.get(chosen)
        if drill is None:
            return ""
        here = spot(self._app.scene.walk.journey, self._persona)
        if not drill.met(here.asks | here.again):
            return _UNMET.get(drill.at, "trainer.not_asked")
        drill.arm(self._stage, here)
        if not drill.met(here.asks):
            return "trainer.sent_again"
        return "trainer.will_be_met" if drill.waits else "trainer.done"

    def _go_on(self, answer: str | None) -> None:
        if answer == "reset":
            self._ask("trainer.reset_title", self._sure, self._begun_anew)
        elif answer == "jump":
            self._ask("trainer.jump_title", self._steps, self._jump)
        elif answer == "matrix":
            self._ask("trainer.matrix_title", self._requests, self._cells)

    def _ask(self, title: str, entries: Callable[[], Iterator[Entry]], then: Callable[[str], None]) -> None:
        hint = "trainer.wire_here" if isinstance(self._stage, Wire) else "trainer.wire_elsewhere"
        keys = hint if title.startswith("trainer.matrix") else "trainer.keys_choose"
        panel = Panel(self._app.scene, title, keys, entries)
        self._app.push_screen(panel, lambda answer: then(answer) if answer else self.open())

    def _sure(self) -> Iterator[Entry]:
        """Yield the answers to the question whether all is to be lost; Enter at once goes back."""
        say = self._app.scene.say
        yield Entry("back", say("trainer.reset_back"))
        yield Entry("sure", say("trainer.reset_sure"))

    def _begun_anew(self, answer: str) -> None:
        if answer == "sure":
            self._app.work(self._reset)
        else:
            self.open()

    def _steps(self) -> Iterator[Entry]:
        say, journey = self._app.scene.say, self._app.scene.walk.journey
        for step in journey.order:
            yield Entry(step, say(f"step.{step}.title"), say("trainer.here") if step == journey.at else "")

    def _requests(self) -> Iterator[Entry]:
        say, waiting = self._app.scene.say, self._stage.waiting()
        for request, verbs in REQUESTS.items():
            count = sum(each.times for each in waiting if each.verb in {*verbs, row(request), request})
            yield Entry(request, f"{request:<4}{say(f'trainer.{request}')}", _armed(self._app.scene, count))

    def _cells(self, request: str) -> None:
        def columns() -> Iterator[Entry]:
            say = self._app.scene.say
            for column, fault in COLUMNS.items():
                shown = fault is not None or isinstance(self._stage, Wire)
                yield Entry(column, f"{column:<4}{say(f'trainer.{column}')}", "" if shown else say("trainer.wire_only"))

        def then(column: str) -> None:
            arm_cell(self._stage, request, column)
            self._ask("trainer.matrix_title", self._requests, self._cells)

        self._ask("trainer.matrix_columns", columns, then)

    def _jump(self, step: str) -> None:
        self._app.work(lambda: self._walk_to(step))

    async def _walk_to(self, step: str) -> None:
        """Walk forwards from here; if that cannot reach the step, from a hospital in its initial state.

        What is armed stays armed, except when going back; faults of a commit that has passed move to the next.
        """
        scene, error = self._app.scene, None
        armed = self._stage.waiting() if scene.walk.journey.later(step) else ()
        ahead = Ahead(scene.walk, self._stage, self._persona)
        meets = ahead.meets(step)
        if meets:
            error = await ahead.to(step)
        if not meets or _behind(step, scene.walk.journey):
            await self._begin_anew(scene.walk.journey.name)
            arm_again(self._stage, armed)
            error = await Ahead(scene.walk, self._stage, self._persona).to(step)
        arm_ahead(self._stage, commits_left(scene.walk.journey))
        await self._show(error)

    async def _reset(self) -> None:
        await self._begin_anew()
        await self._show(None)

    async def _begin_anew(self, journey: str = "") -> None:
        """Restore the initial state of hospital, time and screens, for this journey or the one opened first."""
        self._stage.reset()
        self._stage.rate(1)
        await self._anew(journey)


def _behind(step: str, journey: Journey) -> bool:
    return journey.at != step and not journey.later(step)


def _rate(scene: Scene) -> float:
    """Return how fast time passes, by the clock that wizard and hospital share: it outlives every panel."""
    return scene.clock.rate if isinstance(scene.clock, SystemClock) else 1.0


def _armed(scene: Scene, times: int) -> str:
    return scene.say("trainer.armed", times=times) if times else ""
