"""The illustrated guide as one page of HTML: a printed page for each step."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ntuh_onboard.journey.step import Kind, Step
from ntuh_onboard.journey.steps import RAIL, STEPS
from ntuh_onboard.screens.base.refusals import desk_for

if TYPE_CHECKING:
    from ntuh_onboard.handout.screen_pictures import Shown
    from ntuh_onboard.screens.base.scene import Scene

_STYLE = """
@page { size: A4; margin: 15mm }
body { font-family: 'Noto Sans TC', 'Microsoft JhengHei', 'PingFang TC', sans-serif; max-width: 180mm; margin: auto;
  color: #111; line-height: 1.45 }
section { break-before: page; padding-top: 1mm }
h1 { font-size: 22pt } h2 { font-size: 17pt; margin: 0 0 2mm } h3 { font-size: 12pt; margin: 4mm 0 1mm }
h2 b { display: inline-block; color: #fff; background: #1f6f78; padding: 0 3mm; margin-right: 3mm }
svg { width: 100%; height: auto; break-inside: avoid }
ul, ol { margin: 0 0 4mm; padding-left: 6mm } .practice { background: #f0b429; font-weight: bold; padding: 1mm 3mm }
.say { border: 1.5pt solid #1f6f78; padding: 2mm 4mm; break-inside: avoid } .say b { font-size: 13pt }
footer { color: #555; font-size: 9pt; margin-top: 3mm }
@media print {
  section { display: flex; flex-direction: column; height: 265mm; padding-top: 0 } section > * { flex: none }
  section > svg { flex: 0 1 auto; min-height: 0; max-height: 113mm }
}
"""
"""In print a step is one A4 sheet, of which the margins leave 267 mm; the picture shrinks to make room for text."""


def written(scene: Scene, steps: Mapping[str, Shown], made: str) -> str:
    """Return the whole guide.

    Args:
        scene: language and words.
        steps: the steps as they were on the screen, by id.
        made: version and date, for the foot of each page.

    """
    say, text = scene.say, html.escape
    marks = [mark for mark in RAIL if any(STEPS[key].rail == mark for key in steps)]
    pages = "".join(
        f"<section><h2><b>{_mark(scene, marks, key)}</b>{text(say(f'step.{key}.title'))}</h2>"
        f"{_page(scene, STEPS[key], shown)}<footer>{text(made)} · {number} / {len(steps)}</footer></section>"
        for number, (key, shown) in enumerate(steps.items(), start=1)
    )
    title = text(say("ui.handout_title"))
    ready, *things = say("ui.preflight_list").splitlines()
    first = (
        f"<h1>{title}</h1><p>{text(say('ui.start_why'))}</p><p>{_begin(scene)}</p>"
        f"<p class=practice>{text(say('ui.handout_pictures'))}</p>"
        f"<h3>{text(ready)}</h3>{_list([each.lstrip(' 0123456789') for each in things])}{_said(scene, 'other')}"
    )
    lang = scene.texts.language.tag
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{first}{pages}</body></html>\n"
    )


def _begin(scene: Scene) -> str:
    """Return how to get to the first of these pages."""
    say = scene.say
    return html.escape(say("ui.handout_begin", task=say("choice.progress.first"), start=say("ui.start")))


def _mark(scene: Scene, marks: Sequence[str], key: str) -> str:
    """Return number and name of the step's mark, as in the row of marks in its picture."""
    mark = STEPS[key].rail
    return html.escape(f"{marks.index(mark) + 1} {scene.say(f'rail.{mark}')}")


def _page(scene: Scene, step: Step, shown: Shown) -> str:
    say, text = scene.say, html.escape
    parts = [f"<p>{text(say(f'step.{step.id}.why'))}</p>", shown.picture]
    parts.append(f"<h3>{text(say('ui.handout_press'))}</h3><ol>")
    parts += [f"<li>{each}</li>" for each in _presses(scene, step, shown)]
    parts.append(f"</ol><h3>{text(say('ui.handout_wrong'))}</h3>{_list(_sentences(say(f'step.{step.id}.help')))}")
    parts.append(_said(scene, desk_for(step)))
    return "".join(parts)


def _presses(scene: Scene, step: Step, shown: Shown) -> Iterator[str]:
    """Yield what to type into each field, and the button, both in the screen's words."""
    say, text = scene.say, html.escape
    for asked in step.fields:
        label, hint = say(f"field.{asked.id}.label"), say(shown.hints.get(asked.id) or f"field.{asked.id}.hint")
        tick = "☐ " if asked.kind is Kind.CONFIRM else ""
        yield f"{tick}{text(label)}" + (f" <small>{text(hint)}</small>" if hint else "")
    yield f"<b>{text(shown.act)}</b>"


def _said(scene: Scene, door: str) -> str:
    """Return the help desk to go to, and the sentence to say there (J0.6)."""
    say, text = scene.say, html.escape
    title, sentence, english = (say(f"desk.{door}.{part}") for part in ("title", "say_zh", "say_en"))
    return f"<div class=say><h3>{text(title)}</h3><b>{text(sentence)}</b><br>{text(english)}</div>"


def _sentences(card: str) -> list[str]:
    """Split a help card into sentences; its lines are broken for the terminal's window, at any place."""
    whole = re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", card).replace("\n", "")
    return re.split(r"(?<=。)|(?<=\.) (?=[A-Z])", whole)


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{html.escape(each.strip())}</li>" for each in lines if each.strip()) + "</ul>"
