"""Settings: who may say what, and how a mistake is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ntuh_onboard.startup import settings
from ntuh_onboard.startup.settings import Settings, SettingsError
from ntuh_onboard.texts.languages import tags


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy file that counts as the administrators' own, whoever runs the tests; so does `theirs.pem` beside it."""
    path = tmp_path / "policy.toml"
    found = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        told = found(self, follow_symlinks=follow_symlinks)
        if self not in {path, tmp_path / "theirs.pem", *tmp_path.parents, tmp_path}:
            return told
        return os.stat_result((told.st_mode, *told[1:4], 0, *told[5:10]))

    monkeypatch.setattr(Path, "stat", stat)
    return path


def written(path: Path, text: str, mode: int = 0o644) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_without_anything_said_the_defaults_hold(user: Path, policy: Path) -> None:
    """A shared computer, every choice open (J0.8)."""
    assert settings.load({}, {}, user, policy) == Settings()
    assert not Settings().own_device


def test_flags_win_over_environment_over_user_file(user: Path, policy: Path) -> None:
    """Each said at one level more."""
    written(user, 'language = "en"\njourney = "contact"\nascii = true\n')
    environ = {"NTUH_ONBOARD_JOURNEY": "onboard", "NTUH_ONBOARD_ASCII": "no"}
    assert settings.load({}, environ, user, policy) == Settings(language="en", journey="onboard", ascii=False)
    told = settings.load({"journey": "portal_password", "language": None}, environ, user, policy)
    assert told == Settings(language="en", journey="portal_password", ascii=False)


def test_what_the_policy_locks_nobody_changes(user: Path, policy: Path) -> None:
    """User file and environment are overruled; a flag that differs is refused, one that agrees is not."""
    written(policy, 'provider = "Clinical Skills Centre"\noutside_line = "02-2312-3456"\n[lock]\nlanguage = "zh-TW"\n')
    written(user, 'language = "en"\n')
    told = settings.load({}, {"NTUH_ONBOARD_LANGUAGE": "en"}, user, policy)
    assert (told.language, told.provider, told.outside_line) == ("zh-TW", "Clinical Skills Centre", "02-2312-3456")
    assert settings.load({"language": "zh-TW"}, {}, user, policy).language == "zh-TW"
    with pytest.raises(SettingsError, match="--language: the machine's policy locks language to 'zh-TW'"):
        settings.load({"language": "en"}, {}, user, policy)


def test_ones_own_device_is_said_on_the_command_line_only(user: Path, policy: Path) -> None:
    """J0.8, J5.4: never by a file that a shared computer's one user has, never by policy; policy may forbid it."""
    assert settings.load({"own_device": True}, {}, user, policy).own_device
    assert not settings.load({}, {"NTUH_ONBOARD_OWN_DEVICE": "1"}, user, policy).own_device
    written(user, "own_device = true\n")
    with pytest.raises(SettingsError, match=r"config.toml, line 1: own_device is said on the command line only"):
        settings.load({}, {}, user, policy)
    user.unlink()
    written(policy, "[lock]\nown_device = true\n")
    with pytest.raises(SettingsError, match=r"policy.toml, line 2: own_device can only be locked to false"):
        settings.load({}, {}, user, policy)
    written(policy, "[lock]\nown_device = false\n")
    with pytest.raises(SettingsError, match="--own-device"):
        settings.load({"own_device": True}, {}, user, policy)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('# mine\nlanguge = "en"\n', r"config.toml, line 2: no setting is called languge; there are: language, ascii"),
        ('\nlanguage = "fr"\n', rf"config.toml, line 2: language is 'fr', and must be one of {', '.join(tags())}"),
        ('ascii = "yes"\n', r"config.toml, line 1: ascii is 'yes', and must be true or false"),
        ("ascii = 1\n", r"config.toml, line 1: ascii is 1, and must be true or false"),
        ("language = 3\n", r"config.toml, line 1: language is 3, and must be a text"),
        ('journey = "cloud"\n', r"must be one of onboard, portal_password, contact"),
        ('provider = "me"\n', r"line 1: no setting is called provider"),
        ("language = \n", r"config.toml: Invalid value \(at line 1"),
        ("[lock]\nascii = true\n", r"line 1: no setting is called lock"),
    ],
)
def test_a_mistake_in_the_file_names_file_line_key_and_what_it_may_be(
    user: Path, policy: Path, text: str, message: str
) -> None:
    """The person with the editor finds the place."""
    written(user, text)
    with pytest.raises(SettingsError, match=message):
        settings.load({}, {}, user, policy)


