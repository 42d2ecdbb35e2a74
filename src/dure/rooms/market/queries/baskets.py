"""What is in a basket, what of it changed since it was seen, and how many things the top bar counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from dure.kernel.money import Money
from dure.rooms.catalog.queries import offers as catalog
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.changes import Change, Offered, Wanted, change_of
from dure.rooms.market.models import Allowance, Basket, BasketLine


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
    """Return a basket's lines as they were put in, each with its offer and what changed; queries do not grow."""
    kept = list(basket.lines.order_by("added_at", "id"))
    found = _offers(kept)
    taken = _taken(buyer_id, [line.offer_id for line in kept])
    return [_line(each, found.get((each.cell_id, each.offer_id)), taken) for each in kept]


def wanted_lines(*, wanted: Mapping[int, int], buyer_id: UUID | None, cell_id: int = HOME_CELL) -> list[Line]:
    """Return lines of offers (number to how many) as if they lay in a basket, seen at today's price."""
    found = catalog.offers(offer_ids=list(wanted), cell_id=cell_id)
    taken = _taken(buyer_id, list(wanted))
    prices = {offer_id: view.price.minor for offer_id, view in found.items()}
    loose = [
        BasketLine(cell_id=cell_id, offer_id=offer_id, quantity=count, seen_price=prices.get(offer_id, 0))
        for offer_id, count in wanted.items()
    ]
    return [_line(each, found.get(each.offer_id), taken) for each in loose]


def offer(*, offer_id: int, cell_id: int = HOME_CELL) -> OfferView:
    """Return an offer people may put into a basket; OfferGone where there is none."""
    found = catalog.offers(offer_ids=[offer_id], cell_id=cell_id).get(offer_id)
    if found is None:
        raise errors.OfferGone
    return found


def offers_by_id(*, offer_ids: Sequence[int], cell_id: int = HOME_CELL) -> dict[int, OfferView]:
    """Return the offers that exist among these numbers."""
    return catalog.offers(offer_ids=offer_ids, cell_id=cell_id)


def offered(*, offer: OfferView, buyer_id: UUID | None) -> Offered:
    """Return what an offer says now to this buyer."""
    return _offered(offer, _taken(buyer_id, [offer.offer_id]))


def _offers(kept: Sequence[BasketLine]) -> dict[tuple[int, int], OfferView]:
    """Return the offers of lines, asked for a cell at a time."""
    by_cell: dict[int, list[int]] = {}
    for line in kept:
        by_cell.setdefault(line.cell_id, []).append(line.offer_id)
    return {
        (cell_id, offer_id): view
        for cell_id, offer_ids in by_cell.items()
        for offer_id, view in catalog.offers(offer_ids=offer_ids, cell_id=cell_id).items()
    }


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


def _line(kept: BasketLine, view: OfferView | None, taken: Mapping[int, int]) -> Line:
    wanted = Wanted(quantity=kept.quantity, seen_price=kept.seen_price)
    return Line(
        cell_id=kept.cell_id,
        offer_id=kept.offer_id,
        quantity=kept.quantity,
        seen_price=kept.seen_price,
        offer=view,
        change=change_of(wanted, None if view is None else _offered(view, taken)),
    )
