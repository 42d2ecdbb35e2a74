"""One order as its buyer sees it: each seller's part, who has it, what is held and when it goes on, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dure.kernel.clock import now
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.dispatch.queries.hubs import open_hubs
from dure.rooms.dispatch.queries.pins import pin_for
from dure.rooms.dispatch.queries.shipments import by_references, trails
from dure.rooms.ledger.chart import HOME_CELL, wallet
from dure.rooms.ledger.queries.entries import entry_by_reference
from dure.rooms.market import errors
from dure.rooms.market.journeys import Stage, stages
from dure.rooms.market.models import (
    Dispute,
    Fulfilment,
    LateRefund,
    Order,
    OrderAct,
    OrderLine,
    Payment,
    Refund,
    Return,
)
from dure.rooms.merchants.queries.merchants import Seller, summaries
from dure.rooms.people.queries.regions import full_name

Status = Fulfilment.Status
HANDED_OVER = {Status.PACKED, Status.ON_THE_WAY}
CONFIRMABLE = {Status.ON_THE_WAY, Status.DELIVERED}


@dataclass(frozen=True, kw_only=True)
class PartPage:
    """One seller's part of an order; `part` is None while nobody has paid."""

    seller_id: UUID
    seller: Seller | None
    part: Fulfilment | None
    lines: tuple[OrderLine, ...]
    shipment: Any
    trail: tuple[Any, ...]
    pin: str
    disputes: tuple[Dispute, ...]
    returns: tuple[Return, ...]
    late_refunds: tuple[LateRefund, ...]
    currency: str

    @property
    def goods(self) -> list[OrderLine]:
        """The lines of goods."""
        return [line for line in self.lines if line.kind == OrderLine.Kind.GOODS]

    @property
    def delivery(self) -> Money:
        """What its delivery costs."""
        fees = (line.amount for line in self.lines if line.kind == OrderLine.Kind.DELIVERY)
        return Money(sum(fees), self.currency)

    @property
    def held(self) -> Money | None:
        """What is held for the seller; None where nothing is."""
        return Money(self.part.held, self.currency) if self.part and self.part.held else None

    @property
    def refunded(self) -> Money | None:
        """What went back of it; None where nothing did."""
        return Money(self.part.refunded, self.currency) if self.part and self.part.refunded else None

    @property
    def pledge(self) -> Money:
        """What the seller gives when it arrives."""
        return Money(sum(line.pledge for line in self.goods), self.currency)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Its way in four steps."""
        part, shipment = self.part, self.shipment
        return stages(
            status=part.status if part else "",
            paid_at=part.paid_at if part else None,
            packed_at=getattr(shipment, "packed_at", None),
            left_at=getattr(shipment, "left_at", None),
            arrived_at=part.delivered_at if part else None,
        )

    @property
    def holder(self) -> str:
        """Who has the first parcel now, where a hub or a driver has it."""
        parcel = next(iter(self.shipment.parcels.all()), None) if self.shipment else None
        if parcel is None:
            return ""
        return parcel.driver.person.display_name if parcel.driver else parcel.hub.name if parcel.hub else ""

    @property
    def has_questions(self) -> bool:
        """Whether a report or a return waits for an answer."""
        is_disputed = any(each.status in Dispute.UNDECIDED for each in self.disputes)
        return is_disputed or any(each.status in Return.OPEN for each in self.returns)

    @property
    def may_cancel(self) -> bool:
        """Whether the buyer may still take something out."""
        return self.part is not None and self.part.status == Status.TO_PACK and not self.part.is_replacement

    @property
    def may_confirm(self) -> bool:
        """Whether the buyer may say that everything has arrived."""
        return self.part is not None and self.part.status in CONFIRMABLE and not self.has_questions

    @property
    def may_return(self) -> bool:
        """Whether the buyer may ask to send something back."""
        return self.part is not None and self.part.status == Status.DELIVERED and not self.has_questions

    @property
    def may_report(self) -> bool:
        """Whether the buyer may report a problem: on the way, arrived, or for some weeks after the seller was paid."""
        if self.part is None or self.has_questions or self.waiting_refund:
            return False
        return self.part.status in CONFIRMABLE or self.part.may_be_reported_late

    @property
    def waiting_refund(self) -> LateRefund | None:
        """What goes back once the seller has earned it; None where nothing waits."""
        return next((each for each in self.late_refunds if each.status == LateRefund.Status.WAITING), None)


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """A whole order."""

    order: Order
    parts: tuple[PartPage, ...]
    acts: tuple[OrderAct, ...]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]

    @property
    def is_to_pay(self) -> bool:
        """Whether it can still be paid."""
        return self.order.status == Order.Status.PLACED and self.order.pay_by > now()

    @property
    def may_cancel(self) -> bool:
        """Whether the buyer may cancel all of it."""
        if self.order.status == Order.Status.PLACED:
            return True
        open_parts = [each for each in self.parts if each.part and each.part.is_open]
        is_paid = self.order.status == Order.Status.PAID
        return is_paid and bool(open_parts) and all(each.may_cancel for each in open_parts)

    @property
    def paid_with(self) -> Payment | None:
        """The payment that paid it."""
        return next((each for each in self.payments if each.status == Payment.Status.PAID), None)

    @property
    def refunded(self) -> Money:
        """What went back in all."""
        return Money(sum(each.amount for each in self.refunds), self.order.currency)

    @property
    def pledge(self) -> Money:
        """What the sellers give."""
        return Money(sum(part.pledge.minor for part in self.parts), self.order.currency)


def own_order(*, by: Actor, order_id: int, cell_id: int = HOME_CELL) -> Order:
    """Return an order of whoever asks; OrderNotFound for somebody else's."""
    mine = Order.objects.filter(cell_id=cell_id, buyer_id=by.person_id) if by.person_id else Order.objects.none()
    found = mine.filter(order_id=order_id).first()
    if found is None:
        raise errors.OrderNotFound
    return found


