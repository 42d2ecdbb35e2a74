"""Wishes that a recording or clip be taken down: anybody may ask, staff decide, and what is granted is gone at once.

Who shows it hears of the wish, of the decision and its reasons, and may object; staff may decide anew.
"""

from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import BadInput, NotAllowed
from dure.kernel.http import Actor
from dure.kernel.limits import limit
from dure.rooms.stage.errors import (
    BroadcastNotFound,
    ClipNotFound,
    NotTakenDown,
    ObjectionOpen,
    ReasonMissing,
    TakedownDecided,
    TakedownNotFound,
    TakedownOpen,
    TextTooLong,
    TooManyObjections,
)
from dure.rooms.stage.models import Broadcast, Clip, Objection, Ruling, Takedown
from dure.rooms.stage.models.takedowns import DECISION_LENGTH_MAX, OBJECTION_LENGTH_MAX
from dure.rooms.stage.queries.takedowns import demand_shower
from dure.rooms.stage.services import takedown_notices as notices
from dure.rooms.stage.services.broadcasts import show_again, take_down
from dure.rooms.stage.services.changes import fitting

ASKED_A_DAY = 10
OBJECTIONS_MAX = 3
WORDS_LENGTH_MAX, CONTACT_LENGTH_MAX = 1000, 120


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
    """Ask for a published recording or clip to be taken down; signed in or not, a few times a day from one address.

    Who shows it is told of the wish, not who asked.
    """
    if why not in Takedown.Why.values:
        raise BadInput(fields={"why": [why]})
    if len(words) > WORDS_LENGTH_MAX:
        raise TextTooLong(max=WORDS_LENGTH_MAX)
    if why == Takedown.Why.OTHER and not words.strip():
        raise ReasonMissing(fields={"words": [str(ReasonMissing.sentence)]})
    _demand_there(broadcast_id, clip_id)
    limit(f"stage-takedowns:{by.person_id or address}", times=ASKED_A_DAY, per_s=86_400)
    wish = Takedown.objects.create(
        broadcast_id=broadcast_id,
        clip_id=None if broadcast_id else clip_id,
        why=why,
        words=words.strip(),
        contact=fitting(words=contact, longest=CONTACT_LENGTH_MAX),
        person_id=by.person_id,
        asked_at=clock.now(),
    )
    notices.tell_asked(wish=wish)
    return wish


@transaction.atomic
def decide_takedown(*, by: Actor, takedown_id: UUID, is_granted: bool, decision: str) -> Takedown:
    """Grant or refuse a wish that waits, with reasons, by staff; a granted one hides recording or clip at once."""
    found, reasons = _for_staff(by, takedown_id, decision)
    if found.status != Takedown.Status.WAITING:
        raise TakedownDecided
    return _rule(found, by, is_granted=is_granted, reasons=reasons)


@transaction.atomic
def decide_anew(*, by: Actor, takedown_id: UUID, is_granted: bool, decision: str) -> Takedown:
    """Decide once more what was decided, with reasons, by staff: an objection is answered, a mistake is put right.

    What is not granted any more is shown again as it was, unless another wish keeps it hidden. TakedownOpen before the
    first decision, TakedownDecided where nothing changes and nobody objected.
    """
    found, reasons = _for_staff(by, takedown_id, decision)
    if found.status == Takedown.Status.WAITING:
        raise TakedownOpen
    is_same = is_granted == (found.status == Takedown.Status.GRANTED)
    if is_same and not found.objections.filter(answered_at__isnull=True).exists():
        raise TakedownDecided
    return _rule(found, by, is_granted=is_granted, reasons=reasons)


@transaction.atomic
def object_to(*, by: Actor, takedown_id: UUID, words: str) -> Objection:
    """Say what speaks against a takedown, by those whose clip or recording it is; staff look at it once more.

    NotTakenDown, ObjectionOpen, TooManyObjections, ReasonMissing.
    """
    found = _locked(takedown_id)
    demand_shower(wish=found, by=by)
    if len(words) > OBJECTION_LENGTH_MAX:
        raise TextTooLong(max=OBJECTION_LENGTH_MAX)
    if not words.strip():
        raise ReasonMissing(fields={"words": [str(ReasonMissing.sentence)]})
    if found.status != Takedown.Status.GRANTED:
        raise NotTakenDown
    if found.objections.filter(answered_at__isnull=True).exists():
        raise ObjectionOpen
    if found.objections.count() >= OBJECTIONS_MAX:
        raise TooManyObjections(max=OBJECTIONS_MAX)
    return Objection.objects.create(takedown=found, person_id=by.person_id, words=words.strip(), said_at=clock.now())


def _for_staff(by: Actor, takedown_id: UUID, decision: str) -> tuple[Takedown, str]:
    """Return a wish, locked, and the reasons as they are kept, to staff only."""
    if not by.is_staff:
        raise NotAllowed
    reasons = fitting(words=decision, longest=DECISION_LENGTH_MAX)
    if not reasons:
        raise ReasonMissing(fields={"decision": [str(ReasonMissing.sentence)]})
    return _locked(takedown_id), reasons


def _locked(takedown_id: UUID) -> Takedown:
    found = Takedown.objects.select_for_update().filter(id=takedown_id).first()
    if found is None:
        raise TakedownNotFound
    return found


def _rule(found: Takedown, by: Actor, *, is_granted: bool, reasons: str) -> Takedown:
    """Write a decision, do what it says, and tell those it concerns."""
    was_granted, moment = found.status == Takedown.Status.GRANTED, clock.now()
    ruling = Ruling.objects.create(
        takedown=found, is_granted=is_granted, words=reasons, decided_at=moment, decided_by=by.person_id
    )
    found.status = Takedown.Status.GRANTED if is_granted else Takedown.Status.REFUSED
    found.decided_at, found.decided_by, found.decision = moment, by.person_id, reasons
    found.save()
    objected = bool(found.objections.filter(answered_at__isnull=True).update(answered_at=moment))
    if is_granted and not was_granted:
        _take_down(found)
    elif was_granted and not is_granted:
        _show_again(found)
    notices.tell_decided(ruling=ruling, was_granted=was_granted, is_answer=objected)
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


def _show_again(found: Takedown) -> None:
    """Show what was taken down as it was before; what another granted wish is about stays hidden."""
    granted = Takedown.objects.filter(status=Takedown.Status.GRANTED)
    if found.clip_id is not None:
        clip = Clip.objects.select_for_update().get(id=found.clip_id)
        of_film = granted.filter(broadcast_id=clip.broadcast_id) if clip.broadcast_id else granted.none()
        if not (granted.filter(clip=clip).exists() or of_film.exists()):
            Clip.objects.filter(id=clip.id).update(is_taken_down=False)
    elif found.broadcast_id is not None and not granted.filter(broadcast_id=found.broadcast_id).exists():
        show_again(broadcast=Broadcast.objects.select_for_update().get(id=found.broadcast_id))
        cut = Clip.objects.filter(broadcast_id=found.broadcast_id)
        cut.exclude(takedowns__in=granted).update(is_taken_down=False)
