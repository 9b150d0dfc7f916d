from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntuh_onboard.common.secret import PasswordMark, Secret
from ntuh_onboard.rules import (
    FOLDS,
    RULES,
    Facts,
    check,
    check_digit_right,
    expiry,
    like_identity,
    mask_phone,
    read_date,
    upper_case_offer,
)

# Any character at all, lone surrogates too: a broken terminal can give them.
ANY_TEXT = st.text(alphabet=st.characters(), max_size=100)
TODAY = date(2026, 8, 3)
KNOWN = Facts(
    employee_id="104567",
    phones=("0912000567", "?", ""),
    names=("Chen", "", "--"),
    alias="yifen.chen",
    national_id=Secret("A123456789"),
    old=Secret("Lantern7Kettle"),
    portal=PasswordMark(Secret("Lantern7Kettle")),
    other=Secret("Harbour5Violin"),
)
LETTER_VALUES = {
    "A": 10, "B": 11, "C": 12, "D": 13, "E": 14, "F": 15, "G": 16, "H": 17, "I": 34, "J": 18, "K": 19, "L": 20,
    "M": 21, "N": 22, "O": 35, "P": 23, "Q": 24, "R": 25, "S": 26, "T": 27, "U": 28, "V": 29, "W": 32, "X": 30,
    "Y": 31, "Z": 33,
}  # fmt: skip  # six lines are easier to compare with the published table than twenty-six


def with_check_digit(letter: str, eight: str) -> str:
    """A letter and eight figures, with the last figure that makes the sum a multiple of ten."""
    value = LETTER_VALUES[letter]
    total = (
        value // 10
        + value % 10 * 9
        + sum(int(each) * weight for each, weight in zip(eight, range(8, 0, -1), strict=True))
    )
    return f"{letter}{eight}{-total % 10}"


EIGHT = st.tuples(st.sampled_from("1289"), st.text("0123456789", min_size=7, max_size=7)).map("".join)
LETTER = st.sampled_from(sorted(LETTER_VALUES))


@given(LETTER, EIGHT)
def test_a_made_number_is_accepted_and_no_other_last_digit(letter: str, eight: str) -> None:
    """Of the ten last digits exactly the right one is accepted, in either case of the letter."""
    right = with_check_digit(letter, eight)
    kept = [digit for digit in "0123456789" if not check(["identity.check_digit"], right[:-1] + digit, Facts())]
    assert kept == [right[-1]]
    assert like_identity(right)
    assert check_digit_right(right.lower())
    assert upper_case_offer(right.lower())
    assert not upper_case_offer(right)


@pytest.mark.parametrize("text", ["", "A", "A1234567890", "AC012345678", "A12345678٩", "é123456789", "1234567890"])
def test_another_shape_has_no_right_check_digit(text: str) -> None:
    """Neither longer, nor in other letters or digits."""
    assert not check_digit_right(text)
    assert not like_identity(text)


@given(LETTER, LETTER, st.text("0123456789", min_size=7, max_size=7))
def test_an_old_resident_number_counts_its_second_letter_as_a_digit(first: str, second: str, seven: str) -> None:
    """The last figure of the second letter's value stands in the first digit's place."""
    made = with_check_digit(first, f"{LETTER_VALUES[second] % 10}{seven}")
    assert check_digit_right(first + second + made[2:])


@pytest.mark.parametrize("fold", FOLDS)
@given(text=ANY_TEXT)
def test_folding_twice_is_folding_once(fold: str, text: str) -> None:
    """A folded text that is shown and folded again stays as it is."""
    once = FOLDS[fold](text)
    assert FOLDS[fold](once) == once


@given(st.text(alphabet="+0689 -()@ntuh.gov.tw", max_size=40))
def test_numbers_and_addresses_fold_once(text: str) -> None:
    """The same for texts made of what the folds look for."""
    for fold in ("phone", "alias"):
        once = FOLDS[fold](text)
        assert FOLDS[fold](once) == once


@settings(deadline=None)  # the first call loads zxcvbn
@given(ANY_TEXT)
def test_no_text_makes_a_rule_raise(text: str) -> None:
    """Whatever is typed, every rule answers yes or no, and unknown facts never break one that needs them."""
    check(tuple(RULES), text, KNOWN)
    unknown = {each.id for each in check(tuple(RULES), text, Facts())}
    assert unknown.isdisjoint(
        {"password.not_old", "password.near_old", "password.no_employee_id", "password.no_phone", "cloud.not_portal"}
    )
    expiry(text, TODAY)


@given(st.one_of(ANY_TEXT, st.text("+0123456789 -", max_size=20)))
def test_a_mask_shows_three_digits_at_most(text: str) -> None:
    """Behind the 09 that every mobile number has, only the last three digits are seen."""
    shown = mask_phone(text).removeprefix("09")
    assert not any(each.isdigit() for each in shown[:-3])


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_date_written_in_any_of_the_three_ways_is_read_back(day: date) -> None:
    """2026/11/25, 115/11/25 and 民國115年11月25日 (J6.1)."""
    republic = day.year - 1911
    assert read_date(f"{day.year}/{day.month:02}/{day.day:02}") == day
    assert read_date(f"{republic}/{day.month:02}/{day.day:02}") == day
    assert read_date(f"民國{republic}年{day.month}月{day.day}日") == day


@settings(max_examples=1000)
@given(st.text(alphabet=st.sampled_from("aZ09é１Ａ中 !"), min_size=1, max_size=12))
def test_the_published_password_rules_are_neither_stricter_nor_looser(text: str) -> None:
    """Eight characters, one English letter, one digit, and nothing else (P-02)."""
    keys = ("password.length", "password.letter", "password.digit")
    wanted = {
        "password.length": len(text) >= 8,
        "password.letter": bool(set(text) & set("aZ")),
        "password.digit": bool(set(text) & set("09")),
    }
    broken = {each.id for each in check(keys, text, Facts())}
    assert broken == {key for key in keys if not wanted[key]}


def test_reading_the_rules_loads_no_screen_and_no_wire() -> None:
    """The core imports without textual, rich, requests, keyring, and zxcvbn waits for its first use."""
    heavy = "{'textual', 'rich', 'requests', 'keyring', 'zxcvbn', 'PIL', 'argon2'}"
    modules = "ntuh_onboard.rules, ntuh_onboard.journey.suggestions"
    code = f"import sys, {modules}; sys.exit(sorted({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
