"""Opening hours by day of the week. Pure."""

import re
from collections.abc import Sequence
from typing import Final

DAYS: Final = 7
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def are_sound(hours: Sequence[Sequence[str]]) -> bool:
    """Whether these are seven days, Monday first, each closed (empty) or open from one time to a later one."""
    return len(hours) == DAYS and all(_is_sound(day) for day in hours)


def is_open(hours: Sequence[Sequence[str]], weekday: int, at: str) -> bool:
    """Whether a shop is open on a day of the week (Monday is 0) at a time such as 09:30."""
    if not hours or not hours[weekday]:
        return False
    opens, closes = hours[weekday]
    return opens <= at < closes


def _is_sound(day: Sequence[str]) -> bool:
    if not day:
        return True
    return len(day) == 2 and all(TIME.fullmatch(time) for time in day) and day[0] < day[1]  # noqa: PLR2004  from, to
