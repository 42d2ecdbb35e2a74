"""One's own basket: what it comes to, putting in, changing, taking out, accepting what changed, ordering it."""

from typing import Annotated

from ninja import Query, Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.api.numbers import OfferNumber, number_of
from dure.rooms.market.api.orders import Ticket, whole
from dure.rooms.market.drafts import Receiving
from dure.rooms.market.errors import BasketChanged
from dure.rooms.market.queries import checkouts
from dure.rooms.market.queries.baskets import basket_of
from dure.rooms.market.queries.checkouts import NO_WISHES, Wishes
from dure.rooms.market.schemas.baskets import (
    AcceptedIn,
    BasketOrderIn,
    BasketOut,
    PutOut,
    QuantityIn,
    TakenOut,
    WantedIn,
    WishesIn,
)
from dure.rooms.market.schemas.told_orders import OrderWithLinesOut
from dure.rooms.market.services import baskets, turns
from dure.rooms.market.services.baskets import Put
from dure.rooms.market.services.checkouts import place_basket as order_basket

router = Router(tags=["market"])


@router.get("/me/basket", response=BasketOut, operation_id="my_basket")
def my_basket(request: DureRequest, wished: Annotated[WishesIn, Query()]) -> BasketOut:
    """What is in my basket and what it comes to, by currency and seller."""
    return _basket(request, wished.wishes())


@router.post("/me/basket/lines", response=PutOut, operation_id="put_in")
@decorate_view(idempotent(is_key_required=True))
def put_in(request: DureRequest, wanted: WantedIn) -> PutOut:
    """Put so many of an offer in, beside those already in it; as many as there are."""
    offer_id = number_of(wanted.offer_id)
    return _put(baskets.put_in(by=request.actor, basket_id=None, offer_id=offer_id, quantity=wanted.quantity))


@router.put("/me/basket/lines/{offer_id}", response=PutOut, operation_id="change_quantity")
def change_quantity(request: DureRequest, offer_id: OfferNumber, wanted: QuantityIn) -> PutOut:
    """Have just so many of an offer in the basket, or as many as there are."""
    return _put(baskets.change_quantity(by=request.actor, basket_id=None, offer_id=offer_id, quantity=wanted.quantity))


@router.delete("/me/basket/lines/{offer_id}", response=TakenOut, operation_id="take_out")
def take_out(request: DureRequest, offer_id: OfferNumber) -> TakenOut:
    """Take an offer out."""
    count = baskets.take_out(by=request.actor, basket_id=None, offer_id=offer_id)
    return TakenOut(offer_id=str(offer_id), quantity=count)


@router.post("/me/basket/acceptance", response=BasketOut, operation_id="accept_changes")
def accept_changes(request: DureRequest, accepted: AcceptedIn) -> BasketOut:
    """Accept today's prices and what is left, of some offers or of all."""
    offer_ids = [number_of(text) for text in accepted.offer_ids]
    baskets.accept_changes(by=request.actor, basket_id=None, offer_ids=offer_ids)
    return _basket(request, NO_WISHES)


@router.post("/me/basket/order", response={201: OrderWithLinesOut}, operation_id="place_basket")
def place_basket(request: DureRequest, asked: BasketOrderIn, ticket: Ticket = "") -> Status[OrderWithLinesOut]:
    """Order what the basket holds in one currency, at the sum agreed to; the same `client_key` orders it once.

    Refused with `basket_changed` when anything is different now: then the basket is mended, and shows how. While more
    people order than can be served, `intake_busy` (429) says when to send the same again, with the ticket it gives in
    the header `Order-Ticket`, as `place_order` tells.
    """
    agreement = _agreement(asked)
    turns.demand_turn(by=request.actor, asked=agreement, ticket=ticket)
    placing = order_basket(by=request.actor, basket_id=None, agreement=agreement)
    if placing.order_id is None:
        raise BasketChanged(mended=list(placing.mended))
    return Status(201, whole(request, placing.order_id))


def _basket(request: DureRequest, wishes: Wishes) -> BasketOut:
    buyer_id = request.actor.person_id
    own = basket_of(buyer_id=buyer_id, basket_id=None)
    return BasketOut.of(checkouts.basket_page(basket=own, buyer_id=buyer_id, wishes=wishes))


def _put(put: Put) -> PutOut:
    return PutOut(offer_id=str(put.offer_id), name=put.name, quantity=put.quantity, is_short=put.is_short)


def _agreement(asked: BasketOrderIn) -> Agreement:
    """Return what the checkout is told."""
    return Agreement(
        client_key=asked.client_key,
        currency=asked.currency,
        total=int(asked.total),
        seen=tuple(asked.seen),
        receiving=Receiving(**asked.receiving.dict()),
        with_pledges=asked.with_pledges,
        gift=int(asked.gift),
        gift_fund_id=asked.gift_fund_id,
        note=asked.note,
    )
