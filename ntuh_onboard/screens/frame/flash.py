"""Show one line above the keys about what has just been done."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import Contact, Landing, Sent
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step_acts import READ_BACK_MESSAGE
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.frame.frame import Frame


def flash(frame: Frame, journey: Journey, lost: str) -> None:
    """Say what the step before has brought; `lost` is the step whose commit was read back, if there was one."""
    if journey.lost:
        return
    before = journey.before or ""
    value = journey.learned.get(before)
    by_phone = lost and READ_BACKS[journey.table[lost].read_back].submit is READ_BACK_MESSAGE
    if lost and (journey.learned.get("lost.anew") or not by_phone):
        settled(frame, journey, lost)
    elif isinstance(value, Contact):
        loaded = journey.loaded(Contact)
        changed = loaded is not None and loaded.mobile_phone != value.mobile_phone
        frame.status.say("ui.contact_changed" if changed else "ui.contact_saved", phone=mask_phone(value.mobile_phone))
    elif isinstance(value, Sent):
        frame.status.say("ui.message_sent")
    elif isinstance(value, Landing) and value.notices:
        frame.status.say("ui.notices_waiting", count=len(value.notices))
    else:
        frame.rest(journey.asked)


def settled(frame: Frame, journey: Journey, lost: str) -> None:
    """Say what was found out about a lost commit, and what had come instead of its answer (WH, CP)."""
    told, scene = settled_by(journey, lost), frame.scene
    if frame.view is not None and (told or its_words(scene)):
        frame.view.notice.say("ui.as_is", text=lambda: "\n".join([*map(scene.say, told), *its_words(scene)]))
        frame.view.add_class("-told")  # makes room if the step is as high as the window
    if not journey.learned.get("lost.anew"):
        frame.status.say("settled.done" if lost in journey.done else "settled.not_done")


def settled_by(journey: Journey, lost: str) -> tuple[str, ...]:
    """Return the keys of what to add: if the session is lost, nobody has confirmed anything (RB-8)."""
    why = str(journey.learned.get("lost.why") or "")
    unknown = f"unknown.{lost}" if journey.learned.get("lost.anew") else ""
    return tuple(each for each in (why, unknown) if each)


def its_words(scene: Scene) -> tuple[str, ...]:
    """Return the site's words in its answer and when it was read back, word for word."""
    learned = scene.walk.journey.learned
    words = (("ui.lost_said", learned.get("lost.said")), ("ui.asked_said", learned.get("lost.told")))
    return tuple(scene.say(key, said=said) for key, said in words if said)
