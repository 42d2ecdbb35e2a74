"""The house's clock: everyone asks here, so tests can stop it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

HOUSE_ZONE = ZoneInfo("Asia/Seoul")
"""Days of the book begin at midnight here."""


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the present day in the house's zone."""
    return now().astimezone(HOUSE_ZONE).date()
