"""Order cycles as desks and shop pages name them: how many wait for a seller, and which are open for buyers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from dure.kernel import clock
from dure.rooms.catalog.models import Cycle, CycleStatus, Round, Supply


@dataclass(frozen=True)
class CyclesAtHand:
    """How many cycles wait for a seller's answer, and how many it has to do with are open."""

    waiting: int
    open: int


def cycles_at_hand(*, organisation_id: UUID) -> CyclesAtHand:
    """Return how many cycles ask a seller for goods or for its hub, and how many of its cycles are open."""
    now = clock.now()
    planned = Q(cycle__status=CycleStatus.PLANNED, cycle__closes_at__gt=now)
    asked = Supply.objects.filter(planned, producer_id=organisation_id, answered_at=None).exclude(
        cycle__organisation_id=organisation_id
    )
    hubs = Round.objects.filter(planned, hub__organisation_id=organisation_id, agreed_at=None)
    mine = Q(organisation_id=organisation_id) | Q(supplies__producer_id=organisation_id)
    is_open = Cycle.objects.filter(mine, status=CycleStatus.OPEN, closes_at__gt=now)
    return CyclesAtHand(asked.count() + hubs.count(), is_open.distinct().count())


def soonest_rounds(*, count: int, organisation_id: UUID | None = None) -> Sequence[Round]:
    """Return the hubs where something can be ordered now, those that close first; of one seller's cycles if named."""
    now = clock.now()
    found = Round.objects.filter(
        cycle__status=CycleStatus.OPEN, cycle__opens_at__lte=now, cycle__closes_at__gt=now, agreed_at__isnull=False
    )
    if organisation_id is not None:
        found = found.filter(
            Q(cycle__organisation_id=organisation_id) | Q(hub__organisation_id=organisation_id)
            | Q(cycle__supplies__producer_id=organisation_id, cycle__supplies__answered_at__isnull=False)
        ).distinct()  # fmt: skip
    return list(found.select_related("cycle__organisation", "hub__region").order_by("cycle__closes_at", "id")[:count])
