"""What may still be taken back, and what was: reads."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from dure.kernel import clock
from dure.rooms.dispatch.handover import CORRECTABLE, Step
from dure.rooms.dispatch.models import TraceEvent

TAKEN_BACK_WITHIN: Final = timedelta(minutes=10)
SHOWN_MAX: Final = 3


def told_lately(*, person_id: UUID) -> list[TraceEvent]:
    """Return what somebody told in the last ten minutes and may take back, newest first, each with its shipment."""
    lately = TraceEvent.objects.filter(
        person_id=person_id,
        step__in=CORRECTABLE,
        recorded_at__gt=clock.now() - TAKEN_BACK_WITHIN,
        correction__isnull=True,
    )
    return list(lately.select_related("shipment").order_by("-recorded_at")[:SHOWN_MAX])


def was_taken_back(*, reference: str, delivered_at: datetime) -> bool:
    """Whether the handing over that was told for that moment was taken back."""
    handed = TraceEvent.objects.filter(
        shipment__reference=reference, step=Step.DELIVER, happened_at=delivered_at, correction__isnull=False
    )
    return handed.exists()
