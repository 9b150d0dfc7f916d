"""The whole way ahead, always visible (J0.5)."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.steps import RAIL
from ntuh_onboard.screens.base.scene import Scene


class Rail(Static):
    """The marks of the journey: a list if `upright`, otherwise one line."""

    def __init__(self, scene: Scene, *, upright: bool, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__("", id=id, markup=False)
        self._scene = scene
        self._upright = upright
        self._journey: Journey | None = None

    def show(self, journey: Journey) -> None:
        """Draw where the student is."""
        self._journey = journey
        self.reword()

    def reword(self) -> None:
        """Redraw in the present language."""
        if self._journey is not None:
            self.update(self._drawn(self._journey))

    def _drawn(self, journey: Journey) -> Text:
        glyphs, drawn = self._scene.glyphs, Text(no_wrap=True)
        for number, mark in enumerate(_marks(journey), 1):
            steps = [each for each in journey.order if journey.table[each].rail == mark]
            name = self._scene.say(f"rail.{mark}")
            if mark == journey.step.rail:
                drawn.append(
                    f"[{number} {name}]" if not self._upright else f"{glyphs.here} {number} {name}", "bold reverse"
                )
            else:
                passed = all(each in journey.done or each in journey.skipped for each in steps)
                sign = glyphs.done if passed else glyphs.open
                line = f"{sign} {number} {name}" if self._upright else f"{number}{sign.strip()}"
                drawn.append(line, "" if passed else "dim")
            drawn.append("\n" if self._upright else " ")
        return drawn


def number_of(journey: Journey) -> int:
    """Return the number that the mark of the present step has in this journey."""
    return _marks(journey).index(journey.step.rail) + 1


def _marks(journey: Journey) -> list[str]:
    return [mark for mark in RAIL if any(journey.table[step].rail == mark for step in journey.order)]
