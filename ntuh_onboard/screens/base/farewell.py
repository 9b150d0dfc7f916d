"""The last lines on the terminal: what happened, and what is left to do; nothing personal, since they stay there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ntuh_onboard.backend.protocol import Activation, SignOut
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.screens.base.journey_words import practice_done
from ntuh_onboard.screens.base.scene import Scene

AGAIN = "ntuh-onboard"
PRACTISE = "ntuh-onboard demo"
"""The commands that begin again, for real and in practice."""


def farewell(scene: Scene, signed_out: object, *, begun: bool, idle: bool = False) -> str:
    """Return the lines.

    Args:
        scene: the scene of the wizard that has ended.
        signed_out: the result of the sign-out by site; anything else if it was not finished.
        begun: whether a journey was begun.
        idle: whether it ended because nobody typed.

    """
    journey = scene.walk.journey if begun else None
    lines = [scene.say("bye.idle")] if idle else []
    lines += _reached(scene, journey)
    if journey is None or journey.at != journey.order[-1]:
        lines.append(scene.say("bye.again", command=PRACTISE if scene.practice else AGAIN))
    if journey is not None:
        lines.append(scene.say("bye.out" if _out(signed_out) else "bye.out_unconfirmed"))
    return "\n".join(lines)


def _reached(scene: Scene, journey: Journey | None) -> Iterator[str]:
    say = scene.say
    if journey is None:
        yield say("bye.not_begun")
    elif journey.lost:
        yield say("bye.unknown", step=say(f"step.{journey.lost}.title"))
    elif journey.at == journey.order[-1]:
        yield say(practice_done(journey) if scene.practice else "bye.finished", journey=say(f"journey.{journey.name}"))
        yield from _mail(scene, journey)
        if scene.saved:
            yield say("ui.only_saved", path=scene.saved)
    else:
        left = tuple(dict.fromkeys(_marks(journey, done=False)))
        done = tuple(each for each in dict.fromkeys(_marks(journey, done=True)) if each not in left)
        for key, marks in (("bye.done", done), ("bye.left", left)):
            if marks:
                yield say(key, steps=say("ui.site_join").join(say(f"rail.{each}") for each in marks))


def _mail(scene: Scene, journey: Journey) -> Iterator[str]:
    """Yield from which day the mail works; its address, which is a name, only where no stranger comes after."""
    activated = journey.told(Activation)
    if activated is not None:
        known = "bye.mail" if scene.own_device else "bye.mail_day"
        yield scene.say(known, address=activated.address, day=activated.effective.strftime("%m/%d"))


def _marks(journey: Journey, *, done: bool) -> Iterator[str]:
    """Yield the marks of the steps that are done, or that are still to be done; not the summary's."""
    for each in journey.order[:-1]:
        if each not in journey.skipped and (each in journey.done) is done:
            yield journey.table[each].rail


def _out(signed_out: object) -> bool:
    return isinstance(signed_out, Mapping) and SignOut.UNCONFIRMED not in signed_out.values()
