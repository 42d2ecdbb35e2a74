"""What the merchants room knows about one person, for their own file: reads."""

from collections.abc import Iterator
from uuid import UUID

from dure.rooms.merchants.models import MerchantAct, PayoutAccount


def acts_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return what a person did while organisations were set up for selling and since, oldest first."""
    fields = ("merchant__organisation__name", "what", "reason", "at")
    yield from MerchantAct.objects.filter(by_id=person_id).order_by("id").values(*fields)


def accounts_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the payout accounts a person entered; of each number only the end."""
    found = PayoutAccount.objects.filter(added_by_id=person_id).select_related("merchant__organisation")
    for account in found.order_by("id"):
        yield {
            "organisation": account.merchant.organisation.name,
            "bank": account.bank,
            "holder": account.holder,
            "number": account.masked,
            "added_at": account.added_at,
            "replaced_at": account.replaced_at,
        }
