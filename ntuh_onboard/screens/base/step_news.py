"""What a step has brought, in one sentence, to be told when the next one is shown."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.protocol import Contact, Landing, Sent
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step_acts import READ_BACK_MESSAGE, SEND_CODE
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.rules import mask_phone


def asks_the_hospital(journey: Journey, lost: str) -> bool:
    """Return whether the result of this lost commit is told, rather than what it brought.

    If the student has looked at the phone, "the message was sent" says more, unless another attempt is begun.
    """
    by_phone = READ_BACKS[journey.table[lost].read_back].submit is READ_BACK_MESSAGE
    return bool(journey.learned.get("lost.anew")) or not by_phone


def news_of(journey: Journey, sent: str = "") -> tuple[str, Mapping[str, object]] | None:
    """Return what an act has brought, as the key of a sentence and its values; None if there is no news.

    sent: the step that has just been sent from here; empty if none was, as where a sealed one was passed.
    """
    reached = journey.table[sent].reached if sent in journey.done - journey.by_hand else None
    values = reached.values(journey.learned.get(sent)) if reached is not None and reached.news else None
    if reached is not None and values is not None:
        return reached.news, values
    value = journey.learned.get(sent or journey.before or "")
    if isinstance(value, Contact):
        loaded = journey.loaded(Contact)
        changed = loaded is not None and loaded.mobile_phone != value.mobile_phone
        later = changed and journey.step_of(SEND_CODE)  # only then a later step compares the number
        return "ui.contact_changed" if later else "ui.contact_saved", {"phone": mask_phone(value.mobile_phone)}
    if isinstance(value, Sent):
        return "ui.message_sent", {}
    return _landed(journey, value, sent) if isinstance(value, Landing) else None


def _landed(journey: Journey, landing: Landing, sent: str) -> tuple[str, Mapping[str, object]] | None:
    """Return where who was interrupted goes on, else that there are notices to read."""
    condition = journey.table[sent].locates_if if sent else ""
    if condition and journey.holds(condition):
        return "ui.located", {}
    return ("ui.notices_waiting", {"count": len(landing.notices)}) if landing.notices else None
