"""Filling wallets, in the demo world only: a real house fills them through a payment company."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.services.entries import Recorded
from dure.rooms.market import errors

TOP_UP_MAX = {"KRW": 1_000_000, "CNY": 500_000, "USD": 100_000}
"""The most put in at once, in minor units."""


@transaction.atomic
def top_up(*, by: Actor, amount: Money, key: UUID) -> Recorded:
    """Put play money into one's own wallet; the same key again puts it in once. ProviderNotOffered outside the demo."""
    if by.person_id is None:
        raise NotSignedIn
    if not settings.DEMO:
        raise errors.ProviderNotOffered(provider="demo")
    most = Money(TOP_UP_MAX[amount.currency], amount.currency)
    if not 0 < amount.minor <= most.minor:
        raise errors.TopUpTooLarge(most=most)
    return entries.record(
        reference=f"top-up:{by.person_id}:{key}",
        kind=Kind.DEPOSIT,
        legs=move(
            source=chart.outside("demo"),
            target=chart.wallet(by.person_id),
            amount=amount.minor,
            unit=amount.currency,
        ),
        about={"for": "demo"},
    )
