"""What the suite tests, and the steps that its tests share."""
# ruff: noqa: S101  # tests assert

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
"""Seconds after which a message has surely arrived."""
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
"""The commits that the hospital counts when everything up to the activation is done once."""


class Subject(Protocol):
    """A backend of a simulated hospital, with its stage."""

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
        """Return a second student at the same hospital."""


def person(subject: Subject, kind: str = "fresh") -> Persona:
    """Return the invented person of this kind."""
    return next(each for each in subject.stage.people() if each.kind == kind)


def sign_in(
    subject: Subject,
    who: Persona,
    password: Secret | None = None,
    captcha: str | None = None,
    campus: str | None = None,
) -> Landing:
    """Sign in at the portal with a fresh picture; arguments that are not given are right."""
    page = subject.backend.portal.sign_in_page()
    subject.backend.portal.picture()
    typed = subject.stage.picture_text() if captcha is None else captcha
    return subject.backend.portal.sign_in(who.employee_id, password or who.password, typed, campus or page.default)


def send(subject: Subject, who: Persona) -> None:
    """Send a message in a new session."""
    subject.backend.account.regulations()
    subject.backend.account.send_code(who.employee_id, who.phone)


def newest_code(subject: Subject, who: Persona) -> Secret:
    """Return the code of the newest message on this person's phone, once it has arrived."""
    subject.stage.jump(ON_ITS_WAY)
    found = re.search(r"[0-9]{4,8}", subject.stage.messages(who.phone)[-1].text)
    assert found, "a message contains its code"
    return Secret(found.group())


def other_than(code: Secret) -> Secret:
    """Return a wrong code of the same shape."""
    return Secret(f"{(int(code.reveal()) + 1) % 10 ** len(code.reveal()):0{len(code.reveal())}d}")


def prove(subject: Subject, kind: str = "fresh") -> Account:
    """Prove to be this person by a text message."""
    who = person(subject, kind)
    send(subject, who)
    return subject.backend.account.verify_code(who.employee_id, newest_code(subject, who))


@dataclass(frozen=True)
class LiveSubject:
    """A backend of a live hospital, which has no stage: only tests marked `live` run, and none of them commits."""

    backend: Backend
    clock: Clock

    @property
    def stage(self) -> Stage:
        """Skip the test: there is no stage."""
        pytest.skip("needs a stage, and a live hospital has none")

    def another(self) -> Subject:
        """Skip the test: another student would have to sign in."""
        pytest.skip("needs a second student, and a live hospital has none")


def live(test: Test) -> Test:
    """Mark a test that may run at a live hospital: it needs no stage, signs nobody in and commits nothing."""
    test.live = True  # type: ignore[attr-defined]  # a function takes attributes; the type system has no word for it
    return test


class Contract:
    """What every part of the suite has.

    Attributes:
        talkative: whether this hospital tells its reasons. A class for one that does not sets it to False, and the
            tests then set the hospital's switch.

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
        """Return the error that a talkative hospital raises, or the one that others raise instead."""
        return reason if self.talkative else otherwise


def refused(error: type[BackendError], call: Callable[[], object]) -> BackendError:
    """Assert that a call raises exactly this error, and return it."""
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
    """Assert that every trouble raises its own error and commits nothing; a read that is lost is `Unreachable`."""
    before = subject.stage.commits().get(verb, 0)
    lost = AnswerLost if mark is Mark.COMMIT else Unreachable
    for fault, error in (*TROUBLES, (Fault.LOST_BEFORE, lost)):
        subject.stage.inject(verb, fault)
        refused(error, call)
        assert subject.stage.commits().get(verb, 0) == before


def proved_commit_tells_its_troubles(
    subject: Subject, verb: str, proved: Callable[[], object], call: Callable[[], object]
) -> None:
    """Assert that every trouble raises its own error and does nothing, and that the commit works afterwards.

    Each time it is proved anew.
    """
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
    """Return how often this commit took effect."""
    return subject.stage.commits().get(verb, 0)
