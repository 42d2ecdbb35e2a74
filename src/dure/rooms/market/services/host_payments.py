"""Paying hosts: what they earned long enough ago goes into their wallet, or joins their organisation's earnings."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.inbox.services import notifications
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.services import entries
from dure.rooms.market.models import Affiliate, Attribution
from dure.rooms.market.promoting import PAID_AFTER
from dure.rooms.market.services.affiliates import PAGE
from dure.rooms.market.services.notices import amount_in_words


def pay_hosts() -> int:
    """Pay every host what is due; return how many were paid. For the job."""
    before = clock.now() - PAID_AFTER
    due = Attribution.objects.filter(status="earned", paid_at__isnull=True, settled_at__lte=before)
    pairs = list(due.values_list("affiliate_id", "currency").distinct().order_by("affiliate_id", "currency"))
    return sum(pay_host(affiliate_id=one, currency=currency, before=before) > 0 for one, currency in pairs)


@transaction.atomic
def pay_host(*, affiliate_id: UUID, currency: str, before: datetime) -> int:
    """Pay one host what was earned before a moment, less what refunds took back since; return how much (minor units).

    A suspended host is paid nothing until our staff have decided.
    """
    host = Affiliate.objects.select_for_update().get(id=affiliate_id)
    due = Attribution.objects.select_for_update().filter(
        affiliate=host, currency=currency, status="earned", paid_at__isnull=True, settled_at__lte=before
    )
    ids = list(due.order_by("id").values_list("id", flat=True))
    rows = Attribution.objects.filter(id__in=ids)
    source = chart.promotion(host.person_id)
    total = rows.aggregate(total=Sum("commission", default=0))["total"]
    amount = min(int(total), accounts.balance(account=source, unit=currency)) if host.is_approved else 0
    if amount <= 0:
        return 0
    target = chart.earnings(host.organisation_id) if host.organisation_id else chart.wallet(host.person_id)
    number = new_id()
    legs = move(source=source, target=target, amount=amount, unit=currency)
    entries.record(reference=f"promotion-paid:{number}", kind=Kind.PROMOTION, legs=legs, about={"for": "promotion"})
    rows.update(paid_at=clock.now())
    notifications.notify(
        people=[host.person_id],
        topic="orders",
        title=format_lazy(_("{amount} for promoting farmers"), amount=amount_in_words(amount, currency)),
        body=_("It is with your organisation's earnings.") if host.organisation_id else _("It is in your wallet."),
        link=PAGE,
        key=f"host-paid:{number}",
    )
    return amount
