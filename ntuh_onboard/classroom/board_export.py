"""The board as a CSV file: how far each seat has come and how long each step took, without people unless asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from ntuh_onboard.classroom.page_drawing import shown
from ntuh_onboard.classroom.room import STEPS, Row
from ntuh_onboard.texts.sentences import Texts


def as_csv(rows: Sequence[Row], texts: Texts, head: Callable[[str], str], *, people: bool) -> str:
    """Return the file's text, with minutes in the columns of the steps; empty where a step is not done.

    head: returns the short name of a step.
    """
    out = io.StringIO()
    written = csv.writer(out)
    who = [texts.say("class.name"), texts.say("class.id")] if people else []
    states = [texts.say("class.state"), texts.say("class.why")]
    written.writerow([texts.say("class.seat_head"), *who, *(head(step) for step, _ in STEPS), *states])
    for each in rows:
        took = dict(zip(each.done, each.minutes, strict=False))
        why = f"error.{each.refused}"
        told = texts.say(why) if each.refused and texts.has(why) else ""
        own = [shown(each.name, texts.language), each.employee_id] if people else []
        steps = [took.get(step, "") for step, _ in STEPS]
        written.writerow([_plain(each.label), *own, *steps, texts.say(f"class.{each.state}"), told])
    return out.getvalue()


def _plain(label: str) -> str:
    """Return a label that no spreadsheet takes for a formula."""
    return f"'{label}" if label[:1] in "=+-@\t" else label
