"""What coordinator and hub of an order cycle have once for every order: shown before it is paid, shared out after."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel.money import Money
from dure.kernel.questions import Question, ask, name_of
from dure.rooms.catalog.models import Channel, Offer
from dure.rooms.ledger.chart import HOME_CELL

FEES: Final = f"""
SELECT round.id AS round_id, cycle.currency,
    coordinator.id AS coordinator_id, {name_of("coordinator")} AS coordinator, cycle.fee_order AS coordinator_fee,
    keeper.id AS keeper_id, {name_of("keeper")} AS keeper, round.fee_order AS keeper_fee
FROM catalog_round AS round
JOIN catalog_cycle AS cycle ON cycle.id = round.cycle_id
JOIN people_organisation AS coordinator ON coordinator.id = cycle.organisation_id
JOIN dispatch_hub AS hub ON hub.id = round.hub_id
JOIN people_organisation AS keeper ON keeper.id = hub.organisation_id
WHERE round.id IN (ROUNDS)
"""  # noqa: S608  our own words


class FeesRow(msgspec.Struct, frozen=True):
    """What the coordinator of a round and the keeper of its hub have once for an order, in minor units."""

    round_id: UUID
    currency: str
    coordinator_id: UUID
    coordinator: str
    coordinator_fee: int
    keeper_id: UUID
    keeper: str
    keeper_fee: int


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
    question = order_fees_among(rounds="SELECT unnest(%(round_ids)s::uuid[])")
    return by_round(ask(question, round_ids=list(round_ids)).of(question))


@cache
def order_fees_among(*, rounds: str) -> Question[FeesRow]:
    """Return the question for the fees of the rounds a SELECT names."""
    return Question("order_fees", FEES.replace("ROUNDS", rounds), FeesRow)


def by_round(rows: Iterable[FeesRow]) -> Mapping[UUID, tuple[OrderFee, ...]]:
    """Return what was told of rounds: the coordinator's fee, then the hub's."""
    return {row.round_id: _fees(row) for row in rows}


def rounds_of(*, offer_ids: Collection[int]) -> Mapping[int, UUID]:
    """Return the round of each of these offers that belongs to one."""
    found = Offer.objects.filter(
        cell_id=HOME_CELL, offer_id__in=set(offer_ids), channel=Channel.HUB, cycle_id__isnull=False
    )
    return {number: round_id for number, round_id in found.values_list("offer_id", "cycle_id") if round_id}


def _fees(row: FeesRow) -> tuple[OrderFee, ...]:
    parties = (
        (row.coordinator_id, row.coordinator, row.coordinator_fee),
        (row.keeper_id, row.keeper, row.keeper_fee),
    )
    return tuple(OrderFee(whose, name, Money(fee, row.currency)) for whose, name, fee in parties if fee)
