"""Summarise what was reached, without any secret (J7.1, J7.2): for the last screen and for the page to keep."""

from __future__ import annotations

import html
from collections.abc import Callable

from ntuh_onboard.journey.state import ByHand, Journey
from ntuh_onboard.journey.tables.summary_notes import NOTES, When, as_day


def lines(journey: Journey, say: Callable[..., str], *, portal_known: bool, practice: bool = False) -> tuple[str, ...]:
    """Return a line for each thing that now exists, then a line for each thing to know.

    portal_known: whether this program has seen the portal password, so that it could be compared (J2.4).
    practice: whether nobody is to be sent to the hospital's real addresses (J8.3).
    """
    return (*reached(journey, say), *notes(journey, say, portal_known=portal_known, practice=practice))


def reached(journey: Journey, say: Callable[..., str]) -> tuple[str, ...]:
    """Return what now exists: the line of each step that is done."""
    told = []
    for step in (journey.table[each] for each in journey.order if each in journey.done):
        if step.reached is None:
            continue
        values = step.reached.values(journey.learned.get(step.id))
        if step.id in journey.by_hand:
            by_hand = journey.told_by_hand.get(step.id, ByHand())
            told.append(say(f"{step.reached.says}_{'seen' if by_hand.seen else 'by_hand'}", day=as_day(by_hand.on)))
        elif values is not None:
            told.append(say(step.reached.says, **values))
    return tuple(told)


def notes(
    journey: Journey,
    say: Callable[..., str],
    *,
    portal_known: bool,
    when: When | None = None,
    practice: bool = False,
) -> tuple[str, ...]:
    """Return from when it works, where each password is used, and what is still to be done.

    when: only what concerns this time; None for everything.
    """
    holding = (each for each in NOTES if each.holds(journey, portal_known))
    told = (each for each in holding if when is None or each.when(journey) is when)
    return tuple(say((practice and each.practised) or each.says, **each.values(journey)) for each in told)


def page(title: str, told: tuple[str, ...], practice: str = "") -> str:
    """Return a page to print, without scripts, other resources or secrets. `practice`: the banner, empty for real."""
    items = "".join(f"<li>{html.escape(each)}</li>" for each in told)
    banner = f"<p><strong>{html.escape(practice)}</strong></p>" if practice else ""
    style = "body{font-family:sans-serif;max-width:40em;margin:2em auto}li{margin:.5em 0}"
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head><body><h1>{html.escape(title)}</h1>{banner}<ul>{items}</ul></body></html>\n"
    )
