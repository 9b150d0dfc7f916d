"""The profile's words on the public pages: found, not found, and what stands there instead (J0.7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.profile_schema import MARKS
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import State
from ntuh_onboard.check.page_comparison import held, nearest
from ntuh_onboard.check.verdict import Verdict, verdict
from ntuh_onboard.check.word_findings import Held
from ntuh_onboard.profiles.hospital_profile import load
from tests.check.checks import check, mended, page_of, word_of
from tests.printed import printed_site

LAYOUTS = (
    {"labels": "above", "messages": "validator", "moves": "meta", "notice_page": True},
    {"labels": "placeholder", "charset": "cp950", "frames": True},
    {"seed": 11, "labels": "mixed", "rename_all": True, "soup": True, "form_in_table": True, "decoys": True},
)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_every_word_is_found_however_the_pages_are_laid_out(site: Site, layout: dict[str, object]) -> None:
    """What the wizard can read, the check finds: it must not cry wolf."""
    site.stage.layout(layout)
    report = check(site)
    assert verdict(report) is Verdict.PARTLY_CHECKED
    assert not [word.key for each in report.sites for page in each.pages for word in page.words if word.to_mend]


def test_a_word_that_is_gone_is_named_with_its_line_and_the_nearest_words(site: Site, tmp_path: Path) -> None:
    """A person finds the line to mend, and the word to write there."""
    profile = mended(tmp_path, site, '[words]\nsend_code = "寄送簡訊密碼"\ncode = "驗證用密碼"')
    report = check(site, profile)
    code = page_of(report, "code")
    button, box = word_of(code, "send_code"), word_of(code, "code")
    assert code.state is State.WORDS_CHANGED
    assert (button.held, button.stops, button.near[0]) == (Held.BY_FORM, False, "發送簡訊動態碼")
    assert button.where == f"{profile.file}, line 3"
    assert (box.held, box.near) == (Held.BY_FORM, ("簡訊(或MOTP)動態碼",))
    assert word_of(code, "next").held is Held.FOUND


def test_a_word_that_is_gone_while_the_id_still_finds_it_is_to_be_mended_and_stops_nobody(
    site: Site, tmp_path: Path
) -> None:
    """The names in the page's source are the second clue."""
    report = check(site, mended(tmp_path, site, '[words]\naccount = "使用者代號"'))
    word = word_of(page_of(report, "portal"), "account")
    assert (word.held, word.stops, word.to_mend, word.near[0]) == (Held.BY_ID, False, True, "帳號")
    by_form = word_of(page_of(report, "mail"), "account")
    assert (by_form.held, by_form.stops, by_form.to_mend) == (Held.BY_FORM, False, True)


def test_a_word_that_is_only_shown_is_listed_and_changes_no_verdict(site: Site, tmp_path: Path) -> None:
    """Staff see it; nobody is woken for it."""
    report = check(site, mended(tmp_path, site, '[words]\nmain_campus_hint = "請用其他帳號登入"'))
    word = word_of(page_of(report, "mail"), "main_campus_hint")
    assert (word.held, word.needed, word.to_mend) == (Held.MISSING, False, False)
    assert verdict(report) is Verdict.PARTLY_CHECKED


def test_a_link_that_is_gone_leaves_the_page_behind_it_unasked(site: Site, tmp_path: Path) -> None:
    """No address is guessed."""
    report = check(site, mended(tmp_path, site, '[words]\nactivate_entry = "申請網路帳號"'))
    assert word_of(page_of(report, "account"), "activate_entry").near[0] == "啟用網路帳號及首次雲端帳號密碼設定"
    assert page_of(report, "code").state is State.NOT_ASKED


def test_words_that_stand_twice_cannot_be_told_apart() -> None:
    """Two boxes of one name are no box."""
    page = Page("<p>帳號 <input name=a><p>帳號 <input name=b><p>密碼 <input type=password>", "https://a.example/")
    word = next(each for each in held(page, PAGES["mail"], printed_site()) if each.key == "account")
    assert (word.held, word.count, word.stops) == (Held.SEVERAL, 2, True)


def test_the_only_button_needs_no_words() -> None:
    """The guide prints none for the button to sign in."""
    page = Page(
        "<form><p>帳號 <input name=a><p>密碼 <input type=password name=b><p>驗證碼 <input name=c><img src=/c.gif>"
        "<p><input type=submit value=進入></form>",
        "https://a.example/",
    )
    found = {each.key: each.held for each in held(page, PAGES["mail"], printed_site())}
    assert found["sign_in"] is found["captcha_picture"] is Held.ONLY_ONE
    assert found["captcha"] is Held.FOUND


def test_near_words_come_in_order_and_are_few() -> None:
    """The likest first, at most three; hints in brackets do not count."""
    found = nearest(["驗證碼"], ["姓名", "圖形驗證碼", "驗證號碼(不分大小寫)", "密碼", "院區"])
    assert found[0] == "驗證號碼(不分大小寫)"
    assert found[1] == "圖形驗證碼"
    assert len(found) == 3


def test_what_a_found_word_claims_is_not_offered_for_another(site: Site, tmp_path: Path) -> None:
    """So that of what is left the right one is seen at once."""
    report = check(site, mended(tmp_path, site, '[words]\npassword = "通行碼"\n[ids]\npassword = ["none"]'))
    assert word_of(page_of(report, "portal"), "password").near[0] == "密碼"
    assert "帳號" not in word_of(page_of(report, "portal"), "password").near


def test_every_key_that_is_looked_for_is_one_of_the_profile() -> None:
    """The table holds keys alone; a key that no profile can have would never be found."""
    known = {*load().words, *printed_site().ids, *MARKS, "sign_in"}
    assert {entry.key for page in PAGES.values() for entry in page.entries} <= known
    assert {page.behind for page in PAGES.values()} <= {"", *known}
