"""What a seller sees of its own goods: offers, products, stock, and what it probably means next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import (
    BulkAct,
    Kind,
    Level,
    Location,
    Lot,
    Offer,
    OfferStatus,
    Product,
    ProductStatus,
    StockMove,
    Variant,
)
from dure.rooms.catalog.models.offers import LISTED
from dure.rooms.catalog.models.stock import KEPT_IN
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.merchants.queries.merchants import find
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

UNDO_OFFERED_FOR = timedelta(hours=1)
MOVES_SHOWN = 30
FEW = 3


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The seller whose pages these are."""

    organisation_id: UUID
    currency: str
    is_approved: bool
    is_set_up: bool


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a seller probably means for a kind: as last time, else as such goods usually go (then without a price)."""

    size: Quantity
    price: Money | None
    count: int
    package: str = ""


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """What lies at one level, with everything a line of the stock page shows."""

    level: Level
    product: Product
    size: Quantity
    package: str
    lot: Lot | None
    location: Location
    offer_count: int

    @property
    def is_scarce(self) -> bool:
        """Whether only a few are left to sell."""
        return 0 < self.level.free <= FEW

    @property
    def is_expired(self) -> bool:
        """Whether it is past its day."""
        return self.level.sell_until is not None and self.level.sell_until <= clock.now()


def shop(*, by: Actor, organisation_id: UUID) -> Shop:
    """Return the seller to those who may act for it; NotFound to everybody else."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = find(organisation_id=organisation_id)
    return Shop(
        organisation_id=organisation_id,
        currency=found.currency if found else "KRW",
        is_approved=found.is_approved if found else False,
        is_set_up=found is not None,
    )


def own_offers(*, organisation_id: UUID, text: str = "", status: str = "") -> QuerySet[Offer]:
    """Return a seller's offers that have not ended, newest first; `text` looks in the names of products and kinds."""
    own = Offer.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, channel__in=LISTED)
    found = own.exclude(status=OfferStatus.ENDED)
    if status in OfferStatus.values:
        found = found.filter(status=status)
    if text.strip():
        called = Q()
        for name in ("name", "name_ko", "name_zh", "name_en", "kind__name_ko", "kind__name_zh", "kind__name_en"):
            called |= Q(**{f"{name}__icontains": text.strip()})
        mine = Product.objects.filter(called, organisation_id=organisation_id)
        found = found.filter(product_id__in=mine.values("id"))
    return found.order_by("-offer_id")


def own_product(*, organisation_id: UUID, product_id: UUID) -> Product:
    """Return a seller's product with its kind, whatever its state; ProductUnknown for others'."""
    own = Product.objects.select_related("kind", "organisation").filter(organisation_id=organisation_id)
    found = own.filter(id=product_id).first()
    if found is None:
        raise errors.ProductUnknown
    return found


def shown_products(*, organisation_id: UUID) -> list[Product]:
    """Return a seller's products that were not taken out, with their kinds, newest first."""
    own = Product.objects.select_related("kind", "organisation").filter(organisation_id=organisation_id)
    return list(own.exclude(status=ProductStatus.WITHDRAWN).order_by("-id"))


def own_offer(*, organisation_id: UUID, offer_id: int) -> Offer:
    """Return a seller's offer; OfferUnknown for others'."""
    found = Offer.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, offer_id=offer_id).first()
    if found is None:
        raise errors.OfferUnknown
    return found


def guess(*, organisation_id: UUID, kind: Kind) -> Guess:
    """Return how a seller most likely sells a kind, from what it listed of it last."""
    return guesses(organisation_id=organisation_id, kinds=[kind])[kind.code]


def guesses(*, organisation_id: UUID, kinds: Iterable[Kind]) -> dict[str, Guess]:
    """Return how a seller most likely sells each of some kinds, in three queries."""
    wanted = {kind.code: kind for kind in kinds}
    products = dict(
        Product.objects.filter(organisation_id=organisation_id, kind_id__in=wanted).values_list("id", "kind_id")
    )
    latest = Offer.objects.filter(cell_id=HOME_CELL, product_id__in=products).order_by("product_id", "-offer_id")
    last = {products[offer.product_id]: offer for offer in sorted(latest.distinct("product_id"), key=_number)}
    sizes = {found.id: found for found in Variant.objects.filter(id__in=[offer.variant_id for offer in last.values()])}
    return {code: _guess(kind, last.get(code), sizes) for code, kind in wanted.items()}


