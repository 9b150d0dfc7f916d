"""Where a rule turns: what lies just on either side of it."""

from __future__ import annotations

from datetime import date

import pytest

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import RULES, Expiry, Facts, Level, Rule, expiry, read_date
from ntuh_onboard.rules.model import advice, hospital

DAY, BEFORE = date(2026, 11, 25), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24 11:00-05:00", DAY),
        ("2026-11-25 01:00+10:00", BEFORE),
        ("2026-11-25T00:20+08:30", BEFORE),
        ("2026-11-25T00:40+08:30", DAY),
        ("2026-11-24T15:59Z", BEFORE),
        ("2026-11-25 0時+08:01", BEFORE),
        ("2026-11-25 0時+08:00", DAY),
    ],
)
def test_a_time_in_another_zone_is_a_day_in_taipei(text: str, day: date) -> None:
    """To the minute, on either side of Greenwich."""
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("2026/02/30 ~ 2026/12/31", Expiry.UNREADABLE),
        ("2025/08/01 ~ 2026/11/24", Expiry.OVER),
        ("2026/11/25起至2026/11/25", Expiry.SOON),
        ("2026/12/31 ~ 2026/11/24", Expiry.UNREADABLE),
        ("2026/11/25起", Expiry.UNREADABLE),
    ],
)
def test_of_a_span_the_last_day_counts(text: str, stands: Expiry) -> None:
    """Also where it is the first; not where one of the days does not exist, or they stand in no order."""
    assert expiry(text, DAY) is stands


@pytest.mark.parametrize(("text", "holds"), [("harbour9q", False), ("Meadow12", True), ("tram55pole", True)])
def test_a_password_may_be_guessed_by_a_patient_machine_alone(text: str, holds: bool) -> None:  # noqa: FBT001  # of the table
    """Zxcvbn's scores 1, 2 and 3: 0 and 1 are too common."""
    assert RULES["password.common"].holds(text, Facts()) is holds


def test_a_name_is_repeated_even_where_it_was_kept_as_a_secret() -> None:
    """What is compared is the text."""
    assert RULES["alias.repeat"].holds("yifen.chen", Facts(other=Secret("yifen.chen")))
    assert not RULES["alias.repeat"].holds("yifen.chen", Facts(other=Secret("yifen.chan")))


def test_the_hospitals_rules_block_and_ours_advise() -> None:
    """The two ways to make one."""

    def holds(text: str, _: Facts) -> bool:
        return bool(text)

    assert hospital("a.b", "J1", holds) == Rule("a.b", Level.HOSPITAL, "J1", holds)
    assert advice("a.b", "J1", holds) == Rule("a.b", Level.ADVICE, "J1", holds)
