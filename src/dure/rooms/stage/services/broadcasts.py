"""Going live: consent, the pass onto the stage, the end, and the replay."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from dure.events.stage import ReplayPublished, ReplayWithdrawn, ShowEnded, ShowStarted
from dure.kernel import clock, tokens
from dure.kernel.errors import NotSignedIn
from dure.kernel.hints import hint
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.outbox import announce
from dure.rooms.stage.errors import (
    BroadcastNotFound,
    CamerasUnknown,
    ConsentMissing,
    ConsentNotGiven,
    NoRecording,
    PreflightFailed,
    ReplayTakenDown,
    ShowAlreadyLive,
    ShowNotLive,
    ShowOver,
    StartTooEarly,
)
from dure.rooms.stage.models import Broadcast, Consent, Show
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.queries.standings import demand_host
from dure.rooms.stage.services.changes import changed, hosted
from dure.rooms.stage.services.screens import cleared
from dure.rooms.stage.stage_passes import STAGE_LIFE, StagePass, stage_text

EARLY_MINUTES: Final = 60
END: Final = "studio.end."
"""`studio.end.<broadcast id>` on NATS: the studio takes no more pictures of it."""
ABANDONED_AFTER: Final = timedelta(minutes=30)


Told = TypeVar("Told", ShowStarted, ShowEnded, ReplayPublished)


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """A broadcast and the pass (a token) with which one telephone or camera may send its pictures until a moment."""

    broadcast: Broadcast
    token: str = field(repr=False)
    until: datetime


@transaction.atomic
def confirm_consent(*, by: Actor, show_id: UUID, words: str, is_given: bool, has_children: bool = False) -> Consent:
    """Keep a host's word that everybody in the picture agrees to be recorded: who, when, and the words shown."""
    show = hosted(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    if not is_given or not words.strip():
        raise ConsentNotGiven
    return Consent.objects.create(
        show=show, person_id=by.person_id, said_at=clock.now(), words=words.strip(), has_children=has_children
    )


@transaction.atomic
def withdraw_consent(*, by: Actor, show_id: UUID) -> None:
    """Take the word back: replays of the show are withdrawn at once; nothing is recorded under it any more."""
    show = hosted(show_id=show_id, by=by)
    moment = clock.now()
    show.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=moment)
    for broadcast in show.broadcasts.filter(published_at__isnull=False, withdrawn_at__isnull=True):
        _hide(broadcast, is_taken_down=False)


@transaction.atomic
def start_broadcast(*, by: Actor, show_id: UUID, preflight: Preflight) -> Entrance:
    """Put a show on air and return the host's pass onto the stage.

    Refused, with nothing left: PreflightFailed, ConsentMissing, StartTooEarly, ShowAlreadyLive, ShowOver.
    """
    show = hosted(show_id=show_id, by=by)
    _demand_startable(show)
    missing = preflight.missing()
    if missing:
        raise PreflightFailed(missing=", ".join(str(each) for each in missing))
    return _begin(show, by)


@transaction.atomic
def admit_camera(*, by: Actor, show_id: UUID) -> Entrance:
    """Return a pass for a program or camera (WHIP); it puts the show on air, or takes over one that is.

    What sends is tried by no page; all else is as for a telephone, and refused with nothing left: CamerasUnknown,
    ConsentMissing, StartTooEarly, ShowOver.
    """
    show = hosted(show_id=show_id, by=by)
    if not settings.TAKES_CAMERAS:
        raise CamerasUnknown
    if show.is_live:
        return resume_broadcast(by=by, show_id=show_id)
    _demand_startable(show)
    return _begin(show, by)


@transaction.atomic
def resume_broadcast(*, by: Actor, show_id: UUID) -> Entrance:
    """Return a new pass for the broadcast that is on air; every earlier pass ends with it. ShowNotLive."""
    show = hosted(show_id=show_id, by=by)
    broadcast = show.broadcasts.select_for_update().filter(ended_at__isnull=True).first()
    if broadcast is None:
        raise ShowNotLive
    broadcast.nonce, broadcast.phone_key = new_id(), ""
    broadcast.save(update_fields=["nonce", "phone_key"])
    return _entrance(broadcast, by)


@transaction.atomic
def end_show(*, by: Actor, show_id: UUID) -> Show:
    """End what is on air, the screen with it; ending twice changes nothing. ShowNotLive before it began."""
    show = hosted(show_id=show_id, by=by)
    if show.status == Show.Status.ENDED:
        return show
    broadcast = show.broadcasts.select_for_update().filter(ended_at__isnull=True).first()
    if broadcast is None or not show.is_live:
        raise ShowNotLive
    moment = max(clock.now(), broadcast.started_at)
    cleared(show=show)
    broadcast.ended_at = moment
    broadcast.save(update_fields=["ended_at"])
    show.status, show.ended_at = Show.Status.ENDED, moment
    changed("status", "ended_at", show=show)
    hint(f"{END}{broadcast.id}", "")
    announce(_said(ShowEnded, broadcast))
    return show


