"""Letting go: recordings and chat after their days, and what a person who leaves has said and wished."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from dure.kernel import clock
from dure.rooms.stage.models import (
    Broadcast,
    Caption,
    ChatMessage,
    Clip,
    Entry,
    Helper,
    Reminder,
    Report,
    Restriction,
    Show,
    Takedown,
    Vote,
)
from dure.rooms.stage.services.recordings import removed

AT_ONCE: Final = 200
GONE_NAME: Final = "—"


@transaction.atomic
def remove_old_recordings() -> int:
    """Delete the recordings of what ended longer ago than recordings are kept; return how many."""
    ended_before = clock.now() - settings.LIVE_RECORDINGS_KEPT
    old = list(
        Broadcast.objects.select_for_update(skip_locked=True)
        .filter(ended_at__lt=ended_before, removed_at__isnull=True)
        .order_by("ended_at")[:AT_ONCE]
    )
    Broadcast.objects.filter(id__in=[each.id for each in old]).update(removed_at=clock.now(), has_recording=False)
    for each in old:
        transaction.on_commit(partial(removed, broadcast_id=each.id))
        transaction.on_commit(partial(default_storage.delete, f"posters/{each.id}.jpg"))
    return len(old)


@transaction.atomic
def remove_old_chat() -> int:
    """Delete chat, captions and reports of shows that ended longer ago than chat is kept; return how many shows."""
    ended_before = clock.now() - settings.LIVE_CHAT_KEPT
    old = Show.objects.filter(ended_at__lt=ended_before, chat_removed_at__isnull=True).order_by("ended_at")
    shows = list(old.values_list("id", flat=True)[:AT_ONCE])
    ChatMessage.objects.filter(show_id__in=shows).delete()
    Caption.objects.filter(show_id__in=shows).delete()
    Reminder.objects.filter(show_id__in=shows).delete()
    Show.objects.filter(id__in=shows).update(chat_removed_at=clock.now())
    return len(shows)


@transaction.atomic
def remove_old_uploads() -> int:
    """Delete films that were sent and could not be used, and clips withdrawn by who left; return how many."""
    old = Clip.objects.filter(status=Clip.Status.REFUSED, made_at__lt=clock.now() - timedelta(days=7))
    found = list(old.filter(removed_at__isnull=True).order_by("id")[:AT_ONCE])
    Clip.objects.filter(id__in=[each.id for each in found]).update(removed_at=clock.now())
    _discard_later(f"clips/{each.id}" for each in found)
    return len(found)


@transaction.atomic
def forget_person(*, person_id: UUID) -> None:
    """Take a person who left out of every show: what they said, wished, voted and sent; the log keeps no name."""
    moment = clock.now()
    ChatMessage.objects.filter(person_id=person_id).delete()
    Caption.objects.filter(person_id=person_id).update(person_id=UUID(int=0))
    for kind in (Reminder, Vote, Report):
        kind.objects.filter(person_id=person_id).delete()
    Restriction.objects.filter(person_id=person_id, lifted_at__isnull=True).update(lifted_at=moment)
    Helper.objects.filter(person_id=person_id, removed_at__isnull=True).update(removed_at=moment)
    Takedown.objects.filter(person_id=person_id).update(contact="", person_id=None)
    Vote.objects.filter(entry__person_id=person_id).delete()
    Entry.objects.filter(person_id=person_id, withdrawn_at__isnull=True).update(
        withdrawn_at=moment, clip=None, title=GONE_NAME, words=""
    )
    sent = Clip.objects.filter(person_id=person_id, organisation__isnull=True, removed_at__isnull=True)
    keys = [f"clips/{each}" for each in sent.values_list("id", flat=True)]
    sent.update(removed_at=moment, published_at=None, title=GONE_NAME)
    _discard_later(keys)


def _discard_later(folders: Iterable[str]) -> None:
    for folder in folders:
        transaction.on_commit(partial(_discard, folder))


def _discard(folder: str) -> None:
    """Remove a folder of the store with everything in it; what is gone already stays gone."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for each in folders:
        _discard(f"{folder}/{each}")
    for each in files:
        default_storage.delete(f"{folder}/{each}")
    default_storage.delete(folder)
