"""The whole journey by keys in a real terminal, and what may be done in the middle of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.terminal.student import (
    ALIAS,
    BANNER,
    CLOUD,
    DEFAULT,
    EMPLOYEE_ID,
    FOCUS,
    LOOKS,
    NAME,
    PHONE,
    PLACES,
    PORTAL,
    WORDS,
    Look,
    Said,
    Student,
)

TITLES = re.compile(rb"\x1b\](?:0|1|2);(.*?)(?:\x07|\x1b\\)", re.DOTALL)
COMMITS = ("sign_in", "change_password", "save_contact", "send_code", "verify_code", "activate")


@pytest.mark.parametrize("look", sparing(LOOKS, {LOOKS[0], LOOKS[-1]}.__contains__), ids=str)
def test_the_whole_journey_by_keys(tmp_path: Path, look: Look) -> None:
    """From the first screen to an activated account; every commit once, and nothing personal is left behind."""
    with Student(tmp_path, look) as student:
        student.walk("done")
        assert {
            name.partition(".")[2]: times for name, times in student.ask("commits").items() if times
        } == dict.fromkeys(COMMITS, 1)
        student.press("enter")
        assert student.ended() == 0
        for each in (EMPLOYEE_ID, NAME, PHONE, ALIAS, "A3010"):
            assert each not in student.text()
        written = bytes(student.output)
        assert b"\x1b]52" not in written
        assert not [each for each in TITLES.findall(written) if re.search(rb"[0-9]{4}|chen|" + NAME.encode(), each)]
        for secret in (PORTAL, CLOUD):
            assert secret[:4].encode() not in written


@pytest.mark.parametrize("look", sparing(LOOKS, LOOKS[:2].__contains__), ids=str)
def test_the_first_screen_says_that_it_is_practice(tmp_path: Path, look: Look) -> None:
    """Every screen says so, the first one too, and hands out who one is (J8.3)."""
    with Student(tmp_path, look) as student:
        student.shows(("您要從哪裡開始？", "Where do you want to begin?"))
        student.ready()
        for each in (student.word(BANNER), EMPLOYEE_ID, NAME, PHONE, DEFAULT):
            assert each in student.text()


def test_the_language_is_switched_in_the_middle(tmp_path: Path) -> None:
    """From the menu; this screen, the rail and a screen built before are re-worded, and what was typed stays."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send(EMPLOYEE_ID)
        student.wait_for(lambda: student.holds(EMPLOYEE_ID))
        to_menu(student)
        student.press("enter")
        student.lang = "en"
        student.at("sign_in")
        assert student.holds(EMPLOYEE_ID)
        for whole in ("[ Sign in ]", "[ Back ]", "Cover", "Menu"):
            assert whole in student.text()
        assert not [each[0] for each in (PLACES["sign_in"].title, BANNER) if each[0] in student.text()]
        student.press("escape")
        student.at("preflight")
        student.press("enter")
        student.at("sign_in")
        student.send(f"{DEFAULT}\r{student.ask('picture')}\r")
        student.at("portal_password")


def test_back_and_forward_keeps_what_was_typed(tmp_path: Path) -> None:
    """Esc is never blocked by half-filled fields; texts stay, secrets and picture codes are gone."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send(f"1045\t{DEFAULT}\tab")
        student.wait_for(lambda: student.holds("ab"))
        student.press("escape")
        student.at("preflight")
        student.press("enter")
        text = student.at("sign_in")
        assert student.holds("1045 ")
        assert "*" not in text
        assert not student.holds("ab")


def test_help_opens_and_closes(tmp_path: Path) -> None:
    """F1 on any step: what it is, what if it goes wrong, the help desk's extension; Esc goes back to the step only."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        for close in ("escape", "enter"):
            student.press("f1")
            student.shows(("這一步的說明", "Help for this step"))
            assert "261120" in student.ready()
            assert WORDS["reset_request"] in student.text()
            student.press(close)
            student.at("sign_in")


