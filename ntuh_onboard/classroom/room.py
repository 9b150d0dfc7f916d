"""A class in this process: its pupils, what each one's phone shows, and how far each one has come."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ntuh_onboard.backend.hospital.invented import first_password
from ntuh_onboard.backend.protocol import Mark
from ntuh_onboard.backend.site.register import Progress
from ntuh_onboard.backend.stage import PUPIL_KIND, Persona
from ntuh_onboard.classroom.class_state import ClassState
from ntuh_onboard.classroom.conductor import Conductor
from ntuh_onboard.classroom.lesson import Lesson
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey import steps

if TYPE_CHECKING:
    from ntuh_onboard.backend.site.simulator import Site

STEPS = tuple(
    (step.id, step.submit.name)
    for step in map(steps.STEPS.__getitem__, steps.JOURNEYS["onboard"])
    if step.submit is not None and step.submit.mark is Mark.COMMIT
)
"""The steps that the board can show, since the hospital sees them: step of the journey, and the verb that ends it."""
QUIET = 180.0
"""Seconds without any commit after which a pupil who has begun is shown as stuck."""
SLIP = 60.0
"""Seconds for which one refusal is a slip that most pupils mend by themselves; two in a row are none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board.

    Attributes:
        number: the seat's number.
        label: the seat's label.
        employee_id: the pupil's invented ID.
        name: the pupil's invented name.
        done: the steps that are done.
        state: `away`, `seated` (before the start), `going`, `slip`, `stuck` or `done`.
        refused: the name of the last error, or empty.
        quiet: seconds since the last commit.
        here: whether the pupil's wizard stands in a browser now.
        gone: seconds since it did, as far as this board has seen it; 0 if it does or never did.
        hand: since how many seconds a hand is up; 0 for none.
        minutes: how long each step of `done` took, from the one before or from taking the seat.

    """

    number: int
    label: str
    employee_id: str
    name: str
    done: tuple[str, ...]
    state: str
    refused: str
    quiet: int
    here: bool
    gone: int
    hand: int
    minutes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A seat that somebody has taken.

    Attributes:
        since: when, as a moment of the hospital.
        browser: identifies the browser that chose it, or empty.

    """

    since: float
    browser: str = field(default="", repr=False)


