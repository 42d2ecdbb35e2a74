"""Wishes that a recording or clip be taken down: anybody may ask, staff decide, and what is granted is gone at once."""

from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import BadInput, NotAllowed
from dure.kernel.http import Actor
from dure.kernel.limits import limit
from dure.rooms.stage.errors import (
    BroadcastNotFound,
    ClipNotFound,
    ReasonMissing,
    TakedownDecided,
    TakedownNotFound,
    TextTooLong,
)
from dure.rooms.stage.models import Broadcast, Clip, Takedown
from dure.rooms.stage.services.broadcasts import take_down
from dure.rooms.stage.services.changes import fitting

ASKED_A_DAY = 10
WORDS_LENGTH_MAX, CONTACT_LENGTH_MAX, DECISION_LENGTH_MAX = 1000, 120, 500


@transaction.atomic
def ask_takedown(
    *,
    by: Actor,
    address: str,
    why: str,
    words: str = "",
    contact: str = "",
    broadcast_id: UUID | None = None,
    clip_id: UUID | None = None,
) -> Takedown:
    """Ask for a published recording or clip to be taken down; signed in or not, a few times a day from one address."""
    if why not in Takedown.Why.values:
        raise BadInput(fields={"why": [why]})
    if len(words) > WORDS_LENGTH_MAX:
        raise TextTooLong(max=WORDS_LENGTH_MAX)
    if why == Takedown.Why.OTHER and not words.strip():
        raise ReasonMissing(fields={"words": [str(ReasonMissing.sentence)]})
    _demand_there(broadcast_id, clip_id)
    limit(f"stage-takedowns:{by.person_id or address}", times=ASKED_A_DAY, per_s=86_400)
    return Takedown.objects.create(
        broadcast_id=broadcast_id,
        clip_id=None if broadcast_id else clip_id,
        why=why,
        words=words.strip(),
        contact=fitting(words=contact, longest=CONTACT_LENGTH_MAX),
        person_id=by.person_id,
        asked_at=clock.now(),
    )


@transaction.atomic
def decide_takedown(*, by: Actor, takedown_id: UUID, is_granted: bool, decision: str) -> Takedown:
    """Grant or refuse a wish, with reasons, by staff; a granted one hides recording or clip at once and for good."""
    if not by.is_staff:
        raise NotAllowed
    reasons = fitting(words=decision, longest=DECISION_LENGTH_MAX)
    if not reasons:
        raise ReasonMissing(fields={"decision": [str(ReasonMissing.sentence)]})
    found = Takedown.objects.select_for_update().filter(id=takedown_id).first()
    if found is None:
        raise TakedownNotFound
    if found.status != Takedown.Status.WAITING:
        raise TakedownDecided
    found.status = Takedown.Status.GRANTED if is_granted else Takedown.Status.REFUSED
    found.decided_at, found.decided_by, found.decision = clock.now(), by.person_id, reasons
    found.save()
    if is_granted:
        _take_down(found)
    return found


def _demand_there(broadcast_id: UUID | None, clip_id: UUID | None) -> None:
    if broadcast_id is not None:
        if not Broadcast.objects.filter(id=broadcast_id, has_recording=True, removed_at__isnull=True).exists():
            raise BroadcastNotFound
    elif clip_id is None or not Clip.objects.filter(id=clip_id, removed_at__isnull=True).exists():
        raise ClipNotFound


def _take_down(found: Takedown) -> None:
    """Hide what was complained of, and every clip that was cut from it."""
    if found.broadcast_id is not None:
        take_down(broadcast=Broadcast.objects.select_for_update().get(id=found.broadcast_id))
        Clip.objects.filter(broadcast_id=found.broadcast_id).update(is_taken_down=True)
    else:
        Clip.objects.filter(takedowns=found).update(is_taken_down=True)
