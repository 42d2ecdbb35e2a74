"""Comparing our payments with the providers and the book, and settling what does not fit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import BadInput, Outage
from dure.kernel.http import Actor
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import Leg
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors
from dure.rooms.market.comparing import Finding, Theirs, compare
from dure.rooms.market.models import Difference, Payment, ProviderNews, Reconciliation, Refund
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import Found, Known, Provider, RefundAsk, State
from dure.rooms.market.queries import reconciliations
from dure.rooms.market.services import payments, refunds, settling
from dure.rooms.market.services.news import REFUND_NOT_OURS, UNKNOWN_PAYMENT

DAYS_BACK = timedelta(days=35)
Outcome, What = Difference.Outcome, Difference.Kind
MAY: dict[str, tuple[str, ...]] = {
    What.PAID_THERE_ONLY: (Outcome.MATCHED, Outcome.REFUNDED, Outcome.WRITTEN_OFF),
    What.PAID_HERE_ONLY: (Outcome.WRITTEN_OFF,),
    What.UNKNOWN_THERE: (Outcome.REFUNDED, Outcome.WRITTEN_OFF),
    What.AMOUNT_DIFFERS: (Outcome.REFUNDED, Outcome.WRITTEN_OFF),
    What.REFUND_DIFFERS: (Outcome.WRITTEN_OFF,),
    What.NOT_IN_BOOK: (Outcome.WRITTEN_OFF,),
    What.REFUND_FAILED: (Outcome.REFUNDED, Outcome.WRITTEN_OFF),
    What.UNKNOWN_NEWS: (Outcome.WRITTEN_OFF,),
}
"""How a difference of each kind can be settled."""


def reconcile(*, provider: str) -> Reconciliation:
    """Compare the last weeks of a provider with our payments and the book, and keep what does not fit."""
    chosen, since, now = registry.provider(provider), clock.now() - DAYS_BACK, clock.now()
    ours = reconciliations.to_compare(provider=provider, since=since, until=now)
    try:
        stated = _stated(chosen, ours, since=since)
    except Outage as outage:
        return note_failure(provider=provider, failure=outage.code)
    compared = reconciliations.ours(payments=ours, since=since, is_listed=not chosen.is_inside)
    findings = [*compare(compared, stated), *_failed(provider), *_unheard(provider)]
    return note_run(provider=provider, payment_count=len(ours), findings=findings)


def reconcile_all() -> list[Reconciliation]:
    """Compare every provider of the house."""
    return [reconcile(provider=name) for name in registry.providers()]


@transaction.atomic
def note_run(*, provider: str, payment_count: int, findings: Sequence[Finding]) -> Reconciliation:
    """Keep the outcome of a run: new differences, those seen again, and those that are gone."""
    now, seen = clock.now(), set()
    accepted = reconciliations.accepted(provider=provider)
    for finding in findings:
        if (finding.kind, finding.subject, finding.ours, finding.theirs) in accepted:
            continue
        seen.add(_note(provider, finding).id)
    gone = Difference.objects.filter(provider=provider, outcome=Outcome.OPEN).exclude(id__in=seen)
    gone.update(outcome=Outcome.VANISHED, closed_at=now)
    return Reconciliation.objects.create(
        provider=provider,
        since=now - DAYS_BACK,
        ran_at=now,
        payment_count=payment_count,
        difference_count=len(seen),
    )


@transaction.atomic
def note_failure(*, provider: str, failure: str) -> Reconciliation:
    """Keep that a provider could not be compared; what was open stays open."""
    now = clock.now()
    return Reconciliation.objects.create(provider=provider, since=now - DAYS_BACK, ran_at=now, failure=failure)


def match(*, by: Actor, difference_id: UUID) -> Difference:
    """Take a payment in that the provider says was paid: for its order, or back to the buyer when it came too late."""
    found = _demand(difference_id, Outcome.MATCHED)
    if found.payment is None or payments.look(payment_id=found.payment.id).status != Payment.Status.PAID:
        raise errors.NotThisWay
    return close(by=by, difference_id=difference_id, outcome=Outcome.MATCHED)


def refund(*, by: Actor, difference_id: UUID, reason: str) -> Difference:
    """Give money back that never was, or never will be, anybody's payment; a failed refund is sent anew."""
    found = _demand(difference_id, Outcome.REFUNDED)
    if found.kind == What.REFUND_FAILED:
        refunds.send_anew(by=by, refund_id=UUID(found.subject))
    else:
        known = Known(
            payment_id=found.payment_id or found.id,
            buyer_id=found.payment.payer_id if found.payment else found.id,
            amount=found.theirs_written,
            charge_reference=found.charge_reference,
        )
        ask = RefundAsk(refund_id=found.id, amount=found.theirs_written, reason=reason, payment=known)
        answer = registry.provider(found.provider).refund(ask)
        if answer.state is State.DECLINED:
            raise errors.ProviderRefused(provider=found.provider, reason=answer.reason)
        if found.payment_id:
            settling.end(payment_id=found.payment_id, failure="given_back")
    return close(by=by, difference_id=difference_id, outcome=Outcome.REFUNDED, reason=reason)


