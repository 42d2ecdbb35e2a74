"""Putting the goods of a purchase history on one seller's shelves, tens of thousands at once, to replay it.

They stand in the hub channel, so the public shop does not list them. Each price a good was ever sold at is an offer of
its own on the good's one stock; the round of a price (`cycle_id`) is what tells them apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.rooms.catalog.models import Channel, Level, Location, Offer, Product, StockMove, Variant
from dure.rooms.catalog.models.products import NAME_LENGTH_MAX, ProductStatus
from dure.rooms.catalog.models.stock import MoveKind, PlaceKind
from dure.rooms.ledger.chart import HOME_CELL

AT_ONCE: Final = 1_000
PLACE: Final = "History"


@dataclass(frozen=True)
class Good:
    """A good of the history: its name there, what it is called, and every price (minor units) it was sold at."""

    code: str
    name: str
    prices: frozenset[int]


@transaction.atomic
def shelve_history(
    *, organisation_id: UUID, kind_code: str, currency: str, goods: Sequence[Good], on_hand: int,
    cell_id: int = HOME_CELL,
) -> dict[tuple[str, int], int]:  # fmt: skip
    """Have every good on the shelf, so many of each, and an offer for each of its prices; return offers by both.

    What is there already stays as it is, so that a history can be replayed again.
    """
    product_ids = {good.code: uuid5(organisation_id, good.code) for good in goods}
    _make_products(goods, product_ids, organisation_id, kind_code)
    levels = _levels(product_ids, organisation_id, on_hand, cell_id)
    known = {
        (offer.product_id, offer.price): offer.offer_id
        for offer in Offer.objects.filter(cell_id=cell_id, organisation_id=organisation_id)
    }
    missing = [
        (product_ids[good.code], price)
        for good in goods
        for price in sorted(good.prices)
        if (product_ids[good.code], price) not in known
    ]
    known |= _make_offers(missing, levels, organisation_id, currency)
    return {(good.code, price): known[product_ids[good.code], price] for good in goods for price in good.prices}


def _make_products(
    goods: Sequence[Good], product_ids: Mapping[str, UUID], organisation_id: UUID, kind_code: str
) -> None:
    """Make the products that are not there yet, each in one size."""
    moment = clock.now()
    products = [
        Product(
            id=product_ids[good.code], organisation_id=organisation_id, kind_id=kind_code,
            name=good.name[:NAME_LENGTH_MAX], status=ProductStatus.LISTED, created_at=moment, changed_at=moment,
        )
        for good in goods
    ]  # fmt: skip
    Product.objects.bulk_create(products, batch_size=AT_ONCE, ignore_conflicts=True)
    variants = [Variant(product=product, base=1, unit="piece", created_at=moment) for product in products]
    Variant.objects.bulk_create(variants, batch_size=AT_ONCE, ignore_conflicts=True)


def _levels(product_ids: Mapping[str, UUID], organisation_id: UUID, on_hand: int, cell_id: int) -> dict[UUID, Level]:
    """Return the level of each product, filled when it is new."""
    shelf, _is_new = Location.objects.get_or_create(
        organisation_id=organisation_id, name=PLACE,
        defaults={"kind": PlaceKind.HALL, "created_at": clock.now()},
    )  # fmt: skip
    products = dict(Variant.objects.filter(product__organisation_id=organisation_id).values_list("id", "product_id"))
    here = Level.objects.filter(cell_id=cell_id, location_id=shelf.id)
    found = {products[level.variant_id]: level for level in here}
    empty = set(product_ids.values()) - found.keys()
    missing = [(variant, product) for variant, product in products.items() if product in empty]
    fresh = [
        Level(
            cell_id=cell_id, level_id=number, organisation_id=organisation_id, variant_id=variant_id,
            location_id=shelf.id, on_hand=on_hand, reserved=0, sold=0,
        )
        for number, (variant_id, _product) in zip(_numbers(len(missing)), missing, strict=True)
    ]  # fmt: skip
    Level.objects.bulk_create(fresh, batch_size=AT_ONCE)
    StockMove.objects.bulk_create(
        (
            StockMove(
                cell_id=cell_id, level_id=level.level_id, kind=MoveKind.RECEIVED, change=on_hand, on_hand_after=on_hand,
                reference="history",
            )
            for level in fresh
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    return found | {product: level for level, (_variant, product) in zip(fresh, missing, strict=True)}


def _make_offers(
    missing: Sequence[tuple[UUID, int]], levels: Mapping[UUID, Level], organisation_id: UUID, currency: str
) -> dict[tuple[UUID, int], int]:
    """Make an offer for each price of each product that has none yet."""
    made: dict[tuple[UUID, int], int] = {}
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        offers = [
            Offer(
                cell_id=levels[product_id].cell_id, offer_id=number, organisation_id=organisation_id,
                product_id=product_id, variant_id=levels[product_id].variant_id, level_id=levels[product_id].level_id,
                channel=Channel.HUB, price=price, currency=currency, is_public=True,
                cycle_id=uuid5(organisation_id, str(price)), changed_at=clock.now(),
            )
            for number, (product_id, price) in zip(_numbers(len(some)), some, strict=True)
        ]  # fmt: skip
        Offer.objects.bulk_create(offers)
        made |= {(offer.product_id, offer.price): offer.offer_id for offer in offers}
    return made


def _numbers(count: int) -> list[int]:
    """Return so many fresh numbers."""
    return SEQUENCER.take(count, at=clock.now())
