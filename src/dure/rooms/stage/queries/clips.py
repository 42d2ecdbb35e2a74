"""Clips as everybody sees them, and one's own."""

from uuid import UUID

from django.db.models import Q, QuerySet

from dure.kernel.http import Actor
from dure.rooms.people.queries.memberships import standing
from dure.rooms.stage.errors import ClipNotFound
from dure.rooms.stage.models import Clip


def feed() -> QuerySet[Clip]:
    """Return the published clips with their hosts, newest first."""
    shown = Clip.objects.filter(published_at__isnull=False, is_taken_down=False, removed_at__isnull=True)
    return shown.select_related("organisation").order_by("-published_at", "-id")


def clip_of(*, clip_id: UUID, by: Actor) -> Clip:
    """Return a clip: a published one to everybody, any to those who made it. ClipNotFound."""
    found = Clip.objects.select_related("organisation").filter(id=clip_id, removed_at__isnull=True).first()
    if found is None or not (found.is_shown or is_own(clip=found, by=by)):
        raise ClipNotFound
    return found


def is_own(*, clip: Clip, by: Actor) -> bool:
    """Whether somebody may publish or withdraw a clip."""
    if by.is_staff or (by.person_id is not None and clip.person_id == by.person_id):
        return True
    return clip.organisation_id is not None and bool(
        standing(person_id=by.person_id, organisation_id=clip.organisation_id)
    )


def clips_of(*, organisation_id: UUID) -> list[Clip]:
    """Return an organisation's clips that are kept, newest first."""
    return list(
        Clip.objects.filter(organisation_id=organisation_id, removed_at__isnull=True).order_by("-made_at")[:100]
    )


def sent_by(*, person_id: UUID, usable: bool = False) -> list[Clip]:
    """Return what a person sent for themselves, newest first; only what is ready when `usable`."""
    own = Q(person_id=person_id, organisation__isnull=True, removed_at__isnull=True)
    found = Clip.objects.filter(own, status=Clip.Status.READY) if usable else Clip.objects.filter(own)
    return list(found.order_by("-made_at")[:50])
