"""What no student sees: the hospital behind the screens, its counts, and what is to be typed."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from textual.pilot import Pilot

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Mark
from ntuh_onboard.backend.stage import Persona, Stage
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.journey.practice_answers import PRACTISED
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.wizard_app import OnboardApp
from tests.patience import PATIENCE

PORTAL, CLOUD, ALIAS = PRACTISED["portal_new"], PRACTISED["cloud_password"], PRACTISED["alias"]
COMMITS = frozenset(
    act.name
    for step in (*STEPS.values(), *READ_BACKS.values())
    if (act := step.submit) is not None and act.mark is Mark.COMMIT
)
"""The verbs that change something at the hospital."""

Answer = str | Callable[[], str]


@dataclass
class Behind:
    """One student, one wizard, one hospital.

    calls: every verb that the hospital was asked for, in its order. answers: what is typed, by field id.
    """

    practice: Practice
    persona: Persona
    clock: SystemClock
    idle: SystemClock
    scene: Scene
    app: OnboardApp
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    pilot: Pilot[int] = field(init=False)
    _held: dict[str, threading.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Everything that is asked on the straight way."""
        self.practice.slow = self._asked
        looked_up: dict[str, Answer] = {
            "@id": self.persona.employee_id,
            "@password": self._password_of_now,
            "@phone": self.persona.phone,
            "@alias": self.persona.alias,
            "@cloud": self._cloud_of_now,
            "@picture": self.stage.picture_text,
            "@message": self.code,
        }
        known: dict[str, Answer] = {key: looked_up.get(text, text) for key, text in PRACTISED.items()}
        known["arrived"] = lambda: "yes" if self.count("account.send_code") > len(self.scene.walk.sent) else "no"
        known["alias_again"] = lambda: self.answer("alias")
        self.answers = {**known, **self.answers}

    @property
    def stage(self) -> Stage:
        return self.practice.stage

    @property
    def journey(self) -> Journey:
        return self.scene.walk.journey

    def count(self, verb: str) -> int:
        """How often this commit took effect at the hospital."""
        return self.stage.commits().get(verb, 0)

    @property
    def sent(self) -> list[str]:
        """The commits that were sent, in their order, whatever became of them."""
        return [each for each in self.calls if each in COMMITS]

    def _asked(self, verb: str) -> None:
        """The hospital is asked for this; it may be made to wait."""
        self.calls.append(verb)
        if (go_on := self._held.get(verb)) is not None:
            assert go_on.wait(PATIENCE)

    @contextmanager
    def holding(self, verb: str) -> Iterator[None]:
        """The hospital does not answer this verb until the block is left."""
        go_on = self._held[verb] = threading.Event()
        try:
            yield
        finally:
            del self._held[verb]
            go_on.set()

    def code(self) -> str:
        """The code of the newest message; it takes its time to arrive."""
        phones = [self.persona.phone, str(self.journey.texts.get("registered_phone", ""))]
        self.clock.jump(3)
        found = [each for phone in phones for each in self.stage.messages(phone)]
        newest = max(found, key=lambda each: each.sent_at)
        code = re.search(r"動態碼 ([0-9]{4,8})", newest.text)
        assert code is not None, newest.text
        return code[1]

    def _password_of_now(self) -> str:
        """The portal password, the new one as soon as the hospital has it."""
        changed = self.count("portal.change_password") > 0
        return self.answer("portal_new") if changed else self.persona.password.reveal()

    def _cloud_of_now(self) -> str:
        """The cloud password, the new one as soon as the hospital has it."""
        changed = self.count("account.reset_cloud_password") > 0
        return self.answer("cloud_new") if changed else self.persona.cloud_password.reveal()

    def answer(self, key: str) -> str:
        """What is typed into this field now."""
        given = self.answers.get(key, "")
        return given if isinstance(given, str) else given()
