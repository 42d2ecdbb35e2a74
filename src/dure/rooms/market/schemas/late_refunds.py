"""Shapes of refunds that wait for sellers' earnings, for our staff. Amounts (whole minor units) are strings."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from dure.rooms.market.models import AdvanceProposal, LateRefund
from dure.rooms.market.schemas.payments import LateRefundOut
from dure.rooms.market.services.acts import WHY_LENGTH_MAX


class WhyIn(Schema):
    """A reason."""

    why: str = Field(min_length=1, max_length=WHY_LENGTH_MAX)


class DecisionIn(Schema):
    """Whether a proposal is approved; a decline says why."""

    is_approved: bool
    why: str = Field("", max_length=WHY_LENGTH_MAX)


class ProposalOut(Schema):
    """A proposal that the house pays, at most `amount`. `status`: waiting, approved, declined, withdrawn, not_needed.

    `is_alone`: done by one person, as the house's settings allow for such an amount.
    """

    id: UUID
    late_refund_id: UUID
    status: str
    amount: str
    currency: str
    why: str
    proposed_by: UUID
    proposed_at: datetime
    is_alone: bool
    decided_by: UUID | None
    decided_at: datetime | None
    decided_why: str

    @classmethod
    def of(cls, found: AdvanceProposal) -> Self:
        """Return a proposal as JSON tells it."""
        return cls(
            id=found.id, late_refund_id=found.late_refund_id, status=found.status, amount=str(found.amount),
            currency=found.currency, why=found.why, proposed_by=found.proposed_by, proposed_at=found.proposed_at,
            is_alone=found.is_alone, decided_by=found.ended_by, decided_at=found.ended_at,
            decided_why=found.ended_why,
        )  # fmt: skip


class WaitingRefundOut(LateRefundOut):
    """A refund that waits, with its seller, since when, from when on the house may pay, and what is proposed."""

    seller_id: UUID
    asked_at: datetime
    due_at: datetime
    proposal: ProposalOut | None

    @classmethod
    def told(cls, late: LateRefund) -> Self:
        """Return a refund that waits as JSON tells it."""
        waiting = next((each for each in late.proposals.all() if each.status == AdvanceProposal.Status.WAITING), None)
        return cls(
            **LateRefundOut.of(late).dict(), seller_id=late.seller_id, asked_at=late.asked_at, due_at=late.due_at,
            proposal=ProposalOut.of(waiting) if waiting else None,
        )  # fmt: skip


class LateRefundsOut(Schema):
    """Refunds that wait; `next_after` asks for more."""

    late_refunds: list[WaitingRefundOut]
    next_after: UUID | None
