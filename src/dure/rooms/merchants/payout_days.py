"""On which days money is sent. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

PAYOUT_WEEKDAY: Final = 2
"""Wednesday, as `date.weekday` counts."""

LEAST: Final[Mapping[str, int]] = {"KRW": 1_000, "CNY": 500}
"""Smaller amounts wait for the next run, in minor units: a transfer must be worth its fee."""


def next_payout_day(today: date) -> date:
    """Return the day of the next run: today if it is the day, else the coming one."""
    return today + timedelta(days=(PAYOUT_WEEKDAY - today.weekday()) % 7)


def payout_day_from(today: date, usable_from: date) -> date:
    """Return the first run on which an account that can be used from a day on is paid."""
    return next_payout_day(max(today, usable_from))
