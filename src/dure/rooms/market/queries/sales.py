"""Orders as their sellers see them: what to pack, one part with everything about it, money coming and when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import Money
from dure.rooms.dispatch.queries.shipments import by_references
from dure.rooms.market import errors
from dure.rooms.market.models import Attribution, Dispute, Fulfilment, Order, OrderAct, OrderLine, Return
from dure.rooms.market.sharing import LineShare, shares
from dure.rooms.people.queries.persons import names

Status = Fulfilment.Status
PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A seller's part of an order in a list: its goods and its shipment."""

    part: Fulfilment
    goods: tuple[OrderLine, ...]
    shipment: Any

    @property
    def piece_count(self) -> int:
        """How many pieces are to be packed."""
        return sum(line.remaining for line in self.goods)

    @property
    def receiver(self) -> str:
        """Whom the goods go to; empty once that is forgotten."""
        return self.shipment.receiver_name if self.shipment else ""

    @property
    def note(self) -> str:
        """What the buyer asks of whoever brings it."""
        return self.shipment.note if self.shipment else ""

    @property
    def area(self) -> str:
        """Where it goes: the county, or the hub where it is collected; empty for an address without a county."""
        place = self.shipment and (self.shipment.hub or self.shipment.region)
        return place.name if place else ""

    @property
    def amount(self) -> Money:
        """What the buyer pays for the goods that are still part of the order."""
        return Money(sum(line.kept for line in self.goods), self.part.currency)

    @property
    def may_cancel(self) -> bool:
        """Whether the seller may still take something out."""
        is_here = self.part.status in {Status.TO_PACK, Status.PACKED}
        return is_here and not self.part.is_replacement

    @property
    def may_replace(self) -> bool:
        """Whether the seller may send goods again."""
        return self.part.is_open and self.part.stock_taken_at is not None

    @property
    def may_refund(self) -> bool:
        """Whether there is money to give back: what is held, and after that what was released."""
        is_there = self.part.is_open or self.part.status == Status.COMPLETED
        return (
            is_there and self.part.status != Status.BOOKED and self.part.goods + self.part.delivery > self.part.refunded
        )


@dataclass(frozen=True, kw_only=True)
class SalePage:
    """One part of an order with everything its seller may know."""

    sale: Sale
    order: Order
    acts: tuple[OrderAct, ...]
    disputes: tuple[Dispute, ...]
    returns: tuple[Return, ...]
    expected: Money
    for_hosts: Money
    """What of the seller's share goes to hosts who sold it."""
    buyer_name: str


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Money a seller can expect in one currency: on a day, or (None) once the goods have arrived."""

    currency: str
    on: date | None
    amount: Money
    part_count: int


def to_pack(*, organisation_id: UUID, count: int = PER_PAGE) -> list[Sale]:
    """Return what a seller has to pack, those paid first at the top, in three queries."""
    found = Fulfilment.objects.filter(seller_id=organisation_id, status=Status.TO_PACK).order_by("paid_at", "id")
    return sales_of(found[:count])


def to_pack_count(*, organisation_id: UUID) -> int:
    """Return how many parts a seller has to pack."""
    return Fulfilment.objects.filter(seller_id=organisation_id, status=Status.TO_PACK).count()


def sales(
    *, organisation_id: UUID, statuses: Sequence[str] = (), before: UUID | None = None, count: int = PER_PAGE
) -> list[Sale]:
    """Return a seller's parts, newest first; `before` (the last one shown) leafs on. Three queries."""
    found = Fulfilment.objects.filter(seller_id=organisation_id)
    if statuses:
        found = found.filter(status__in=statuses)
    if before is not None:
        found = found.filter(id__lt=before)
    return sales_of(found.order_by("-id")[:count])


def sale_page(*, organisation_id: UUID, fulfilment_id: UUID) -> SalePage:
    """Return one part of a seller's own; OrderNotFound for anybody else's."""
    part = Fulfilment.objects.filter(id=fulfilment_id, seller_id=organisation_id).first()
    if part is None:
        raise errors.OrderNotFound
    [sale] = sales_of([part])
    for_hosts = _for_hosts([part]).get(_key(part), 0)
    key = {"cell_id": part.cell_id, "order_id": part.order_id}
    of_part = Q(fulfilment_id=part.id) | Q(fulfilment_id__isnull=True)
    return SalePage(
        sale=sale,
        order=Order.objects.get(**key),
        acts=tuple(OrderAct.objects.filter(of_part, **key).order_by("id")),
        disputes=tuple(part.disputes.prefetch_related("photos").order_by("opened_at")),
        returns=tuple(part.returns.prefetch_related("photos").order_by("asked_at")),
        expected=Money(_expected(part, sale.goods) - for_hosts, part.currency),
        for_hosts=Money(for_hosts, part.currency),
        buyer_name=names(person_ids=[part.buyer_id]).get(part.buyer_id, ""),
    )


