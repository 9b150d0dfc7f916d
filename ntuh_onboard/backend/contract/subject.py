"""What the suite works on, and the ways that its tests walk again and again."""
# ruff: noqa: S101  # a test says what holds by assert

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

import pytest

from ntuh_onboard.backend.protocol import Account, Backend, Landing, Mark
from ntuh_onboard.backend.stage import Fault, Persona, Stage
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.common.errors import (
    AnswerLost,
    BackendError,
    Maintenance,
    Refused,
    SessionEnded,
    UnexpectedPage,
    Unreachable,
)
from ntuh_onboard.common.secret import Secret

Test = TypeVar("Test", bound=Callable[..., None])
OUTSIDER = "900001"
"""An employee ID that no simulated hospital knows."""
ON_ITS_WAY = 5.0
"""Seconds after which a message has arrived."""
AWAY = 601.0
"""Seconds after which messages may be sent again."""
NEW_PORTAL = Secret("Walnut-31-cloud")
NEW_CLOUD = Secret("Harbour-64-kite")
ALIAS = "yifen.chen"
ONE_EACH = {
    "portal.sign_in": 1,
    "portal.change_password": 1,
    "portal.save_contact": 1,
    "account.send_code": 1,
    "account.verify_code": 1,
    "account.activate": 1,
}
"""What the hospital has counted when everything up to the activation was done once."""


class Subject(Protocol):
    """A backend to a simulated hospital, with what stands behind it."""

    @property
    def backend(self) -> Backend:
        """The port."""

    @property
    def stage(self) -> Stage:
        """What trainers and tests may do to that hospital."""

    @property
    def clock(self) -> Clock:
        """The clock that backend and hospital share."""

    def another(self) -> Subject:
        """A second student at the same hospital."""


def person(subject: Subject, kind: str = "fresh") -> Persona:
    """The invented person of this kind."""
    return next(each for each in subject.stage.people() if each.kind == kind)


def sign_in(
    subject: Subject,
    who: Persona,
    password: Secret | None = None,
    captcha: str | None = None,
    campus: str | None = None,
) -> Landing:
    """Sign in at the portal with a fresh picture; what is not given is right."""
    page = subject.backend.portal.sign_in_page()
    subject.backend.portal.picture()
    typed = subject.stage.picture_text() if captcha is None else captcha
    return subject.backend.portal.sign_in(who.employee_id, password or who.password, typed, campus or page.default)


def send(subject: Subject, who: Persona) -> None:
    """Ask for a message in a new session."""
    subject.backend.account.regulations()
    subject.backend.account.send_code(who.employee_id, who.phone)


def newest_code(subject: Subject, who: Persona) -> Secret:
    """The code of the newest message on this person's telephone, once it has arrived."""
    subject.stage.jump(ON_ITS_WAY)
    found = re.search(r"[0-9]{4,8}", subject.stage.messages(who.phone)[-1].text)
    assert found, "a message holds its code"
    return Secret(found.group())


def other_than(code: Secret) -> Secret:
    """A wrong code of the same shape."""
    return Secret(f"{(int(code.reveal()) + 1) % 10 ** len(code.reveal()):0{len(code.reveal())}d}")


def prove(subject: Subject, kind: str = "fresh") -> Account:
    """Prove to be this person by a message."""
    who = person(subject, kind)
    send(subject, who)
    return subject.backend.account.verify_code(who.employee_id, newest_code(subject, who))


@dataclass(frozen=True)
class LiveSubject:
    """A backend to a hospital that nobody can play: only the tests that are marked `live` run, and none commits."""

    backend: Backend
    clock: Clock

    @property
    def stage(self) -> Stage:
        """There is none; the test that asks for it is skipped."""
        pytest.skip("needs a stage, and a live hospital has none")

    def another(self) -> Subject:
        """Another student would sign in; the test that asks for one is skipped."""
        pytest.skip("needs a second student, and a live hospital has none")


def live(test: Test) -> Test:
    """Mark a test that needs no stage, signs nobody in and commits nothing, so that it may run at a live hospital."""
    test.live = True  # type: ignore[attr-defined]  # a function takes attributes; the type system has no word for it
    return test


class Contract:
    """What every part of the suite has.

    talkative: whether this hospital tells reasons apart. A class for one that does not turns it off, and the tests
    then turn the hospital's switch.
    """

    talkative: ClassVar[bool] = True

    @pytest.fixture(autouse=True)
    def _talkative(self, request: pytest.FixtureRequest, practice: Subject) -> None:
        if isinstance(practice, LiveSubject):
            if not getattr(request.function, "live", False):
                pytest.skip("needs a stage, and a live hospital has none")
            return
        practice.stage.switch("talkative", self.talkative)

    def told(self, reason: type[BackendError], otherwise: type[BackendError]) -> type[BackendError]:
        """The error that a talkative hospital raises, or the one that the others raise in its place."""
        return reason if self.talkative else otherwise


def refused(error: type[BackendError], call: Callable[[], object]) -> BackendError:
    """The error of a call that raises exactly this kind."""
    with pytest.raises(error) as raised:
        call()
    assert type(raised.value).__name__ == error.__name__  # a backend may say more by a class of the same name
    return raised.value


TROUBLES: tuple[tuple[Fault, type[BackendError]], ...] = (
    (Fault.DOWN, Unreachable),
    (Fault.MAINTENANCE, Maintenance),
    (Fault.UNEXPECTED_PAGE, UnexpectedPage),
    (Fault.SESSION_ENDED, SessionEnded),
)


def meets_every_trouble(subject: Subject, verb: str, mark: Mark, call: Callable[[], object]) -> None:
    """Whatever goes wrong is its own error, and nothing is committed by it; a lost read was no commit to begin with."""
    before = subject.stage.commits().get(verb, 0)
    lost = AnswerLost if mark is Mark.COMMIT else Unreachable
    for fault, error in (*TROUBLES, (Fault.LOST_BEFORE, lost)):
        subject.stage.inject(verb, fault)
        refused(error, call)
        assert subject.stage.commits().get(verb, 0) == before


def proved_commit_tells_its_troubles(
    subject: Subject, verb: str, proved: Callable[[], object], call: Callable[[], object]
) -> None:
    """Each is its own error, nothing was done, and the commit then works; each time with a new proof."""
    troubles: tuple[tuple[Fault, type[BackendError]], ...] = (
        *TROUBLES,
        (Fault.LOST_BEFORE, AnswerLost),
        (Fault.REFUSED, Refused),
    )
    for fault, error in troubles:
        proved()
        subject.stage.inject(verb, fault)
        refused(error, call)
        assert commits(subject, verb) == 0
        subject.stage.jump(AWAY)
    proved()
    call()
    assert commits(subject, verb) == 1


def commits(subject: Subject, verb: str) -> int:
    """How often this commit took effect."""
    return subject.stage.commits().get(verb, 0)
