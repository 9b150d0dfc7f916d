"""Tell the buttons of a box apart that a script draws over a page: the one that closes it, and yes from no."""

from __future__ import annotations

from collections.abc import Sequence

from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.profiles.control_words import control_words


def the_only(acts: Sequence[Act]) -> Act | None:
    """Return the button of a box that only tells something, as 「確定」; None if there are others."""
    named = _without_closers(acts)
    return named[0] if len(named) == 1 and _says(named[0], "tells") else None


def yes_of(acts: Sequence[Act]) -> Act | None:
    """Return the button by which a box that asks whether to go on is answered with yes; None if that is not clear.

    There must be one that goes back, and one other, whatever stands on it.
    """
    named = _without_closers(acts)
    left = [each for each in named if not _says_no(each)]
    return left[0] if len(left) == 1 and len(named) > 1 else None


def _says(act: Act, kind: str) -> bool:
    return plain(act.words) in {plain(each) for each in control_words().buttons[kind]}


def _says_no(act: Act) -> bool:
    no = control_words().buttons["no"]
    begins = tuple(plain(each) for each in no if not each.isascii())
    return _says(act, "away") or _says(act, "no") or plain(act.words).startswith(begins)


def _without_closers(acts: Sequence[Act]) -> list[Act]:
    """Return the buttons without the cross in the corner, unless that is all there is."""
    named = [each for each in acts if each.words.strip()]
    return [each for each in named if not _says(each, "closes")] or named
