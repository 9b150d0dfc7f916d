"""Walk ahead to a step with plausible answers, so that trainers need not type what they do not teach (J8.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.drills import arm_again
from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.backend.stage import Persona, Stage
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.practice_answers import PRACTISED
from ntuh_onboard.journey.step import Field, Kind
from ntuh_onboard.journey.step_acts import CHANGE_PASSWORD
from ntuh_onboard.journey.walk import Walk

MESSAGE_ARRIVES = 3.0
"""Seconds that the clock is put forward for a message to arrive."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Walks one invented person through a practice hospital, without screens."""

    walk: Walk
    stage: Stage
    persona: Persona

    def meets(self, step: str) -> bool:
        """Return whether walking on from here can reach this step, as far as is known beforehand.

        It cannot if the step is behind, left out or permanently done; if a commit is lost, or something was done in the
        browser, which this hospital does not know of; or if a password is needed that nobody knows any more.
        """
        journey = self.walk.journey
        way = journey.order[journey.order.index(journey.at) : journey.order.index(step)]
        closed = journey.skipped | {each for each in journey.done if journey.table[each].sealed}
        asked = any(journey.table[each].portal for each in set(way) - closed)
        if not way or step in closed or journey.lost or journey.by_hand:
            return False
        return not asked or self.password is not None

    @property
    def password(self) -> Secret | None:
        """The portal password in force; None if the student has chosen it, since it is forgotten by now."""
        mark = self.walk.held.mark
        if mark is None:
            changed = self.walk.journey.step_of(CHANGE_PASSWORD) in self.walk.journey.done
            return None if changed else self.persona.password
        known = (self.persona.password, Secret(PRACTISED["portal_new"]))
        return next((each for each in known if mark.same(each.reveal())), None)

    async def to(self, step: str) -> BackendError | None:
        """Walk to this later step; faults that are armed are left for the student.

        The error is what stopped it on the way; the journey is then where it occurred. The journey ends up behind the
        step if that was left out on the way or is permanently done.
        """
        armed = self.stage.waiting()
        self.stage.disarm()
        try:
            while self.walk.journey.later(step):
                error = await self.submit()
                if error is not None or self.walk.journey.lost:
                    return error
        finally:
            arm_again(self.stage, armed)
        return None

    async def submit(self) -> BackendError | None:
        """Do the current step with plausible answers."""
        walk, asked = self.walk, self.walk.journey.asked
        if (error := await walk.load()) is not None:
            return error
        if asked.picture is not None:
            await walk.picture()
        texts = {each.id: self._text(each) for each in asked.fields if each.kind is not Kind.SECRET}
        secrets = {each.id: self._secret(each) for each in asked.fields if each.kind is Kind.SECRET}
        return await walk.submit(Entry(texts, secrets))

    def _text(self, asked: Field) -> str:
        walk, persona = self.walk, self.persona
        page = walk.journey.loaded(SignInPage)
        if asked.kind is Kind.CONFIRM:
            return "yes"
        if asked.id == "campus":
            return page.default if page is not None else ""
        alias = f"practice.{persona.employee_id}"
        known: Mapping[str, str] = {
            "employee_id": persona.employee_id,
            "account_id": persona.employee_id,
            "mobile_phone": persona.phone,
            "registered_phone": persona.phone,
            "alias": alias,
            "mail_alias": persona.alias,
            "alias_again": walk.journey.texts.get("alias", alias),
        }
        if asked.kind is Kind.CAPTCHA:
            return self.stage.picture_text()
        return known.get(asked.id) or walk.journey.starting(asked) or (asked.options[0] if asked.options else "")

    def _secret(self, asked: Field) -> Secret:
        if asked.id == "code":
            return Secret(self._code())
        in_force = self.password or self.persona.password
        known = {
            "portal_password": in_force,
            "portal_old": in_force,
            "mail_password": self.persona.cloud_password,
        }
        return known.get(asked.id) or Secret(PRACTISED[asked.id])

    def _code(self) -> str:
        """Return the code of the newest message that has arrived, or else the authenticator's."""
        self.stage.jump(MESSAGE_ARRIVES)
        messages = self.stage.messages(self.persona.phone)
        found = re.search(r"[0-9]{4,8}", messages[-1].text) if messages else None
        app = None if found else self.stage.authenticator_code(self.persona.employee_id)
        return found[0] if found else app.reveal() if app else ""
