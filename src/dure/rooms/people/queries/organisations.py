"""Organisations as everybody sees them: reads."""

from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from dure.kernel.errors import NotFound
from dure.rooms.people.models import Closure, Organisation


def organisation(*, organisation_id: UUID) -> Organisation:
    """The organisation with its region, open or closed."""
    found = Organisation.objects.select_related("region").filter(id=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def newest(*, count: int) -> list[Organisation]:
    """The open organisations that came last, newest first, with their regions."""
    closed = Closure.objects.filter(organisation=OuterRef("pk"), reopened_at__isnull=True)
    found = Organisation.objects.select_related("region").filter(~Exists(closed))
    return list(found.order_by("-created_at", "-id")[:count])


def search_open(*, text: str, count: int) -> list[Organisation]:
    """The open organisations one of whose names holds the text, with their regions; exact names first."""
    closed = Closure.objects.filter(organisation=OuterRef("pk"), reopened_at__isnull=True)
    named = Q()
    for field in ("name", "name_ko", "name_zh", "name_en"):
        named |= Q(**{f"{field}__icontains": text})
    found = Organisation.objects.select_related("region").filter(named, ~Exists(closed))
    exact = Case(When(name__iexact=text, then=Value(0)), default=Value(1))
    return list(found.order_by(exact, "name", "id")[:count])


def open_closure(*, organisation_id: UUID) -> Closure | None:
    """Why an organisation is closed now, if it is."""
    return Closure.objects.filter(organisation_id=organisation_id, reopened_at__isnull=True).first()


def names(*, organisation_ids: list[UUID], language: str) -> dict[UUID, str]:
    """The names of several organisations for a reader of this language, in one query."""
    found = Organisation.objects.filter(id__in=organisation_ids)
    return {organisation.id: organisation.name_in(language) for organisation in found}
