"""Every act of a button has its one handler, its label, and its places."""

from __future__ import annotations

import pytest

from ntuh_onboard.screens.base.button_acts import ButtonAct, Where
from ntuh_onboard.screens.frame.act_handlers import ALWAYS, IN_JOURNEY
from ntuh_onboard.texts.languages import Language, languages
from tests.screens.student import practising

WORDED_BY_THE_STEP = {ButtonAct.SUBMIT, ButtonAct.QUIT}
ANSWERED_TO_ITS_OPENER = {ButtonAct.EXTEND}
"""The kiosk's card about the time that is nearly over does what is answered there by itself."""
FILES = {ButtonAct.SAVE_PICTURE, ButtonAct.SAVE_SUMMARY, ButtonAct.DELETE_SUMMARY, ButtonAct.TAKE_ALONG}
"""What may leave the computer, and not at a kiosk, where others look on."""


def test_every_act_is_done_in_one_place() -> None:
    """None is forgotten, and none is done twice."""
    assert set(ALWAYS) | set(IN_JOURNEY) | ANSWERED_TO_ITS_OPENER == set(ButtonAct)
    assert not set(ALWAYS) & set(IN_JOURNEY)


@pytest.mark.parametrize("language", languages(), ids=str)
def test_every_act_has_its_label(language: Language) -> None:
    """In every language, but for those that each step words itself."""
    texts = practising(language=language).scene.texts
    for act in set(ButtonAct) - WORDED_BY_THE_STEP:
        assert texts.say(act.label) not in {"", act.label}, act


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        ("shared computer", {ButtonAct.OWN_CODE, ButtonAct.HAND, ButtonAct.PANEL}),
        ("own device", {ButtonAct.HAND, ButtonAct.PANEL}),
        ("kiosk", {*FILES, ButtonAct.OWN_CODE, ButtonAct.HAND, ButtonAct.PRACTISE, ButtonAct.TRAINER, ButtonAct.PANEL}),
    ],
)
def test_what_is_not_allowed_in_a_place_is_not_done_there(place: str, refused: set[ButtonAct]) -> None:
    """Codes are made on the student's own device, and no file is written at a kiosk (J5.4, S-07, K-03)."""
    scene = practising(own_device=place == "own device").scene
    scene.kiosk = place == "kiosk"
    assert {each for each in ButtonAct if not scene.allows(each)} == refused


def test_a_real_hospital_has_neither_phone_nor_trainer() -> None:
    """What only practice has."""
    scene = practising().scene
    scene.stage = None
    refused = {each for each in ButtonAct if not scene.allows(each)}
    assert {each for each in ButtonAct if each.where in {Where.PRACTICE, Where.TRAINABLE}} <= refused
