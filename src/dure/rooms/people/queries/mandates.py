"""Who may act for whom by mandate: reads."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dure.kernel.clock import today
from dure.rooms.people.models import Closure, Mandate, Membership


def mandates_held(*, person_id: UUID) -> QuerySet[Mandate]:
    """The mandates by which a person may act today, with both organisations; those of a closed helper do not count."""
    own = Membership.objects.active().filter(person_id=person_id, organisation_id=OuterRef("helper_id"))
    found = Mandate.objects.active(today()).select_related("organisation", "helper")
    held: QuerySet[Mandate] = (
        found.filter(Exists(own))
        .exclude(Exists(_open_closure("helper_id")))
        .annotate(is_closed=Exists(_open_closure("organisation_id")))
        .order_by("organisation__name", "organisation_id")
    )
    return held


def helpers_of(*, organisation_id: UUID) -> list[Mandate]:
    """The mandates this organisation has given and that hold today, oldest first, with the helpers."""
    found = Mandate.objects.active(today()).filter(organisation_id=organisation_id)
    return list(found.select_related("helper").order_by("granted_at", "id"))


def helped_by(*, organisation_id: UUID) -> list[Mandate]:
    """The mandates this organisation holds today for others, oldest first, with whom it helps."""
    found = Mandate.objects.active(today()).filter(helper_id=organisation_id)
    return list(found.select_related("organisation").order_by("granted_at", "id"))


def past_mandates(*, organisation_id: UUID, count: int = 20) -> list[Mandate]:
    """The latest mandates of this organisation that hold no more, newest first, with the helpers."""
    held = Mandate.objects.active(today()).values("id")
    found = Mandate.objects.filter(organisation_id=organisation_id).exclude(id__in=held)
    return list(found.select_related("helper", "revoked_by").order_by("-granted_at")[:count])


def _open_closure(whose: str) -> QuerySet[Closure]:
    return Closure.objects.filter(organisation_id=OuterRef(whose), reopened_at__isnull=True)
