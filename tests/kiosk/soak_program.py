"""A student's process that walks by itself, with one thing going wrong, and then ends; see `soak`.

The walk is typed into the real screens by an answers file's typist, as soon as the turn has come.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

from ntuh_onboard.backend import mock
from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.commands import cli
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.journey.journeys import Beginning
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.kiosk.kiosk_app import KioskApp
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training import answers_file
from tests.terminal import practice_program

ANSWERS = Path(__file__).resolve().parents[2] / "examples" / "answers.toml"
VERBS = sorted(
    {act.name for step in (*STEPS.values(), *READ_BACKS.values()) for act in (step.load, step.submit) if act}
)
FASTER = 8.0
"""How much faster time passes at the hospital: a message is seconds on its way."""
KILLED = 0.1
"""How many of the processes are killed at a verb, as by a fault of the machine."""


def main() -> int:
    """Be one student's process; the dice are its own, by its process id."""
    asked = practice_program.parser().parse_args()
    dice = random.Random(f"{asked.stage} {os.getpid()}")  # noqa: S311  # faults, no secrets
    opened = mock.open_practice
    begun: list[Practice] = []

    def open_faulty(clock: SystemClock, **more: Any) -> Practice:
        practice = opened(clock, **{**more, "cheap_hashes": True})
        verb, killed = dice.choice(VERBS), dice.random() < KILLED
        if not killed:
            practice.stage.inject(verb, dice.choice([*Fault]))

        def before(called: str) -> None:
            if killed and called == verb:
                os.kill(os.getpid(), 9)

        practice.slow = before
        practice.stage.rate(FASTER)
        begun.append(practice)
        return practice

    mock.open_practice = open_faulty
    pressed = KioskApp.on_attract_screen_pressed

    async def walk(self: KioskApp) -> None:
        await pressed(self)
        self.begin(Beginning("onboard"))
        answers_file.load(str(ANSWERS)).play(self)

    KioskApp.on_attract_screen_pressed = walk  # type: ignore[method-assign]  # the typist takes the place of a person
    answers_file.PATIENCE = 3.0
    leave = KioskApp.leave

    def judged(self: KioskApp, status: Exit, *, idle: bool = False) -> None:
        """Nothing is said to be done that the hospital has not done (R-01); what is by hand is said to be so."""
        journey = self.scene.walk.journey if self.front is not None else None
        if journey is not None and "alias_again" in journey.done:
            done = begun[0].stage.commits().get("account.activate", 0) == 1
            told = "by_hand" if "alias_again" in journey.by_hand else "done" if done else "wrong"
            # The system gives a process's number again before a thousand journeys are over.
            Path(f"{asked.stage}.{told}.{os.getpid()}.{time.monotonic_ns()}").touch()
        leave(self, status, idle=idle)

    KioskApp.leave = judged  # type: ignore[method-assign]  # as above
    return int(cli.main(asked.command))


if __name__ == "__main__":
    raise SystemExit(main())
