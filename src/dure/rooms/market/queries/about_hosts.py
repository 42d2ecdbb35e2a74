"""What the host network knows about one person, for their own file, and why they cannot leave yet: reads."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market.models import Affiliate, Attribution, PromotionLink, Touch
from dure.rooms.market.queries.promotions import read_moments

CHUNK = 500


def network_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return a person's visits by hosts' links, what was decided about their own orders, and all of them as a host."""
    for touch in Touch.objects.filter(person_id=person_id).select_related("link").order_by("id"):
        moments = [each.at for each in read_moments(touch.moments)]
        yield {"came_by_link": touch.link.code, "at": moments, "kept_until": touch.kept_until}
    bought = Attribution.objects.filter(buyer_id=person_id).select_related("link").order_by("ordered_at", "id")
    for row in bought.iterator(CHUNK):
        yield {"own_order": str(row.order_id), "by_link": row.link.code, "why": row.reason, "at": row.decided_at}
    found = Affiliate.objects.filter(person_id=person_id).first()
    if found is not None:
        yield {"host_since": found.applied_at, "status": found.status, "is_named": found.is_named}
        for act in found.acts.order_by("at", "id"):
            yield {"decided": act.act, "at": act.at, "why": act.why}
        for link in PromotionLink.objects.filter(affiliate=found).order_by("id").iterator(CHUNK):
            yield {"link": link.code, "leads_to": link.target, "number": link.target_id, "made_at": link.made_at}


def reasons_to_stay(*, person_id: UUID) -> Iterator[str]:
    """Return why a person cannot leave yet: commissions that wait, or are not paid."""
    waiting = Attribution.objects.filter(affiliate__person_id=person_id, status__in=("pending", "held"))
    unpaid = any(each.amount > 0 for each in accounts.balances(account=chart.promotion(person_id)))
    if unpaid or waiting.exists():
        yield _("Commissions for your links are not paid yet.")