def test_a_file_in_another_encoding_is_named(user: Path, policy: Path) -> None:
    """Big5 from an old editor."""
    user.write_bytes('language = "中文"\n'.encode("big5"))
    with pytest.raises(SettingsError, match=r"config.toml: not written in UTF-8"):
        settings.load({}, {}, user, policy)


def test_a_folder_in_the_files_place_is_named(user: Path, policy: Path) -> None:
    """What cannot be read is told by the system's word."""
    user.mkdir()
    with pytest.raises(SettingsError, match=r"config.toml: "):
        settings.load({}, {}, user, policy)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("NTUH_ONBOARD_LANGUAGE", "fr", "NTUH_ONBOARD_LANGUAGE: language is 'fr'"),
        ("NTUH_ONBOARD_ASCII", "perhaps", "NTUH_ONBOARD_ASCII: 'perhaps' is neither true nor false"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    user: Path, policy: Path, name: str, value: str, message: str
) -> None:
    """And what it was."""
    with pytest.raises(SettingsError, match=message):
        settings.load({}, {name: value}, user, policy)


@pytest.mark.parametrize(("value", "told"), [("1", True), ("YES", True), ("off", False), ("False", False)])
def test_the_environment_says_yes_and_no_in_several_ways(user: Path, policy: Path, value: str, *, told: bool) -> None:
    """Capitals do not matter."""
    assert settings.load({}, {"NTUH_ONBOARD_ASCII": value}, user, policy).ascii is told


def test_a_policy_that_students_can_write_is_none(user: Path, policy: Path) -> None:
    """Refused, never quietly followed."""
    written(policy, '[lock]\nlanguage = "en"\n', mode=0o666)
    with pytest.raises(SettingsError, match="only administrators may be able to write"):
        settings.load({}, {}, user, policy)


def test_a_policy_that_belongs_to_somebody_else_is_none(user: Path, tmp_path: Path) -> None:
    """Its owner is not root."""
    path = written(tmp_path / "policy.toml", "[lock]\n")
    if os.getuid() == 0:
        os.chown(path, 65534, 65534)
    with pytest.raises(SettingsError, match="only administrators"):
        settings.load({}, {}, user, path)


@pytest.mark.parametrize(("mode", "accepted"), [(0o755, True), (0o775, False), (0o777, False), (0o1777, True)])
def test_the_folder_of_the_policy_is_judged_too(
    user: Path, policy: Path, tmp_path: Path, mode: int, *, accepted: bool
) -> None:
    """Who can write it can put another file in the policy's place; with the sticky bit not in place of root's."""
    written(policy, '[lock]\nlanguage = "en"\n')
    tmp_path.chmod(mode)
    try:
        if accepted:
            assert settings.load({}, {}, user, policy).language == "en"
        else:
            with pytest.raises(SettingsError, match="in folders that only root can write"):
                settings.load({}, {}, user, policy)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("name", ["other", "mock"])
def test_a_locked_backend_is_one_that_is_there(user: Path, policy: Path, name: str) -> None:
    """Told when the policy is read, not when a student signs in."""
    written(policy, f'[lock]\nlanguage = "en"\nbackend = "{name}"\n')
    with pytest.raises(SettingsError, match=f"policy.toml, line 3: backend is '{name}', and must be one of web"):
        settings.load({}, {}, user, policy)


