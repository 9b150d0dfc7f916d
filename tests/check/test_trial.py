"""`profile try`: before and after, on kept pages, without any network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.check.findings import PageFound, State
from ntuh_onboard.check.kept_pages import KeptPage, kept, tried
from ntuh_onboard.check.profile_trial import Trial, for_one_page
from ntuh_onboard.check.word_findings import Held
from ntuh_onboard.commands import cli
from ntuh_onboard.profiles.hospital_profile import ProfileError, named
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


SIGN_IN = (
    "<form method=post><p>院區 <select name=c><option value=T0>總院區</select><p>{} <input name=a>"
    "<p>密碼 <input type=password name=p><p>驗證碼 <input name=v><img src=/c.gif>"
    "<p><input type=submit value=登入></form>"
)


def one_reworded(folder: Path, lines: str = "") -> tuple[PageFound, ...]:
    """The portal with the guide's word and the mail with another one, by a profile with these lines."""
    file = folder / "mended.toml"
    file.write_text(f'extends = "simulator"\n{lines}\n', encoding="utf-8")
    sources = {"portal": SIGN_IN.format("帳號"), "mail": SIGN_IN.format("電子郵件帳號")}
    return tried([KeptPage(name, Page(each, "https://a.example/")) for name, each in sources.items()], load_site(file))


def test_a_word_of_two_places_is_mended_for_one(tmp_path: Path) -> None:
    """The line is named; written as it is named, it mends the one page and leaves the other as it was."""
    portal, mail = one_reworded(tmp_path)
    word = next(each for each in mail.words if each.key == "account")
    assert word.to_mend
    assert for_one_page(portal, next(each for each in portal.words if each.key == "account"), (portal, mail)) == ""
    line = for_one_page(mail, word, (portal, mail))
    assert line == 'mail.account = ["電子郵件帳號"]'
    after = one_reworded(tmp_path, f"[controls]\n{line}")
    assert {each.page: each.state for each in after} == {"portal": State.OK, "mail": State.OK}
    mended = next(each for each in after[1].words if each.key == "account")
    assert (mended.held, mended.table, mended.where) == (Held.FOUND, "controls", f"{tmp_path}/mended.toml, line 3")


def test_a_word_that_is_gone_everywhere_is_mended_where_it_stands(tmp_path: Path) -> None:
    """No line for one page is named where the word fits none."""
    pages = one_reworded(tmp_path, '[words]\naccount = "使用者"')
    assert not [each for page in pages for word in page.words if (each := for_one_page(page, word, pages))]


@pytest.mark.parametrize(
    "lines",
    ['[controls]\nmail.account = ["電子郵件帳號"]', '[controls]\n"mail.account" = ["電子郵件帳號"]',
     '[controls.mail]\naccount = ["電子郵件帳號"]'],
)  # fmt: skip
def test_it_may_be_written_in_any_way_that_toml_has(lines: str, tmp_path: Path) -> None:
    """Staff see it written one way and may know another; a mistake in it is told at its line."""
    mail = one_reworded(tmp_path, lines)[1]
    assert (mail.state, next(each.where for each in mail.words if each.key == "account")[-6:]) == (State.OK, "line 3")
    with pytest.raises(
        ProfileError, match=r"line 3: controls\.mail\.acount is not known; the nearest is mail\.account"
    ):
        one_reworded(tmp_path, lines.replace("account", "acount"))
