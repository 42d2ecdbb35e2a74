"""When a notification may travel: not in quiet hours, letters gathered or once a day. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

GATHER = timedelta(minutes=2)
"""Letters wait so long for each other, so that several notifications make one letter."""

MORNING = time(8)
"""When the letter of people who want one a day goes out."""


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When a person is left alone, by the clock of a zone, and whether letters come once a day."""

    quiet_from: time | None = time(21)
    quiet_until: time | None = time(8)
    zone: str = "Asia/Seoul"
    is_daily: bool = False


def push_due_at(moment: datetime, rhythm: Rhythm) -> datetime:
    """Return when a push may go out: now, or at the end of the quiet hours."""
    return _after_quiet(moment, rhythm)


def letter_due_at(moment: datetime, rhythm: Rhythm) -> datetime:
    """Return when a letter may go out: after gathering and quiet hours, or with the next morning's letter."""
    due = _next(moment, MORNING, rhythm) if rhythm.is_daily else moment + GATHER
    return _after_quiet(due, rhythm)


def is_quiet(moment: datetime, rhythm: Rhythm) -> bool:
    """Whether a moment lies in the quiet hours; they may reach over midnight."""
    if rhythm.quiet_from is None or rhythm.quiet_until is None:
        return False
    clock = moment.astimezone(ZoneInfo(rhythm.zone)).time()
    if rhythm.quiet_from <= rhythm.quiet_until:
        return rhythm.quiet_from <= clock < rhythm.quiet_until
    return clock >= rhythm.quiet_from or clock < rhythm.quiet_until


def _after_quiet(moment: datetime, rhythm: Rhythm) -> datetime:
    if rhythm.quiet_until is None or not is_quiet(moment, rhythm):
        return moment
    return _next(moment, rhythm.quiet_until, rhythm)


def _next(moment: datetime, at: time, rhythm: Rhythm) -> datetime:
    """Return the first moment after `moment` at which the clock of the zone shows `at`."""
    zone = ZoneInfo(rhythm.zone)
    local = moment.astimezone(zone)
    found = datetime.combine(local.date(), at, zone)
    if found <= local:
        found = datetime.combine(local.date() + timedelta(days=1), at, zone)
    return found.astimezone(moment.tzinfo)
