"""What a seller does about a sale: take something out, pay back, send again, answer a return or a problem."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.api.sales import SALE, SELLER, told
from dure.rooms.market.models import LateRefund
from dure.rooms.market.queries import sales as queries
from dure.rooms.market.schemas.payments import LateRefundOut, RefundOut
from dure.rooms.market.schemas.questions import (
    LinesIn,
    ReportAnswerIn,
    ReportOut,
    ReturnAnswerIn,
    ReturnArrivalIn,
    ReturnOut,
)
from dure.rooms.market.schemas.sales import AmountIn, SaleWithActsOut
from dure.rooms.market.services import disputes, giving_back, orders, replacements, returns

router = Router(tags=["market"])
REPORT = f"{SELLER}/reports/{{uuid:dispute_id}}"
RETURN = f"{SELLER}/returns/{{uuid:return_id}}"


@router.post(f"{SALE}/cancellation", response=SaleWithActsOut, operation_id="cancel_sale_lines")
@decorate_view(idempotent(is_key_required=True))
def cancel_sale_lines(request: DureRequest, organisation_id: UUID, sale_id: UUID, asked: LinesIn) -> SaleWithActsOut:
    """Take goods out that cannot be sent, and say why; their price goes back to the buyer."""
    queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    orders.cancel_lines(by=request.actor, fulfilment_id=sale_id, counts=asked.counts(), why=asked.why)
    return told(organisation_id, sale_id)


@router.post(f"{SALE}/refunds", response={201: RefundOut, 202: LateRefundOut}, operation_id="refund")
@decorate_view(idempotent(is_key_required=True))
def refund(
    request: DureRequest, organisation_id: UUID, sale_id: UUID, asked: AmountIn
) -> Status[RefundOut] | Status[LateRefundOut]:
    """Give some of the money back: 201 once it is on its way, 202 where the seller has to earn it again first.

    Before the sale is completed it comes out of what is held for it. After that it comes out of what the seller has
    earned and not been paid, with the house's commission of it; what is missing is set aside from what the seller earns
    next, and goes back once all of it is there. While one refund of a sale waits, another is refused.
    """
    queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    made = giving_back.refund(by=request.actor, fulfilment_id=sale_id, amount=int(asked.amount), why=asked.why)
    if isinstance(made, LateRefund):
        return Status(202, LateRefundOut.of(made))
    return Status(201, RefundOut.of(made))


@router.post(f"{SALE}/replacements", response={201: SaleWithActsOut}, operation_id="send_replacement")
@decorate_view(idempotent(is_key_required=True))
def send_replacement(
    request: DureRequest, organisation_id: UUID, sale_id: UUID, asked: LinesIn
) -> Status[SaleWithActsOut]:
    """Send goods again, for nothing; the answer is the new sale, which waits to be packed."""
    queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    made = replacements.send_replacement(by=request.actor, fulfilment_id=sale_id, counts=asked.counts(), why=asked.why)
    return Status(201, told(organisation_id, made.id))


@router.post(f"{RETURN}/answer", response=ReturnOut, operation_id="answer_return")
@decorate_view(idempotent)
def answer_return(request: DureRequest, organisation_id: UUID, return_id: UUID, said: ReturnAnswerIn) -> ReturnOut:
    """Say whether goods may come back."""
    queries.own_return(organisation_id=organisation_id, return_id=return_id)
    return ReturnOut.of(returns.answer_return(by=request.actor, return_id=return_id, **said.dict()))


@router.post(f"{RETURN}/arrival", response=ReturnOut, operation_id="receive_return")
@decorate_view(idempotent)
def receive_return(request: DureRequest, organisation_id: UUID, return_id: UUID, said: ReturnArrivalIn) -> ReturnOut:
    """Say that returned goods have arrived; their price goes back to the buyer."""
    queries.own_return(organisation_id=organisation_id, return_id=return_id)
    return ReturnOut.of(returns.receive_return(by=request.actor, return_id=return_id, **said.dict()))


@router.post(f"{REPORT}/answer", response=ReportOut, operation_id="answer_dispute")
@decorate_view(idempotent)
def answer_dispute(request: DureRequest, organisation_id: UUID, dispute_id: UUID, said: ReportAnswerIn) -> ReportOut:
    """Answer a reported problem: money back, a replacement, or let the staff decide."""
    queries.own_dispute(organisation_id=organisation_id, dispute_id=dispute_id)
    amount = None if said.amount is None else int(said.amount)
    answered = disputes.answer_dispute(
        by=request.actor, dispute_id=dispute_id, outcome=said.outcome, words=said.words, amount=amount
    )
    return ReportOut.of(answered)
