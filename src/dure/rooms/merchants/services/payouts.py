"""Payout runs: made from a preview, settled by the bank's answer, and what comes back."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.core import signing
from django.db import transaction

from dure.events.merchants import PayoutBounced, PayoutSent
from dure.kernel.clock import now, today
from dure.kernel.errors import NotAllowed, NotFound
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.outbox import announce, announce_all
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import Draft, move
from dure.rooms.ledger.services import entries
from dure.rooms.merchants import errors
from dure.rooms.merchants.models import Merchant, Payout, PayoutAccount, PayoutRun, PayoutStatus
from dure.rooms.merchants.payout_days import next_payout_day
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.queries.payouts import Due, Preview
from dure.rooms.merchants.services import notices

News = TypeVar("News", PayoutSent, PayoutBounced)
SALT = "merchants.payout-preview"
PREVIEW_VALID_S = 3_600


def seal_preview(preview: Preview) -> str:
    """Return a preview as a text nobody can change: what was seen is what is sent."""
    amounts = {due.merchant.pk.hex: due.amount.minor for due in preview.payable}
    return signing.dumps({"currency": preview.currency, "amounts": amounts}, salt=SALT, compress=True)


@transaction.atomic
def make_run(*, by: Actor, sealed_preview: str) -> PayoutRun:
    """Send what a preview showed: earnings leave for the bank in one transaction, once per preview.

    More earned since waits for the next run; what cannot be sent any more refuses the whole run (PreviewOutdated).
    """
    _demand_staff(by)
    key = hashlib.sha256(sealed_preview.encode()).hexdigest()
    currency, amounts = _opened(sealed_preview)
    if not amounts:
        raise errors.NothingDue
    # Everybody who pays out waits here for everybody else: the same preview sent twice finds the first run.
    list(Merchant.objects.select_for_update(of=("self",)).filter(pk__in=amounts).order_by("pk").values_list("pk"))
    made = PayoutRun.objects.filter(key=key).first()
    return made or _send(by, key=key, currency=currency, dues=_still_due(currency, amounts), amounts=amounts)


@transaction.atomic
def settle_run(*, by: Actor, run_id: UUID) -> PayoutRun:
    """Note that the bank booked a run: what is on its way has arrived; once."""
    _demand_staff(by)
    run = PayoutRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise NotFound
    if run.settled_at is not None:
        raise errors.RunSettled
    arrived = list(run.payouts.select_for_update().filter(status=PayoutStatus.UNDER_WAY).order_by("id"))
    entries.record_many(
        drafts=[_draft(each, "paid", chart.payouts_under_way(), chart.outside("bank")) for each in arrived]
    )
    run.settled_at = now()
    run.payouts.filter(id__in=[each.id for each in arrived]).update(status=PayoutStatus.PAID, ended_at=run.settled_at)
    run.save(update_fields=["settled_at"])
    return run


@transaction.atomic
def bounce(*, by: Actor, payout_id: UUID, reason: str) -> Payout:
    """Take back what a bank sent back: it is the merchant's earnings again, and waits for a sound account; once."""
    _demand_staff(by)
    if not reason.strip():
        raise errors.ReasonMissing(fields={"reason": [str(errors.ReasonMissing.sentence)]})
    payout = Payout.objects.select_for_update(of=("self",)).filter(id=payout_id).first()
    if payout is None:
        raise NotFound
    if payout.status == PayoutStatus.BOUNCED:
        raise errors.PayoutEnded
    source = chart.payouts_under_way() if payout.status == PayoutStatus.UNDER_WAY else chart.outside("bank")
    entries.record_many(drafts=[_draft(payout, "bounced", source, chart.earnings(payout.merchant_id))])
    payout.status, payout.ended_at, payout.bounce_reason = PayoutStatus.BOUNCED, now(), reason.strip()[:300]
    payout.save(update_fields=["status", "ended_at", "bounce_reason"])
    PayoutAccount.objects.filter(id=payout.account_id).update(bounced_at=payout.ended_at)
    announce(_told(PayoutBounced, payout))
    notices.tell_of_bounce(payout)
    return payout


def _send(by: Actor, *, key: str, currency: str, dues: Sequence[Due], amounts: Mapping[UUID, int]) -> PayoutRun:
    run = PayoutRun.objects.create(
        key=key,
        currency=currency,
        total=sum(amounts.values()),
        payout_count=len(dues),
        pays_on=next_payout_day(today()),
        made_at=now(),
        made_by_id=by.person_id,
    )
    sent = [_payout(run, due, amounts[due.merchant.pk]) for due in dues]
    recorded = entries.record_many(
        drafts=[_draft(each, "sent", chart.earnings(each.merchant_id), chart.payouts_under_way()) for each in sent]
    )
    for payout, entry in zip(sent, recorded, strict=True):
        payout.entry_id = entry.entry_id
    Payout.objects.bulk_create(sent)
    announce_all([_told(PayoutSent, payout) for payout in sent])
    return run


def _payout(run: PayoutRun, due: Due, amount: int) -> Payout:
    assert due.account is not None, "what has no account is not payable"
    return Payout(
        id=new_id(),
        run=run,
        merchant=due.merchant,
        account=due.account,
        amount=amount,
        currency=run.currency,
        made_at=run.made_at,
    )


def _still_due(currency: str, amounts: Mapping[UUID, int]) -> list[Due]:
    """Return what was shown as due, if all of it still is; PreviewOutdated otherwise."""
    now_due = {due.merchant.pk: due for due in queries.preview(currency=currency).payable}
    for organisation_id, amount in amounts.items():
        due = now_due.get(organisation_id)
        if due is None or due.amount.minor < amount:
            raise errors.PreviewOutdated
    return [now_due[organisation_id] for organisation_id in amounts]


def _opened(sealed_preview: str) -> tuple[str, dict[UUID, int]]:
    try:
        content = signing.loads(sealed_preview, salt=SALT, max_age=PREVIEW_VALID_S)
    except signing.BadSignature:
        raise errors.PreviewOutdated from None
    return content["currency"], {UUID(key): amount for key, amount in content["amounts"].items()}


def _draft(payout: Payout, step: str, source: str, target: str) -> Draft:
    return Draft(
        reference=f"payout:{payout.id}:{step}",
        kind=Kind.PAYOUT,
        legs=move(source=source, target=target, amount=payout.amount, unit=payout.currency),
        about={"run": str(payout.run_id)},
    )


def _told(news: type[News], payout: Payout) -> News:
    """Return what is announced about a payout."""
    return news(
        payout_id=str(payout.id),
        organisation_id=str(payout.merchant_id),
        amount=payout.amount,
        currency=payout.currency,
    )


def _demand_staff(by: Actor) -> None:
    if not by.is_staff:
        raise NotAllowed