@transaction.atomic
def end_abandoned() -> int:
    """End shows whose telephone was not heard of for half an hour; return how many."""
    before = clock.now() - ABANDONED_AFTER
    heard = Coalesce("seen_at", "started_at")
    silent = Broadcast.objects.filter(ended_at__isnull=True).annotate(heard_at=heard).filter(heard_at__lt=before)
    shows = list(silent.values_list("show_id", flat=True))
    for show_id in shows:
        end_show(by=HOUSE, show_id=show_id)
    return len(shows)


@transaction.atomic
def note_recording(*, broadcast_id: UUID, began_at: datetime, duration_ms: int, poster: str = "") -> Broadcast:
    """Note that a broadcast that ended has a recording: when its first picture came, how long it is, and its poster."""
    found = Broadcast.objects.select_for_update().filter(id=broadcast_id, ended_at__isnull=False).first()
    if found is None:
        raise BroadcastNotFound
    if found.removed_at is None:
        found.has_recording, found.first_picture_at, found.duration_ms = True, began_at, duration_ms
        found.poster = poster or found.poster
        found.save(update_fields=["has_recording", "first_picture_at", "duration_ms", "poster"])
    return found


@transaction.atomic
def publish_replay(*, by: Actor, broadcast_id: UUID) -> Broadcast:
    """Let everybody see the recording of what ended; NoRecording, ReplayTakenDown, ConsentMissing."""
    broadcast = _recorded(broadcast_id, by)
    if broadcast.is_taken_down:
        raise ReplayTakenDown
    if broadcast.ended_at is None or not broadcast.has_recording or broadcast.removed_at is not None:
        raise NoRecording
    _demand_consent(broadcast.show)
    if broadcast.is_replay_shown:
        return broadcast
    broadcast.published_at, broadcast.withdrawn_at = clock.now(), None
    broadcast.save(update_fields=["published_at", "withdrawn_at"])
    announce(_said(ReplayPublished, broadcast))
    return broadcast


@transaction.atomic
def withdraw_replay(*, by: Actor, broadcast_id: UUID) -> Broadcast:
    """Let nobody see the recording any more; `publish_replay` takes it back."""
    broadcast = _recorded(broadcast_id, by)
    if broadcast.is_replay_shown:
        _hide(broadcast, is_taken_down=False)
    return broadcast


@transaction.atomic(savepoint=False)
def take_down(*, broadcast: Broadcast) -> None:
    """Hide a recording for good, inside staff's own transaction."""
    broadcast.is_taken_down = True
    broadcast.save(update_fields=["is_taken_down"])
    _hide(broadcast, is_taken_down=True)


def _hide(broadcast: Broadcast, *, is_taken_down: bool) -> None:
    broadcast.withdrawn_at = clock.now()
    broadcast.save(update_fields=["withdrawn_at"])
    announce(
        ReplayWithdrawn(show_id=str(broadcast.show_id), broadcast_id=str(broadcast.id), is_taken_down=is_taken_down)
    )


def _begin(show: Show, by: Actor) -> Entrance:
    """Put a locked show on air that may be."""
    moment = clock.now()
    cleared(show=show)
    broadcast = Broadcast.objects.create(show=show, person_id=by.person_id, started_at=moment, nonce=new_id())
    show.status, show.started_at = Show.Status.LIVE, moment
    changed("status", "started_at", show=show)
    announce(_said(ShowStarted, broadcast))
    return _entrance(broadcast, by)


def _demand_startable(show: Show) -> None:
    if show.is_live:
        raise ShowAlreadyLive
    if show.is_over:
        raise ShowOver
    if clock.now() < show.starts_at - timedelta(minutes=EARLY_MINUTES):
        raise StartTooEarly(minutes=EARLY_MINUTES)
    _demand_consent(show)


def _demand_consent(show: Show) -> None:
    if not show.consents.filter(withdrawn_at__isnull=True).exists():
        raise ConsentMissing


def _recorded(broadcast_id: UUID, by: Actor) -> Broadcast:
    found = Broadcast.objects.select_for_update(of=("self",)).select_related("show").filter(id=broadcast_id).first()
    if found is None:
        raise BroadcastNotFound
    demand_host(show=found.show, by=by)
    return found


def _entrance(broadcast: Broadcast, by: Actor) -> Entrance:
    if by.person_id is None:
        raise NotSignedIn
    until = clock.now() + STAGE_LIFE
    found = StagePass(
        show_id=broadcast.show_id,
        broadcast_id=broadcast.id,
        person_id=by.person_id,
        organisation_id=broadcast.show.organisation_id,
        nonce=broadcast.nonce,
        until=until,
    )
    token = stage_text(found, key=tokens.key_of(settings.SECRET_KEY))
    return Entrance(broadcast=broadcast, token=token, until=until)


def _said(kind: type[Told], broadcast: Broadcast) -> Told:
    return kind(
        show_id=str(broadcast.show_id),
        broadcast_id=str(broadcast.id),
        organisation_id=str(broadcast.show.organisation_id),
    )
