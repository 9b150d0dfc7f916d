"""Moments and dates in words."""

from __future__ import annotations

from datetime import date, timedelta

from ntuh_onboard.common.clock import Clock


def at_hour(clock: Clock, elapsed: float) -> str:
    """The hour in Taipei of a moment of `Clock.elapsed()`, as 09:41."""
    return (clock.now() - timedelta(seconds=clock.elapsed() - elapsed)).strftime("%H:%M")


def day(moment: date) -> str:
    """A date as the hospital writes it: 2026/11/25."""
    return moment.strftime("%Y/%m/%d")
