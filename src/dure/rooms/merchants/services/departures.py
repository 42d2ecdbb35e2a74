"""What happens here when a person leaves: former payout accounts they entered lose name and number."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from dure.rooms.merchants.models import Payout, PayoutAccount, PayoutStatus

GONE = "–"


@transaction.atomic
def forget_person(*, person_id: UUID) -> None:
    """Blank replaced payout accounts a person entered; the one in use is the organisation's, which goes on.

    Bank and last digits stay, so that old payouts can be told apart. What is on its way keeps its number.
    """
    under_way = Payout.objects.filter(account=OuterRef("pk"), status=PayoutStatus.UNDER_WAY)
    former = PayoutAccount.objects.filter(~Exists(under_way), added_by_id=person_id, replaced_at__isnull=False)
    former.update(holder=GONE, sealed_number="")