@dataclass(slots=True)
class Room:
    """A class.

    Attributes:
        site: the simulator server, in this process.
        pupils: its pupils.
        trainer: the token that opens the board and the slips.
        taken: the seats that are taken, by number.
        turn_out: ends the wizard at a pupil's seat, if there is one, and waits for its end.
        changed: called after every change of who sits where.
        here: returns the numbers of the seats whose wizard stands in a browser now.
        first: when each seat was taken first, by number, as a moment of the hospital.
        veiled: the seats whose password is shown nobody, by number, with the browser that knows it.
        seen: when the board has seen a wizard at a seat last, by number.
        drills: what the trainer has ordered for the pupils.
        lesson: start, pause, messages and hands.
        lobby: whether pupils wait at their seats for the trainer's start.

    """

    site: Site
    pupils: tuple[Pupil, ...]
    trainer: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    taken: dict[int, Taken] = field(default_factory=dict)
    turn_out: Callable[[Pupil], Awaitable[None]] | None = None
    changed: Callable[[], None] = lambda: None
    here: Callable[[], Collection[int]] = frozenset
    first: dict[int, float] = field(default_factory=dict)
    veiled: dict[int, str] = field(default_factory=dict)
    seen: dict[int, float] = field(default_factory=dict)
    lobby: bool = False
    drills: Conductor = field(init=False, repr=False)
    lesson: Lesson = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.drills = Conductor(self.site, self.pupils, self.reached, lambda: self.lesson.began)
        self.lesson = Lesson(self.site.clock, 0.0 if self.lobby else self.site.hospital.moment())

    def start(self) -> None:
        """Let everybody begin; a lesson that has begun goes on as it is."""
        self.lesson.began = self.lesson.began or self.site.hospital.moment()
        self.changed()

    def pupil(self, token: str) -> Pupil | None:
        """Return the pupil with this token, or None."""
        found = [each for each in self.pupils if hmac.compare_digest(each.token.encode(), token.encode())]
        return found[0] if found else None

    def seat(self, number: int) -> Pupil | None:
        """Return the pupil at this seat, or None."""
        return next((each for each in self.pupils if each.number == number), None)

    def take(self, pupil: Pupil, browser: str) -> None:
        """Take a seat; what this browser chose before becomes free again, if nothing was done there."""
        progress = self.site.stage.desk.register.people()
        for each in self.pupils:
            held = self.taken.get(each.number)
            if held and held.browser == browser and each.person.employee_id not in progress:
                del self.taken[each.number]
                self.first.pop(each.number, None)
        self.first.setdefault(pupil.number, self.site.hospital.moment())
        self._veil(pupil, browser)
        self.taken[pupil.number] = Taken(self.site.hospital.moment(), browser)
        self.changed()

    def _veil(self, pupil: Pupil, browser: str) -> None:
        """Show a password of a pupil's own no more once another browser has the seat: people use one twice."""
        held, own = self.taken.get(pupil.number), self.person(pupil).password != pupil.person.password
        if held and held.browser not in {"", browser} and own:
            self.veiled.setdefault(pupil.number, held.browser)
        if self.veiled.get(pupil.number) == browser:
            del self.veiled[pupil.number]

    def opened(self, number: int) -> None:
        """Note that a wizard was opened at this seat, so that somebody is there, even after a reset of the seat."""
        held = self.taken.get(number)
        self.taken[number] = Taken(self.site.hospital.moment(), held.browser if held else "")
        self.changed()

    async def renew(self, pupil: Pupil) -> None:
        """Reset a seat, for a pupil who cannot go on, for example after forgetting a new password.

        Its wizard is ended first; otherwise a commit in flight would be done to the fresh record.
        """
        if self.turn_out is not None:
            await self.turn_out(pupil)
        self.site.hospital.renew(pupil.person.employee_id)
        self.taken.pop(pupil.number, None)
        self.first.pop(pupil.number, None)
        self.veiled.pop(pupil.number, None)
        self.drills.forget(pupil)
        self.lesson.forget(pupil.number)
        self.site.stage.desk.register.forget(pupil.person.employee_id)

    def is_trainer(self, token: str) -> bool:
        """Return whether this is the trainer's token."""
        return hmac.compare_digest(self.trainer.encode(), token.encode())

    def present(self, pupil: Pupil) -> bool:
        """Return whether this pupil's wizard stands in a browser now."""
        return pupil.number in self.here()

    def person(self, pupil: Pupil) -> Persona:
        """Return the pupil's person as the hospital knows them now, with the portal password that is in force.

        The password is empty if the pupil has chosen it and this process does not know it, or it is another browser's
        now.
        """
        known = self.site.stage.port.person(pupil.person.employee_id)
        return replace(known, password=Secret("")) if pupil.number in self.veiled else known

    def reached(self, pupil: Pupil) -> tuple[str, ...]:
        """Return the steps that this pupil has finished, as the hospital has seen it."""
        progress = self.site.stage.desk.register.people().get(pupil.person.employee_id, Progress())
        return tuple(step for step, verb in STEPS if verb in progress.done)

    def messages_sent(self, pupil: Pupil) -> int:
        """Return how many messages this pupil's phone was sent."""
        return self.site.hospital.network.sent(pupil.person.phone)

    def phone(self, pupil: Pupil) -> dict[str, Any]:
        """Return what this pupil's phone shows: messages with their ages in seconds, and the authenticator's code.

        The seat is included, so that a page opened for another seat in this browser notices; and the portal password
        that is in force, for the wizard.
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
        seat: dict[str, Any] = {"seat": pupil.number, "label": pupil.label}
        password = self.person(pupil).password.reveal()
        seat["news"] = self.lesson.news(pupil.number)
        return {**seat, "messages": messages, "authenticator": code.reveal() if code else "", "password": password}

    def board(self) -> tuple[Row, ...]:
        """Return the line of everybody, by seat."""
        known = self.site.stage.desk.register.people()
        return tuple(self._row(each, known.get(each.person.employee_id, Progress())) for each in self.pupils)

    def _row(self, pupil: Pupil, progress: Progress) -> Row:
        done = tuple(step for step, verb in STEPS if verb in progress.done)
        now = self.site.hospital.moment()
        held = self.taken.get(pupil.number)
        since = max(held.since, self.lesson.began, progress.at) if held else progress.at
        quiet = now - since if since else 0.0
        here = self.present(pupil)
        if here:
            self.seen[pupil.number] = now
        gone = 0.0 if here else now - self.seen.get(pupil.number, now)
        person = pupil.person
        return Row(
            pupil.number,
            pupil.label,
            person.employee_id,
            person.name,
            done,
            self._state(progress, done, quiet, begun=bool(since)),
            progress.refused,
            int(quiet),
            here,
            int(gone),
            self._hand(pupil, now),
            _minutes(progress, self.first.get(pupil.number, held.since if held else 0.0)),
        )

    def _hand(self, pupil: Pupil, now: float) -> int:
        since = self.lesson.hands.get(pupil.number)
        return 0 if since is None else max(1, int(now - since))

    def _state(self, progress: Progress, done: Sequence[str], quiet: float, *, begun: bool) -> str:
        if begun and not self.lesson.began and not progress.at:
            return "seated"
        return state_of(progress, done, quiet, begun=begun)


def state_of(progress: Progress, done: Sequence[str], quiet: float, *, begun: bool) -> str:
    """Return how a pupil fares, as `Row.state`."""
    if STEPS[-1][0] in done:
        return "done"
    if not begun:
        return "away"
    if quiet > QUIET or (progress.refused and (progress.slips > 1 or quiet > SLIP)):
        return "stuck"
    return "slip" if progress.refused else "going"


def _minutes(progress: Progress, since: float) -> tuple[float, ...]:
    """Return how long each finished step took; what was done before the seat was taken took no time."""
    times = [at for verb, at in zip(progress.done, progress.times, strict=False) if verb in dict(STEPS).values()]
    starts = [min(since, times[0]) if since and times else 0.0, *times]
    return tuple(round((end - start) / 60, 1) if start else 0.0 for start, end in zip(starts, times, strict=False))


def enrolled(site: Site, labels: Sequence[str], before: ClassState | None = None, *, lobby: bool = False) -> Room:
    """Return the class on this server, which was set up with one pupil for each label.

    before: the same class as it was cut off; tokens, seats and progress are then as they were.
    """
    people = [each for each in site.stage.port.people() if each.kind == PUPIL_KIND]
    tokens = before.tokens if before else tuple(secrets.token_urlsafe(16) for _ in labels)
    seats = enumerate(zip(labels, people, tokens, strict=True), start=1)
    seated = tuple(Pupil(at, label, _at_first(each), token) for at, (label, each, token) in seats)
    room = Room(site, seated, lobby=lobby)
    if before is not None:
        room.trainer = before.trainer
        room.taken = {number: Taken(since, browser) for number, since, browser in before.taken}
        told = {
            key: Progress(**{**row, "done": tuple(row["done"]), "times": tuple(row.get("times", ()))})
            for key, row in before.progress.items()
        }
        site.stage.desk.register.restore(told)
        room.lesson.began = before.lesson
        site.stage.desk.register.mistakes.update(before.mistakes)
        room.drills.restore(before.drills)
    return room


def _at_first(person: Persona) -> Persona:
    """Return the person as on the first day, as the slips have them."""
    return replace(person, password=first_password(person.employee_id), alias="", cloud_password=Secret(""))
