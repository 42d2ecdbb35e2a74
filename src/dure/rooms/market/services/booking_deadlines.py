"""Bookings on a clock: reminders before a date and before a step is due, and an end to those nobody goes on with."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from dure.kernel import clock
from dure.rooms.market.models import Side
from dure.rooms.market.models.bookings import Booking
from dure.rooms.market.queries.bookings import due, whose_turn
from dure.rooms.market.services import booking_notices as notices
from dure.rooms.market.services.bookings import let_time_decide

AT_ONCE_MAX: Final = 200
BEFORE_MEETING: Final = timedelta(days=1)
BEFORE_DUE: Final = timedelta(days=2)


def end_overdue() -> int:
    """End the bookings whose next step was not made in time, each by itself; return how many."""
    return sum(let_time_decide(booking_id=booking_id) for booking_id in due(count=AT_ONCE_MAX))


@transaction.atomic
def remind() -> int:
    """Tell of dates a day before, and of steps that are due in two days; each once. Return how many were told."""
    now = clock.now()
    agreed = Booking.objects.filter(status=Booking.Status.AGREED, meets_at__gt=now, meets_at__lte=now + BEFORE_MEETING)
    told = sum(notices.soon(booking=each) for each in agreed.order_by("meets_at")[:AT_ONCE_MAX])
    waiting = Booking.objects.filter(status__in=Booking.OPEN, due_at__gt=now, due_at__lte=now + BEFORE_DUE).order_by(
        "due_at"
    )
    return told + sum(
        notices.nearly_due(booking=each, side=side) for each in waiting[:AT_ONCE_MAX] for side in _sides(each)
    )


def _sides(booking: Booking) -> list[Side]:
    """Return who has to act: both once a date is agreed, since both know what became of it."""
    return list(notices.BOTH) if booking.status == Booking.Status.AGREED else [whose_turn(booking=booking)]
