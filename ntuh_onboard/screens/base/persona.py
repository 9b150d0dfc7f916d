"""Which invented person the student is in practice, and what is handed out of their data (J8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ntuh_onboard.journey.journeys import PRACTISED_BY
from ntuh_onboard.journey.step_acts import CHANGE_PASSWORD

if TYPE_CHECKING:
    from ntuh_onboard.backend.stage import Persona
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.screens.base.scene import Scene

USUAL = frozenset({"fresh", "pupil"})
"""The kinds of person that practice begins with; any other was asked for by name, and is kept."""
_PUPIL = "pupil"
"""A seat of a class knows its person's initial state; a pupil who skips the password change has made it already."""
ID_FIELDS = frozenset({"employee_id", "account_id"})
"""The fields for a person's ID."""
_ID_LENGTH = 6
"""「6位數數字」; shorter or longer ones break a rule of their field."""
_ABOUT = {"reset": "ui.about_practice_reset", "mail_check": "ui.about_practice_mail"}
_PASSWORD_LINE, _PHONE_LINE = "ui.persona", "ui.persona_phone"


def fitting(scene: Scene, journey: str) -> Persona | None:
    """Return who walks this journey: the present person, or one who can finish it if the fresh student cannot."""
    wanted, stage, now = PRACTISED_BY.get(journey), scene.stage, scene.persona
    if stage is None or now is None or wanted is None or now.kind not in USUAL:
        return now
    return next((each for each in stage.people() if each.kind == wanted), now)


def is_another(scene: Scene, employee_id: str) -> bool:
    """Return whether this is a complete ID other than the one handed out: practice accepts no other, even listed."""
    if scene.stage is None or scene.persona is None:
        return False
    return len(employee_id) == _ID_LENGTH and employee_id != scene.persona.employee_id


def about(persona: Persona, journey: str) -> tuple[str, dict[str, object]]:
    """Return what the first screen hands out for this journey: the key of its sentence, and its values."""
    return _ABOUT.get(journey, "ui.about_practice"), {**_facts(persona), "name": persona.name}


def line(scene: Scene, step: Step) -> tuple[str, dict[str, object]] | None:
    """Return what the invented person has to type at this step, or None.

    A portal password that was handed out is no longer shown once the student has set another one.
    """
    key = step.handed
    if scene.persona is None or not key:
        return None
    outdated = key == _PASSWORD_LINE and _chose_another(scene, scene.persona)
    return _PHONE_LINE if outdated else key, _facts(scene.persona)


def _chose_another(scene: Scene, persona: Persona) -> bool:
    """Return whether the portal password was changed, in this journey or, as the hospital knows, before it."""
    journey = scene.walk.journey
    change = journey.step_of(CHANGE_PASSWORD)
    if change in journey.done or (change in journey.skipped and persona.kind == _PUPIL):
        return True
    known = scene.stage.people() if scene.stage is not None else ()
    return any(each.employee_id == persona.employee_id and not each.password.reveal() for each in known)


def _facts(persona: Persona) -> dict[str, object]:
    return {
        "id": persona.employee_id,
        "password": persona.password.reveal(),
        "phone": persona.phone,
        "alias": persona.alias,
        "cloud": persona.cloud_password.reveal(),
    }
