"""The card for the help desk says what was looked for, so that whoever mends the profile knows which line (J0.6)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import BackendError, Unreachable
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.profiles.hospital_profile import load
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.screens.dialogs.card_contents import desk_card
from ntuh_onboard.texts.languages import Language, languages
from ntuh_onboard.texts.sentences import Texts


def shown(language: Language, error: BackendError | None) -> list[str]:
    """The lines of the card at the sign-in."""
    scene = Scene(Texts(language, load().words), ManualClock(), FINE)
    return [scene.say(key, **values) for key, values in desk_card(scene, STEPS["sign_in"], error).lines]


@pytest.mark.parametrize("language", languages(), ids=str)
def test_it_names_the_word_that_was_looked_for_beside_the_number(language: Language) -> None:
    """In the page's own words, and how many there were."""
    *_, place, last = shown(language, UnexpectedPage(Why.AMBIGUOUS, "驗證碼", 2))
    assert "E-2007" in place
    assert "「驗證碼」" in last
    assert "2" in last


@pytest.mark.parametrize("error", [None, Unreachable(), UnexpectedPage(Why.SERVER)], ids=str)
def test_where_nothing_was_looked_for_nothing_is_said_of_it(error: BackendError | None) -> None:
    """The number is the last line then."""
    assert "代碼" in shown(languages()[0], error)[-1]
