"""What line prompts can do, held against what the screens can."""

from __future__ import annotations

from ntuh_onboard.plain.acts import ACTS, ANOTHER_WAY
from ntuh_onboard.screens.base.button_acts import ButtonAct


def test_every_act_is_done_or_has_something_in_its_place() -> None:
    """A button that is added to the screens would otherwise be missing here, and nobody would be told."""
    assert set(ACTS) | set(ANOTHER_WAY) == set(ButtonAct)
    assert not set(ACTS) & set(ANOTHER_WAY)
