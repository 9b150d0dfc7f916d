"""What is said about a commit whose answer was lost: what came instead, and what was found out (R-01, J1.5)."""

from __future__ import annotations

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.screens.base.scene import Scene


def came_instead(scene: Scene) -> str:
    """Return what came as the answer or instead of it, and what the site said when asked, word for word (J1.5)."""
    learned = scene.walk.journey.learned
    why, said, asked = (str(learned.get(f"lost.{each}") or "") for each in ("why", "said", "told"))
    told = [scene.say(why)] if why else []
    if said:
        told.append(scene.say("ui.lost_said", said=said))
    elif learned.get("lost.came") and not why:
        told.append(scene.say("ui.lost_came"))
    return "\n".join([*told, *([scene.say("ui.asked_said", said=asked)] if asked else [])])


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


def settled_news(journey: Journey, lost: str) -> str:
    """Return the key of the sentence that says how a lost commit ended; empty if another attempt is begun instead."""
    if journey.learned.get("lost.anew"):
        return ""
    return "settled.done" if lost in journey.done else "settled.not_done"
