"""Shapes of orders as they are told: to their buyers. Numbers and amounts (whole minor units) are strings."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from ninja import Schema

from dure.rooms.market.models import Order, OrderAct, OrderLine
from dure.rooms.market.queries.order_pages import OrderPage, PartPage
from dure.rooms.market.schemas.payments import PaymentOut, RefundOut
from dure.rooms.market.schemas.questions import ReportOut, ReturnOut


class OrderLineOut(Schema):
    """A line of an order; `cancelled` and `refunded` say what is no longer part of it."""

    line: int
    kind: str
    seller_id: UUID
    offer_id: str | None
    name: str
    quantity: int
    cancelled: int
    unit_price: str
    refunded: str

    @classmethod
    def of(cls, line: OrderLine) -> Self:
        """Return a line as JSON tells it."""
        return cls(
            line=line.line_no, kind=OrderLine.Kind(line.kind).name.lower(), seller_id=line.seller_id,
            offer_id=None if line.offer_id is None else str(line.offer_id), name=str(line.about.get("name", "")),
            quantity=line.quantity, cancelled=line.cancelled, unit_price=str(line.unit_price),
            refunded=str(line.refunded),
        )  # fmt: skip


class PartOut(Schema):
    """One seller's part of a paid order. `pin` is said to whoever brings it; `tracking_key` is for following it."""

    id: UUID
    seller_id: UUID
    status: str
    goods: str
    delivery: str
    refunded: str
    held: str
    delivered_at: datetime | None
    released_after: datetime | None
    tracking_key: str
    holder: str
    pin: str
    may: list[str]
    reports: list[ReportOut]
    returns: list[ReturnOut]

    @classmethod
    def of(cls, page: PartPage) -> Self:
        """Return a paid part as JSON tells it; `may` names the operations its buyer can do now."""
        part = page.part
        assert part is not None
        return cls(
            id=part.id, seller_id=part.seller_id, status=part.status, goods=str(part.goods),
            delivery=str(part.delivery), refunded=str(part.refunded), held=str(part.held),
            delivered_at=part.delivered_at, released_after=part.complaint_until,
            tracking_key=page.shipment.tracking_key if page.shipment else "", holder=page.holder, pin=page.pin,
            may=_may(page), reports=[ReportOut.of(each) for each in page.disputes],
            returns=[ReturnOut.of(each) for each in page.returns],
        )  # fmt: skip


class ActOut(Schema):
    """Something that was done to an order: what, by which side, when and why."""

    act: str
    side: str
    at: datetime
    why: str
    part_id: UUID | None

    @classmethod
    def of(cls, act: OrderAct) -> Self:
        """Return an act as JSON tells it."""
        return cls(act=act.act, side=act.side, at=act.at, why=act.why, part_id=act.fulfilment_id)


class OrderOut(Schema):
    """An order."""

    order_id: str
    status: str
    currency: str
    goods: str
    delivery: str
    gift: str
    total: str
    placed_at: datetime
    pay_by: datetime

    @classmethod
    def of(cls, order: Order) -> Self:
        """Return an order as JSON tells it."""
        return cls.model_validate(facts_of(order))


class OrderWithLinesOut(OrderOut):
    """An order with its lines and parts, its payments and refunds, and what was done to it."""

    lines: list[OrderLineOut]
    parts: list[PartOut]
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    acts: list[ActOut]

    @classmethod
    def of_page(cls, page: OrderPage) -> Self:
        """Return a whole order as JSON tells it."""
        lines = sorted((line for part in page.parts for line in part.lines), key=lambda line: line.line_no)
        return cls.model_validate({
            **facts_of(page.order),
            "lines": [OrderLineOut.of(line) for line in lines],
            "parts": [PartOut.of(part) for part in page.parts if part.part],
            "payments": [PaymentOut.of(each) for each in page.payments],
            "refunds": [RefundOut.of(each) for each in page.refunds],
            "acts": [ActOut.of(each) for each in page.acts],
        })  # fmt: skip


def facts_of(order: Order) -> dict[str, Any]:
    """Return the facts of an order alone."""
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


def _may(page: PartPage) -> list[str]:
    answers = {
        "cancel_lines": page.may_cancel,
        "confirm_received": page.may_confirm,
        "ask_return": page.may_return,
        "open_dispute": page.may_report,
    }
    return [name for name, may in answers.items() if may]
