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
    NotFilming,
    PreflightFailed,
    ReplayTakenDown,
    ShowAlreadyLive,
    ShowNotLive,
    ShowOver,
    StartTooEarly,
)
from dure.rooms.stage.models import Broadcast, Consent, Show
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.queries.standings import demand_host, guest_ids, role_in
from dure.rooms.stage.seats import COHOST
from dure.rooms.stage.services.changes import changed, filmed, hosted
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


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What somebody who films says for everybody in the picture, and the words shown."""

    words: str
    is_given: bool
    has_children: bool = False


@transaction.atomic
def confirm_consent(*, by: Actor, show_id: UUID, words: str, is_given: bool, has_children: bool = False) -> Consent:
    """Keep the word that everybody in the picture agrees to be recorded: who, when, and the words shown."""
    show = filmed(show_id=show_id, by=by)
    if show.is_over:
        raise ShowOver
    return keep_consent(
        show=show, by=by, agreement=Agreement(words=words, is_given=is_given, has_children=has_children)
    )


@transaction.atomic(savepoint=False)
def keep_consent(*, show: Show, by: Actor, agreement: Agreement | None) -> Consent:
    """Keep somebody's word in the caller's transaction; ConsentNotGiven."""
    if agreement is None or not agreement.is_given or not agreement.words.strip():
        raise ConsentNotGiven
    return Consent.objects.create(
        show=show,
        person_id=by.person_id,
        said_at=clock.now(),
        words=agreement.words.strip(),
        has_children=agreement.has_children,
    )


@transaction.atomic
def withdraw_consent(*, by: Actor, show_id: UUID) -> None:
    """Take the word back: replays of the show are withdrawn at once; nothing is recorded under it any more.

    A second host takes back their own word, and is hung up; the hosts' word is the hosts' to take back.
    """
    show = filmed(show_id=show_id, by=by)
    said = show.consents.filter(withdrawn_at__isnull=True)
    if role_in(show=show, by=by) == COHOST:
        said = said.filter(person_id=by.person_id)
        hang_up(show=show, person_id=by.person_id)
    else:
        said = said.exclude(person_id__in=guest_ids(show=show))
    said.update(withdrawn_at=clock.now())
    for broadcast in show.broadcasts.filter(published_at__isnull=False, withdrawn_at__isnull=True):
        _hide(broadcast)


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
    """Return a pass that takes the picture over: for a host, or a second host who agreed to be recorded.

    Who sends goes on until the telephone with the new pass has come; then every earlier pass is worth nothing.
    ShowNotLive, NotFilming, ConsentMissing.
    """
    show = filmed(show_id=show_id, by=by)
    broadcast = _on_air(show)
    if role_in(show=show, by=by) == COHOST:
        _demand_word_of(show, by.person_id)
    broadcast.next_nonce = new_id()
    broadcast.save(update_fields=["next_nonce"])
    return _entrance(broadcast, by, broadcast.next_nonce)


@transaction.atomic
def offer_picture(*, by: Actor, show_id: UUID, is_offered: bool = True) -> None:
    """Ask the others of a show to take the picture, or do so no more; only who films may: NotFilming, ShowNotLive.

    It is sent on until one of them has taken it, so the show never stands without a picture.
    """
    show = filmed(show_id=show_id, by=by)
    broadcast = _on_air(show)
    if broadcast.filmed_by is None or broadcast.filmed_by != by.person_id:
        raise NotFilming
    if (broadcast.offered_at is not None) != is_offered:
        broadcast.offered_at = clock.now() if is_offered else None
        broadcast.save(update_fields=["offered_at"])
        changed(show=show)


@transaction.atomic(savepoint=False)
def hang_up(*, show: Show, person_id: UUID | None) -> None:
    """Let no pass of a person open the stage of a locked show any more, and end what they send now."""
    broadcast = show.broadcasts.select_for_update().filter(ended_at__isnull=True).first()
    if broadcast is None:
        return
    broadcast.next_nonce = None
    fields = ["next_nonce"]
    if person_id is not None and broadcast.filmed_by == person_id:
        broadcast.nonce, broadcast.phone_key = new_id(), ""
        broadcast.filmed_by = broadcast.offered_at = None
        fields += ["nonce", "phone_key", "filmed_by", "offered_at"]
    broadcast.save(update_fields=fields)


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
    _demand_words_of_guests(broadcast.show)
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
        _hide(broadcast)
    return broadcast


@transaction.atomic(savepoint=False)
def take_down(*, broadcast: Broadcast) -> None:
    """Hide a recording, inside staff's own transaction; whether its hosts had withdrawn it stays noted."""
    broadcast.is_taken_down = True
    broadcast.save(update_fields=["is_taken_down"])
    _put_aside(broadcast)


