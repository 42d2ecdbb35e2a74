"""Messages of payment providers: verified, kept once, and safe to hear late, twice or in the wrong order."""

from collections.abc import Mapping

from django.db import transaction

from dure.kernel import clock
from dure.rooms.market.models import Payment, ProviderNews, Refund
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import News
from dure.rooms.market.services import payments, refunds

UNKNOWN_PAYMENT, AMOUNT_DIFFERS = "unknown_payment", "amount_differs"
SETTLED, NOTED, KNOWN = "settled", "noted", "known"
REFUND_NOTED, REFUND_NOT_OURS = "refund_noted", "refund_not_ours"


def hear(*, provider: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Read a message and take it in; return what the provider wants to read. ForgedNews leaves nothing behind."""
    chosen = registry.provider(provider)
    news = chosen.read_news(body, headers)
    if news is not None:
        take_in(provider=provider, news=news)
    return chosen.thanks


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
    after = payments.apply(payment_id=payment.id, found=news.found)
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
