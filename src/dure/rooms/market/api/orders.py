"""Orders: what something comes to, placing, reading and cancelling one's own, their receipts and photos."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpResponse
from ninja import Header, Router, Status
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.api import answers_file
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.numbers import ID_MAX
from dure.kernel.pictures import picture_answer
from dure.rooms.market.api.numbers import OrderNumber, number_of
from dure.rooms.market.drafts import LineRequest, OrderRequest, Receiving
from dure.rooms.market.models import Order
from dure.rooms.market.queries import checkouts
from dure.rooms.market.queries.api_orders import orders_of
from dure.rooms.market.queries.disputes import photo_key
from dure.rooms.market.queries.order_pages import order_page
from dure.rooms.market.schemas.baskets import BasketOut, QuoteIn
from dure.rooms.market.schemas.orders import CancellationIn, OrderIn
from dure.rooms.market.schemas.told_orders import OrderOut, OrderWithLinesOut
from dure.rooms.market.services import orders, placing, turns
from dure.rooms.market.services.receipt_files import receipts_paper

router = Router(tags=["market"])
LARGE = "large.webp"
TICKET_LENGTH_MAX = 300
Ticket = Annotated[str, Header(alias="Order-Ticket", max_length=TICKET_LENGTH_MAX)]
"""A place in the row, as `intake_busy` gave it."""


@router.post("/quotes", response=BasketOut, operation_id="quote")
def quote(request: DureRequest, asked: QuoteIn) -> BasketOut:
    """What some offers come to now: delivery, gifts, total, and what of it cannot be had. Nothing is kept."""
    wanted = {number_of(line.offer_id): line.quantity for line in asked.lines}
    return BasketOut.of(checkouts.quote(wanted=wanted, buyer_id=request.actor.person_id, wishes=asked.wishes()))


@router.post("/orders", response={201: OrderWithLinesOut}, operation_id="place_order")
def place_order(
    request: DureRequest,
    asked: OrderIn,
    ticket: Ticket = "",
) -> Status[OrderWithLinesOut]:
    """Place an order. Repeating it with the same `client_key` answers with the same order.

    All or nothing: refused with `order_refused` when a line is sold out, dearer, closed or beyond a limit; the answer
    says of each such line how many could be had, or today's price. While more people order than can be served,
    `intake_busy` (429) has a `ticket`, how many are `ahead`, and in how many seconds to send the same again
    (`again_in_s`), with the ticket in the header `Order-Ticket`: a place in the row is kept as long as it is asked for.
    """
    order = _request(request, asked)
    turns.demand_turn(by=request.actor, asked=order, ticket=ticket)
    placed = placing.place_order(by=request.actor, request=order)
    return Status(201, whole(request, placed.order_id))


@router.get("/orders", response=list[OrderOut], operation_id="my_orders")
def my_orders(
    request: DureRequest,
    before: Annotated[int, Field(ge=1, le=ID_MAX)] = ID_MAX,
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> list[OrderOut]:
    """My orders, newest first; `before` (an order's number) leafs on."""
    return [OrderOut.of(order) for order in orders_of(by=request.actor, before=before, count=limit)]


@router.get("/orders/{order_id}", response=OrderWithLinesOut, operation_id="my_order")
def my_order(request: DureRequest, order_id: OrderNumber) -> OrderWithLinesOut:
    """One of my orders, with everything I may know of it: lines, parts, payments, refunds, what was done."""
    return whole(request, order_id)


@router.post("/orders/{order_id}/cancellation", response=OrderWithLinesOut, operation_id="cancel_order")
@decorate_view(idempotent)
def cancel_order(request: DureRequest, order_id: OrderNumber, asked: CancellationIn) -> OrderWithLinesOut:
    """Cancel one of my orders as a whole, as long as nothing of it is packed; what was paid goes back."""
    own = order_page(by=request.actor, order_id=order_id).order
    cancelled: Order = orders.cancel_order(by=request.actor, order_id=own.order_id, why=asked.why)
    return whole(request, cancelled.order_id)


@router.get("/orders/{order_id}/receipt", operation_id="receipt", openapi_extra=answers_file("application/pdf"))
def receipt(request: DureRequest, order_id: OrderNumber) -> HttpResponse:
    """The receipts of a paid order as one PDF, a page for each seller."""
    return HttpResponse(receipts_paper(by=request.actor, order_id=order_id), content_type="application/pdf")


@router.get("/order-photos/{uuid:photo_id}", operation_id="order_photo", openapi_extra=answers_file("image/webp"))
def order_photo(request: DureRequest, photo_id: UUID) -> FileResponse:
    """A photo of a report or return, for buyer and seller."""
    return picture_answer(key=photo_key(by=request.actor, photo_id=photo_id), name=LARGE, is_public=False)


def whole(request: DureRequest, order_id: int) -> OrderWithLinesOut:
    """Return one of the caller's own orders as JSON tells it."""
    return OrderWithLinesOut.of_page(order_page(by=request.actor, order_id=order_id))


def _request(request: DureRequest, asked: OrderIn) -> OrderRequest:
    """Return what the intake is asked."""
    if request.actor.person_id is None:
        raise NotSignedIn
    lines = (
        LineRequest(offer_id=min(int(line.offer_id), ID_MAX), quantity=line.quantity, unit_price=int(line.unit_price))
        for line in asked.lines
    )
    return OrderRequest(
        client_key=asked.client_key,
        buyer_id=request.actor.person_id,
        currency=asked.currency,
        lines=tuple(lines),
        receiving=Receiving(**asked.receiving.dict()),
        fees={fee.seller_id: int(fee.fee) for fee in asked.fees},
        with_pledges=asked.with_pledges,
        gift=int(asked.gift),
        gift_fund_id=asked.gift_fund_id,
        note=asked.note,
    )
