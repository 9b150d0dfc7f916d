"""Every claim of the page for the hospital's staff has a test, which this table names."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/zh-TW/staff.md"
CLAIMED = ("一", "二", "三", "四", "七")
"""The sections that say what the program does; those between are tables that `test_papers.py` holds to the code."""

CLAIMS: Mapping[str, tuple[str, ...]] = {
    "員工編號、Portal 密碼、驗證碼、院區": ("house/test_papers.py::test_the_staffs_page_names_every_host_and_library",),
    "新的 Portal 密碼、改過的聯絡資料": ("house/test_papers.py::test_the_staffs_page_names_every_host_and_library",),
    "員工編號、行動電話、動態碼、信箱名": ("house/test_papers.py::test_the_staffs_page_names_every_host_and_library",),
    "信箱名、雲端服務密碼、驗證碼（只在": ("house/test_papers.py::test_the_staffs_page_names_every_host_and_library",),
    "只連設定檔列出的主機": (
        "backend/web/test_client.py::test_nothing_reaches_a_server_that_may_not_be_asked",
        "backend/web/test_client.py::test_plain_http_is_for_loopback_only",
        "backend/web/test_canaries.py::test_a_redirect_carries_the_password_nowhere",
        "backend/web/test_client.py::test_a_commit_is_sent_once_and_its_loss_is_unknown",
        "backend/web/test_client.py::test_a_post_that_commits_nothing_is_not_repeated_either",
    ),
    "沒有遙測": (
        "backend/web/test_client.py::test_nothing_reaches_a_server_that_may_not_be_asked",
        "backend/web/test_canaries_surroundings.py::test_the_wizard_in_a_terminal",
    ),
    "不讀環境變數裡的代理伺服器": (
        "backend/web/test_canaries_surroundings.py::test_a_proxy_of_the_environment_is_not_asked",
        "backend/web/test_canaries_surroundings.py::test_a_netrc_is_not_read",
        "backend/web/test_canaries_surroundings.py::test_an_authority_of_the_environment_is_not_trusted",
        "backend/web/test_canaries_surroundings.py::test_no_key_is_logged",
    ),
    "要用代理伺服器或院內憑證": ("house/test_provenance.py::test_a_proxy_and_an_authority_are_said",),
    "憑證由作業系統的憑證庫驗證": (
        "backend/web/test_trust.py::test_the_systems_authorities_are_the_default",
        "backend/web/test_trust.py::test_a_site_that_cannot_prove_itself_gets_nothing",
    ),
    "公用電腦（預設）什麼都不寫": (
        "kiosk/test_leaks.py::test_students_leave_nothing",
        "house/test_vault.py::test_on_a_shared_computer_keyring_is_not_even_imported",
    ),
    "可以把員工編號與 MOTP 密鑰放進系統的鑰匙圈": (
        "house/test_vault.py::test_only_the_id_and_the_authenticator_can_be_kept",
        "house/test_vault.py::test_what_is_remembered_is_recalled_until_it_is_forgotten",
    ),
    "學生自己按［另存］時才會寫檔": (
        "kiosk/test_leaks.py::test_students_leave_nothing",
        "screens/test_saved_pictures.py::*",
    ),
    "上表主機的 TCP 443": ("backend/web/test_client.py::test_nothing_reaches_a_server_that_may_not_be_asked",),
    "開在 127.0.0.1": ("house/test_open_ports.py::test_a_command_listens_where_the_page_for_staff_says",),
    "一位學生一個行程": (
        "kiosk/test_leaks.py::test_each_of_the_37_places_is_looked_at_proved_or_told",
        "serve/test_endings.py::test_a_browser_that_is_cut_off_takes_its_wizard_along",
    ),
    "網頁非執行指令碼不可的": (
        "browser_engine/test_choice.py::test_a_page_that_needs_its_script_is_opened_in_a_browser_before_anything_is_typed",
    ),
    "用管線溝通": ("browser_engine/test_isolation.py::test_no_foreign_server_is_asked",),
    "每次用新的私人資料夾": (
        "browser_engine/test_isolation.py::test_no_file_of_the_browser_holds_what_was_typed",
        "browser_engine/test_endings.py::test_the_browser_ends_with_its_wizard",
    ),
    "Python 套件 `ntuh_onboard`": ("house/test_offline_install.py::*",),
    "內附 `ntuh_onboard/profiles/ntuh.toml`": (
        "house/test_provenance.py::test_the_packaged_hospital_needs_nobodys_leave",
    ),
    "只有系統管理員可寫": (
        "house/test_settings.py::test_a_policy_that_students_can_write_is_none",
        "house/test_settings.py::test_the_files_stand_where_the_platform_keeps_such_files",
        "house/test_windows.py::test_on_windows_file_and_folder_must_be_the_administrators",
    ),
    "使用者設定目錄下的": (
        "house/test_settings.py::test_ones_own_device_is_said_on_the_command_line_only",
        "house/test_policy_command.py::test_the_written_file_is_read_and_each_of_its_lines_could_be",
    ),
    "`ntuh-onboard policy` 列出": ("house/test_policy_command.py::test_each_setting_is_told_with_its_place",),
    "政策檔、它鎖定的檔案": (
        "house/test_settings.py::test_the_folder_of_the_policy_is_judged_too",
        "house/test_settings.py::test_a_locked_file_is_held_to_the_rule_of_the_policy",
    ),
    "沒有政策檔時": (
        "house/test_provenance.py::test_other_hosts_need_the_policy",
        "house/test_provenance.py::test_the_hospitals_own_hosts_and_this_computer_are_taken",
    ),
    "每個畫面都會顯示主機與檔名": (
        "screens/test_for_real.py::test_what_did_not_come_with_the_program_is_said_on_every_screen",
    ),
    "`check` 只報告讀過的網頁": (
        "check/test_states.py::test_every_verdict_has_its_exit_status",
        "check/test_states.py::test_everything_as_it_should_be",
    ),
    "結束代碼 0": ("check/test_command.py::test_how_it_ends_says_what_was_found",),
    "7：有要改的地方": ("check/test_command.py::test_how_it_ends_says_what_was_found",),
    "不需要改程式": ("check/test_trial.py::test_what_is_mended_and_what_is_left_is_told",),
    "`check` 會寫出只改那一頁的一行": ("check/test_trial.py::test_a_word_of_two_places_is_mended_for_one",),
    "訊息會指出檔名與第幾行": (
        "backend/web/test_profile_mistakes.py::test_ones_own_file_is_to_blame_however_it_is_written",
        "house/test_broken_profile.py::*",
    ),
    "畫面上給學生看的字與讀網頁用的字是同一行": ("backend/web/test_ntuh.py::*",),
    "程式會把原文照樣顯示": ("backend/web/test_messages.py::*",),
    "看不懂的結果一律當成": (
        "backend/web/test_outcomes.py::test_an_answer_that_cannot_be_read_proves_nothing",
        "journey/test_lost_commits.py::test_a_lost_commit_is_asked_after_and_never_sent_again",
    ),
}
"""Where each sentence of the page that says something begins, and what shows it; `*` is all tests of a file."""
NO_CLAIMS = (
    "都有測試",
    "| 資料 | 送到 |", "| 項目 | 內容 |", "| --- |", "停用：", "自己的檔案只寫不同的部分", "左邊是程式的名稱",
    "知道的話可以加", "真實網頁的錯誤訊息", "沒有在醫院的真實網頁上測試過", "畫面與紀錄",
)  # fmt: skip
"""What tells people what to do, or what nobody knows."""


def lines() -> list[str]:
    """The bullets, rows and paragraphs of these sections, without the commands and files that are shown."""
    sections = re.split(r"^## (.)、.*$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = dict(zip(sections[1::2], sections[2::2], strict=True))
    paragraphs = (each for key in CLAIMED for each in re.split(r"\n(?=[-|])|\n\n", told[key]))
    return [each.strip() for each in paragraphs if each.strip() and not each.startswith(("    ", "\n    "))]


@cache
def named_in(file: str) -> frozenset[str]:
    """The names of the tests in a file below `tests/`."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    functions = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(each.name for each in functions if each.name.startswith("test_"))


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_stands_on_the_page_and_its_tests_are_there(claim: str) -> None:
    """One that was reworded has to be looked at again."""
    assert claim in PAGE.read_text(encoding="utf-8")
    for each in CLAIMS[claim]:
        file, _, name = each.partition("::")
        assert named_in(file), each
        assert name == "*" or name in named_in(file), each


def test_every_line_that_says_something_is_a_claim() -> None:
    """Or one that only says what to do."""
    known = (*CLAIMS, *NO_CLAIMS)
    assert [each for each in lines() if not any(one in each for one in known)] == []
