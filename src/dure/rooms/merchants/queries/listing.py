"""Merchants as staff list them."""

from django.db.models import Q, QuerySet

from dure.rooms.merchants.models import Merchant


def listed(*, status: str = "", search: str = "") -> QuerySet[Merchant]:
    """Return merchants with organisation and place, newest first, of one status and by part of a name if given."""
    found = Merchant.objects.select_related("organisation", "region")
    if status:
        found = found.filter(status=status)
    if search:
        named = Q(organisation__name__icontains=search)
        for field in ("name_ko", "name_zh", "name_en"):
            named |= Q(**{f"organisation__{field}__icontains": search})
        found = found.filter(named)
    return found.order_by("-started_at", "pk")
