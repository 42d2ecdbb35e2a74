"""Orders, their parts and lines, locked for a verb in the house's order: the order first, then its parts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dure.events.market import OrderCompleted
from dure.kernel import clock
from dure.kernel.outbox import announce
from dure.rooms.catalog.services import stock
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.models import Allowance, Fulfilment, Order, OrderLine
from dure.rooms.market.services import archiving

Status = Fulfilment.Status


@dataclass(frozen=True)
class Held:
    """An order with one of its parts and that part's lines, locked until the transaction ends."""

    order: Order
    part: Fulfilment
    lines: list[OrderLine]

    @property
    def goods(self) -> list[OrderLine]:
        """The lines of goods."""
        return [line for line in self.lines if line.kind == OrderLine.Kind.GOODS]

    def counts(self, asked: Mapping[int, int]) -> dict[OrderLine, int]:
        """Return how many of which line of goods somebody means; LineUnknown when there are not so many."""
        known = {line.line_no: line for line in self.goods}
        if not asked or any(
            number not in known or not 0 < count <= known[number].remaining for number, count in asked.items()
        ):
            raise errors.LineUnknown
        return {known[number]: count for number, count in sorted(asked.items())}


@transaction.atomic(savepoint=False)
def locked_order(*, order_id: int, cell_id: int = HOME_CELL) -> Order:
    """Return an order, back from the archive, and keep others from changing it; OrderNotFound where there is none."""
    found = archiving.locked(order_id=order_id, cell_id=cell_id)
    if found is None:
        raise errors.OrderNotFound
    if found.is_archived:
        archiving.bring_back(order=found)
    return found


@transaction.atomic(savepoint=False)
def locked_part(*, fulfilment_id: UUID) -> Held:
    """Return a part with its order and lines and keep others from changing them; OrderNotFound where there is none."""
    found = Fulfilment.objects.filter(id=fulfilment_id).values_list("order_id", "cell_id").first()
    if found is None:
        raise errors.OrderNotFound
    order = locked_order(order_id=found[0], cell_id=found[1])
    part = Fulfilment.objects.select_for_update().get(id=fulfilment_id)
    return Held(order, part, lines_of(order, seller_id=part.seller_id, part_no=part.part_no))


@transaction.atomic(savepoint=False)
def locked_parts(*, order: Order) -> list[Held]:
    """Return every part of a locked order, locked too."""
    parts = Fulfilment.objects.select_for_update().filter(cell_id=order.cell_id, order_id=order.order_id)
    lines = list(OrderLine.objects.filter(cell_id=order.cell_id, order_id=order.order_id).order_by("line_no"))
    return [
        Held(order, part, [line for line in lines if (line.seller_id, line.part_no) == (part.seller_id, part.part_no)])
        for part in parts.order_by("id")
    ]


def lines_of(order: Order, *, seller_id: UUID, part_no: int) -> list[OrderLine]:
    """Return the lines of one part of an order."""
    found = OrderLine.objects.filter(cell_id=order.cell_id, order_id=order.order_id)
    return list(found.filter(seller_id=seller_id, part_no=part_no).order_by("line_no"))


def levels_of(lines: Iterable[OrderLine]) -> Counter[int]:
    """Return how many of each level some lines of goods still ask for."""
    counts: Counter[int] = Counter()
    for line in lines:
        if line.level_id is not None and line.remaining:
            counts[line.level_id] += line.remaining
    return counts


@transaction.atomic(savepoint=False)
def free_goods(*, buyer_id: UUID, counts: Mapping[OrderLine, int], cell_id: int) -> None:
    """Give back what lines had reserved, so many of each: the stock first, then the buyer's allowances."""
    levels: Counter[int] = Counter()
    offers: Counter[int] = Counter()
    for line, count in counts.items():
        if line.level_id is not None and line.offer_id is not None and count:
            levels[line.level_id] += count
            offers[line.offer_id] += count
    stock.release(counts=levels, cell_id=cell_id)
    give_back_allowances(taken={(buyer_id, offer_id): count for offer_id, count in offers.items()}, cell_id=cell_id)


@transaction.atomic(savepoint=False)
def give_back_allowances(*, taken: Mapping[tuple[UUID, int], int], cell_id: int) -> None:
    """Let buyers have so many of limited offers again; the levels of the offers are locked."""
    rows = Allowance.objects.filter(
        cell_id=cell_id,
        buyer_id__in={buyer_id for buyer_id, _offer in taken},
        offer_id__in={offer_id for _buyer, offer_id in taken},
    )
    for row in rows:
        count = taken.get((row.buyer_id, row.offer_id), 0)
        if count:
            row.taken = max(row.taken - count, 0)
            row.save(update_fields=["taken"])


@transaction.atomic(savepoint=False)
def cancel_counts(*, counts: Mapping[OrderLine, int]) -> None:
    """Take so many of each line out of the order."""
    for line, count in counts.items():
        line.cancelled += count
        OrderLine.objects.filter(pk=line.pk).update(cancelled=F("cancelled") + count)


@transaction.atomic(savepoint=False)
def close_part(*, part: Fulfilment, status: Fulfilment.Status) -> None:
    """Bring a locked part to its end."""
    part.status, part.closed_at, part.complaint_until = status, clock.now(), None
    part.save(update_fields=["status", "closed_at", "complaint_until", "gift", "refunded"])


@transaction.atomic(savepoint=False)
def close_order(*, order: Order) -> Order.Status | None:
    """Bring a locked, paid order to its end when all its parts have come to theirs; return how it ended."""
    parts = Fulfilment.objects.filter(cell_id=order.cell_id, order_id=order.order_id)
    states = set(parts.values_list("status", flat=True))
    if order.status != Order.Status.PAID or states & set(Fulfilment.OPEN):
        return None
    is_delivered = Status.COMPLETED in states
    order.status = Order.Status.COMPLETED if is_delivered else Order.Status.CANCELLED
    order.save(update_fields=["status"])
    announce(OrderCompleted(cell_id=order.cell_id, order_id=str(order.order_id), buyer_id=str(order.buyer_id)))
    return Order.Status(order.status)
