from __future__ import annotations

from datetime import date, timedelta

import pytest

from ntuh_onboard.rules import Expiry, expiry, read_date

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2026/11/25",
        "2026-11-25",
        "115/11/25",
        "115-11-25",
        "民國115年11月25日",
        "中華民國115年11月25日",
        "民國 115 年 11 月 25 日",
        "115年11月25日",
        "民國115/11/25",
        "2026年11月25日",
        "２０２６／１１／２５",
        "１１５／１１／２５",
        "民國１１５年１１月２５日",
        " 2026/11/25\n",
    ],
)
def test_a_date_is_read_in_the_ways_the_hospital_writes_it(text: str) -> None:
    """The Western year and the year of the Republic, with slashes, dashes or in words (J6.1)."""
    assert read_date(text) == DAY


def test_short_figures_are_read() -> None:
    """A month or day of one figure, and a year of the Republic of two."""
    assert read_date("2026/3/5") == date(2026, 3, 5)
    assert read_date("99/3/5") == date(2010, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "無",
        "永久",
        "2026/02/30",
        "2026/13/01",
        "2026/00/10",
        "1999/12/31",
        "2101/01/01",
        "9999/12/31",
        "88/12/31",
        "190/01/01",
        "民國2026年11月25日",
        "0000/11/25",
        "5/11/25",
        "25/11/2026",
        "11/25/2026",
        "2026/11-25",
        "2026年11/25",
        "2026/11/25 extra",
        "x2026/11/25",
        "20261125",
        "2026/11/255",
        "٢٠٢٦/11/25",
        "2026/١١/25",
        "2026/11/٢٥",
        "2026年١١月25日",
        "2026年11月٢٥日",
    ],
)
def test_an_implausible_date_is_not_read(text: str) -> None:
    """No such day, before 2000, after 2100, or another order: to be shown as it came (J6.1)."""
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("days", "stands"),
    [
        (-400, Expiry.OVER),
        (-1, Expiry.OVER),
        (0, Expiry.SOON),
        (1, Expiry.SOON),
        (29, Expiry.SOON),
        (30, Expiry.FINE),
        (365, Expiry.FINE),
    ],
)
def test_an_account_is_over_after_its_last_day_and_amber_in_the_thirty_before(days: int, stands: Expiry) -> None:
    """The last day itself still counts (J6.1)."""
    assert expiry(f"{DAY + timedelta(days=days):%Y/%m/%d}", DAY) is stands


def test_a_text_that_is_no_date_is_unreadable() -> None:
    """Neither fine nor over is claimed of what could not be read."""
    assert expiry("永久", DAY) is Expiry.UNREADABLE
