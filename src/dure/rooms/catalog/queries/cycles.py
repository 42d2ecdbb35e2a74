"""What coordinators, producers, hubs and buyers see of order cycles; each page in a constant number of questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import (
    Channel,
    Cycle,
    CycleStatus,
    Level,
    Offer,
    OfferStatus,
    Omission,
    Product,
    Round,
    Supply,
    SupplyItem,
    Variant,
)
from dure.rooms.catalog.queries.offers import OfferView, views_of
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

CYCLES_SHOWN = 50
GOODS_AT_ONCE = 60


@dataclass(frozen=True, kw_only=True)
class MyCycles:
    """The cycles an organisation coordinates, and those it was asked to bring goods to, or to lend its hub."""

    own: Sequence[Cycle]
    supplies: Sequence[Supply]
    rounds: Sequence[Round]


@dataclass(frozen=True, kw_only=True)
class CyclePage:
    """A cycle with its producers (each with `item_count`) and rounds (each with `omission_count`)."""

    cycle: Cycle
    supplies: Sequence[Supply]
    rounds: Sequence[Round]
    item_count: int


@dataclass(frozen=True, kw_only=True)
class SupplyRow:
    """One good a producer has, and what it asks for it in the cycle (minor units; None where it is not brought)."""

    level: Level
    product: Product
    variant: Variant
    price: int | None


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One good of a supply, and the rounds it is left out of."""

    item: SupplyItem
    left_out: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class RoundGoods:
    """Some goods of a round, from a place on; `next_after` leafs on."""

    round: Round
    offers: Sequence[OfferView]
    next_after: int | None


def my_cycles(*, by: Actor, organisation_id: UUID) -> MyCycles:
    """Return the cycles an organisation has to do with, newest first; NotFound to strangers."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    supplies = Supply.objects.select_related("cycle__organisation").filter(producer_id=organisation_id)
    rounds = Round.objects.select_related("cycle__organisation", "hub").filter(hub__organisation_id=organisation_id)
    asked = rounds.exclude(cycle__organisation_id=organisation_id)
    return MyCycles(
        own=list(Cycle.objects.filter(organisation_id=organisation_id)[:CYCLES_SHOWN]),
        supplies=list(supplies.order_by("-cycle__opens_at", "-id")[:CYCLES_SHOWN]),
        rounds=list(asked.order_by("-cycle__opens_at", "-id")[:CYCLES_SHOWN]),
    )


def own_cycle(*, by: Actor, organisation_id: UUID, cycle_id: UUID) -> Cycle:
    """Return a coordinator's own cycle; CycleUnknown for others'."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = Cycle.objects.filter(id=cycle_id, organisation_id=organisation_id).first()
    if found is None:
        raise errors.CycleUnknown
    return found


def cycle_page(*, by: Actor, organisation_id: UUID, cycle_id: UUID) -> CyclePage:
    """Return a coordinator's own cycle with everything its page shows, however many producers there are."""
    cycle = own_cycle(by=by, organisation_id=organisation_id, cycle_id=cycle_id)
    supplies = Supply.objects.select_related("producer").filter(cycle=cycle).annotate(item_count=Count("items"))
    rounds = Round.objects.select_related("hub__region").filter(cycle=cycle).annotate(omission_count=Count("omissions"))
    found = list(supplies.order_by("producer__name", "id"))
    return CyclePage(
        cycle=cycle,
        supplies=found,
        rounds=list(rounds.order_by("hub__name", "id")),
        item_count=sum(supply.item_count for supply in found if supply.answered_at),
    )


def own_supply(*, by: Actor, organisation_id: UUID, supply_id: UUID) -> Supply:
    """Return what a producer brings to a cycle; CycleUnknown for others'."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    mine = Supply.objects.select_related("cycle__organisation").filter(producer_id=organisation_id)
    found = mine.filter(id=supply_id).first()
    if found is None:
        raise errors.CycleUnknown
    return found


def own_round(*, by: Actor, organisation_id: UUID, round_id: UUID) -> Round:
    """Return what a cycle brings to an organisation's hub; CycleUnknown for others'."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    mine = Round.objects.select_related("cycle__organisation", "hub").filter(hub__organisation_id=organisation_id)
    found = mine.filter(id=round_id).first()
    if found is None:
        raise errors.CycleUnknown
    return found


