"""`profile try`: before and after, on kept pages, without any network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.check.kept_pages import kept, tried
from ntuh_onboard.check.profile_trial import Trial
from ntuh_onboard.commands import cli
from ntuh_onboard.profiles.hospital_profile import named
from ntuh_onboard.startup.exits import Exit

CASE = Path(__file__).with_name("reworded")
BEFORE = load_site(named("simulator"))


def trial_of(folder: Path, lines: str) -> Trial:
    """The kept pages by the simulator's profile and by one with these lines."""
    file = folder / "mended.toml"
    file.write_text(f'extends = "simulator"\n{lines}\n', encoding="utf-8")
    pages = kept(CASE)
    return Trial(tried(pages, BEFORE), tried(pages, load_site(file)))


def test_what_is_mended_and_what_is_left_is_told(tmp_path: Path) -> None:
    """One line mended, two to go."""
    trial = trial_of(tmp_path, '[words]\nnext = "確認送出"\nsend_code = "取得簡訊動態碼"')
    assert set(trial.mended) == {"code.next", "code.send_code"}
    assert set(trial.left) == {"code.code", "mail.captcha"}
    assert trial.broken == ()


def test_a_word_that_fitted_and_does_not_any_more_is_told(tmp_path: Path) -> None:
    """A word that stands on two pages is mended on one and broken on the other."""
    trial = trial_of(tmp_path, '[words]\naccount = "網路帳號"')
    assert trial.broken == ("mail.account",)
    assert "mail.account" in trial.left


def test_without_a_mended_file_there_is_only_before() -> None:
    """What the packaged profile finds."""
    trial = Trial(tried(kept(CASE), BEFORE))
    assert trial.mended == trial.broken == ()
    assert set(trial.left) == {"code.send_code", "code.code", "code.next", "mail.captcha"}


def test_the_command_shows_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with the old word before and the new one after; it ends well when nothing is left."""
    assert cli.main(["--lang", "en", "profile", "try", str(CASE), "--profile", str(CASE / "mended.toml")]) == Exit.DONE
    shown = capsys.readouterr().out
    before, _, after = shown.partition("After (mended.toml)")
    assert "Before (simulator.toml)" in before
    assert "「下一步」 (Next)" in before
    assert "nearest on the page:" in before
    assert "「確認送出」" in before
    assert "「確認送出」 (Next)" in after
    assert "All that is needed is found." in after


def test_the_command_says_what_is_left_by_its_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """7 while something is to be mended; by the packaged profile where no file is given."""
    assert cli.main(["profile", "try", str(CASE), "--lang", "zh-TW"]) == Exit.UNRECOGNISED
    assert "更新前（ntuh.toml）" in capsys.readouterr().out
    assert cli.main(["profile", "try", str(tmp_path)]) == Exit.CONFIGURATION
    assert str(tmp_path) in capsys.readouterr().err
    bad = tmp_path / "bad.toml"
    bad.write_text('extends = "ntuh"\n[words]\nnexxt = "x"\n', encoding="utf-8")
    assert cli.main(["profile", "try", str(CASE), "--profile", str(bad)]) == Exit.CONFIGURATION
    assert f"{bad}, line 3" in capsys.readouterr().err


def test_the_command_speaks_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    """Before, after, and what came of it."""
    cli.main(["profile", "try", str(CASE), "--profile", str(CASE / "mended.toml"), "--json"])
    made = json.loads(capsys.readouterr().out)
    assert made.keys() == {"schema", "version", "before", "after", "mended", "broken", "left"}
    assert made["left"] == made["broken"] == []
    assert "mail.captcha" in made["mended"]