@pytest.mark.parametrize("key", ["profile", "ca_file"])
def test_a_locked_file_is_the_same_from_every_folder(
    user: Path, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """A name alone would be looked for where the student stands."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "theirs.pem", "")
    written(policy, f'[lock]\nlanguage = "en"\n{key} = "theirs.pem"\n')
    with pytest.raises(SettingsError, match=f"policy.toml, line 3: {key} is 'theirs.pem', and must be a whole path, "):
        settings.load({}, {}, user, policy)
    written(policy, f'[lock]\n{key} = "{tmp_path / "theirs.pem"}"\n')
    assert getattr(settings.load({}, {}, user, policy), key) == str(tmp_path / "theirs.pem")
    written(policy, f'[lock]\n{key} = ""\n')
    assert getattr(settings.load({}, {}, user, policy), key) == "", "the packaged file, the system's authorities"


@pytest.mark.parametrize("key", ["profile", "ca_file"])
def test_a_locked_file_is_held_to_the_rule_of_the_policy(user: Path, policy: Path, tmp_path: Path, key: str) -> None:
    """What a student can write is no word of the administrators', and neither is what is not there."""
    path = tmp_path / "theirs.pem"
    written(policy, f'[lock]\n{key} = "{path}"\n')
    with pytest.raises(SettingsError, match=f"line 2: {key}: {path}: No such file"):
        settings.load({}, {}, user, policy)
    written(path, "", mode=0o664)
    with pytest.raises(SettingsError, match=f"line 2: {key}: {path}: only administrators may be able to write it"):
        settings.load({}, {}, user, policy)
    other = written(tmp_path / "students.pem", "")
    if os.getuid() == 0:
        os.chown(other, 65534, 65534)
    written(policy, f'[lock]\n{key} = "{other}"\n')
    with pytest.raises(SettingsError, match="only administrators may be able to write it"):
        settings.load({}, {}, user, policy)


def test_files_by_notepad_are_read(user: Path, policy: Path) -> None:
    """It may put a mark in front of UTF-8; the first line is still the first."""
    written(user, '\ufefflanguage = "en"\n')
    written(policy, '\ufeffprovider = "Clinical Skills Centre"\n')
    told = settings.load({}, {}, user, policy)
    assert (told.language, told.provider) == ("en", "Clinical Skills Centre")
    written(user, '\ufefflanguage = "fr"\n')
    with pytest.raises(SettingsError, match=r"config.toml, line 1: language is 'fr'"):
        settings.load({}, {}, user, policy)


@pytest.mark.parametrize(
    ("text", "message"),
    [("lock = 3\n", "lock must be a table"), ('languge = "en"\n', "no setting is called languge; there are: provider")],
)
def test_a_mistake_in_the_policy_is_told(user: Path, policy: Path, text: str, message: str) -> None:
    """The administrator finds the place too."""
    written(policy, text)
    with pytest.raises(SettingsError, match=message):
        settings.load({}, {}, user, policy)


def test_the_files_stand_where_the_platform_keeps_such_files() -> None:
    """The user's folder for the user's file; a place that no variable moves for the policy."""
    found = settings.user_file()
    assert found is not None
    assert found.name == "config.toml"
    assert found.parent.name == "ntuh-onboard"
    assert settings.policy_file().is_absolute()


def test_a_user_without_a_folder_has_no_file(monkeypatch: pytest.MonkeyPatch, policy: Path) -> None:
    """A service's number that is in no list of users, and no HOME: the defaults hold."""

    def homeless(*named: object, **more: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_config_path", homeless)
    assert settings.user_file() is None
    assert settings.load({}, {}, policy=policy) == Settings()


def test_settings_are_read_from_the_usual_places_when_none_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No file there, and nothing goes wrong."""
    monkeypatch.setattr(settings, "policy_file", lambda: tmp_path / "none.toml")
    assert settings.load({}, {}) == Settings()
