"""Texts and addresses without what may be somebody's (S-03, H-10)."""

from __future__ import annotations

import pytest

from ntuh_onboard.check.scrubbing import Scrub
from tests.check.canaries import HEX


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("請輸入帳號登記的手機門號(10碼)", "請輸入帳號登記的手機門號(10碼)"),
        ("2分鐘內有效", "2分鐘內有效"),
        ("電話 02-2312-3456 轉 261120", "電話 00-0000-0000 轉 000000"),
        ("A123456789", "000000000"),
        ("員工 104567 您好", "員工 000000 您好"),
        ("啟用本院微軟相關服務，如：Office365", "啟用本院微軟相關服務，如：Office365"),
        (f"token {HEX}!", "token 0!"),
        ("help@ntuh.gov.tw", "name@ntuh.gov.tw"),
        ("ctl00_ContentPlaceHolder1_txtUserID", "ctl00_ContentPlaceHolder1_txtUserID"),
    ],
)
def test_what_is_taken_out_of_a_text(text: str, left: str) -> None:
    """Figures become zeros, so that a line keeps its shape; words stay."""
    assert Scrub(()).text(text) == left


def test_the_profiles_own_words_stay_whatever_they_look_like() -> None:
    """A word with a number in it must still be found."""
    assert Scrub(["分機261120"]).text("請撥分機261120，代碼 261120") == "請撥分機261120，代碼 000000"


@pytest.mark.parametrize(
    ("url", "left"),
    [
        (
            f"https://portal.ntuh.gov.tw/General/Redirect.aspx?SESSION={HEX}&a=1#x",
            "https://portal.ntuh.gov.tw/General/Redirect.aspx?SESSION=&a=",
        ),
        (f"https://a.example/(S({HEX}))/b.aspx;j={HEX}", "https://a.example/-/b.aspx"),
        ("https://me:pw@a.example/", "https://a.example/"),
        ("javascript:alert(1)", ""),
        ("https://[broken", ""),
        ("/a?secret", "/a"),
    ],
)
def test_what_is_taken_out_of_an_address(url: str, left: str) -> None:
    """The path, and the names in the query."""
    assert Scrub(()).address(url) == left
