"""What a buyer does with one seller's part of an order: cancel, confirm, send back, report, write to the seller."""

from uuid import UUID

from ninja import File, Form, Router, Status, UploadedFile
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.inbox.queries import conversations
from dure.rooms.inbox.schemas import TalkOut
from dure.rooms.market.api.numbers import OrderNumber
from dure.rooms.market.api.orders import whole
from dure.rooms.market.queries.order_pages import own_order, own_part
from dure.rooms.market.schemas.questions import LinesIn, ReportIn, ReportOut, ReturnIn, ReturnOut, counts_of
from dure.rooms.market.schemas.told_orders import OrderWithLinesOut
from dure.rooms.market.services import disputes, orders, releases, returns, talks

router = Router(tags=["market"])
PART = "/orders/{order_id}/parts/{uuid:part_id}"


@router.post(f"{PART}/cancellation", response=OrderWithLinesOut, operation_id="cancel_lines")
@decorate_view(idempotent(is_key_required=True))
def cancel_lines(request: DureRequest, order_id: OrderNumber, part_id: UUID, asked: LinesIn) -> OrderWithLinesOut:
    """Take some goods out before they are packed; their price goes back."""
    own_part(by=request.actor, order_id=order_id, fulfilment_id=part_id)
    orders.cancel_lines(by=request.actor, fulfilment_id=part_id, counts=asked.counts(), why=asked.why)
    return whole(request, order_id)


@router.post(f"{PART}/arrival", response=OrderWithLinesOut, operation_id="confirm_received")
@decorate_view(idempotent)
def confirm_received(request: DureRequest, order_id: OrderNumber, part_id: UUID) -> OrderWithLinesOut:
    """Say that everything has arrived; the seller is paid."""
    own_part(by=request.actor, order_id=order_id, fulfilment_id=part_id)
    releases.confirm_received(by=request.actor, fulfilment_id=part_id)
    return whole(request, order_id)


@router.post(f"{PART}/returns", response={201: ReturnOut}, operation_id="ask_return")
@decorate_view(idempotent)
def ask_return(
    request: DureRequest,
    order_id: OrderNumber,
    part_id: UUID,
    asked: Form[ReturnIn],
    photos: File[list[UploadedFile]] = [],  # noqa: B006  only read
) -> Status[ReturnOut]:
    """Ask to send goods back."""
    own_part(by=request.actor, order_id=order_id, fulfilment_id=part_id)
    made = returns.ask_return(
        by=request.actor, fulfilment_id=part_id, counts=counts_of(asked.lines), why=asked.why, photos=photos
    )
    return Status(201, ReturnOut.of(made))


@router.post(f"{PART}/reports", response={201: ReportOut}, operation_id="open_dispute")
@decorate_view(idempotent)
def open_dispute(
    request: DureRequest,
    order_id: OrderNumber,
    part_id: UUID,
    asked: Form[ReportIn],
    photos: File[list[UploadedFile]] = [],  # noqa: B006  only read
) -> Status[ReportOut]:
    """Report a problem; a photo of a small one decides at once."""
    own_part(by=request.actor, order_id=order_id, fulfilment_id=part_id)
    made = disputes.open_dispute(
        by=request.actor,
        fulfilment_id=part_id,
        problem=asked.problem,
        wish=asked.wish,
        counts=counts_of(asked.lines),
        text=asked.text,
        photos=photos,
    )
    return Status(201, ReportOut.of(made))


@router.post(
    "/orders/{order_id}/returns/{uuid:return_id}/withdrawal", response=ReturnOut, operation_id="withdraw_return"
)
@decorate_view(idempotent)
def withdraw_return(request: DureRequest, order_id: OrderNumber, return_id: UUID) -> ReturnOut:
    """Keep the goods after all."""
    own_order(by=request.actor, order_id=order_id)
    return ReturnOut.of(returns.withdraw_return(by=request.actor, return_id=return_id))


@router.post(
    "/orders/{order_id}/reports/{uuid:dispute_id}/withdrawal", response=ReportOut, operation_id="withdraw_dispute"
)
@decorate_view(idempotent)
def withdraw_dispute(request: DureRequest, order_id: OrderNumber, dispute_id: UUID) -> ReportOut:
    """Take a report back."""
    own_order(by=request.actor, order_id=order_id)
    return ReportOut.of(disputes.withdraw_dispute(by=request.actor, dispute_id=dispute_id))


@router.put(f"{PART}/talk", response=TalkOut, operation_id="open_talk")
def open_talk(request: DureRequest, order_id: OrderNumber, part_id: UUID) -> TalkOut:
    """Open the conversation with the seller about a part, or find it; `say` speaks in it."""
    own_part(by=request.actor, order_id=order_id, fulfilment_id=part_id)
    conversation_id = talks.open_talk(by=request.actor, fulfilment_id=part_id)
    return TalkOut.of(conversations.talk(by=request.actor, conversation_id=conversation_id))
