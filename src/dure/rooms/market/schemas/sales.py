"""Shapes of orders as their sellers see them. Numbers and amounts (whole minor units) are strings."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.market.queries.sales import Sale, SalePage
from dure.rooms.market.queries.selling import PACKED_AT_ONCE_MAX
from dure.rooms.market.schemas.orders import AMOUNT
from dure.rooms.market.schemas.questions import ReportOut, ReturnOut
from dure.rooms.market.schemas.told_orders import ActOut, OrderLineOut


class PackedIn(Schema):
    """The deliveries that are packed."""

    shipment_ids: list[UUID] = Field(min_length=1, max_length=PACKED_AT_ONCE_MAX)


class PackedOut(Schema):
    """The sales that were not packed before."""

    sale_ids: list[UUID]


class AmountIn(Schema):
    """How much goes back, and why."""

    amount: str = Field(pattern=AMOUNT)
    why: str = Field(min_length=1, max_length=300)


class SaleOut(Schema):
    """A seller's part of an order; `shipment_id` is its delivery, null where none was booked."""

    id: UUID
    order_id: str
    status: str
    currency: str
    goods: str
    delivery: str
    refunded: str
    paid_at: datetime
    shipment_id: UUID | None
    receiver: str
    area: str
    note: str
    is_replacement: bool
    may: list[str]
    lines: list[OrderLineOut]

    @classmethod
    def of(cls, sale: Sale) -> Self:
        """Return a sale as JSON tells it; `may` names the operations its seller can do now."""
        return cls.model_validate(facts_of(sale))


class SaleWithActsOut(SaleOut):
    """A sale with who bought, what it will bring, what was done and what is asked."""

    buyer_name: str
    expected: str
    acts: list[ActOut]
    reports: list[ReportOut]
    returns: list[ReturnOut]

    @classmethod
    def of_page(cls, page: SalePage) -> Self:
        """Return a whole sale as JSON tells it."""
        return cls.model_validate({
            **facts_of(page.sale),
            "buyer_name": page.buyer_name,
            "expected": str(page.expected.minor),
            "acts": [ActOut.of(act) for act in page.acts],
            "reports": [ReportOut.of(each) for each in page.disputes],
            "returns": [ReturnOut.of(each) for each in page.returns],
        })  # fmt: skip


class SalesOut(Schema):
    """Some sales, newest first, and the one to go on from with `before`; null after the last."""

    sales: list[SaleOut]
    next_before: UUID | None


def facts_of(sale: Sale) -> dict[str, object]:
    """Return the facts of a sale as a list shows it."""
    part = sale.part
    return {
        "id": part.id,
        "order_id": str(part.order_id),
        "status": part.status,
        "currency": part.currency,
        "goods": str(part.goods),
        "delivery": str(part.delivery),
        "refunded": str(part.refunded),
        "paid_at": part.paid_at,
        "shipment_id": sale.shipment.id if sale.shipment else None,
        "receiver": sale.receiver,
        "area": sale.area,
        "note": sale.note,
        "is_replacement": part.is_replacement,
        "may": _may(sale),
        "lines": [OrderLineOut.of(line) for line in sale.goods],
    }


def _may(sale: Sale) -> list[str]:
    answers = {
        "pack_parts": sale.part.status == "to_pack",
        "cancel_sale_lines": sale.may_cancel,
        "refund": sale.may_refund,
        "send_replacement": sale.may_replace,
    }
    return [name for name, may in answers.items() if may]
