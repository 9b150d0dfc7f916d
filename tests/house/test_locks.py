"""What the machine's policy locks cannot be changed: every key x every way to change it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path

import pytest
from textual.widgets import Button

from ntuh_onboard.commands import cli, composition, demo, options, play_scenario
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.journeys import BEGINNINGS, JOURNEYS
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.startup import file_owners, settings
from ntuh_onboard.startup.settings import FLAG_ONLY, OPEN, Settings, SettingsError
from ntuh_onboard.texts.languages import tags

LOCKED: Mapping[str, tuple[object, object]] = {
    "language": ("zh-TW", "en"),
    "ascii": (True, False),
    "plain": (True, False),
    "theme": ("contrast", "dark"),
    "journey": ("onboard", "reset"),
    "own_device": (False, True),
    "profile": ("", "other.toml"),
    "backend": ("web", "other"),
    "ca_file": ("", "other.pem"),
    "proxy": ("http://locked:3128", "http://other:3128"),
    "engine": ("http", "browser"),
    "browser": ("", "other"),
    "show_browser": (False, True),
}
"""What each key is locked to, and what somebody wants instead."""
WAYS = ("flag", "variable", "file")


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Lock a key on this machine; returns the user's own file."""
    policy, user = tmp_path / "policy.toml", tmp_path / "config.toml"
    monkeypatch.setattr(file_owners, "of_administrators", lambda _: True)
    monkeypatch.setattr(settings, "policy_file", lambda: policy)
    monkeypatch.setattr(settings, "user_file", lambda: user)

    def lock(key: str) -> Path:
        value = LOCKED[key][0]
        told = str(value).lower() if isinstance(value, bool) else f'"{value}"'
        policy.write_text(f"[lock]\n{key} = {told}\n", encoding="utf-8")
        return user

    return lock


def test_every_key_that_can_be_locked_is_in_the_table() -> None:
    assert set(LOCKED) == {*OPEN, *FLAG_ONLY}
    assert set(LOCKED) == {each.name for each in fields(Settings)} - {"provider", "outside_line", "by_policy"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", LOCKED)
def test_flag_variable_and_file_change_no_locked_key(locked: Callable[[str], Path], key: str, way: str) -> None:
    """A flag is refused by name; a variable and the user's file are overruled, or are no place for that key."""
    user, (value, wanted) = locked(key), LOCKED[key]
    flags, environ = {}, {}
    if way == "flag":
        flags = {key: wanted}
    elif way == "variable":
        environ = {f"NTUH_ONBOARD_{key.upper()}": str(wanted)}
    else:
        told = str(wanted).lower() if isinstance(wanted, bool) else f'"{wanted}"'
        user.write_text(f"{key} = {told}\n", encoding="utf-8")
    refused = way == "flag" or (way == "file" and key in FLAG_ONLY)
    if refused:
        with pytest.raises(SettingsError, match=key.replace("_", ".")):
            settings.load(flags, environ)
    else:
        found = settings.load(flags, environ)
        assert getattr(found, key) == value
        assert key in found.by_policy


def first_screen(key: str) -> OnboardApp:
    """A wizard at a machine that locks this key."""
    chosen = replace(Settings(), by_policy=frozenset({key}), **{key: LOCKED[key][0]})  # type: ignore[arg-type]  # by name
    scene, lane = composition.practice(replace(chosen, language="en") if key != "language" else chosen, "fresh")
    start = StartScreen(scene, modes=("practice",), provider="", journey=chosen.journey)
    return OnboardApp(scene, lane, IdleWatch(SystemClock()), start, chosen.journey or "onboard")


async def test_no_key_button_or_menu_changes_a_locked_language() -> None:
    """Neither on the first screen nor in the journey, nor by the act itself."""
    app = first_screen("language")
    async with app.run_test(size=(100, 30)) as pilot:
        tag = app.scene.texts.language.tag
        assert not [each for each in app.screen.query(Button) if (each.id or "").startswith("language")]
        app.do(ButtonAct.LANGUAGE)
        await pilot.press("enter")
        await pilot.pause()
        app.do(ButtonAct.MENU)
        await pilot.pause()
        assert not [each for each in app.screen.query(Button) if (each.id or "").startswith("language")]
        assert app.scene.texts.language.tag == tag
        assert tag in tags()


async def test_the_first_screen_offers_no_other_journey_than_the_locked_one() -> None:
    """Whatever is pressed there; and no act of a step leads to another."""
    app = first_screen("journey")
    async with app.run_test(size=(100, 30)) as pilot:
        for key in ("down", "4", "end"):
            await pilot.press(key)
        assert isinstance(app.screen, StartScreen)
        assert BEGINNINGS[app.screen.beginning.value].journey == "onboard"
        await pilot.press("enter")
        await pilot.pause()
        assert app.scene.walk.journey.name == "onboard"
        assert app.wizard is not None
        for act in (ButtonAct.RESET, ButtonAct.ONBOARD):
            assert not app.scene.allows(act)
        for journey in JOURNEYS:
            await app.wizard.change(journey)
        assert app.scene.walk.journey.name == "onboard"


@pytest.mark.parametrize("given", [{"answers": "a.toml"}, {"play": "a.toml"}])
def test_no_file_of_answers_or_scenario_changes_a_locked_journey(
    locked: Callable[[str], Path], tmp_path: Path, given: dict[str, str]
) -> None:
    """It is refused with the file's name."""
    locked("journey")
    (option, name), text = next(iter(given.items())), 'journey = "reset"\n[answers]\n'
    if option == "play":
        text = 'journey = "reset"\npersona = "activated"\n[title]\nen = "t"\nzh-TW = "t"\n'
        text += '[about]\nen = "t"\nzh-TW = "t"\n[answers]\n[[beat]]\nstep = "done"\nen = "t"\nzh-TW = "t"\n'
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    told = argparse.Namespace(command="demo", record=None, **{option: str(file)})
    with pytest.raises(SettingsError, match=r"a\.toml: the machine's policy locks journey to 'onboard'"):
        demo._screens(told) if option == "answers" else play_scenario._app(told)


@pytest.mark.parametrize("command", ["handout", "class"])
def test_no_other_command_speaks_another_language(locked: Callable[[str], Path], command: str) -> None:
    locked("language")
    arguments = [command, "--lang", "en", *(["-o", "x.html"] if command == "handout" else [])]
    with pytest.raises(SettingsError, match="--lang"):
        options.language_of(cli.parser().parse_args(arguments))
