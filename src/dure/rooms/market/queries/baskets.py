"""What is in a basket, what of it changed since it was seen, and how many things the top bar counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from dure.kernel.money import Money
from dure.kernel.questions import Told, ask
from dure.rooms.catalog.queries import offers as catalog
from dure.rooms.catalog.queries.offers import OfferView, view_of
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.changes import Change, Offered, Wanted, change_of
from dure.rooms.market.models import Allowance, Basket, BasketLine
from dure.rooms.market.queries.bookings import BOOKED
from dure.rooms.market.queries.coupons import COUPON, HELD
from dure.rooms.market.queries.reading import BASKETS, KEPT, OFFERS, TAKEN, WantedRow


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a basket as it is shown. `offer` is None where the offer is gone for good."""

    cell_id: int
    offer_id: int
    quantity: int
    seen_price: int
    offer: OfferView | None
    change: Change | None

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it can be bought any more."""
        return self.change is not None and self.change.is_gone

    @property
    def was(self) -> Money | None:
        """The price that was seen, where today's is another one."""
        is_other = self.offer is not None and self.change is not None and self.change.is_price_changed
        return Money(self.seen_price, self.offer.price.currency) if is_other and self.offer else None

    @property
    def quantity_now(self) -> int:
        """How many of those wanted can be had now."""
        return self.change.quantity if self.change else self.quantity

    @property
    def amount(self) -> Money | None:
        """What the line costs now, for as many as can be had."""
        return self.offer.price * self.quantity_now if self.offer else None

    @property
    def quantity_max(self) -> int | None:
        """The most that can be chosen."""
        if self.offer is None:
            return None
        limit = self.offer.per_buyer_limit
        return self.offer.free if limit is None else min(self.offer.free, limit)


def basket_of(*, buyer_id: UUID | None, basket_id: UUID | None) -> Basket | None:
    """Return the person's own basket, or a stranger's by its key; None where there is none."""
    if buyer_id is not None:
        return Basket.objects.filter(buyer_id=buyer_id).first()
    return Basket.objects.filter(id=basket_id, buyer=None).first() if basket_id else None


def line_count(*, buyer_id: UUID | None, basket_id: UUID | None) -> int:
    """Return how many different things are in the basket; a stranger's that will join it counts already."""
    if buyer_id is None and basket_id is None:
        return 0
    whose = Q(basket__buyer_id=buyer_id) if buyer_id else Q()
    if basket_id is not None:
        whose |= Q(basket_id=basket_id, basket__buyer=None)
    return BasketLine.objects.filter(whose).values("cell_id", "offer_id").distinct().count()


def lines(*, basket: Basket, buyer_id: UUID | None) -> list[Line]:
    """Return a basket's lines as they were put in, each with its offer and what changed, in one query."""
    return lines_told(ask(BASKETS, KEPT, OFFERS, TAKEN, HELD, BOOKED, **whose(basket=basket, buyer_id=buyer_id)))


def lines_told(told: Told) -> list[Line]:
    """Return the lines of what was wanted, with their offers and what changed since they were seen."""
    views = {(row.cell_id, row.offer_id): view_of(row) for row in told.of(OFFERS)}
    taken = {row.offer_id: row.taken for row in told.of(TAKEN)}
    held = {row.offer_id for row in told.of(HELD)}
    # What is booked is ordered by itself, so in a basket it is shut.
    booked = {row.offer_id for row in told.of(BOOKED)} if told.has(BASKETS) else set()
    shut = {view.offer_id for view in views.values() if view.channel == COUPON and view.offer_id not in held} | booked
    return [_line(row, _unless_shut(views.get((row.cell_id, row.offer_id)), shut), taken) for row in told.of(KEPT)]


def whose(*, basket: Basket | None, buyer_id: UUID | None) -> dict[str, UUID | None]:
    """Return what the questions for a basket are asked with."""
    if basket is None:
        return {"buyer_id": None, "basket_id": None}
    return {"buyer_id": buyer_id, "basket_id": basket.id}


def offers_by_id(*, offer_ids: Sequence[int], cell_id: int = HOME_CELL) -> dict[int, OfferView]:
    """Return the offers that exist among these numbers."""
    return catalog.offers(offer_ids=offer_ids, cell_id=cell_id)


def offered(*, offer: OfferView, buyer_id: UUID | None) -> Offered:
    """Return what an offer says now to this buyer."""
    return _offered(offer, _taken(buyer_id, [offer.offer_id]))


def _taken(buyer_id: UUID | None, offer_ids: Sequence[int]) -> dict[int, int]:
    """Return how many of limited offers the buyer has ordered already."""
    if buyer_id is None or not offer_ids:
        return {}
    return dict(Allowance.objects.filter(buyer_id=buyer_id, offer_id__in=offer_ids).values_list("offer_id", "taken"))


def _offered(view: OfferView, taken: Mapping[int, int]) -> Offered:
    limit = view.per_buyer_limit
    return Offered(
        price=view.price.minor,
        free=view.free,
        is_open=view.is_open,
        allowed=None if limit is None else max(0, limit - taken.get(view.offer_id, 0)),
    )


def _unless_shut(view: OfferView | None, shut: Collection[int]) -> OfferView | None:
    """Return an offer as a person may have it here: shut are coupons' prices without the coupon, and bookings."""
    return replace(view, is_open=False) if view is not None and view.offer_id in shut else view


def _line(row: WantedRow, view: OfferView | None, taken: Mapping[int, int]) -> Line:
    seen_price = row.seen_price or (view.price.minor if view else 0)
    return Line(
        cell_id=row.cell_id,
        offer_id=row.offer_id,
        quantity=row.quantity,
        seen_price=seen_price,
        offer=view,
        change=change_of(
            Wanted(quantity=row.quantity, seen_price=seen_price), None if view is None else _offered(view, taken)
        ),
    )
