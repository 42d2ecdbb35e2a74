"""What the orders of a cycle are found by, for lists of orders: reads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from dure.rooms.catalog.models import Cycle, CycleStatus, Offer, Round, Supply
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.people.queries.organisations import names

SHOWN_MAX: Final = 12


@dataclass(frozen=True, kw_only=True)
class CycleRound:
    """One hub's share of a cycle, by the names of both."""

    cycle_id: UUID
    cycle: str
    round_id: UUID
    hub: str


@dataclass(frozen=True, kw_only=True)
class RoundSales:
    """By what the sales of some rounds are found: their offers and, for who coordinates them, all their producers."""

    offers: list[int]
    producers: Mapping[UUID, str] = field(default_factory=dict)


def latest_rounds(*, organisation_id: UUID) -> list[CycleRound]:
    """Return the rounds of the last twelve opened cycles that an organisation coordinates or brings goods to.

    The newest cycle comes first, its hubs by name; two queries.
    """
    takes_part = Q(organisation_id=organisation_id) | Q(
        id__in=Supply.objects.filter(producer_id=organisation_id, answered_at__isnull=False).values("cycle_id")
    )
    opened = Cycle.objects.filter(takes_part).exclude(status=CycleStatus.PLANNED)
    cycles = {each.id: each for each in opened.order_by("-opens_at", "-id")[:SHOWN_MAX]}
    of_cycle: dict[UUID, list[Round]] = {cycle_id: [] for cycle_id in cycles}
    for each in Round.objects.filter(cycle_id__in=cycles).select_related("hub").order_by("hub__name", "id"):
        of_cycle[each.cycle_id].append(each)
    return [
        CycleRound(cycle_id=cycle_id, cycle=cycles[cycle_id].name, round_id=each.id, hub=each.hub.name)
        for cycle_id, rounds in of_cycle.items()
        for each in rounds
    ]


def sales_of_rounds(*, round_ids: Collection[UUID], organisation_id: UUID) -> RoundSales:
    """Return by what the sales of rounds are found, also of offers that have ended.

    Producers are told only of cycles that the organisation coordinates: of others' cycles it sees its own share.
    """
    own = Round.objects.filter(id__in=round_ids, cycle__organisation_id=organisation_id)
    supplies = Supply.objects.filter(cycle__in=own.values("cycle_id"))
    producers = names(
        organisation_ids=list(supplies.values_list("producer_id", flat=True).distinct()),
        language=get_language() or "ko",
    )
    offers = Offer.objects.filter(cell_id=HOME_CELL, cycle_id__in=round_ids)
    if producers:
        offers = offers.filter(cycle_id__in=own.values("id"))
    return RoundSales(offers=list(offers.order_by("offer_id").values_list("offer_id", flat=True)), producers=producers)
