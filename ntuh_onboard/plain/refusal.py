"""What is told about a refusal, at the field it concerns, and which ways on are offered (J1.5, J5.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ntuh_onboard.common.errors import AccountLocked, BackendError, CodeWrong
from ntuh_onboard.journey.step import Field, Look, Step
from ntuh_onboard.plain import step_facts
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.refusal_words import refusal_words
from ntuh_onboard.screens.base.refusals import acts_for, code_of

APP_TRIES = 2
"""After this many wrong codes from the app it is no slip of the finger (F12)."""


class Refusal:
    """Tells the refusals of one visit of a step."""

    def __init__(self, talk: Talk, step: Step) -> None:
        self._talk = talk
        self._step = step
        self._by_app = 0

    def at_field(self, error: BackendError, fields: Sequence[Field]) -> str:
        """Return the id of the field that an error concerns, or an empty text: a lock is no mistake in a field."""
        asked = any(each.id == error.field for each in fields)
        return error.field or "" if asked and not isinstance(error, AccountLocked) else ""

    def tell(self, error: BackendError, field: str) -> None:
        """Tell what was refused: our sentence at its field, the hospital's own words, tries, waiting, the code."""
        talk, walk = self._talk, self._talk.scene.walk
        if field:
            wrong = talk.say(f"error.{type(error).__name__}")
            talk.tell("plain.wrong", label=talk.say(f"field.{field}.label"), wrong=wrong)
        talk.tell_lines([refusal_words(talk.scene, error, at_field=bool(field)), *self._of_app(error)])
        if not field or self.acts(error):
            talk.tell("ui.code", code=code_of(walk.journey.step if walk.journey.lost else self._step, error))

    def acts(self, error: BackendError) -> tuple[ButtonAct, ...]:
        """Return the ways on; reading the page again comes first if it was not read."""
        acts = acts_for(error, self._step)
        if self._talk.scene.walk.loaded:
            return acts
        return (ButtonAct.RELOAD, *(each for each in acts if each is not ButtonAct.RELOAD))

    def _of_app(self, error: BackendError) -> Iterator[str]:
        """Yield a hint at the phone's clock if a code from the app is wrong twice."""
        if self._step.look is Look.ENTER_CODE and isinstance(error, CodeWrong):
            self._by_app += not step_facts.by_message(self._talk.scene.walk.journey, self._step)
        if self._by_app >= APP_TRIES:
            yield self._talk.say("said.app_clock")
