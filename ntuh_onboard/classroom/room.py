"""The class in this process: its pupils, what each one's phone shows, and how far each one is."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ntuh_onboard.backend.protocol import Mark
from ntuh_onboard.backend.site.register import Progress
from ntuh_onboard.backend.stage import PUPIL_KIND
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.journey import steps

if TYPE_CHECKING:
    from ntuh_onboard.backend.site.simulator import Site

STEPS = tuple(
    (step.id, step.submit.name)
    for step in map(steps.STEPS.__getitem__, steps.JOURNEYS["onboard"])
    if step.submit is not None and step.submit.mark is Mark.COMMIT
)
"""What the board can see, since the hospital sees it: step of the journey, and the verb that ends it."""
QUIET = 180.0
"""Seconds without anything done after which a pupil on the way is shown as stuck."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board. state: `away`, `going`, `stuck` or `done`. refused: an error's name, empty for none."""

    number: int
    label: str
    employee_id: str
    name: str
    done: tuple[str, ...]
    state: str
    refused: str
    quiet: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A seat that is somebody's. since: the hospital's moment. browser: the mark of who chose it; empty for none."""

    since: float
    browser: str = field(default="", repr=False)


@dataclass(slots=True)
class Room:
    """A class. site: the simulator server, in this process. trainer: opens the board and the slips.

    taken: by the seats' numbers. turn_out: ends the wizard at a pupil's seat, if one is open, and waits until it has.
    """

    site: Site
    pupils: tuple[Pupil, ...]
    trainer: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    taken: dict[int, Taken] = field(default_factory=dict)
    turn_out: Callable[[Pupil], Awaitable[None]] | None = None

    def pupil(self, token: str) -> Pupil | None:
        """Whose token this is."""
        found = [each for each in self.pupils if hmac.compare_digest(each.token.encode(), token.encode())]
        return found[0] if found else None

    def seat(self, number: int) -> Pupil | None:
        """Who sits there."""
        return next((each for each in self.pupils if each.number == number), None)

    def take(self, pupil: Pupil, browser: str) -> None:
        """Somebody sits down. browser: its mark; what it chose before is free again, if nothing was done there."""
        progress = self.site.stage.desk.register.people()
        for each in self.pupils:
            held = self.taken.get(each.number)
            if held and held.browser == browser and each.person.employee_id not in progress:
                del self.taken[each.number]
        self.taken[pupil.number] = Taken(self.site.hospital.moment(), browser)

    def opened(self, number: int) -> None:
        """A wizard has been opened at this seat: somebody is there, also where the seat was reset meanwhile."""
        held = self.taken.get(number)
        self.taken[number] = Taken(self.site.hospital.moment(), held.browser if held else "")

    async def renew(self, pupil: Pupil) -> None:
        """This seat as before the class: for who cannot go on, as with a new password that is forgotten.

        Its wizard ends before: a commit of it that is under way would be done to the fresh record.
        """
        if self.turn_out is not None:
            await self.turn_out(pupil)
        self.site.hospital.renew(pupil.person.employee_id)
        self.site.stage.desk.register.forget(pupil.person.employee_id)
        self.taken.pop(pupil.number, None)

    def is_trainer(self, token: str) -> bool:
        """Whether this is the trainer's token."""
        return hmac.compare_digest(self.trainer.encode(), token.encode())

    def phone(self, pupil: Pupil) -> dict[str, Any]:
        """What this pupil's telephone shows: messages, each with its age in seconds, and the authenticator's code.

        With whose it is: a page that was opened for another seat in this browser has to know.
        """
        stage, now = self.site.stage.port, self.site.clock.elapsed()
        code = stage.authenticator_code(pupil.person.employee_id)
        messages = [
            {
                "number": each.number,
                "text": each.text,
                "sent": round(now - each.sent_at, 1),
                "arrived": round(now - each.arrived_at, 1),
            }
            for each in stage.messages(pupil.person.phone)
        ]
        seat = {"seat": pupil.number, "label": pupil.label}
        return {**seat, "messages": messages, "authenticator": code.reveal() if code else ""}

    def board(self) -> tuple[Row, ...]:
        """Everybody, by seat."""
        known = self.site.stage.desk.register.people()
        return tuple(self._row(each, known.get(each.person.employee_id, Progress())) for each in self.pupils)

    def _row(self, pupil: Pupil, progress: Progress) -> Row:
        done = tuple(step for step, verb in STEPS if verb in progress.done)
        now = self.site.hospital.moment()
        held = self.taken.get(pupil.number)
        since = max(held.since if held else 0.0, progress.at)
        quiet = now - since if since else 0.0
        if STEPS[-1][0] in done:
            state = "done"
        elif not since:
            state = "away"
        else:
            state = "stuck" if progress.refused or quiet > QUIET else "going"
        person = pupil.person
        return Row(
            pupil.number,
            pupil.label,
            person.employee_id,
            person.name,
            done,
            state,
            progress.refused,
            int(quiet),
        )


def enrolled(site: Site, labels: Sequence[str]) -> Room:
    """A class on this server, which was set up with a pupil for each label."""
    people = [each for each in site.stage.port.people() if each.kind == PUPIL_KIND]
    numbered = enumerate(zip(labels, people, strict=True), start=1)
    return Room(site, tuple(Pupil(at, label, each, secrets.token_urlsafe(16)) for at, (label, each) in numbered))