def order_page(*, by: Actor, order_id: int, cell_id: int = HOME_CELL) -> OrderPage:
    """Return an order with everything its buyer may know, in a constant number of queries."""
    order = own_order(by=by, order_id=order_id, cell_id=cell_id)
    key = {"cell_id": cell_id, "order_id": order_id}
    return OrderPage(
        order=order,
        parts=tuple(_parts(by, order)),
        acts=tuple(OrderAct.objects.filter(**key).order_by("id")),
        payments=tuple(Payment.objects.filter(**key).order_by("-begun_at")),
        refunds=tuple(Refund.objects.filter(**key).order_by("made_at")),
    )


def own_part(*, by: Actor, order_id: int, fulfilment_id: UUID) -> tuple[OrderPage, PartPage]:
    """Return one part of a buyer's own order, with the order; OrderNotFound where it is not."""
    page = order_page(by=by, order_id=order_id)
    found = next((each for each in page.parts if each.part and each.part.id == fulfilment_id), None)
    if found is None:
        raise errors.OrderNotFound
    return page, found


def entries_seen_by(*, by: Actor, page: OrderPage) -> list[Any]:
    """Return the book's entries of an order that touch the buyer's own wallet: they may open these."""
    payment = page.paid_with
    if by.person_id is None or payment is None or payment.source_account != wallet(by.person_id):
        return []
    references = [f"payment:{payment.id}", *(f"refund:{refund.id}" for refund in page.refunds)]
    found = [entry_by_reference(reference=each, cell_id=page.order.cell_id) for each in references]
    return [entry for entry in found if entry is not None]


def destination(*, order: Order) -> dict[str, object]:
    """Return where an order goes, in the reader's language: the region's name, or the pick-up point."""
    to = order.delivery_to
    hub = next((each for each in open_hubs() if str(each.id) == to.get("hub_id")), None) if to.get("hub_id") else None
    region = full_name(region_id=UUID(to["region_id"])) if to.get("region_id") else ""
    return {"region": region, "hub": hub}


def _parts(by: Actor, order: Order) -> list[PartPage]:
    """Return the parts of an order: fulfilments once it is paid, before that what is ordered from each seller."""
    key = {"cell_id": order.cell_id, "order_id": order.order_id}
    lines = list(OrderLine.objects.filter(**key).order_by("line_no"))
    parts = list(Fulfilment.objects.filter(**key).order_by("part_no", "id"))
    sellers = summaries(organisation_ids={line.seller_id for line in lines})
    shipments = by_references(references=[part.reference for part in parts])
    walked = trails(shipment_ids=[shipment.id for shipment in shipments.values()])
    questions = _questions(parts)
    made = {(part.seller_id, part.part_no): part for part in parts}
    keys = dict.fromkeys((line.seller_id, line.part_no) for line in lines)
    return [
        _part(by, order, sellers.get(seller_id), seller_id, made.get((seller_id, part_no)),
              [line for line in lines if (line.seller_id, line.part_no) == (seller_id, part_no)],
              shipments, walked, questions)
        for seller_id, part_no in keys
    ]  # fmt: skip


@dataclass(frozen=True)
class Questions:
    """What is asked about parts, by part."""

    disputes: Mapping[UUID, tuple[Dispute, ...]]
    returns: Mapping[UUID, tuple[Return, ...]]
    late_refunds: Mapping[UUID, tuple[LateRefund, ...]]


def _questions(parts: Sequence[Fulfilment]) -> Questions:
    """Return the reports and returns of parts, each with its photos."""
    disputes = Dispute.objects.filter(fulfilment__in=parts).prefetch_related("photos").order_by("opened_at")
    returns = Return.objects.filter(fulfilment__in=parts).prefetch_related("photos").order_by("asked_at")
    late_refunds = LateRefund.objects.filter(fulfilment__in=parts).order_by("asked_at")
    return Questions(_by_part(disputes), _by_part(returns), _by_part(late_refunds))


def _by_part(found: Any) -> dict[UUID, tuple[Any, ...]]:
    grouped: dict[UUID, tuple[Any, ...]] = {}
    for each in found:
        grouped[each.fulfilment_id] = (*grouped.get(each.fulfilment_id, ()), each)
    return grouped


def _part(
    by: Actor,
    order: Order,
    seller: Seller | None,
    seller_id: UUID,
    part: Fulfilment | None,
    lines: Sequence[OrderLine],
    shipments: Mapping[str, Any],
    walked: Mapping[UUID, Sequence[Any]],
    questions: Questions,
) -> PartPage:
    shipment = shipments.get(part.reference) if part else None
    return PartPage(
        seller_id=seller_id,
        seller=seller,
        part=part,
        lines=tuple(lines),
        shipment=shipment,
        trail=tuple(walked.get(shipment.id, ())) if shipment else (),
        pin=pin_for(by=by, shipment=shipment) if shipment and part and part.status in HANDED_OVER else "",
        disputes=questions.disputes.get(part.id, ()) if part else (),
        returns=questions.returns.get(part.id, ()) if part else (),
        late_refunds=questions.late_refunds.get(part.id, ()) if part else (),
        currency=order.currency,
    )
