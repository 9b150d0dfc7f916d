"""`ntuh-onboard policy` and `config` tell what is in force, and which line of which file has decided it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ntuh_onboard.commands import cli
from ntuh_onboard.startup import file_owners, settings
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import tags


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This machine's policy, and a user's own file beside it."""
    monkeypatch.setattr(file_owners, "of_administrators", lambda _: True)
    monkeypatch.setattr(settings, "policy_file", lambda: tmp_path / "policy.toml")
    monkeypatch.setattr(settings, "user_file", lambda: tmp_path / "config.toml")
    (tmp_path / "config.toml").write_text('\nlanguage = "en"\nascii = true\n', encoding="utf-8")
    return tmp_path / "policy.toml"


def test_each_setting_is_told_with_its_place(
    policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lock wins over the user's file, as in a run."""
    policy.write_text('provider = "Skills Centre"\n[lock]\nlanguage = "zh-TW"\n', encoding="utf-8")
    monkeypatch.setenv("NTUH_ONBOARD_JOURNEY", "contact")
    assert cli.main(["policy", "--json"]) == Exit.DONE
    rows = json.loads(capsys.readouterr().out)
    found = {each["key"]: (each["value"], each["source"], each["place"]) for each in rows}
    assert found["language"] == ("zh-TW", "lock", f"{policy}, line 3")
    assert found["provider"] == ("Skills Centre", "policy", f"{policy}, line 1")
    assert found["ascii"] == (True, "user", f"{policy.parent / 'config.toml'}, line 3")
    assert found["journey"] == ("contact", "variable", "NTUH_ONBOARD_JOURNEY")
    assert found["backend"] == ("web", "default", "")
    assert cli.main(["policy"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "政策檔鎖定，任何人都不能更改" in told
    assert f"{policy}, line 3" in told


def test_without_a_policy_it_says_so(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["policy", "--lang", "en"]) == Exit.DONE
    assert f"This computer has no policy ({policy})" in capsys.readouterr().out


def test_a_policy_that_cannot_be_used_is_told(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text("[lock]\nlanguge = 1\n", encoding="utf-8")
    assert cli.main(["policy"]) == Exit.CONFIGURATION
    assert "policy.toml, line 2: no setting is called languge" in capsys.readouterr().err


def test_flags_win_over_variables_and_not_over_a_lock(
    policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`config` takes the flags of a run, and refuses them as a run does."""
    monkeypatch.setenv("NTUH_ONBOARD_THEME", "dark")
    assert cli.main(["config", "--json", "--theme", "light"]) == Exit.DONE
    found = {each["key"]: (each["source"], each["place"]) for each in json.loads(capsys.readouterr().out)}
    assert found["theme"] == ("flag", "--theme")
    assert found["language"] == ("user", f"{policy.parent / 'config.toml'}, line 2")
    assert cli.main(["config", "--lang", "zh-TW"]) == Exit.DONE
    assert "命令列：--lang" in capsys.readouterr().out
    policy.write_text('[lock]\ntheme = "dark"\n', encoding="utf-8")
    assert cli.main(["config", "--theme", "light"]) == Exit.CONFIGURATION
    assert "locks theme" in capsys.readouterr().err


@pytest.mark.parametrize("tag", tags())
def test_the_written_file_is_read_and_each_of_its_lines_could_be(
    policy: Path, tag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the flags count until somebody removes a mark; a file that is there is left as it is."""
    own = policy.parent / "config.toml"
    assert cli.main(["config", "--write", "--lang", tag]) == Exit.CONFIGURATION
    assert "there already" in capsys.readouterr().err
    own.unlink()
    assert cli.main(["config", "--write", "--lang", tag, "--theme", "contrast"]) == Exit.DONE
    assert settings.read_file(own, settings.OPEN) == {"language": tag, "theme": "contrast"}
    text = own.read_text(encoding="utf-8")
    own.write_text(re.sub(r"(?m)^# (?=\w+ = )", "", text), encoding="utf-8")
    assert {*settings.read_file(own, settings.OPEN)} == {*settings.OPEN}
