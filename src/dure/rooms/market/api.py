"""The market's JSON operations: placing, reading and cancelling one's own orders."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import Field

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.numbers import ID_MAX
from dure.rooms.catalog.services.tills import SoldGoods
from dure.rooms.market.drafts import LineRequest, OrderRequest, Receiving
from dure.rooms.market.models import Fulfilment, Order, OrderLine
from dure.rooms.market.queries import api_orders as queries
from dure.rooms.market.schemas import (
    CancellationIn,
    OrderIn,
    OrderLineOut,
    OrderOut,
    OrderWithLinesOut,
    PartOut,
    TillSaleIn,
    TillSaleOut,
)
from dure.rooms.market.services import orders, placing, till

router = Router(tags=["market"])
OrderNumber = Annotated[int, Path(ge=1, le=ID_MAX)]


@router.post("/orders", response={201: OrderWithLinesOut}, operation_id="place_order")
def place_order(request: DureRequest, asked: OrderIn) -> Status[OrderWithLinesOut]:
    """Place an order. Repeating it with the same `client_key` answers with the same order.

    All or nothing: refused with `order_refused` when a line is sold out, dearer, closed or beyond a limit; the answer
    says of each such line how many could be had, or today's price.
    """
    if request.actor.person_id is None:
        raise NotSignedIn
    placed = placing.place_order(by=request.actor, request=_request(request, asked))
    return Status(201, _whole(placed))


@router.get("/orders", response=list[OrderOut], operation_id="my_orders")
def my_orders(
    request: DureRequest,
    before: Annotated[int, Field(ge=1, le=ID_MAX)] = ID_MAX,
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> list[OrderOut]:
    """My orders, newest first; `before` (an order's number) leafs on."""
    return [_order(order) for order in queries.orders_of(by=request.actor, before=before, count=limit)]


@router.get("/orders/{order_id}", response=OrderWithLinesOut, operation_id="my_order")
def my_order(request: DureRequest, order_id: OrderNumber) -> OrderWithLinesOut:
    """One of my orders, with its lines and parts."""
    return _whole(queries.order_of(by=request.actor, order_id=order_id))


@router.post("/orders/{order_id}/cancellation", response=OrderWithLinesOut, operation_id="cancel_order")
def cancel_order(request: DureRequest, order_id: OrderNumber, asked: CancellationIn) -> OrderWithLinesOut:
    """Cancel one of my orders as a whole, as long as nothing of it is packed; what was paid goes back."""
    own = queries.order_of(by=request.actor, order_id=order_id)
    return _whole(orders.cancel_order(by=request.actor, order_id=own.order_id, why=asked.why))


@router.post(
    "/organisations/{organisation_id}/till/sales", response={201: TillSaleOut}, operation_id="record_till_sale"
)
def record_till_sale(request: DureRequest, organisation_id: UUID, asked: TillSaleIn) -> Status[TillSaleOut]:
    """Tell of a sale at the street shop's counter, now or when the line is back; it counts once per `client_key`.

    What happened is taken as it happened: a count that was already sold elsewhere is corrected, an old price stands.
    """
    goods = [
        SoldGoods(offer_id=int(line.offer_id), quantity=line.quantity, unit_price=int(line.unit_price))
        for line in asked.lines
    ]
    sale = till.SaleDraft(client_key=asked.client_key, means=asked.means, goods=goods, sold_at=asked.sold_at)
    made = till.record_sale(by=request.actor, organisation_id=organisation_id, sale=sale)
    told = TillSaleOut(
        client_key=made.id, order_id=str(made.order_id), total=str(made.total), currency=made.currency,
        missing=made.missing,
    )  # fmt: skip
    return Status(201, told)


def _request(request: HttpRequest, asked: OrderIn) -> OrderRequest:
    """Return what the intake is asked."""
    return OrderRequest(
        client_key=asked.client_key,
        buyer_id=request.actor.person_id,  # type: ignore[attr-defined]  # the house's request has an actor
        currency=asked.currency,
        lines=tuple(
            LineRequest(
                offer_id=min(int(line.offer_id), ID_MAX), quantity=line.quantity, unit_price=int(line.unit_price)
            )
            for line in asked.lines
        ),
        receiving=Receiving(**asked.receiving.dict()),
        fees={fee.seller_id: int(fee.fee) for fee in asked.fees},
        with_pledges=asked.with_pledges,
        gift=int(asked.gift),
        gift_fund_id=asked.gift_fund_id,
        note=asked.note,
    )


def _fields(order: Order) -> dict[str, object]:
    return {
        "order_id": str(order.order_id),
        "status": Order.Status(order.status).name.lower(),
        "currency": order.currency,
        "goods": str(order.goods),
        "delivery": str(order.delivery),
        "gift": str(order.gift),
        "total": str(order.total),
        "placed_at": order.placed_at,
        "pay_by": order.pay_by,
    }


def _order(order: Order) -> OrderOut:
    return OrderOut.model_validate(_fields(order))


def _whole(order: Order) -> OrderWithLinesOut:
    """Return an order with its lines and parts."""
    lines, parts = queries.contents_of(order)
    return OrderWithLinesOut.model_validate(
        {**_fields(order), "lines": [_line(line) for line in lines], "parts": [_part(part) for part in parts]}
    )


def _line(line: OrderLine) -> OrderLineOut:
    return OrderLineOut(
        line=line.line_no,
        kind=OrderLine.Kind(line.kind).name.lower(),
        seller_id=line.seller_id,
        offer_id=None if line.offer_id is None else str(line.offer_id),
        name=str(line.about.get("name", "")),
        quantity=line.quantity,
        cancelled=line.cancelled,
        unit_price=str(line.unit_price),
        refunded=str(line.refunded),
    )


def _part(part: Fulfilment) -> PartOut:
    return PartOut(
        id=part.id,
        seller_id=part.seller_id,
        status=part.status,
        goods=str(part.goods),
        delivery=str(part.delivery),
        refunded=str(part.refunded),
        delivered_at=part.delivered_at,
        released_after=part.complaint_until,
    )
