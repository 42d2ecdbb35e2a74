"""Which orders a night looks through: what is new, and a twenty-eighth of everything older. Pure."""

from datetime import date, datetime, timedelta
from typing import Final

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.numbers import EPOCH, ID_MAX, first_id_at, id_range_of

NIGHTS: Final = 28
"""In so many nights every day's orders are looked through again."""

LATECOMERS: Final = timedelta(days=1)
"""How far before its last look a night begins: an order's number may be older than its row."""

Span = tuple[int, int]
"""A range of numbers: the first of it, and the first behind it."""

EVERYTHING: Final[Span] = (0, ID_MAX)


def spans_of_night(*, night: date, last_look: datetime | None) -> list[Span]:
    """Return the ranges of numbers of a night: everything when nobody has looked yet."""
    if last_look is None:
        return [EVERYTHING]
    fresh = first_id_at(last_look - LATECOMERS)
    first_day = EPOCH.astimezone(HOUSE_ZONE).date()
    turns = range(
        (night - first_day).days % NIGHTS, (last_look.astimezone(HOUSE_ZONE).date() - first_day).days + 1, NIGHTS
    )
    days = [id_range_of(first_day + timedelta(days=turn), HOUSE_ZONE) for turn in turns]
    return [(first, min(after, fresh)) for first, after in days if first < fresh] + [(fresh, ID_MAX)]
