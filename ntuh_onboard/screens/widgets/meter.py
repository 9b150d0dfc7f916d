"""The rules of a new password, ticked while it is typed (J2.1)."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.step import Field
from ntuh_onboard.journey.tables.new_password_rules import TICKED
from ntuh_onboard.screens.base.scene import Scene


class Meter(Static):
    """One line with a mark for each rule that is met."""

    def __init__(self, scene: Scene, asked: Field, again: Field) -> None:
        super().__init__("", markup=False, classes="meter")
        self._scene = scene
        self._asked = asked
        self._again = again
        self._met: dict[str, bool] = {}

    def judge(self, entry: Entry) -> None:
        """Check what is typed so far."""
        walk = self._scene.walk
        broken = walk.breaks(self._asked, entry)
        typed = bool(entry.secrets.get(self._asked.id))
        self._met = {rule: typed and rule not in broken for rule in TICKED}
        same = bool(entry.secrets.get(self._again.id)) and not walk.breaks(self._again, entry)
        self._met["password.repeat"] = typed and same
        self.reword()

    def reword(self) -> None:
        """Redraw in the present language."""
        drawn = Text()
        for rule, met in self._met.items():
            mark = self._scene.glyphs.done if met else " "
            drawn.append(f"[{mark}] {self._scene.say(f'tick.{rule}')}   ", "bold" if met else "dim")
        self.update(drawn)
