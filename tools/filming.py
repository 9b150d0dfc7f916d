"""What the films of `pictures.py` share: a student without a terminal, and a camera that draws what is seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ntuh_onboard.journey.step import Kind
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Glyphs, Scene
from ntuh_onboard.screens.base.themes import THEMES
from ntuh_onboard.texts.languages import Language
from tests.screens.cells import cells
from tests.screens.student import Student, at_the_door, opened, practising
from tests.terminal.paint import painted_cells

ASCII = "ascii"
"""Beside the themes' names: the dark theme on a terminal that draws ASCII only."""


@dataclass(frozen=True)
class Look:
    """How a film is drawn; the theme is a name of `THEMES`, or `ASCII`."""

    size: tuple[int, int]
    language: Language
    theme: str

    def __str__(self) -> str:
        """As in 80x24-zh-TW-dark."""
        return f"{self.size[0]}x{self.size[1]}-{self.language}-{self.theme}"

    def dress(self, scene: Scene) -> None:
        """Set theme and marks, before anything is made."""
        if self.theme == ASCII:
            scene.glyphs = Glyphs()
            scene.theme = THEMES["dark"].in_ascii()
        else:
            scene.theme = THEMES[self.theme]


@dataclass(frozen=True)
class Setting:
    """Where a film begins: step, kind of person, journey; `start`: on the first screen; `off`: switches."""

    at: str = "preflight"
    kind: str = "fresh"
    journey: str = "onboard"
    own_device: bool = False
    start: bool = False
    off: tuple[str, ...] = ()


@dataclass
class Camera:
    """Draws what stands on the screen; `drawn` are its pictures."""

    folder: Path
    film: str
    look: Look
    student: Student
    drawn: list[Path]

    async def snap(self, name: str) -> None:
        """Wait until the screen is still, and take a picture."""
        await self.student.drawn()
        path = self.folder / f"{self.film}-{len(self.drawn) + 1:02d}-{name}-{self.look}.png"
        painted_cells(cells(self.student.app)).save(path, compress_level=1)
        self.drawn.append(path)


@asynccontextmanager
async def filmed(setting: Setting, look: Look) -> AsyncIterator[Student]:
    """Open a wizard that wears this look from the beginning; what comes before the step is done without a screen."""
    student = practising(setting.kind, language=look.language, journey=setting.journey, own_device=setting.own_device)
    look.dress(student.scene)
    student.app.stylesheet.set_variables(student.app.get_css_variables())  # it was made with the colours before
    for name in setting.off:
        student.stage.switch(name, value=False)
    async with at_the_door(student, look.size) if setting.start else opened(student, setting.at, look.size):
        yield student


async def fill(student: Student, **other: str) -> None:
    """Fill the fields of this step with its answers, or with `other`, and send nothing."""
    for key, labelled in student.view.labelled.items():
        known = key in student.answers or key in other
        if labelled.display and labelled.control.display and known and labelled.asked.kind is not Kind.CONFIRM:
            await student.put(key, other[key] if key in other else student.answer(key))
    await student.ready()


async def send(student: Student, **other: str) -> None:
    """Type `other` into the fields it names and send the step, by its button's act, whatever the fields hold."""
    for key, text in other.items():
        await student.put(key, text)
    student.app.do(ButtonAct.SUBMIT)
    await student.ready()
