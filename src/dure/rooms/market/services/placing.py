"""Placing one order for the person who asks: everything the intake does, and a sentence for what stands in the way."""

from collections.abc import Mapping

from dure.kernel.errors import NotSignedIn, Refusal
from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.rooms.dispatch.queries.hubs import open_hub
from dure.rooms.giving.queries.funds import open_funds
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.drafts import Answer, LineAnswer, LineOutcome, Means, OrderRequest, Outcome
from dure.rooms.market.errors.bookings import BookedAlone, NotBooked
from dure.rooms.market.errors.coupons import CouponMissing
from dure.rooms.market.models import Order
from dure.rooms.market.queries.bookings import terms_of
from dure.rooms.market.queries.coupons import is_coupon_missing
from dure.rooms.market.services.intake import place_orders
from dure.rooms.people.queries.regions import full_name


def place_order(*, by: Actor, request: OrderRequest, cell_id: int = HOME_CELL) -> Order:
    """Place one order, or return the one its key placed before; OrderRefused says of each line what is in the way."""
    if by.person_id is None or by.person_id != request.buyer_id:
        raise NotSignedIn
    _check(request)
    [outcome] = place_orders(requests=[request], cell_id=cell_id)
    if outcome.answer is Answer.KEY_REUSED:
        raise KeyReused
    if not outcome.is_placed:
        raise _refusal(outcome, request)
    assert outcome.order_id is not None
    return Order.objects.get(cell_id=cell_id, order_id=outcome.order_id)


def _check(request: OrderRequest) -> None:
    """Refuse an order that could not be delivered, or whose gift would reach nobody."""
    to = request.receiving
    if to.means is Means.HOME and not (to.name.strip() and to.street.strip()):
        raise errors.OrderMalformed(reason="receiver_missing")
    if to.means is Means.MEET and not (to.name.strip() and to.phone.strip()):
        raise errors.OrderMalformed(reason="receiver_missing")
    if to.means in {Means.PICKUP, Means.HUB}:
        if to.hub_id is None:
            raise errors.OrderMalformed(reason="hub_missing")
        open_hub(hub_id=to.hub_id)
    if to.region_id is not None and not full_name(region_id=to.region_id):
        raise errors.OrderMalformed(reason="region_unknown")
    if request.gift_fund_id is not None and request.gift_fund_id not in {fund.id for fund in open_funds()}:
        raise errors.OrderMalformed(reason="fund_closed")


def _refusal(outcome: Outcome, request: OrderRequest) -> Refusal:
    """Return why an order was not placed: what it lacks besides goods and fees, or what is in the way of its lines."""
    offer_ids = [line.offer_id for line in request.lines]
    if is_coupon_missing(person_id=request.buyer_id, offer_ids=offer_ids):
        return CouponMissing()
    booked, is_met = terms_of(offer_ids=offer_ids), request.receiving.means is Means.MEET
    if booked and (len(offer_ids) > 1 or not is_met):
        return BookedAlone()
    if is_met and not booked:
        return NotBooked()
    return errors.OrderRefused(**_facts(outcome))


def _facts(outcome: Outcome) -> Mapping[str, object]:
    """Return what a program reads of a refusal."""
    fees = {str(seller_id): str(fee) for seller_id, fee in (outcome.fees or {}).items()}
    return {"lines": [_line(line) for line in outcome.lines if line.answer is not LineAnswer.FITS], "fees": fees}


def _line(line: LineOutcome) -> dict[str, object]:
    told = {"left": line.left, "price": None if line.price is None else str(line.price)}
    return {
        "offer_id": str(line.offer_id),
        "answer": line.answer.value,
        **{name: value for name, value in told.items() if value is not None},
    }
