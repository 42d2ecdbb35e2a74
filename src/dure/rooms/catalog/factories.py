"""Makes kinds, products, stock and offers for anybody's tests and for the demo world."""

from datetime import datetime
from itertools import count
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.numbers import new_number
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.models import Channel, Kind, Level, Location, Offer, Product, StockMove, Variant
from dure.rooms.catalog.models.products import ProductStatus
from dure.rooms.catalog.models.stock import MoveKind, PlaceKind
from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.people import factories as people

_numbers = count(1)


def kind(code: str = "apple") -> Kind:
    """Return a kind of goods by its code; the taxonomy is loaded if it is not there yet."""
    if not Kind.objects.filter(code=code).exists():
        load_kinds()
    return Kind.objects.get(code=code)


def product(*, organisation_id: UUID | None = None, kind_code: str = "apple", name: str = "") -> Product:
    """Make a listed product of an organisation (a new farm where none is given)."""
    return Product.objects.create(
        organisation_id=organisation_id or people.make_organisation().id,
        kind=kind(kind_code),
        name=name or f"Apples {next(_numbers)}",
        status=ProductStatus.LISTED,
        created_at=now(),
        changed_at=now(),
    )


def level(*, of: Product, size: str = "5 kg", on_hand: int = 10, cell_id: int = HOME_CELL) -> Level:
    """Put so many of a size of a product on a shelf of its seller."""
    quantity = Quantity.parse(size)
    variant, _ = Variant.objects.get_or_create(
        product=of, base=quantity.base, unit=quantity.unit, package="", defaults={"created_at": now()}
    )
    location, _ = Location.objects.get_or_create(
        organisation_id=of.organisation_id, name="Barn", defaults={"kind": PlaceKind.FIELD, "created_at": now()}
    )
    made = Level.objects.create(
        cell_id=cell_id, level_id=new_number(), organisation_id=of.organisation_id, variant_id=variant.id,
        location_id=location.id, on_hand=on_hand, reserved=0, sold=0,
    )  # fmt: skip
    if on_hand:
        StockMove.objects.create(
            cell_id=cell_id, level_id=made.level_id, kind=MoveKind.RECEIVED, change=on_hand, on_hand_after=on_hand
        )
    return made


@transaction.atomic
def offer(
    *,
    organisation_id: UUID | None = None,
    of: Product | None = None,
    on: Level | None = None,
    kind_code: str = "apple",
    name: str = "",
    size: str = "5 kg",
    on_hand: int = 10,
    price: int = 12_000,
    currency: str = "KRW",
    channel: str = Channel.SHOP,
    per_buyer_limit: int | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    is_public: bool = True,
    cell_id: int = HOME_CELL,
) -> Offer:
    """Make an open offer with stock behind it: of a product, or on a level, or of a new farm's new apples.

    `price` in minor units; `on_hand` counts boxes of `size`.
    """
    listed = of or product(organisation_id=organisation_id, kind_code=kind_code, name=name)
    shelf = on or level(of=listed, size=size, on_hand=on_hand, cell_id=cell_id)
    return Offer.objects.create(
        cell_id=cell_id,
        offer_id=new_number(),
        organisation_id=listed.organisation_id,
        product_id=listed.id,
        variant_id=shelf.variant_id,
        level_id=shelf.level_id,
        channel=channel,
        price=price,
        currency=currency,
        is_public=is_public,
        opens_at=opens_at,
        closes_at=closes_at,
        per_buyer_limit=per_buyer_limit,
        changed_at=now(),
    )


def shelf_of(offer: Offer) -> Level:
    """Return the level behind an offer as it is now."""
    return Level.objects.get(cell_id=offer.cell_id, level_id=offer.level_id)


def set_shelf(level_id: int, **facts: int) -> None:
    """Give a level other counts, without a move of stock that would explain them."""
    Level.objects.filter(level_id=level_id).update(**facts)


def set_offer(offer: Offer, **facts: object) -> None:
    """Give an offer other facts (a price, a status) than it was made with."""
    Offer.objects.filter(offer_id=offer.offer_id).update(**facts)


def product_of(offer: Offer) -> Product:
    """Return the product an offer is of."""
    return Product.objects.get(id=offer.product_id)


def set_product(offer: Offer, **facts: object) -> None:
    """Give the product of an offer other facts (a status) than it was made with."""
    Product.objects.filter(id=offer.product_id).update(**facts)


def reserved_count() -> int:
    """Return how many boxes of all shelves are promised to somebody."""
    return sum(Level.objects.values_list("reserved", flat=True))


def offer_numbered(offer_id: int) -> Offer:
    """Return an offer by its number."""
    return Offer.objects.get(cell_id=HOME_CELL, offer_id=offer_id)
