"""Find out whether a page's own script replaces the password by a digest before the form is sent (J1.5).

No script is run: a page that names one of the functions known to do this asks for the digest. A page that names none
gets the password as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest that a page asks for.

    Attributes:
        function: the name that the page uses.
        boxes: the ids passed to it; empty if no call names one.

    """

    function: str
    boxes: frozenset[str] = frozenset()

    def names(self, id_: str, name: str) -> bool:
        """Return whether a call names the box with this id and name; `txtPass` also inside a container of the page."""
        return any(
            mine == box or mine.endswith((f"_{box}", f"${box}")) for mine in (id_, name) if mine for box in self.boxes
        )


def digest_of(scripts: Iterable[str], functions: Iterable[str]) -> Digest | None:
    """Return what these scripts name of these functions, outside of comments; None if they name none."""
    known = tuple(functions)
    found = ""
    boxes: set[str] = set()
    for script in scripts:
        if not any(each in script for each in known):
            continue
        tokens = tokens_of(script.partition(":")[2] if script[:11].casefold() == "javascript:" else script)
        for at in range(len(tokens.all)):
            if tokens.sort(at) == "name" and tokens.text(at) in known:
                found = found or tokens.text(at)
                boxes.update(_given(tokens, at))
    return Digest(found, frozenset(boxes)) if found else None


def _given(tokens: Tokens, at: int) -> Iterator[str]:
    """Yield the text arguments of a call, including those of nested calls."""
    if tokens.is_sign(at + 1, "("):
        for each in tokens.all[at + 2 : tokens.close(at + 1)]:
            if each.sort == "text":
                yield each.literal
