"""What a profile knows about a control, and which controls match that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.labels import Labels


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known about a control: its words, its ids, or both.

    `txtUserID` fits an id or a name that equals it, or ends with `_txtUserID` or `$txtUserID` (a WebForms container).

    Attributes:
        words: the words that a person sees, any of them.
        ids: its ids or names, in short form.

    """

    words: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " / ".join(self.words or self.ids)

    def points_to(self, id_: str, name: str) -> bool:
        """Return whether an element with this id and name is one that the ids name."""
        return any(
            mine == known or mine.endswith((f"_{known}", f"${known}"))
            for mine in (id_, name)
            if mine
            for known in self.ids
        )

    def pointed(self, among: Sequence[Control]) -> tuple[Control, ...]:
        """Return the controls that the ids name."""
        return tuple(each for each in among if self.points_to(each.id, each.name)) if self.ids else ()

    def worded(self, labels: Labels, among: Sequence[Control]) -> tuple[Control, ...]:
        """Return the controls to which one of the words belongs most plainly, each once."""
        found = (one for words in self.words for one in labels.found(words, tuple(among)))
        return tuple(dict.fromkeys(found))
