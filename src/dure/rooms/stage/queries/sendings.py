"""Films on their way, as their senders see them."""

from uuid import UUID

from django.db.models import F

from dure.kernel.http import Actor
from dure.rooms.stage.errors import SendingNotFound
from dure.rooms.stage.models import Sending


def sendings_of(*, person_id: UUID | None) -> list[Sending]:
    """Return what a person began to send and what is not whole yet, newest first."""
    if person_id is None:
        return []
    return list(Sending.objects.filter(person_id=person_id, received__lt=F("size")).order_by("-began_at"))


def sending_of(*, sending_id: UUID, by: Actor) -> Sending:
    """Return one's own sending, also one that is whole; SendingNotFound."""
    found = Sending.objects.filter(id=sending_id).first()
    if found is None or found.person_id != by.person_id:
        raise SendingNotFound
    return found
