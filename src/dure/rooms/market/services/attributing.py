"""Deciding which host sold a line of a paid order. The worker's part of paying, and again before money is released.

Nothing here is on the way of placing or paying. Doing it again changes nothing: a line is decided once.
Locks: the orders, so that two workers decide one after the other; then programmes, in the order of their ids.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dure.kernel import clock
from dure.rooms.market.models import Attribution, Order, OrderLine, Programme
from dure.rooms.market.promoting import HOLDS, Moment, Reason, Sold, commission_of, judge, last_visit
from dure.rooms.market.queries.promotions import KnownVisit, visits_of
from dure.rooms.market.queries.suspicions import suspicion

Status = Attribution.Status


@dataclass(frozen=True)
class _Found:
    """A line of an order, and by whose link its buyer came last."""

    order: Order
    line: OrderLine
    by: KnownVisit
    moment: Moment


@transaction.atomic
def attribute_orders(*, order_ids: Sequence[int], cell_id: int) -> int:
    """Decide for every line of some paid orders whose buyers came by a link; return how many were decided now."""
    of_these: dict[str, object] = {"cell_id": cell_id, "order_id__in": order_ids}
    buyers = Order.objects.filter(**of_these).values_list("buyer_id", flat=True)
    visits = visits_of(person_ids=set(buyers))
    if not visits:
        return 0
    locked = Order.objects.select_for_update().filter(**of_these, buyer_id__in=visits).order_by("order_id")
    orders = {each.order_id: each for each in locked}
    of_these["order_id__in"] = list(orders)
    found = list(_found(orders, visits, of_these))
    programmes = _locked({each.by.link.programme_id for each in found})
    for _order_id, lines in groupby(found, key=lambda each: each.order.order_id):
        # An order after the other: how many a host brought today counts those decided just before.
        Attribution.objects.bulk_create([_decided(each, programmes[each.by.link.programme_id]) for each in lines])
    for programme in programmes.values():
        programme.save(update_fields=["committed"])
    return len(found)


def _found(
    orders: Mapping[int, Order], visits: Mapping[UUID, Sequence[KnownVisit]], of_these: dict[str, object]
) -> Iterator[_Found]:
    """Yield every undecided line of goods of which something was kept and to which a link led."""
    known = set(Attribution.objects.filter(**of_these).values_list("order_id", "line_no"))
    lines = OrderLine.objects.filter(**of_these, kind=OrderLine.Kind.GOODS, part_no=1)
    for line in lines.order_by("order_id", "line_no"):
        order = orders[line.order_id]
        came = {each.visit.link_id: each for each in visits.get(order.buyer_id, ())}
        sold = Sold(seller_id=line.seller_id, product_id=line.product_id, offer_id=line.offer_id)
        last = last_visit([each.visit for each in came.values()], line=sold, at=order.placed_at)
        if last and line.kept and (line.order_id, line.line_no) not in known:
            yield _Found(order, line, came[last[0].link_id], last[1])


def _locked(programme_ids: set[UUID]) -> dict[UUID, Programme]:
    found = Programme.objects.select_for_update().filter(id__in=programme_ids).order_by("id")
    return {each.id: each for each in found}


def _decided(found: _Found, programme: Programme) -> Attribution:
    """Return the decision about a line, counted against its programme's budget."""
    order, line, link = found.order, found.line, found.by.link
    bp = found.moment.commission_bp
    commission = commission_of(kept=line.kept, commission_bp=bp, at_most=line.kept, currency=order.currency)
    left = None if programme.budget is None else programme.budget - programme.committed
    known = suspicion(order=order, affiliate=link.affiliate, programme=programme, budget_left=left)
    reason = judge(known, commission=commission, day_max=settings.HOST_ORDERS_A_DAY)
    status = _status(reason)
    if status in Attribution.PROMISED:
        programme.committed += commission
    return Attribution(
        cell_id=order.cell_id, order_id=order.order_id, line_no=line.line_no, affiliate=link.affiliate,
        programme=programme, link=link, seller_id=line.seller_id, buyer_id=order.buyer_id, touched_at=found.moment.at,
        ordered_at=order.placed_at, commission_bp=bp, currency=order.currency, amount=line.kept, commission=commission,
        status=status, reason=reason, decided_at=clock.now(),
    )  # fmt: skip


def _status(reason: Reason) -> Attribution.Status:
    if reason is Reason.LAST_LINK:
        return Status.PENDING
    return Status.HELD if reason in HOLDS else Status.REFUSED
