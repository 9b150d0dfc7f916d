"""Which invented person the student is in practice, and what is handed out of their data (J8.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.journeys import PRACTISED_BY
from ntuh_onboard.journey.step_acts import CHANGE_PASSWORD

if TYPE_CHECKING:
    from ntuh_onboard.backend.stage import Persona
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.screens.base.scene import Scene

USUAL = frozenset({"fresh", "pupil"})
"""The kinds of person that practice begins with; any other was asked for by name, and is kept."""
ID_FIELDS = frozenset({"employee_id", "account_id"})
"""The fields for a person's ID."""
_ID_LENGTH = 6
"""「6位數數字」; shorter or longer ones break a rule of their field."""
_HANDED_OUT = {"reset": "ui.handed_out_reset", "mail_check": "ui.handed_out_mail"}
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


def rings_elsewhere(scene: Scene, phone: str) -> bool:
    """Return whether this is a number other than the one of the simulated phone, where practice shows no message."""
    return scene.stage is not None and scene.persona is not None and bool(phone) and phone != scene.persona.phone


def handed_out(persona: Persona, journey: str, *, again: bool = False) -> tuple[str, dict[str, object]]:
    """Return what the first screen hands out for this journey: the key of lines with name and value, and the values.

    again: the person has begun before, so that the portal password need not be the default one.
    """
    usual = "ui.handed_out_again" if again else "ui.handed_out"
    return _HANDED_OUT.get(journey, usual), _facts(persona)


def line(scene: Scene, step: Step) -> tuple[str, dict[str, object]] | None:
    """Return what the invented person has to type at this step, or None.

    A portal password that is not in force any more is not handed out; the one that is, if the hospital can tell it.
    """
    key = step.handed
    if scene.persona is None or not key:
        return None
    now = _now(scene, scene.persona)
    if key == _PASSWORD_LINE and not now.password:
        key = _PHONE_LINE
    return key, _facts(now)


def _now(scene: Scene, persona: Persona) -> Persona:
    """Return the person as the hospital knows them now; without the password if it was changed and is not told."""
    known = scene.stage.people() if scene.stage is not None else ()
    now = next((each for each in known if each.employee_id == persona.employee_id), persona)
    journey = scene.walk.journey
    changed = journey.step_of(CHANGE_PASSWORD) in journey.done
    # What the stage tells may be older than what this wizard has just done.
    return replace(now, password=Secret("")) if changed and now.password == persona.password else now


def _facts(persona: Persona) -> dict[str, object]:
    return {
        "id": persona.employee_id,
        "password": persona.password.reveal(),
        "phone": persona.phone,
        "alias": persona.alias,
        "cloud": persona.cloud_password.reveal(),
    }
