"""Walk through the practice wizard without a terminal, and take a picture of each step, filled in."""

from __future__ import annotations

import asyncio
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from textual.widgets import Button

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.journey.journeys import BEGINNINGS, beginnings
from ntuh_onboard.journey.practice_answers import practised
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.screens.base.themes import LIGHT
from ntuh_onboard.training.answers_file import Script, Typist

if TYPE_CHECKING:
    from ntuh_onboard.screens.steps.step_view import StepView
    from ntuh_onboard.screens.wizard_app import OnboardApp

SIZE = (80, 24)
"""Columns and rows of a ward computer's terminal."""
ANSWERS: Mapping[str, str] = practised("onboard")
"""What the invented person types into each field."""
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_TEXT = re.compile(r'x="([0-9.]+)"([^>]*?) textLength="([0-9.]+)"([^>]*)>([^<]*)<')
_FRAME: Mapping[str, str] = {"#292929": "#ffffff", "#c5c8c6": "#15232b", "rgba(255,255,255,0.35)": "rgba(0,0,0,0.5)"}
"""The colours of Rich's window around a picture, and what they are on paper."""
_FONTS = "'Noto Sans Mono CJK TC','Sarasa Mono TC','MingLiU','Menlo','Consolas',monospace"


class NotWalked(OnboardError):
    """The practice journey did not reach its end, so there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as it was on the screen, so that the words beside its picture are the same as in it.

    Attributes:
        picture: SVG that loads nothing from anywhere.
        act: the label of the main button.
        hints: the key of the sentence beside each field, by field id.

    """

    picture: str
    act: str
    hints: Mapping[str, str]


def walked(app: OnboardApp) -> Mapping[str, Shown]:
    """Return every step of the journey as it was on the screen, by step id, in order.

    What the first screen asks is left out: nobody who begins there sees it again.
    app: a practice wizard that has not begun, without a first screen. Raises NotWalked.
    The pictures are light, whatever the terminal has: paper is white, and ink is dear.
    """
    app.console = Console(file=io.StringIO(), color_system="truecolor", markup=False, legacy_windows=False)
    app.scene.theme = LIGHT
    app.stylesheet.set_variables(app.get_css_variables())
    painter = _Painter(app, Script(ANSWERS))
    app.call_later(lambda: app.run_worker(painter.type_all()))
    if app.run(headless=True, size=SIZE) != 0:
        raise NotWalked("the practice journey did not come to its end")
    known = BEGINNINGS[beginnings("onboard")[0]].answers
    return {step: shown for step, shown in painter.shown.items() if not known.keys() & {*_asked(step)}}


def _asked(step: str) -> tuple[str, ...]:
    """Return the ids of the fields of a step."""
    return tuple(each.id for each in STEPS[step].fields)


class _Painter(Typist):
    """Takes a picture before each Enter; the last picture of a step is the one with all fields filled in."""

    def __init__(self, app: OnboardApp, script: Script) -> None:
        super().__init__(app, script)
        self.shown: dict[str, Shown] = {}

    async def _step(self) -> bool:
        over = await super()._step()
        if over:
            await self._paint()
        return over

    async def _press(self, key: str, character: str | None = None) -> None:
        if key == "enter":
            await self._paint()
        await super()._press(key, character)

    async def _paint(self) -> None:
        drawn = asyncio.get_running_loop().create_future()
        self._app.call_after_refresh(lambda: drawn.set_result(None))
        await drawn
        view = self._app.front.frame.view if self._app.front is not None else None
        if view is not None:
            self.shown[view.step.id] = _shown(view, self._app.export_screenshot(title=" "))


def _shown(view: StepView, svg: str) -> Shown:
    button = view.query(".submit").last(Button)
    hints = {key: each.hint.key for key, each in view.labelled.items()}
    return Shown(alone(svg, view.step.id), str(button.label), hints)


def _placed(found: re.Match[str]) -> str:
    """Place each character at its own cell: Textual gives all the same width, but Chinese ones take two cells."""
    text = html.unescape(found[5])
    start, cell = float(found[1]), float(found[3]) / max(len(text), 1)
    at = [f"{start + cell * cell_len(text[:number]):.1f}" for number in range(len(text))]
    return f'x="{" ".join(at)}"{found[2]}{found[4]}>{found[5]}<'


def alone(svg: str, name: str) -> str:
    """Make the picture self-contained: no fonts from elsewhere, and unique names, so that many fit on one page."""
    for dark, light in _FRAME.items():
        svg = svg.replace(dark, light)
    svg = _FONT_FACE.sub("", svg).replace("Fira Code, monospace", _FONTS).replace("font-family: arial", "")
    svg = svg.replace("font-variant-east-asian: full-width;", "")  # would draw digits two cells wide
    svg = _TEXT.sub(_placed, re.sub(r"<!--.*?-->", "", svg))
    return re.sub(r"terminal-\d+", f"picture-{name}", svg)
