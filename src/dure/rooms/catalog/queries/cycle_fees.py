"""What coordinator and hub of an order cycle have once for every order: shown before it is paid, shared out after."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from dure.kernel.money import Money
from dure.rooms.catalog.models import Channel, Offer, Round
from dure.rooms.ledger.chart import HOME_CELL


@dataclass(frozen=True)
class OrderFee:
    """Whose fee it is, under which name buyers know them, and how much."""

    whose: UUID
    name: str
    amount: Money


def order_fees(*, round_ids: Collection[UUID]) -> Mapping[UUID, tuple[OrderFee, ...]]:
    """Return of each round the fees for an order, in one query; none at all for no rounds."""
    if not round_ids:
        return {}
    rounds = Round.objects.select_related("cycle__organisation", "hub__organisation").filter(id__in=set(round_ids))
    return {each.id: _fees(each) for each in rounds}


def rounds_of(*, offer_ids: Collection[int]) -> Mapping[int, UUID]:
    """Return the round of each of these offers that belongs to one."""
    found = Offer.objects.filter(
        cell_id=HOME_CELL, offer_id__in=set(offer_ids), channel=Channel.HUB, cycle_id__isnull=False
    )
    return {number: round_id for number, round_id in found.values_list("offer_id", "cycle_id") if round_id}


def _fees(found: Round) -> tuple[OrderFee, ...]:
    """Return the fees of one round: the coordinator's, then the hub's."""
    language, currency = get_language() or "", found.cycle.currency
    parties = ((found.cycle.organisation, found.cycle.fee_order), (found.hub.organisation, found.fee_order))
    return tuple(OrderFee(party.id, party.name_in(language), Money(fee, currency)) for party, fee in parties if fee)