@transaction.atomic
def write_off(*, by: Actor, difference_id: UUID, reason: str) -> Difference:
    """Let a difference stand, with the reason; the book is brought to what the provider says, against adjustments."""
    found = _demand(difference_id, Outcome.WRITTEN_OFF)
    if not reason.strip():
        raise BadInput(fields={"reason": [str(errors.ReasonMissing.sentence)]})
    if found.kind == What.REFUND_FAILED:
        refunds.settle_by_hand(by=by, refund_id=UUID(found.subject), reason=reason)
    if found.kind == What.AMOUNT_DIFFERS and found.payment_id:
        settling.end(payment_id=found.payment_id, failure="written_off")
    missing = found.theirs - found.booked
    if missing and found.kind not in Difference.WITHOUT_MONEY:
        outside = found.payment.source_account if found.payment else chart.outside(found.provider)
        entries.record(
            reference=f"difference:{found.id}",
            kind=Kind.TRANSFER,
            legs=[
                Leg(outside, -missing, found.currency),
                Leg(chart.adjustments(), missing, found.currency),
            ],
            about={"for": reason[:200], "difference": found.kind},
            cell_id=found.payment.cell_id if found.payment else HOME_CELL,
        )
    return close(by=by, difference_id=difference_id, outcome=Outcome.WRITTEN_OFF, reason=reason)


@transaction.atomic
def close(*, by: Actor, difference_id: UUID, outcome: str, reason: str = "") -> Difference:
    """Note how a difference ended and who said so; DifferenceClosed when somebody was quicker."""
    found = Difference.objects.select_for_update().get(id=difference_id)
    if found.outcome != Outcome.OPEN:
        raise errors.DifferenceClosed
    found.outcome, found.closed_at, found.closed_by_id = outcome, clock.now(), by.person_id
    found.reason = reason[:500]
    found.save(update_fields=["outcome", "closed_at", "closed_by", "reason"])
    return found


def ways(difference: Difference) -> tuple[str, ...]:
    """Return how an open difference can be settled."""
    return MAY[difference.kind] if difference.outcome == Outcome.OPEN else ()


def _demand(difference_id: UUID, outcome: str) -> Difference:
    """Return an open difference that may be settled so."""
    found = reconciliations.difference(difference_id=difference_id)
    if found.outcome != Outcome.OPEN:
        raise errors.DifferenceClosed
    if outcome not in ways(found):
        raise errors.NotThisWay
    return found


def _stated(chosen: Provider, ours: Sequence[Payment], *, since: datetime) -> list[Theirs]:
    """Return every charge the provider says was paid."""
    stated = chosen.statement([registry.known(payment) for payment in ours], since)
    return [_theirs(found) for found in stated if found.state is State.PAID and found.amount is not None]


def _theirs(found: Found) -> Theirs:
    assert found.amount is not None, "only paid charges are compared"
    names = (str(found.payment_id or ""), found.charge_reference, found.provider_reference)
    return Theirs(
        names=frozenset(filter(None, names)),
        charge=found.charge_reference or found.provider_reference,
        currency=found.amount.currency,
        amount=found.amount.minor,
        refunded=found.refunded,
    )


def _failed(provider: str) -> list[Finding]:
    return [_of_refund(refund) for refund in reconciliations.failed_refunds(provider=provider)]


def _of_refund(refund: Refund) -> Finding:
    return Finding(
        kind=What.REFUND_FAILED,
        subject=str(refund.id),
        payment=str(refund.payment_id),
        charge=refund.payment.charge_reference,
        currency=refund.currency,
        ours=refund.amount,
        theirs=0,
        booked=refund.amount,
    )


def _unheard(provider: str) -> list[Finding]:
    news = reconciliations.unknown_news(provider=provider, outcomes=[UNKNOWN_PAYMENT, REFUND_NOT_OURS])
    return [_of_news(each) for each in news]


def _of_news(news: ProviderNews) -> Finding:
    amount = str(news.contents.get("amount") or "0")
    return Finding(
        kind=What.UNKNOWN_NEWS,
        subject=news.news_id,
        payment=str(news.payment_id or ""),
        charge=str(news.contents.get("charge", "")),
        currency=str(news.contents.get("currency") or "KRW"),
        ours=0,
        theirs=int(amount),
        booked=0,
    )


def _note(provider: str, finding: Finding) -> Difference:
    """Keep a finding, or that it was seen again."""
    return Difference.objects.update_or_create(
        provider=provider,
        kind=finding.kind,
        subject=finding.subject,
        outcome=Outcome.OPEN,
        defaults={
            "payment_id": UUID(finding.payment) if finding.payment else None,
            "charge_reference": finding.charge,
            "currency": finding.currency,
            "ours": finding.ours,
            "theirs": finding.theirs,
            "booked": finding.booked,
            "seen_at": clock.now(),
        },
        create_defaults={
            "payment_id": UUID(finding.payment) if finding.payment else None,
            "charge_reference": finding.charge,
            "currency": finding.currency,
            "ours": finding.ours,
            "theirs": finding.theirs,
            "booked": finding.booked,
            "found_at": clock.now(),
            "seen_at": clock.now(),
        },
    )[0]
