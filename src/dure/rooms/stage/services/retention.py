"""Letting go: recordings and chat after their days, and what a person who leaves has said and wished."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from dure.kernel import clock
from dure.rooms.stage.models import (
    Broadcast,
    Caption,
    ChatMessage,
    Clip,
    Entry,
    Helper,
    Objection,
    Reminder,
    Report,
    Restriction,
    Sending,
    Show,
    Takedown,
    Vote,
)
from dure.rooms.stage.services.kept_files import discard
from dure.rooms.stage.services.recordings import removed

AT_ONCE: Final = 200
SENDING_KEPT: Final = timedelta(days=2)
TAKEN_DOWN_KEPT: Final = timedelta(days=30)
"""So long its makers may object and staff may decide anew; then what was taken down is deleted."""
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
def remove_old_sendings() -> int:
    """Delete films of which no piece came for two days, and the rows of those that are whole; return how many."""
    heard_before = clock.now() - SENDING_KEPT
    old = Sending.objects.select_for_update(skip_locked=True).filter(heard_at__lt=heard_before)
    return _let_go(list(old.order_by("heard_at")[:AT_ONCE]))


@transaction.atomic
def remove_taken_down() -> int:
    """Delete the films of what was taken down longer ago than anybody may object; return how many films.

    What somebody objects to waits for the answer.
    """
    moment = clock.now()
    wishes = Takedown.objects.filter(status=Takedown.Status.GRANTED, decided_at__lt=moment - TAKEN_DOWN_KEPT)
    due = wishes.exclude(id__in=Objection.objects.filter(answered_at__isnull=True).values("takedown_id"))
    films = Broadcast.objects.filter(takedowns__in=due, is_taken_down=True, removed_at__isnull=True).distinct()
    gone = list(films.values_list("id", flat=True)[:AT_ONCE])
    here = Clip.objects.filter(is_taken_down=True, removed_at__isnull=True)
    clips = list(here.filter(Q(takedowns__in=due) | Q(broadcast_id__in=gone)).distinct().values_list("id", flat=True))
    Broadcast.objects.filter(id__in=gone).update(removed_at=moment, has_recording=False)
    Clip.objects.filter(id__in=clips).update(removed_at=moment, published_at=None)
    for broadcast_id in gone:
        transaction.on_commit(partial(removed, broadcast_id=broadcast_id))
        transaction.on_commit(partial(default_storage.delete, f"posters/{broadcast_id}.jpg"))
    _discard_later(f"clips/{each}" for each in clips)
    return len(gone) + len(clips)


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
    Objection.objects.filter(person_id=person_id).update(words=GONE_NAME, person_id=None)
    entries = Entry.objects.filter(person_id=person_id)
    entries.filter(withdrawn_at__isnull=True).update(withdrawn_at=moment)
    entries.update(clip=None, title=GONE_NAME, words="", withdrawn_by=person_id, withdrawn_why="")
    sent = Clip.objects.filter(person_id=person_id, organisation__isnull=True, removed_at__isnull=True)
    _let_go(list(Sending.objects.select_for_update().filter(person_id=person_id)))
    keys = [f"clips/{each}" for each in sent.values_list("id", flat=True)]
    sent.update(removed_at=moment, published_at=None, title=GONE_NAME)
    _discard_later(keys)


def _let_go(sendings: list[Sending]) -> int:
    """Delete sendings, and the pieces of those that never became a clip."""
    Sending.objects.filter(id__in=[each.id for each in sendings]).delete()
    _discard_later(f"clips/{each.id}" for each in sendings if not each.is_whole)
    return len(sendings)


def _discard_later(folders: Iterable[str]) -> None:
    for folder in folders:
        transaction.on_commit(partial(discard, name=folder))
