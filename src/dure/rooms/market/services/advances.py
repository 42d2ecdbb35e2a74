"""The house's advance of a late refund: one of our staff proposes it and says why, another one approves or declines.

Where the house's settings ask for no second person (`kernel/second_approval.py`), a proposal is done at once, and its
row says so. Locks: the order, its part, the late refund, its proposal, the book.
"""

from uuid import UUID

from django.db import transaction

from dure.events.market import AdvanceDecided, AdvanceProposed
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.kernel.second_approval import needs_second, second_person, staff_person
from dure.rooms.market import errors
from dure.rooms.market.models import AdvanceProposal, LateRefund
from dure.rooms.market.queries import late_refunds as queries
from dure.rooms.market.services import notices
from dure.rooms.market.services.acts import required
from dure.rooms.market.services.late_refunds import advance
from dure.rooms.market.services.parts import Held, locked_part

Status = AdvanceProposal.Status


@transaction.atomic
def propose_advance(*, by: Actor, late_refund_id: UUID, why: str) -> AdvanceProposal:
    """Staff propose that the house pays what a seller has not earned in time; another one of them decides.

    RefundNotAdvanced before the seller's time is over, or once it was given back; AdvanceProposedAlready while one
    waits.
    """
    person_id = staff_person(by)
    reason = required(why=why)
    _held, owed = _locked(late_refund_id)
    if not owed.may_be_advanced:
        raise errors.RefundNotAdvanced
    if AdvanceProposal.objects.filter(late_refund=owed, status=Status.WAITING).exists():
        raise errors.AdvanceProposedAlready
    made = AdvanceProposal.objects.create(
        late_refund=owed,
        amount=owed.missing,
        currency=owed.currency,
        why=reason,
        proposed_by=person_id,
        proposed_at=clock.now(),
    )
    announce(
        AdvanceProposed(
            cell_id=owed.fulfilment.cell_id, proposal_id=str(made.id), late_refund_id=str(owed.id), amount=made.amount,
            currency=made.currency, proposed_by=str(person_id),
        )
    )  # fmt: skip
    if needs_second(made.price):
        notices.advance_proposed(made)
    else:
        made.is_alone = True
        _end(made, Status.APPROVED, by=person_id)
        advance(proposal=made)
    return made


@transaction.atomic
def decide_advance(*, by: Actor, proposal_id: UUID, is_approved: bool, why: str = "") -> AdvanceProposal:
    """Another one of our staff has the house pay, or says why not; the buyer has it all at once, and that is final.

    ProposedByYou for who proposed it, AdvanceDecidedAlready once it was decided, taken back or needed no more.
    """
    staff_person(by)
    owed, found = _waiting(proposal_id)
    person_id = second_person(by, proposed_by=found.proposed_by)
    reason = why.strip() if is_approved else required(why=why)
    if is_approved and not owed.may_be_advanced:
        raise errors.RefundNotAdvanced
    _end(found, Status.APPROVED if is_approved else Status.DECLINED, by=person_id, why=reason)
    if is_approved:
        advance(proposal=found)
    notices.advance_decided(found)
    return found


@transaction.atomic
def withdraw_advance(*, by: Actor, proposal_id: UUID) -> AdvanceProposal:
    """Take one's own proposal back before anybody decided it; NotAllowed for another one's."""
    person_id = staff_person(by)
    _owed, found = _waiting(proposal_id)
    if found.proposed_by != person_id:
        raise errors.AdvanceNotYours
    _end(found, Status.WITHDRAWN, by=person_id)
    return found


def _locked(late_refund_id: UUID) -> tuple[Held, LateRefund]:
    part_id = queries.late_refund(late_refund_id=late_refund_id).fulfilment_id
    held = locked_part(fulfilment_id=part_id)
    return held, LateRefund.objects.select_for_update(of=("self",)).select_related("fulfilment").get(id=late_refund_id)


def _waiting(proposal_id: UUID) -> tuple[LateRefund, AdvanceProposal]:
    late_refund_id = queries.proposal(proposal_id=proposal_id).late_refund_id
    _held, owed = _locked(late_refund_id)
    found = AdvanceProposal.objects.select_for_update(of=("self",)).get(id=proposal_id)
    found.late_refund = owed
    if found.status != Status.WAITING:
        raise errors.AdvanceDecidedAlready
    return owed, found


def _end(found: AdvanceProposal, status: Status, *, by: UUID, why: str = "") -> None:
    found.status, found.ended_by, found.ended_at, found.ended_why = status, by, clock.now(), why[:500]
    found.save(update_fields=["status", "is_alone", "ended_by", "ended_at", "ended_why"])
    announce(
        AdvanceDecided(
            cell_id=found.late_refund.fulfilment.cell_id, proposal_id=str(found.id),
            late_refund_id=str(found.late_refund_id), outcome=status, decided_by=str(by),
        )
    )  # fmt: skip
