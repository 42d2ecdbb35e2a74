"""What the market asks of dispatch, and what it does when dispatch tells how far a shipment is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.rooms.catalog.services import stock
from dure.rooms.dispatch.drafts import Booking, ParcelDraft, Receiver
from dure.rooms.dispatch.queries.corrections import was_taken_back
from dure.rooms.dispatch.queries.shipments import by_references
from dure.rooms.dispatch.services import shipments
from dure.rooms.market.drafts import Means
from dure.rooms.market.models import Dispute, Fulfilment, Order, OrderAct, OrderLine, Side
from dure.rooms.market.numbering import short
from dure.rooms.market.rules import COMPLAINTS_WITHIN
from dure.rooms.market.services.acts import note_act
from dure.rooms.market.services.parts import Held, levels_of, locked_part

Status = Fulfilment.Status
OURS = "order:"
NOTED_BY_MISTAKE = "noted_by_mistake"


@transaction.atomic(savepoint=False)
def book(*, order: Order, part: Fulfilment, lines: Sequence[OrderLine]) -> None:
    """Have the goods of a part carried to their receiver: one parcel, which the seller may split."""
    shipments.book_shipments(bookings=[booking_of(order=order, part=part, lines=lines)])


@transaction.atomic(savepoint=False)
def recall(*, part: Fulfilment, reason: str) -> None:
    """Have a part's goods carried no more; what the worker has not booked yet it will not book for what has ended."""
    if by_references(references=[part.reference]):
        shipments.cancel_shipment(reference=part.reference, reason=reason)


def booking_of(*, order: Order, part: Fulfilment, lines: Sequence[OrderLine]) -> Booking:
    """Return what is asked of dispatch for a part."""
    to = order.delivery_to
    goods = [line for line in lines if line.kind == OrderLine.Kind.GOODS and line.remaining]
    return Booking(
        reference=part.reference,
        sender_organisation_id=part.seller_id,
        kind=to["means"],
        receiver=Receiver(
            name=to.get("name", ""),
            phone=to.get("phone", ""),
            country=to.get("country", "KR"),
            person_id=order.buyer_id,
            region_id=UUID(to["region_id"]) if to.get("region_id") else None,
            street=to.get("street", ""),
            detail=to.get("detail", ""),
            postcode=to.get("postcode", ""),
            note=to.get("note", ""),
        ),
        parcels=(ParcelDraft(contents=[_content(line) for line in goods], weight_g=_weight(goods)),),
        hub_id=UUID(to["hub_id"]) if to["means"] in {Means.PICKUP, Means.HUB} else None,
        page=f"/market/orders/{order.order_id}/",
        report_days=COMPLAINTS_WITHIN.days,
        order_number=short(order_id=order.order_id),
    )


def _content(line: OrderLine) -> tuple[str, str]:
    """Return a line as a packing list names it."""
    return str(line.about.get("name", "")), f"{line.remaining} × {line.about.get('size', '')}".rstrip(" ×")


def _weight(goods: Sequence[OrderLine]) -> int | None:
    """Return what the goods weigh, when every line is sold by weight."""
    weights = [line.about.get("weight_g") for line in goods]
    return (
        None if None in weights else sum(weight * line.remaining for weight, line in zip(weights, goods, strict=True))
    )


@transaction.atomic
def note_packed(*, reference: str) -> None:
    """A part's parcels are packed."""
    held = locked_by_reference(reference=reference)
    if held and held.part.status == Status.TO_PACK:
        _move(held, Status.PACKED, OrderAct.Act.PACKED)


@transaction.atomic
def note_handed_over(*, reference: str) -> None:
    """A part's goods have left the seller: they are sold, and no longer promised."""
    held = locked_by_reference(reference=reference)
    if held and held.part.status in {Status.TO_PACK, Status.PACKED}:
        _leave(held)


@transaction.atomic
def note_delivered(*, reference: str, at: datetime) -> None:
    """A part has arrived; from now on its money waits for complaints, and then goes to the seller.

    What was taken back before the market heard of it is passed over.
    """
    if was_taken_back(reference=reference, delivered_at=at):
        return
    held = locked_by_reference(reference=reference)
    if held is None or held.part.status not in {Status.TO_PACK, Status.PACKED, Status.ON_THE_WAY}:
        return
    if held.part.stock_taken_at is None:
        _leave(held)
    held.part.delivered_at, held.part.complaint_until = at, at + COMPLAINTS_WITHIN
    _move(held, Status.DELIVERED, OrderAct.Act.DELIVERED)


@transaction.atomic
def note_corrected(*, reference: str, told_at: datetime) -> None:
    """A part was noted as arrived by mistake: it is on its way as before, unless somebody has acted on it since."""
    held = locked_by_reference(reference=reference)
    if held is None or held.part.status != Status.DELIVERED or held.part.delivered_at != told_at:
        return
    if held.part.disputes.exists() or held.part.returns.exists():
        return
    held.part.delivered_at = held.part.complaint_until = None
    _move(held, Status.ON_THE_WAY, OrderAct.Act.DELIVERY_FAILED, why=NOTED_BY_MISTAKE)


@transaction.atomic
def note_failed(*, reference: str, reason: str, is_final: bool) -> None:
    """A part could not be handed over; when it is not tried again, our staff decides about the money."""
    held = locked_by_reference(reference=reference)
    if held is None or not held.part.is_open:
        return
    note_act(
        order_id=held.order.order_id, cell_id=held.order.cell_id, fulfilment_id=held.part.id,
        act=OrderAct.Act.DELIVERY_FAILED, side=Side.HOUSE, why=reason,
    )  # fmt: skip
    if is_final and not held.part.disputes.filter(status__in=Dispute.UNDECIDED).exists():
        _leave_to_staff(held, reason)


def _leave_to_staff(held: Held, reason: str) -> None:
    """Open a report in the buyer's name about everything in a part that will not arrive."""
    Dispute.objects.create(
        fulfilment=held.part,
        status=Dispute.Status.STAFF,
        problem=Dispute.Problem.NOT_ARRIVED,
        lines={str(line.line_no): line.remaining for line in held.goods if line.remaining},
        text=reason,
        asked_amount=sum(line.kept for line in held.lines),
        opened_at=clock.now(),
    )


@transaction.atomic(savepoint=False)
def locked_by_reference(*, reference: str) -> Held | None:
    """Return the part a shipment belongs to, locked; None for shipments of other rooms."""
    if not reference.startswith(OURS):
        return None
    _name, order_id, seller_id, *part_no = reference.split(":")
    found = Fulfilment.objects.filter(
        order_id=int(order_id), seller_id=UUID(seller_id), part_no=int(part_no[0]) if part_no else 1
    )
    part_id = found.values_list("id", flat=True).first()
    return locked_part(fulfilment_id=part_id) if part_id else None


def _leave(held: Held) -> None:
    """Take a part's goods off the shelf and send it on its way."""
    stock.take(counts=levels_of(held.goods), reference=held.part.reference, cell_id=held.order.cell_id)
    held.part.stock_taken_at = clock.now()
    _move(held, Status.ON_THE_WAY, OrderAct.Act.HANDED_OVER)


def _move(held: Held, status: Fulfilment.Status, act: OrderAct.Act, *, why: str = "") -> None:
    """Bring a part to its next state and write that down."""
    held.part.status = status
    held.part.save(update_fields=["status", "stock_taken_at", "delivered_at", "complaint_until"])
    note_act(
        order_id=held.order.order_id, cell_id=held.order.cell_id, fulfilment_id=held.part.id, act=act,
        side=Side.HOUSE, why=why,
    )  # fmt: skip