@transaction.atomic(savepoint=False)
def show_again(*, broadcast: Broadcast) -> None:
    """Show a recording as it was before it was taken down, inside staff's own transaction."""
    broadcast.is_taken_down = False
    broadcast.save(update_fields=["is_taken_down"])
    if broadcast.is_replay_shown:
        announce(_said(ReplayPublished, broadcast))


def _hide(broadcast: Broadcast) -> None:
    broadcast.withdrawn_at = clock.now()
    broadcast.save(update_fields=["withdrawn_at"])
    _put_aside(broadcast)


def _put_aside(broadcast: Broadcast) -> None:
    """Say that nobody may see a recording any more."""
    announce(
        ReplayWithdrawn(
            show_id=str(broadcast.show_id),
            broadcast_id=str(broadcast.id),
            is_taken_down=broadcast.is_taken_down,
        )
    )


def _begin(show: Show, by: Actor) -> Entrance:
    """Put a locked show on air that may be."""
    moment = clock.now()
    cleared(show=show)
    broadcast = Broadcast.objects.create(show=show, person_id=by.person_id, started_at=moment, nonce=new_id())
    show.status, show.started_at = Show.Status.LIVE, moment
    changed("status", "started_at", show=show)
    announce(_said(ShowStarted, broadcast))
    return _entrance(broadcast, by, broadcast.nonce)


def _on_air(show: Show) -> Broadcast:
    """Return what is on air of a locked show, locked; ShowNotLive."""
    found = show.broadcasts.select_for_update().filter(ended_at__isnull=True).first()
    if found is None:
        raise ShowNotLive
    return found


def _demand_startable(show: Show) -> None:
    if show.is_live:
        raise ShowAlreadyLive
    if show.is_over:
        raise ShowOver
    if clock.now() < show.starts_at - timedelta(minutes=EARLY_MINUTES):
        raise StartTooEarly(minutes=EARLY_MINUTES)
    _demand_consent(show)


def _demand_consent(show: Show) -> None:
    """Refuse what no host said the word for; a second host's is good for their own picture only."""
    said = show.consents.filter(withdrawn_at__isnull=True).exclude(person_id__in=guest_ids(show=show))
    if not said.exists():
        raise ConsentMissing


def _demand_word_of(show: Show, person_id: UUID | None) -> None:
    if not show.consents.filter(person_id=person_id, withdrawn_at__isnull=True).exists():
        raise ConsentMissing


def _demand_words_of_guests(show: Show) -> None:
    """Refuse while a second host who agreed has taken the word back."""
    standing = show.consents.filter(withdrawn_at__isnull=True).values("person_id")
    taken_back = show.consents.filter(person_id__in=guest_ids(show=show), withdrawn_at__isnull=False)
    if taken_back.exclude(person_id__in=standing).exists():
        raise ConsentMissing


def _recorded(broadcast_id: UUID, by: Actor) -> Broadcast:
    found = Broadcast.objects.select_for_update(of=("self",)).select_related("show").filter(id=broadcast_id).first()
    if found is None:
        raise BroadcastNotFound
    demand_host(show=found.show, by=by)
    return found


def _entrance(broadcast: Broadcast, by: Actor, nonce: UUID) -> Entrance:
    if by.person_id is None:
        raise NotSignedIn
    until = clock.now() + STAGE_LIFE
    found = StagePass(
        show_id=broadcast.show_id,
        broadcast_id=broadcast.id,
        person_id=by.person_id,
        organisation_id=broadcast.show.organisation_id,
        nonce=nonce,
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
