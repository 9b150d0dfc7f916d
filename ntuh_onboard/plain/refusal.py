"""What is told about a refusal, at the field it concerns, and which ways on are offered (J1.5, J5.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ntuh_onboard.common.errors import AccountLocked, BackendError, CodeWrong, WrongCaptcha
from ntuh_onboard.journey.step import Field, Look, Step
from ntuh_onboard.plain import step_facts
from ntuh_onboard.plain.labels import label_of
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.refusal_words import refusal_words
from ntuh_onboard.screens.base.refusals import acts_for, code_of, sentence_at_field

APP_TRIES = 2
"""After this many wrong codes from the app it is no slip of the finger (F12)."""


def _sentence(error: BackendError, step: Step) -> str:
    """Return the key of what is said at the field: where no picture is drawn, none can be made larger."""
    return "plain.wrong_picture_code" if isinstance(error, WrongCaptcha) else sentence_at_field(error, step)


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

    def lines(self, error: BackendError, fields: Sequence[Field]) -> list[str]:
        """Return what was refused: our sentence at its field, the hospital's own words, tries, waiting, the code."""
        say, scene, field = self._talk.say, self._talk.scene, self.at_field(error, fields)
        told = []
        if field:
            label = next(label_of(scene, each) for each in fields if each.id == field)
            told.append(say("plain.wrong", label=label, wrong=say(_sentence(error, self._step))))
        told += [refusal_words(scene, error, at_field=bool(field)), *self._of_app()]
        if isinstance(error, CodeWrong):
            told += step_facts.time_left(scene, self._step)
        if not field or self.acts(error):
            journey = scene.walk.journey
            told.append(say("ui.code", code=code_of(journey.step if journey.lost else self._step, error)))
        return told

    def count(self, error: BackendError) -> None:
        """Count the wrong codes from the app."""
        if self._step.look is Look.ENTER_CODE and isinstance(error, CodeWrong):
            self._by_app += not step_facts.by_message(self._talk.scene.walk.journey, self._step)

    def acts(self, error: BackendError) -> tuple[ButtonAct, ...]:
        """Return the ways on; reading the page again comes first if it was not read."""
        acts = acts_for(error, self._step)
        if self._talk.scene.walk.loaded:
            return acts
        return (ButtonAct.RELOAD, *(each for each in acts if each is not ButtonAct.RELOAD))

    def _of_app(self) -> Iterator[str]:
        """Yield a hint at the phone's clock if a code from the app is wrong twice."""
        if self._by_app >= APP_TRIES:
            yield self._talk.say("said.app_clock")