def test_the_screen_is_covered_and_uncovered(tmp_path: Path) -> None:
    """One act covers all that is personal; the key that uncovers is typed into nothing."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send(EMPLOYEE_ID)
        student.wait_for(lambda: student.holds(EMPLOYEE_ID))
        to_menu(student)
        choose(student, ("遮住", "Cover"))
        student.shows(("畫面已隱藏，按 Enter 返回。", "Covered."))
        student.ready()
        for each in (EMPLOYEE_ID, "「帳號」", PLACES["sign_in"].title[0]):
            assert each not in student.text()
        student.press("enter")
        student.at("sign_in")
        assert student.holds(f"{EMPLOYEE_ID} ")


def test_a_step_is_done_in_the_browser(tmp_path: Path) -> None:
    """The card has path and words, in practice no address; "I have done it there" goes on, and sends nothing."""
    with Student(tmp_path) as student:
        student.walk("portal_password")
        to_menu(student)
        choose(student, ("改用瀏覽器完成這一步", "Do this step in the browser"))
        student.shows(("改用瀏覽器完成這一步", "Do this step in the browser"))
        card = student.ready()
        for each in (
            "Portal（練習不附網址）",
            *(f"「{WORDS[key]}」" for key in ("personal_menu", "change_password")),
            "尚未送出任何資料",
        ):
            assert each in card
        for title in (
            ("真的做完了嗎？", "Is it really done?"),
            None,
        ):  # closing stands first: a second act says what was done
            student.press("tab")
            student.ready()
            student.press("enter")
            if title is not None:
                student.shows(title)
                student.ready()
        student.at("contact")
        assert not student.ask("commits").get("portal.change_password")


def test_the_window_changes_its_size_in_the_middle(tmp_path: Path) -> None:
    """Larger, then smaller than the smallest that is promised, then back: it goes on, and nothing typed is lost."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send(EMPLOYEE_ID)
        student.wait_for(lambda: student.holds(EMPLOYEE_ID))
        for columns, rows in ((120, 36), (60, 20), (20, 5), (80, 24)):
            student.resize(columns, rows)
            student.ready()
        student.at("sign_in")
        assert student.holds(EMPLOYEE_ID)
        student.send(f"\r{DEFAULT}\r{student.ask('picture')}\r")
        student.at("portal_password")


@pytest.mark.parametrize(("key", "signed_in"), [("enter", True), ("n", False)])
def test_upper_case_is_offered_and_never_done_unasked(tmp_path: Path, key: str, *, signed_in: bool) -> None:
    """Enter converts and signs in; N sends it as it was typed, which the hospital refuses (J1.2)."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send(f"{EMPLOYEE_ID}\r{DEFAULT.lower()}\r{student.ask('picture')}\r")
        student.shows(("英文字母應為大寫", "The letter should be upper case"))
        student.ready()
        assert "portal.sign_in" not in student.ask("verbs")
        student.press(key)
        if signed_in:
            student.at("portal_password")
        else:
            student.shows(("帳號或密碼", "did not accept"))
        assert student.ask("verbs").count("portal.sign_in") == 1


@pytest.mark.parametrize("look", sparing(LOOKS, LOOKS[:2].__contains__), ids=str)
def test_every_button_of_the_menu_is_seen(tmp_path: Path, look: Look) -> None:
    """None of them is cut or lies beside the card."""
    with Student(tmp_path, look) as student:
        student.begin()
        student.at("preflight")
        to_menu(student)
        for label in (
            ("中文 / English", "中文 / English"),
            ("說明", "Help"),
            ("服務台", "Help desk"),
            ("遮住", "Cover"),
            ("關閉選單", "Close this menu"),
            ("離開精靈", "Leave the wizard"),
        ):
            assert re.search(rf"│ [ ▸] {student.word(label)} [ ◂] *│", student.text())


def to_menu(student: Student) -> None:
    """Open the menu by its key on the bar: Shift+Tab from the first field passes the phone and reaches it."""
    for _ in range(12):
        if student.word(("選單", "Menu")) in focused(student):
            break
        student.press("shift+tab")
        student.ready()
    student.press("enter")
    student.shows(("中文 / English", "中文 / English"))
    student.ready()


def choose(student: Student, label: Said) -> None:
    """Go through the menu by Tab to this row, and press it."""
    for _ in range(12):
        if re.search(rf"▸ *{student.word(label)} *◂", student.text()):
            break
        student.press("tab")
        student.ready()
    student.press("enter")


def focused(student: Student) -> str:
    """What stands on the last row in the colours of the focus."""
    row = student.emulator.row(student.emulator.screen.lines - 1)
    return "".join(char.data for char in row if char.reverse or char.bg == FOCUS)
