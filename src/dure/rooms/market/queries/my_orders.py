"""A buyer's own orders: found, filtered, listed a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import Money
from dure.kernel.numbers import id_range_of
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.models import Fulfilment, Order, OrderLine
from dure.rooms.people.queries import organisations

PAGE_SIZE = 20
SHORT_DIGITS = 6


class Sort(StrEnum):
    """Which orders somebody wants to see."""

    ALL = ""
    TO_PAY = "to_pay"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


STATUSES = {
    Sort.TO_PAY: [Order.Status.PLACED],
    Sort.UNDER_WAY: [Order.Status.PAID],
    Sort.COMPLETED: [Order.Status.COMPLETED],
    Sort.CANCELLED: [Order.Status.CANCELLED, Order.Status.EXPIRED],
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a buyer looks for among their orders; `before` is the number of the last one shown."""

    sort: Sort = Sort.ALL
    text: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """An order as a list shows it."""

    order: Order
    lines: tuple[OrderLine, ...]
    seller_names: dict[UUID, str]
    parts: tuple[Fulfilment, ...]

    @property
    def sellers(self) -> list[str]:
        """The names of its sellers, each once."""
        return list(dict.fromkeys(self.seller_names.get(line.seller_id, "") for line in self.lines))

    @property
    def part_statuses(self) -> list[str]:
        """How far its parts are, in words, each word once."""
        return list(dict.fromkeys(str(part.get_status_display()) for part in self.parts))

    def major(self, minor: int) -> Decimal:
        """Return a sum of its currency in major units, for tables."""
        return Money(minor, self.order.currency).major

    @property
    def total(self) -> Money:
        """What was agreed to."""
        return self.order.price

    @property
    def first_line(self) -> OrderLine | None:
        """The first thing ordered, whose picture stands for the whole."""
        return self.lines[0] if self.lines else None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some orders, newest first, and the number to go on from; None at the end."""

    orders: tuple[Brief, ...]
    next_before: int | None


def order_by_key(*, buyer_id: UUID, client_key: UUID, cell_id: int = HOME_CELL) -> Order | None:
    """Return the order a buyer placed under a key, if there is one."""
    return Order.objects.filter(cell_id=cell_id, client_key=client_key, buyer_id=buyer_id).first()


def my_orders(*, buyer_id: UUID, asked: Asked, count: int = PAGE_SIZE) -> Page:
    """Return a page of a buyer's orders; the number of queries does not grow with it."""
    found = list(asked_orders(buyer_id=buyer_id, asked=asked).order_by("-order_id")[: count + 1])
    shown = found[:count]
    return Page(
        orders=tuple(briefs(orders=shown)), next_before=shown[-1].order_id if len(found) > count and shown else None
    )


def briefs(*, orders: Sequence[Order]) -> list[Brief]:
    """Return orders with their goods, sellers and parts, in three further queries."""
    of_these = {
        "cell_id__in": sorted({order.cell_id for order in orders}),
        "order_id__in": [order.order_id for order in orders],
    }
    lines = _by_order(OrderLine.objects.filter(**of_these, kind=OrderLine.Kind.GOODS).order_by("line_no"))
    parts = _by_order(Fulfilment.objects.filter(**of_these).order_by("id"))
    seller_ids = {line.seller_id for found in lines.values() for line in found}
    names = organisations.names(organisation_ids=list(seller_ids), language=get_language() or "")
    return [
        Brief(
            order=order,
            lines=tuple(lines.get(order.order_id, [])),
            parts=tuple(parts.get(order.order_id, [])),
            seller_names=names,
        )
        for order in orders
    ]


def _by_order(found: QuerySet) -> dict[int, list]:  # type: ignore[type-arg]  # of either table
    """Return rows by their order's number."""
    grouped: dict[int, list] = {}  # type: ignore[type-arg]
    for each in found:
        grouped.setdefault(each.order_id, []).append(each)
    return grouped


def asked_orders(*, buyer_id: UUID, asked: Asked) -> QuerySet[Order]:
    """Return the orders that fit; a number's time says when it was placed."""
    found = Order.objects.filter(cell_id=HOME_CELL, buyer_id=buyer_id)
    if asked.sort in STATUSES:
        found = found.filter(status__in=STATUSES[asked.sort])
    if asked.first:
        found = found.filter(order_id__gte=id_range_of(asked.first, HOUSE_ZONE)[0])
    if asked.last:
        found = found.filter(order_id__lt=id_range_of(asked.last, HOUSE_ZONE)[1])
    if asked.before:
        found = found.filter(order_id__lt=asked.before)
    return found.filter(_called(asked.text)) if asked.text.strip() else found


def _called(text: str) -> Q:
    """Return what fits a word: the end of a number, the name of a thing, the name of the receiver."""
    wanted = text.strip()
    lines = OrderLine.objects.filter(
        cell_id=OuterRef("cell_id"), order_id=OuterRef("order_id"), about__name__icontains=wanted
    )
    fits = Q(Exists(lines)) | Q(delivery_to__name__icontains=wanted)
    digits = wanted.lstrip("#")
    if digits.isascii() and digits.isdecimal():
        exact = Q(order_id=int(digits)) if len(digits) > SHORT_DIGITS else Q(order_id__endswith=digits)
        fits |= exact
    return fits
