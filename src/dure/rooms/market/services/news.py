"""Messages of payment providers: verified, kept once, and safe to hear late, twice or in the wrong order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, transaction

from dure.kernel import clock
from dure.kernel.collecting import Collector
from dure.kernel.errors import Outage, Refusal
from dure.kernel.limits import limit
from dure.rooms.market import errors
from dure.rooms.market.models import Payment, ProviderNews, Refund
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import News, Provider, State
from dure.rooms.market.rules import SETTLE_AT_ONCE_MAX
from dure.rooms.market.services import refunds, settling
from dure.rooms.market.services.settling import Confirmation, settle_what_fits

UNPROVEN_A_MINUTE, MINUTE_S = 600, 60
UNKNOWN_PAYMENT, AMOUNT_DIFFERS = "unknown_payment", "amount_differs"
SETTLED, NOTED, KNOWN = "settled", "noted", "known"
REFUND_NOTED, REFUND_NOT_OURS = "refund_noted", "refund_not_ours"
OUTCOMES: Final = {settling.SETTLED: SETTLED, settling.KNOWN: KNOWN}


@dataclass(frozen=True)
class Told:
    """What a provider told us."""

    provider: str
    news: News


def hear(*, provider: str, body: bytes, headers: Mapping[str, str], sender: str = "") -> str:
    """Read a message and take it in; return what the provider wants to read. ForgedNews leaves nothing behind.

    Confirmations that come at the same time are settled together; each is answered when it is kept for good.
    """
    chosen = registry.provider(provider)
    news = _read(chosen, body, headers, sender)
    if news is not None and news.refund is None and news.found.state is State.PAID:
        CONFIRMATIONS.ask(Told(provider, news))
    elif news is not None:
        take_in(provider=provider, news=news)
    return chosen.thanks


def _read(chosen: Provider, body: bytes, headers: Mapping[str, str], sender: str) -> News | None:
    """Read a message; whoever sends too much that proves nothing is not read any more for a while."""
    key = f"market:news:{chosen.name}:{sender}"
    if not chosen.signs_news:
        limit(key, times=UNPROVEN_A_MINUTE, per_s=MINUTE_S)
    try:
        return chosen.read_news(body, headers)
    except errors.ForgedNews:
        if chosen.signs_news:
            limit(key, times=UNPROVEN_A_MINUTE, per_s=MINUTE_S)
        raise


def settle_together(told: Sequence[Told]) -> list[ProviderNews | Exception]:
    """Take in confirmations, in one go what fits and each of the others by itself; answer each with what was kept."""
    try:
        kept = _settle_what_fits(told)
    except (DatabaseError, Refusal):
        kept = [None] * len(told)
    return [one or _alone(each) for one, each in zip(kept, told, strict=True)]


def _settle_what_fits(told: Sequence[Told]) -> list[ProviderNews | None]:
    """Settle what is as it should be; None for what is to be looked at by itself.

    A message is noted after its payment was settled: killed in between, it comes again and is noted as known.
    """
    payments = Payment.objects.in_bulk({each.news.found.payment_id for each in told} - {None})
    fit = {
        place: Confirmation(payment, each.news.found)
        for place, each in enumerate(told)
        if (payment := payments.get(each.news.found.payment_id)) and payment.provider == each.provider
    }
    answers = dict(zip(fit, settle_what_fits(confirmations=list(fit.values())), strict=True))
    kept = [
        _row(each, fit[place].payment, OUTCOMES[answers[place]]) if answers.get(place) in OUTCOMES else None
        for place, each in enumerate(told)
    ]
    keep(news=[row for row in kept if row])
    return kept


@transaction.atomic
def keep(*, news: Sequence[ProviderNews]) -> None:
    """Keep messages that were taken in; what was kept before stays as it was."""
    ProviderNews.objects.bulk_create(news, ignore_conflicts=True)


def _alone(told: Told) -> ProviderNews | Exception:
    try:
        return take_in(provider=told.provider, news=told.news)
    except (DatabaseError, Refusal, Outage) as problem:
        return problem


def _row(told: Told, payment: Payment, outcome: str) -> ProviderNews:
    return ProviderNews(
        provider=told.provider,
        news_id=told.news.event_id,
        kind=told.news.kind,
        contents=_contents(told.news),
        payment=payment,
        received_at=clock.now(),
        handled_at=clock.now(),
        outcome=outcome,
    )


CONFIRMATIONS: Final = Collector(settle_together, most=SETTLE_AT_ONCE_MAX)


@transaction.atomic
def take_in(*, provider: str, news: News) -> ProviderNews:
    """Keep a verified message and do what it says, once; one about nothing we know is kept for staff."""
    payment = _payment_of(provider, news)
    kept, is_new = ProviderNews.objects.get_or_create(
        provider=provider,
        news_id=news.event_id,
        defaults={
            "kind": news.kind,
            "contents": _contents(news),
            "payment": payment,
            "received_at": clock.now(),
        },
    )
    if not is_new:
        return kept
    kept.outcome = _outcome(payment, news)
    kept.handled_at = clock.now()
    kept.save(update_fields=["outcome", "handled_at"])
    return kept


def _outcome(payment: Payment | None, news: News) -> str:
    if news.refund is not None:
        return _refund_outcome(news)
    if payment is None:
        return UNKNOWN_PAYMENT
    if payment.status == Payment.Status.PAID:
        return KNOWN
    after = settling.apply(payment_id=payment.id, found=news.found)
    if after.status == Payment.Status.PAID:
        return SETTLED
    return AMOUNT_DIFFERS if after.failure == AMOUNT_DIFFERS else NOTED


def _refund_outcome(news: News) -> str:
    """Take in what a message says of a refund of ours; one made by hand at the provider is a difference to settle."""
    refund = Refund.objects.filter(id=news.refund_id).first() if news.refund_id else None
    if refund is None or news.refund is None:
        return REFUND_NOT_OURS
    refunds.note(refund_id=refund.id, answer=news.refund)
    return REFUND_NOTED


def _payment_of(provider: str, news: News) -> Payment | None:
    """Return the payment a message is about: by our own number, else by the provider's names for it."""
    found = news.found
    of_provider = Payment.objects.filter(provider=provider)
    if found.payment_id is not None:
        return of_provider.filter(id=found.payment_id).first()
    if found.charge_reference:
        return of_provider.filter(charge_reference=found.charge_reference).first()
    return of_provider.filter(provider_reference=found.provider_reference).first() if found.provider_reference else None


def _contents(news: News) -> dict[str, object]:
    """Return what is kept of a message: how the payment stands, and the provider's facts about it; no personal data."""
    found = news.found
    return {
        "state": (news.refund.state if news.refund else found.state).value,
        "amount": str(found.amount.minor) if found.amount else "",
        "currency": found.amount.currency if found.amount else "",
        "payment": str(found.payment_id or ""),
        "charge": found.charge_reference,
        "refund": str(news.refund_id or ""),
        "reason": found.reason,
        "facts": dict(news.facts),
    }
