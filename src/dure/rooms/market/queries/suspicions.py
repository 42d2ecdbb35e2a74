"""What is known about a host and an order that speaks against a commission: for judging only, shown to nobody."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from dure.kernel.clock import HOUSE_ZONE
from dure.rooms.ledger import chart
from dure.rooms.market.models import Addressee, Affiliate, Attribution, Order, Payment, Programme
from dure.rooms.market.promoting import ONE_HOST_WITHIN, Suspicion, same_place
from dure.rooms.people.queries.memberships import standings
from dure.rooms.people.queries.persons import reach

PLACE = ("country", "postcode", "street", "detail")


def suspicion(*, order: Order, affiliate: Affiliate, programme: Programme, budget_left: int | None) -> Suspicion:
    """Return what speaks against a commission of a host for an order of a programme."""
    host, own = affiliate.person_id, _organisations(affiliate.person_id)
    suspended_at = affiliate.suspended_at
    return Suspicion(
        is_same_person=order.buyer_id == host,
        is_same_organisation=bool(own & _organisations(order.buyer_id)),
        is_sellers_own=programme.seller_id in own,
        is_paid_by_host=_is_paid_by(order, host),
        is_same_address=_goes_to(order, host),
        is_suspended=(suspended_at is not None and suspended_at <= order.placed_at) or affiliate.status == "declined",
        is_running=programme.runs_at(order.placed_at),
        budget_left=budget_left,
        **_counts(order, affiliate),
    )


def _organisations(person_id: UUID) -> set[UUID]:
    return {each.organisation_id for each in standings(person_id=person_id)}


def _is_paid_by(order: Order, host: UUID) -> bool:
    """Whether the host paid, or the host's wallet did."""
    of_order = Payment.objects.filter(cell_id=order.cell_id, order_id=order.order_id, status=Payment.Status.PAID)
    return of_order.filter(Q(payer_id=host) | Q(source_account=chart.wallet(host))).exists()


def _goes_to(order: Order, host: UUID) -> bool:
    """Whether the goods go to the host's phone number, or to a door in the host's address book."""
    to: dict[str, Any] = order.delivery_to or {}
    phone = same_place(to.get("phone", ""))
    book = Addressee.objects.filter(buyer_id=host).select_related("address")
    phones = {same_place(reach(person_id=host).phone), *(same_place(each.phone) for each in book)} - {""}
    if phone and phone in phones:
        return True
    if to.get("means") != "home":
        return False
    door = _place(to)
    return any(door == _place({name: getattr(each.address, name) for name in PLACE}) for each in book)


def _place(facts: dict[str, Any]) -> str:
    return same_place("".join(str(facts.get(name) or "") for name in PLACE))


def _counts(order: Order, affiliate: Affiliate) -> dict[str, int]:
    """Return how many orders the buyer placed through this host and others lately, and this host brought that day."""
    began = datetime.combine(order.placed_at.astimezone(HOUSE_ZONE).date(), time.min, HOUSE_ZONE)
    others = Attribution.objects.exclude(cell_id=order.cell_id, order_id=order.order_id)
    others = others.filter(status__in=Attribution.PROMISED)
    since = order.placed_at - ONE_HOST_WITHIN
    lately = others.filter(buyer_id=order.buyer_id, ordered_at__gte=since).values("affiliate_id")
    through = dict(lately.annotate(count=Count("order_id", distinct=True)).values_list("affiliate_id", "count"))
    this = through.pop(affiliate.id, 0)
    today = others.filter(affiliate=affiliate, ordered_at__gte=began)
    return {
        "orders_through_this_host": this,
        "orders_through_others": sum(through.values()),
        "orders_of_host_today": today.values("order_id").distinct().count(),
    }
