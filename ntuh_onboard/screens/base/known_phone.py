"""Where a phone number that is shown masked comes from (J5.2)."""

from __future__ import annotations

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step_acts import SAVE_CONTACT


def known_as(journey: Journey, phone: str) -> str:
    """Return the key of the sentence that shows a number: from the contact details of this journey, or as typed."""
    saved = journey.step_of(SAVE_CONTACT) in journey.done and journey.texts.get("mobile_phone") == phone
    return "ui.phone_known" if saved else "ui.phone_typed"
