"""What happens here when a person leaves, and what is old enough to go."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.pictures import discard
from dure.rooms.inbox.models import Message, MessagePicture, Notification
from dure.rooms.inbox.services import wishes

KEPT = timedelta(days=400)
REMOVED_AT_ONCE_MAX = 5_000


@transaction.atomic
def forget_person(*, person_id: UUID) -> None:
    """Forget what a person who left was told, wrote and chose; others still see that something was said."""
    Notification.objects.filter(person_id=person_id).delete()
    wishes.forget(person_id=person_id)
    pictures = MessagePicture.objects.filter(message__person_id=person_id)
    keys = list(pictures.values_list("key", flat=True))
    pictures.delete()
    Message.objects.filter(person_id=person_id).update(text="", report_reason="", hidden_at=clock.now())
    for key in keys:
        transaction.on_commit(partial(discard, key=key))


@transaction.atomic
def remove_old_notifications() -> int:
    """Delete a part of what was told more than 400 days ago; return how many."""
    old = Notification.objects.filter(told_at__lt=clock.now() - KEPT).order_by("told_at")[:REMOVED_AT_ONCE_MAX]
    ids = list(old.values_list("id", flat=True))
    Notification.objects.filter(id__in=ids).delete()
    return len(ids)
