"""The house's clock: everyone asks here, so tests can stop it.

A process may agree with another clock, as the gate does with PostgreSQL's: what it writes into rows is then right
however wrong its machine's clock is, or jumps to.
"""

from datetime import UTC, date, datetime
from time import monotonic, time
from zoneinfo import ZoneInfo

HOUSE_ZONE = ZoneInfo("Asia/Seoul")
"""Days of the book begin at midnight here."""

SAME_S = 0.1
"""Clocks that differ by less are taken to agree already, so that time does not go back and forth with each answer."""

_stopped: list[datetime] = []
_agreed: list[float] = []
"""The second (since 1970) at which this machine's steady clock stood at zero, by the clock agreed with."""


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _stopped[-1] if _stopped else datetime.fromtimestamp(now_s(), UTC) if _agreed else datetime.now(UTC)


def now_s() -> float:
    """Return the present moment in seconds since 1970: a quarter of the cost, for what is asked with each order."""
    if _stopped:
        return _stopped[-1].timestamp()
    return _agreed[-1] + monotonic() if _agreed else time()


def today() -> date:
    """Return the present day in the house's zone."""
    return now().astimezone(HOUSE_ZONE).date()


def agree(moment: datetime, *, took_s: float) -> None:
    """Go by another clock from now on, which said an aware moment to somebody who waited so long for the answer."""
    zero = moment.timestamp() + took_s / 2 - monotonic()
    if not _agreed or abs(zero - _agreed[-1]) > max(SAME_S, took_s):
        _agreed[:] = [zero]


def disagree() -> None:
    """Go by this machine's own clock again."""
    _agreed.clear()


def stop_at(moment: datetime) -> None:
    """Let the clock stand at an aware moment, until `go_on`; for tests and rehearsals."""
    if moment.tzinfo is None:
        raise ValueError("the clock stands at an aware moment only")
    _stopped[:] = [moment]


def go_on() -> None:
    """Let the clock run again."""
    _stopped.clear()
