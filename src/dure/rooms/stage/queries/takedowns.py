"""Wishes that something be taken down: for staff."""

from django.db.models import QuerySet

from dure.rooms.stage.models import Takedown


def waiting() -> QuerySet[Takedown]:
    """Return the wishes that wait, the first first, with what they are about."""
    found = Takedown.objects.filter(status=Takedown.Status.WAITING)
    return found.select_related("broadcast__show__organisation", "clip__organisation").order_by("asked_at", "id")