def own_return(*, organisation_id: UUID, return_id: UUID) -> Return:
    """Return a return of goods a seller sold; ReturnNotFound for anybody else's."""
    found = Return.objects.filter(id=return_id, fulfilment__seller_id=organisation_id)
    asked = found.select_related("fulfilment").prefetch_related("photos").first()
    if asked is None:
        raise errors.ReturnNotFound
    return asked


def own_dispute(*, organisation_id: UUID, dispute_id: UUID) -> Dispute:
    """Return a problem reported about what a seller sold; DisputeNotFound for anybody else's."""
    found = Dispute.objects.filter(id=dispute_id, fulfilment__seller_id=organisation_id)
    reported = found.select_related("fulfilment").prefetch_related("photos").first()
    if reported is None:
        raise errors.DisputeNotFound
    return reported


def money_coming(*, organisation_id: UUID) -> list[Coming]:
    """Return what a seller will earn of open parts, by currency and day, the undelivered last; three queries."""
    parts = list(Fulfilment.objects.filter(seller_id=organisation_id, status__in=Fulfilment.OPEN))
    lines, hosts = _lines(parts), _for_hosts(parts)
    sums: dict[tuple[str, date | None], list[int]] = defaultdict(list)
    for part in parts:
        day = part.complaint_until.astimezone(HOUSE_ZONE).date() if part.complaint_until else None
        sums[part.currency, day].append(_expected(part, lines.get(_key(part), ())) - hosts.get(_key(part), 0))
    return [
        Coming(currency=currency, on=day, amount=Money(sum(amounts), currency), part_count=len(amounts))
        for (currency, day), amounts in sorted(sums.items(), key=lambda each: (each[0][0], each[0][1] or date.max))
    ]


Key = tuple[int, int, UUID, int]


def _key(row: Fulfilment | OrderLine) -> Key:
    """Return what tells to which part a line belongs."""
    return row.cell_id, row.order_id, row.seller_id, row.part_no


def sales_of(found: Any) -> list[Sale]:
    """Return parts with their goods and shipments; three queries for any number, the parts' own included."""
    parts = list(found)
    lines = _lines(parts)
    shipments = by_references(references=[part.reference for part in parts])
    return [Sale(part=part, goods=lines.get(_key(part), ()), shipment=shipments.get(part.reference)) for part in parts]


def _lines(parts: Sequence[Fulfilment]) -> Mapping[Key, tuple[OrderLine, ...]]:
    """Return the lines of goods of some parts, in one query."""
    found = OrderLine.objects.filter(
        cell_id__in={part.cell_id for part in parts},
        order_id__in={part.order_id for part in parts},
        kind=OrderLine.Kind.GOODS,
    )
    grouped: dict[Key, tuple[OrderLine, ...]] = {}
    for line in found.order_by("order_id", "line_no"):
        grouped[_key(line)] = (*grouped.get(_key(line), ()), line)
    return grouped


def _for_hosts(parts: Sequence[Fulfilment]) -> dict[Key, int]:
    """Return what hosts are promised of some parts, or have, in one query; parts without any are left out."""
    cells, orders = {part.cell_id for part in parts}, {part.order_id for part in parts}
    sold = Attribution.objects.filter(cell_id__in=cells, order_id__in=orders, status__in=Attribution.PROMISED)
    by_part = sold.values("cell_id", "order_id", "seller_id").annotate(total=Sum("commission"))
    return {(row["cell_id"], row["order_id"], row["seller_id"], 1): row["total"] for row in by_part}


def _expected(part: Fulfilment, goods: Sequence[OrderLine]) -> int:
    """Return what a seller will earn of a part as it stands now."""
    found = shares(
        lines=[
            LineShare(
                price=line.amount, kept=line.kept, commission_bp=line.commission_bp, pledge=line.pledge,
                fund_id=line.fund_id,
            )
            for line in goods
        ],
        delivery=0,
        currency=part.currency,
    )  # fmt: skip
    return found.seller
