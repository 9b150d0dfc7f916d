"""What a profile knows of a control, and which controls that points to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.labels import Labels


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a control: the words that a person sees, any of them; then ids or names, in short.

    `txtUserID` fits an id or a name that is it, or ends with `_txtUserID` or `$txtUserID` (a WebForms container).
    """

    words: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " / ".join(self.words or self.ids)

    def points_to(self, id_: str, name: str) -> bool:
        """Whether an element of this id and name is one that the ids name."""
        return any(
            mine == known or mine.endswith((f"_{known}", f"${known}"))
            for mine in (id_, name)
            if mine
            for known in self.ids
        )

    def pointed(self, among: Sequence[Control]) -> tuple[Control, ...]:
        """The controls that the ids name."""
        return tuple(each for each in among if self.points_to(each.id, each.name)) if self.ids else ()

    def worded(self, labels: Labels, among: Sequence[Control]) -> tuple[Control, ...]:
        """The controls to which one of the words belongs most plainly, each once."""
        found = (one for words in self.words for one in labels.found(words, tuple(among)))
        return tuple(dict.fromkeys(found))
