"""Our staff's refunds that wait for sellers' earnings, and what they propose the house to pay."""

from typing import Annotated
from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.queries import late_refunds as queries
from dure.rooms.market.schemas.late_refunds import DecisionIn, LateRefundsOut, ProposalOut, WaitingRefundOut, WhyIn
from dure.rooms.market.services import advances

router = Router(tags=["market"])
REFUNDS, PROPOSAL = "/late-refunds", "/late-refunds/proposals/{uuid:proposal_id}"


@router.get(REFUNDS, response=LateRefundsOut, operation_id="late_refunds")
def late_refunds(
    request: DureRequest, after: UUID | None = None, limit: Annotated[int, Field(ge=1, le=100)] = 30
) -> LateRefundsOut:
    """What buyers wait for, longest first, with what is proposed about it; `after` a refund leafs on. For staff."""
    del request
    found = queries.waiting_from(after=after, count=limit + 1)
    return LateRefundsOut(
        late_refunds=[WaitingRefundOut.told(each) for each in found[:limit]],
        next_after=found[limit - 1].id if len(found) > limit else None,
    )


@router.post(
    f"{REFUNDS}/{{uuid:late_refund_id}}/proposals", response={201: ProposalOut}, operation_id="propose_advance"
)
@decorate_view(idempotent(is_key_required=True))
def propose_advance(request: DureRequest, late_refund_id: UUID, asked: WhyIn) -> Status[ProposalOut]:
    """Propose that the house pays what a seller has not earned in 60 days. Somebody else of our staff decides.

    Where the house asks for no second person, it is `approved` at once and `is_alone` says so.
    """
    made = advances.propose_advance(by=request.actor, late_refund_id=late_refund_id, why=asked.why)
    return Status(201, ProposalOut.of(made))


@router.post(f"{PROPOSAL}/decision", response=ProposalOut, operation_id="decide_advance")
@decorate_view(idempotent(is_key_required=True))
def decide_advance(request: DureRequest, proposal_id: UUID, said: DecisionIn) -> ProposalOut:
    """Approve what somebody else proposed: the buyer has the money, for good. Or decline it and say why."""
    found = advances.decide_advance(
        by=request.actor, proposal_id=proposal_id, is_approved=said.is_approved, why=said.why
    )
    return ProposalOut.of(found)


@router.post(f"{PROPOSAL}/withdrawal", response=ProposalOut, operation_id="withdraw_advance")
@decorate_view(idempotent)
def withdraw_advance(request: DureRequest, proposal_id: UUID) -> ProposalOut:
    """Take one's own proposal back before anybody decided it."""
    return ProposalOut.of(advances.withdraw_advance(by=request.actor, proposal_id=proposal_id))
