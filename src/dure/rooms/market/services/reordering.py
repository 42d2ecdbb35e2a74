"""Ordering the same once more."""

from dataclasses import dataclass

from django.db import transaction

from dure.kernel.http import Actor
from dure.rooms.market.models import OrderLine
from dure.rooms.market.queries.baskets import offered, offers_by_id
from dure.rooms.market.queries.order_pages import own_order
from dure.rooms.market.services.baskets import LINES_MAX, put_in


@dataclass(frozen=True, kw_only=True)
class Again:
    """How many things went into the basket, and the names of those that cannot be had."""

    count: int
    missing: tuple[str, ...]


@transaction.atomic
def put_in_again(*, by: Actor, order_id: int) -> Again:
    """Put the goods of one's own order into the basket, as many as can be had of each; OrderNotFound for others'."""
    order = own_order(by=by, order_id=order_id)
    goods = OrderLine.objects.filter(
        cell_id=order.cell_id, order_id=order_id, kind=OrderLine.Kind.GOODS, part_no=1
    ).order_by("line_no")[:LINES_MAX]
    offers = offers_by_id(offer_ids=[line.offer_id for line in goods if line.offer_id], cell_id=order.cell_id)
    count, missing = 0, []
    for line in goods:
        offer = offers.get(line.offer_id or 0)
        now_offered = offered(offer=offer, buyer_id=by.person_id) if offer else None
        if offer and now_offered and now_offered.is_open and now_offered.free and now_offered.allowed != 0:
            put_in(by=by, basket_id=None, offer_id=offer.offer_id, quantity=line.quantity, cell_id=order.cell_id)
            count += 1
        else:
            missing.append(str(line.about.get("name", "")))
    return Again(count=count, missing=tuple(missing))
