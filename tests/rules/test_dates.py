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


@pytest.mark.parametrize(
    "text",
    [
        "2026/11/25 23:59:59",
        "2026/11/25 23:59",
        "2026/11/25 下午 11:59:59",
        "2026/11/25 上午 12:00:00",
        "2026/11/25下午11:59",
        "2026/11/25 11:59:59 PM",
        "2026-11-25T23:59:59",
        "2026-11-25T23:59:59.997",
        "2026-11-25T23:59:59+08:00",
        "2026-11-24T16:00:00Z",
        "2026-11-24 23:00 -0500",
        "民國115年11月25日23時59分59秒",
        "民國115年11月25日 下午11時59分止",
        "115年11月25日24時",
        "2026年11月25號",
        "2026.11.25",
        "115.11.25",
        "2026 / 11 / 25",
        "2026 - 11 - 25",
        "20261125",
        "1151125",
        "民國1151125",
        "2026/11/25(三)",
        "2026/11/25（星期三）",
        "2026/11/25 (三) 23:59",
        "2026/11/25 週三",
        "2026/11/25（尚餘 3 天）",
        "2026/11/25，剩 120 天",
        "2026/11/25（民國115年11月25日）",
        "至2026/11/25止",
        "有效至 2026/11/25 為止",
        "2026/11/25 到期",
        "2026/11/25 extra",
        "有效期限：2026/11/25。",
        "Nov 25 2026 11:59PM",
        "November 25, 2026",
        "25-Nov-2026",
        "25 Nov 2026",
        "2026/11/25\u00a0",
    ],
)
def test_a_date_is_read_whatever_is_written_behind_or_into_it(text: str) -> None:
    """A time, the half of the day, the weekday, words and brackets, as programs print a date; its day is Taipei's."""
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("2025/08/01 ~ 2026/11/20", Expiry.OVER),
        ("2025/08/01 至 2026/11/25", Expiry.SOON),
        ("自114年8月1日起至115年12月31日止", Expiry.FINE),
        ("2025-08-01 00:00 - 2026-11-20 23:59", Expiry.OVER),
        ("2026/11/20 起", Expiry.UNREADABLE),
        ("自 2026/11/20", Expiry.UNREADABLE),
        ("2026/11/20 2026/12/25", Expiry.UNREADABLE),
        ("2026/12/25 ~ 2026/11/20", Expiry.UNREADABLE),
    ],
)
def test_of_a_span_the_last_day_counts(text: str, stands: Expiry) -> None:
    """And of a day from which something holds nothing is claimed."""
    assert expiry(text, DAY) is stands


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
        "2026/11/25 23",
        "2026/11/25 或 2026/11/26",
        "2026/11/25 12",
        "x2026/11/25",
        "202611251",
        "0912345678",
        "2026/11/255",
        "2026/11/25/1",
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
