"""What does not fit between our payments, the providers and the book, and how it was settled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts, entries
from dure.rooms.market import errors
from dure.rooms.market.comparing import Ours
from dure.rooms.market.models import Difference, Payment, ProviderNews, Reconciliation, Refund

EARLIER = timedelta(days=2)
"""Payments begun so long before a statement begins may still stand in it."""

SETTLING = timedelta(minutes=10)
"""A payment so young may be on its way between us and the provider; it is compared next time."""

REFERENCES_AT_ONCE = 1_000


@dataclass(frozen=True)
class Total:
    """What we count of a provider in a currency, what was written off, and what the book says; net."""

    provider: str
    ours: Money
    written_off: Money
    booked: Money

    @property
    def fits(self) -> bool:
        """Whether the book has what we count."""
        return self.ours + self.written_off == self.booked


def differences(*, is_open: bool) -> QuerySet[Difference]:
    """Return differences that are open, or those dealt with, newest first."""
    chosen = Difference.objects.select_related("payment", "closed_by")
    if is_open:
        return chosen.filter(outcome=Difference.Outcome.OPEN).order_by("-found_at", "-id")
    return chosen.exclude(outcome=Difference.Outcome.OPEN).order_by("-closed_at", "-id")


def difference(*, difference_id: UUID) -> Difference:
    """Return a difference, or refuse with DifferenceNotFound."""
    found = Difference.objects.select_related("payment", "closed_by").filter(id=difference_id).first()
    if found is None:
        raise errors.DifferenceNotFound
    return found


def latest_runs(*, providers: Iterable[str]) -> list[Reconciliation]:
    """Return the latest run of each provider."""
    runs = (Reconciliation.objects.filter(provider=name).order_by("-ran_at").first() for name in providers)
    return [run for run in runs if run is not None]


def to_compare(*, provider: str, since: datetime, until: datetime) -> list[Payment]:
    """Return the payments of a provider that a statement since then may name, oldest first."""
    chosen = Payment.objects.filter(provider=provider, begun_at__gte=since - EARLIER, begun_at__lte=until - SETTLING)
    return list(chosen.order_by("begun_at"))


def ours(*, payments: Sequence[Payment], since: datetime, is_listed: bool) -> list[Ours]:
    """Return what we and the book have of some payments."""
    sent = _sent(payments)
    booked = booked_of(payments=payments)
    return [
        Ours(
            payment=str(payment.id),
            names=frozenset(filter(None, (str(payment.id), payment.charge_reference, payment.provider_reference))),
            currency=payment.currency,
            amount=payment.amount,
            is_paid=payment.status == Payment.Status.PAID,
            sent=sent[payment.id],
            made=payment.refunded,
            booked=booked[payment.id],
            is_listed=is_listed and payment.begun_at >= since,
        )
        for payment in payments
    ]


def booked_of(*, payments: Sequence[Payment]) -> Counter[UUID]:
    """Return what the book says came in with each payment, less what it says went back."""
    names = {f"payment:{payment.id}": payment for payment in payments}
    by_id = {payment.id: payment for payment in payments}
    refunds = Refund.objects.filter(payment_id__in=by_id).values_list("id", "payment_id")
    names |= {f"refund:{refund_id}": by_id[payment_id] for refund_id, payment_id in refunds}
    booked: Counter[UUID] = Counter()
    references = list(names)
    for start in range(0, len(references), REFERENCES_AT_ONCE):
        part = references[start : start + REFERENCES_AT_ONCE]
        for cell_id in {names[reference].cell_id for reference in part}:
            for reference, legs in entries.legs_by_reference(references=part, cell_id=cell_id).items():
                payment = names[reference]
                booked[payment.id] -= sum(leg.amount for leg in legs if leg.account == payment.source_account)
    return booked


def failed_refunds(*, provider: str) -> list[Refund]:
    """Return the refunds of a provider that could not be sent."""
    failed = Refund.objects.filter(payment__provider=provider, status=Refund.Status.FAILED)
    return list(failed.select_related("payment").order_by("made_at"))


def unknown_news(*, provider: str, outcomes: Iterable[str]) -> list[ProviderNews]:
    """Return messages of a provider that fit nothing we know."""
    return list(ProviderNews.objects.filter(provider=provider, outcome__in=list(outcomes)).order_by("received_at"))


def accepted(*, provider: str) -> set[tuple[str, str, int, int]]:
    """Return what was written off or given back before (kind, subject, ours, theirs): it is not found again."""
    closed = Difference.objects.filter(
        provider=provider, outcome__in=[Difference.Outcome.WRITTEN_OFF, Difference.Outcome.REFUNDED]
    )
    return set(closed.values_list("kind", "subject", "ours", "theirs"))


def totals(*, providers: Iterable[str]) -> list[Total]:
    """Return what we count of each provider outside and currency beside what the book says of it."""
    counted = (
        Payment.objects.filter(provider__in=list(providers), status=Payment.Status.PAID)
        .values("provider", "currency")
        .annotate(net=Sum(F("amount") - F("refunded")))
        .order_by("provider", "currency")
    )
    return [
        Total(
            provider=row["provider"],
            ours=Money(int(row["net"]), row["currency"]),
            written_off=_written_off(row["provider"], row["currency"]),
            booked=Money(
                -accounts.balance(account=chart.outside(row["provider"]), unit=row["currency"]), row["currency"]
            ),
        )
        for row in counted
    ]


def _written_off(provider: str, currency: str) -> Money:
    closed = Difference.objects.filter(
        provider=provider, currency=currency, outcome=Difference.Outcome.WRITTEN_OFF
    ).exclude(kind__in=Difference.WITHOUT_MONEY)
    total = closed.aggregate(total=Coalesce(Sum(F("theirs") - F("booked")), 0))["total"]
    return Money(int(total), currency)


def _sent(payments: Sequence[Payment]) -> Counter[UUID]:
    """Return how much of each payment's refunds was sent."""
    sent = Refund.objects.filter(payment_id__in=[payment.id for payment in payments], status=Refund.Status.SENT)
    return Counter(
        {row["payment_id"]: int(row["total"]) for row in sent.values("payment_id").annotate(total=Sum("amount"))}
    )
