"""Staff decide about commissions that were held: many at once, with a reason, and can undo it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.market import errors
from dure.rooms.market.models import AffiliateAct, Attribution
from dure.rooms.market.promoting import Reason
from dure.rooms.market.services import commissions
from dure.rooms.market.services.acts import required
from dure.rooms.market.services.affiliates import note

Status, Act = Attribution.Status, AffiliateAct.Act
AT_ONCE_MAX = 500


@transaction.atomic
def decide_held(*, by: Actor, attribution_ids: Collection[UUID], is_allowed: bool, why: str) -> AffiliateAct:
    """Allow or refuse held commissions, all those named that still wait; NothingHeld where none does."""
    _demand_staff(by)
    reason = required(why=why)
    rows = _locked(attribution_ids, Status.HELD)
    if not rows:
        raise errors.NothingHeld
    before = {str(row.id): row.reason for row in rows}
    act = note(
        affiliate=None, act=Act.ALLOWED if is_allowed else Act.REFUSED, by=by, why=reason, facts={"held": before}
    )
    status = Status.EARNED if is_allowed else Status.REFUSED
    commissions.move_to(rows=rows, status=status, reasons={row.id: Reason.BY_STAFF for row in rows}, step=str(act.id))
    return act


@transaction.atomic
def undo_decision(*, by: Actor, act_id: UUID, why: str) -> AffiliateAct:
    """Let commissions of a decision wait again, with a reason; what was refunded meanwhile stays taken back.

    DecisionUndone where it was undone before, or the seller has been paid the money out.
    """
    _demand_staff(by)
    reason = required(why=why)
    act = AffiliateAct.objects.filter(id=act_id, act__in=[Act.ALLOWED, Act.REFUSED]).first()
    if act is None or AffiliateAct.objects.filter(undoes=act).exists():
        raise errors.DecisionUndone
    reasons = {UUID(number): code for number, code in act.facts["held"].items()}
    undone = note(affiliate=None, act=Act.UNDONE, by=by, why=reason, undoes=act)
    rows = _locked(reasons, *_decided_as(act))
    try:
        commissions.move_to(rows=rows, status=Status.HELD, reasons=reasons, step=str(undone.id))
    except InsufficientFunds as error:
        raise errors.DecisionUndone from error
    return undone


def _decided_as(act: AffiliateAct) -> tuple[Attribution.Status, ...]:
    return (Status.PENDING, Status.EARNED) if act.act == Act.ALLOWED else (Status.REFUSED,)


def _locked(attribution_ids: Collection[UUID], *statuses: Attribution.Status) -> list[Attribution]:
    found = Attribution.objects.select_for_update(of=("self",)).select_related("affiliate", "seller__region")
    return list(found.filter(id__in=list(attribution_ids)[:AT_ONCE_MAX], status__in=statuses).order_by("id"))


def _demand_staff(by: Actor) -> None:
    if not by.is_staff:
        raise NotAllowed
