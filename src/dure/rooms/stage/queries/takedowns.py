"""Wishes that something be taken down: for staff, and for those who show it."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.people.queries.memberships import members_of
from dure.rooms.stage.errors import TakedownNotFound
from dure.rooms.stage.models import Objection, Ruling, Takedown
from dure.rooms.stage.queries.standings import is_host

SHOWN_FOR = timedelta(days=30)
"""So long staff see what was decided, to put a mistake right."""


def waiting() -> QuerySet[Takedown]:
    """Return the wishes that wait, the first first, with what they are about."""
    return _whole().filter(status=Takedown.Status.WAITING).order_by("asked_at", "id")


def objected() -> list[Objection]:
    """Return the objections that wait, the first first, each with its wish and what was decided about it."""
    found = Objection.objects.filter(answered_at__isnull=True).order_by("said_at", "id")
    return list(found.prefetch_related(Prefetch("takedown", queryset=_whole())))


def decided_lately() -> QuerySet[Takedown]:
    """Return what was decided in the last days, the last first; not what somebody objects to now."""
    found = _whole().filter(decided_at__gt=clock.now() - SHOWN_FOR)
    return found.exclude(objections__answered_at__isnull=True, objections__isnull=False).order_by("-decided_at", "-id")


def wish_of(*, takedown_id: UUID, by: Actor) -> Takedown:
    """Return a wish to those who show what it is about, and to staff, with every decision; TakedownNotFound."""
    found = _whole().prefetch_related("objections").filter(id=takedown_id).first()
    if found is None:
        raise TakedownNotFound
    demand_shower(wish=found, by=by)
    return found


def demand_shower(*, wish: Takedown, by: Actor) -> None:
    """Refuse everybody but staff and those who show what a wish is about: TakedownNotFound."""
    organisation_id = _organisation_id(wish)
    is_own = by.person_id is not None and wish.clip is not None and wish.clip.person_id == by.person_id
    shows = is_host(organisation_id=organisation_id, by=by) if organisation_id else is_own
    if not (by.is_staff or shows):
        raise TakedownNotFound


def showers(*, wish: Takedown) -> set[UUID | None]:
    """Return the persons who show what a wish is about: the people of the host, or who sent the clip."""
    organisation_id = _organisation_id(wish)
    if organisation_id is not None:
        return set(members_of(organisation_ids=[organisation_id])[organisation_id])
    return {wish.clip.person_id} if wish.clip is not None else set()


def title_of(*, wish: Takedown) -> str:
    """Return the title of what a wish is about."""
    if wish.broadcast is not None:
        return wish.broadcast.show.title
    return wish.clip.title if wish.clip is not None else ""


def _organisation_id(wish: Takedown) -> UUID | None:
    if wish.broadcast is not None:
        return wish.broadcast.show.organisation_id
    return wish.clip.organisation_id if wish.clip is not None else None


def _whole() -> QuerySet[Takedown]:
    """Return wishes with what they are about and what was decided, the last decision last."""
    rulings = Prefetch("rulings", queryset=Ruling.objects.order_by("decided_at", "id"))
    return Takedown.objects.select_related("broadcast__show__organisation", "clip__organisation").prefetch_related(
        rulings
    )