def supply_rows(*, supply: Supply) -> list[SupplyRow]:
    """Return everything a producer has on its shelves, by name, with the price it asks in this cycle."""
    levels = list(Level.objects.filter(cell_id=HOME_CELL, organisation_id=supply.producer_id))
    variants = Variant.objects.select_related("product__kind").filter(id__in={level.variant_id for level in levels})
    known = {variant.id: variant for variant in variants.exclude(product__status="withdrawn")}
    prices = dict(SupplyItem.objects.filter(supply=supply).values_list("level_id", "price"))
    rows = [
        SupplyRow(
            level=level, product=known[level.variant_id].product, variant=known[level.variant_id],
            price=prices.get(level.level_id),
        )
        for level in levels if level.variant_id in known
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.product.shown_name, row.variant.base, row.level.level_id))


def item_rows(*, cycle: Cycle, supply_id: UUID) -> list[ItemRow]:
    """Return the goods of one supply of a cycle, with the rounds they are left out of; CycleUnknown for others'."""
    if not Supply.objects.filter(id=supply_id, cycle=cycle).exists():
        raise errors.CycleUnknown
    items = SupplyItem.objects.select_related("variant__product", "supply__producer").filter(supply_id=supply_id)
    left: dict[UUID, set[UUID]] = {}
    for item_id, round_id in Omission.objects.filter(item__supply_id=supply_id).values_list("item_id", "round_id"):
        left.setdefault(item_id, set()).add(round_id)
    found = items.order_by("variant__product__name", "variant__base", "id")
    return [ItemRow(item=item, left_out=frozenset(left.get(item.id, ()))) for item in found]


def open_rounds() -> list[Round]:
    """Return where something can be ordered for a hub just now, by the hub's name; for everybody."""
    now = clock.now()
    found = _rounds().filter(cycle__opens_at__lte=now, cycle__closes_at__gt=now)
    return list(found.order_by("hub__name", "cycle__closes_at", "id"))


def open_round(*, round_id: UUID) -> Round:
    """Return a round of an open cycle; CycleUnknown for any other."""
    found = _rounds().filter(id=round_id).first()
    if found is None:
        raise errors.CycleUnknown
    return found


def round_goods(*, round_id: UUID, after: int = 0) -> RoundGoods:
    """Return some of what can be ordered for a hub, in the order of the offers' numbers after one of them."""
    found = open_round(round_id=round_id)
    offers = Offer.objects.filter(
        cell_id=HOME_CELL, channel=Channel.HUB, cycle_id=round_id, status=OfferStatus.OPEN, offer_id__gt=after
    )
    some = list(offers.order_by("offer_id")[: GOODS_AT_ONCE + 1])
    shown = some[:GOODS_AT_ONCE]
    more = len(some) > GOODS_AT_ONCE
    return RoundGoods(round=found, offers=views_of(shown), next_after=shown[-1].offer_id if more else None)


def round_ids(*, cycle_id: UUID) -> list[UUID]:
    """Return what the `cycle_id` of this cycle's offers may be: the ids of its rounds."""
    return list(Round.objects.filter(cycle_id=cycle_id).values_list("id", flat=True))


def fee_shares(*, offer_ids: Collection[int]) -> Mapping[int, Mapping[UUID, int]]:
    """Return of each offer of a cycle what of one piece's price goes to whom besides the producer (minor units)."""
    offers = Offer.objects.filter(cell_id=HOME_CELL, offer_id__in=list(offer_ids), cycle_id__isnull=False)
    found = {offer.offer_id: offer for offer in offers.filter(channel=Channel.HUB)}
    if not found:
        return {}
    rounds = Round.objects.select_related("cycle", "hub").filter(id__in={offer.cycle_id for offer in found.values()})
    known = {each.id: each for each in rounds}
    wanted = Q(pk__in=[])
    for each in known.values():
        levels = [offer.level_id for offer in found.values() if offer.cycle_id == each.id]
        wanted |= Q(supply__cycle_id=each.cycle_id, level_id__in=levels)
    items = SupplyItem.objects.select_related("supply", "variant").filter(wanted)
    prices = {(item.supply.cycle_id, item.level_id): item for item in items}
    return {
        number: _shares(known[offer.cycle_id], prices.get((known[offer.cycle_id].cycle_id, offer.level_id)))
        for number, offer in found.items()
        if offer.cycle_id in known
    }


def _shares(round_: Round, item: SupplyItem | None) -> dict[UUID, int]:
    """Return what coordinator and hub have of one piece; the producer has the rest."""
    shares: dict[UUID, int] = {}
    if item is not None:
        for whose, party in ((round_.cycle.organisation_id, round_.cycle), (round_.hub.organisation_id, round_)):
            shares[whose] = shares.get(whose, 0) + party.fee.on(item.price, weight_mg=item.variant.weight_mg)
    return {whose: fee for whose, fee in shares.items() if fee}


def _rounds() -> QuerySet[Round]:
    open_ones = Round.objects.filter(cycle__status=CycleStatus.OPEN, agreed_at__isnull=False)
    return open_ones.select_related("cycle__organisation", "hub__region")
