"""Ways that several tests of the hospital walk."""

from __future__ import annotations

import re

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Account, Landing
from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.common.secret import Secret

NEW_PORTAL = Secret("Walnut-31-cloud")
NEW_CLOUD = Secret("Harbour-64-kite")
WRONG = Secret("Not-the-one-99")


def person(practice: Practice, kind: str = "fresh") -> Persona:
    """The invented person of this kind."""
    return next(each for each in practice.stage.people() if each.kind == kind)


def sign_in(practice: Practice, who: Persona, password: Secret | None = None) -> Landing:
    """With a fresh picture; the password of the roster unless given."""
    practice.backend.portal.sign_in_page()
    practice.backend.portal.picture()
    text = practice.stage.picture_text()
    return practice.backend.portal.sign_in(who.employee_id, password or who.password, text, "T0")


def code_of(practice: Practice, who: Persona) -> Secret:
    """The code in the newest message on this telephone."""
    found = re.search(r"[0-9]{4,8}", practice.stage.messages(who.phone)[-1].text)
    assert found
    return Secret(found.group())


def prove(practice: Practice, who: Persona) -> Account:
    """By the authenticator."""
    practice.backend.account.regulations()
    code = practice.stage.authenticator_code(who.employee_id)
    assert code is not None
    return practice.backend.account.verify_code(who.employee_id, code)