def stock(*, organisation_id: UUID) -> list[StockRow]:
    """Return everything that lies or lay at a seller's locations, by location and name, in five queries."""
    levels = list(Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id).order_by("level_id"))
    return sorted(_rows(levels), key=lambda row: (row.location.created_at, row.product.shown_name, row.size.base))


def running_low(*, organisation_id: UUID, count: int) -> list[StockRow]:
    """Return some of what a seller has on sale and only a few of, the fewest first, in five queries."""
    levels = Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id).alias(
        left=F("on_hand") - F("reserved")
    )
    found = levels.filter(left__gt=0, left__lte=FEW).filter(Q(sell_until__isnull=True) | Q(sell_until__gt=clock.now()))
    return _rows(list(found.order_by("left", "level_id")[:count]))


def expiring(*, organisation_id: UUID, within: timedelta, count: int) -> list[StockRow]:
    """Return some of what a seller still has and may not sell for long, the next first, in five queries."""
    now = clock.now()
    levels = Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, on_hand__gt=F("reserved"))
    found = levels.filter(sell_until__gt=now, sell_until__lte=now + within)
    return _rows(list(found.order_by("sell_until", "level_id")[:count]))


def has_products(*, organisation_id: UUID) -> bool:
    """Whether a seller has anything listed."""
    return Product.objects.filter(organisation_id=organisation_id).exists()


def stock_row(*, organisation_id: UUID, level_id: int) -> StockRow:
    """Return one line of the stock page; LevelUnknown for others'."""
    found = Level.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id, level_id=level_id)
    rows = _rows(list(found))
    if not rows:
        raise errors.LevelUnknown
    return rows[0]


def moves(*, level_id: int) -> list[StockMove]:
    """Return the latest changes of what lies at a level, newest first."""
    return list(StockMove.objects.filter(cell_id=HOME_CELL, level_id=level_id)[:MOVES_SHOWN])


def own_locations(*, organisation_id: UUID) -> list[Location]:
    """Return the open locations where a seller keeps goods, the first one first."""
    own = Location.objects.filter(organisation_id=organisation_id, closed_at__isnull=True, kind__in=KEPT_IN)
    return list(own)


def holiday(*, organisation_id: UUID) -> BulkAct | None:
    """Return the closing for a while that lasts still; None for a shop that is open."""
    closings = BulkAct.objects.filter(organisation_id=organisation_id, sort=BulkAct.Sort.HOLIDAY)
    return closings.filter(undone_at__isnull=True).first()


def latest_act(*, organisation_id: UUID) -> BulkAct | None:
    """Return the latest change of many offers, while it is fresh and was not taken back."""
    found = BulkAct.objects.filter(organisation_id=organisation_id).first()
    is_fresh = found is not None and clock.now() - found.made_at < UNDO_OFFERED_FOR
    return found if found and is_fresh and found.undone_at is None else None


def _number(offer: Offer) -> int:
    return offer.offer_id


def _guess(kind: Kind, last: Offer | None, sizes: dict[UUID, Variant]) -> Guess:
    """Return a guess from the last offer of a kind, else from what is usual."""
    if last is None:
        return Guess(size=Quantity.of(kind.usual_amount, kind.usual_unit), price=None, count=10)
    size = sizes[last.variant_id]
    return Guess(size=size.size, price=last.amount, count=10, package=size.package)


def _rows(levels: list[Level]) -> list[StockRow]:
    """Return levels with what they are of."""
    variants = Variant.objects.select_related("product__kind").in_bulk([level.variant_id for level in levels])
    lots = Lot.objects.in_bulk([level.lot_id for level in levels if level.lot_id])
    locations = Location.objects.in_bulk([level.location_id for level in levels])
    offers = Offer.objects.filter(cell_id=HOME_CELL, level_id__in=[level.level_id for level in levels])
    counts = dict(offers.filter(status=OfferStatus.OPEN).values_list("level_id").annotate(n=Count(F("offer_id"))))
    return [
        StockRow(
            level=level,
            product=variants[level.variant_id].product,
            size=variants[level.variant_id].size,
            package=variants[level.variant_id].package,
            lot=lots.get(level.lot_id) if level.lot_id else None,
            location=locations[level.location_id],
            offer_count=counts.get(level.level_id, 0),
        )
        for level in levels
    ]
