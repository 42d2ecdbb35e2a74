"""A person's own gifts: reads."""

from django.db.models import QuerySet

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.giving.models import Donation


def gifts_of(*, by: Actor) -> QuerySet[Donation]:
    """Return a person's gifts with their funds, newest first."""
    if by.person_id is None:
        raise NotSignedIn
    return Donation.objects.filter(person_id=by.person_id).select_related("fund").order_by("-id")
