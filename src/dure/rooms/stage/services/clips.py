"""Clips: cut from a replay, sent in, made ready by the worker, published and withdrawn."""

from datetime import timedelta
from typing import IO, Final
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from dure.events.stage import ClipAsked, ClipPublished
from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.limits import limit
from dure.kernel.outbox import announce
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.stage.errors import (
    BadPart,
    BroadcastNotFound,
    ClipNotFound,
    ClipNotReady,
    CueNotFound,
    FilmTooLarge,
    NoRecording,
    NotAFilm,
    ReplayTakenDown,
)
from dure.rooms.stage.films import looks_like_film
from dure.rooms.stage.models import Broadcast, Clip, Cue
from dure.rooms.stage.models.clips import CLIP_MS_LEAST, CLIP_MS_MAX, FILM_BYTES_MAX
from dure.rooms.stage.queries.standings import demand_host
from dure.rooms.stage.services.changes import titled
from dure.rooms.stage.services.kept_files import discard, is_in_pieces

CLIPS_A_DAY: Final = 20
MADE_LATELY: Final = timedelta(days=1)


@transaction.atomic
def cut_clip(
    *,
    by: Actor,
    broadcast_id: UUID,
    from_ms: int,
    to_ms: int,
    title: str,
    key: str | None = None,
    poster_ms: int = 0,
) -> Clip:
    """Ask for 3 to 60 seconds of a recording (milliseconds from its start), by a host; the worker makes it.

    It stands for the show's cue of this key, for nothing when the key is empty, and where none is given for what was on
    the screen when it begins. `poster_ms` is of the clip. BadPart, NoRecording, CueNotFound.
    """
    broadcast = Broadcast.objects.select_related("show").filter(id=broadcast_id).first()
    if broadcast is None:
        raise BroadcastNotFound
    demand_host(show=broadcast.show, by=by)
    _demand_recording(broadcast)
    if from_ms < 0 or not CLIP_MS_LEAST <= to_ms - from_ms <= CLIP_MS_MAX or to_ms > (broadcast.duration_ms or 0):
        raise BadPart(least=CLIP_MS_LEAST // 1000, most=CLIP_MS_MAX // 1000)
    cue = _on_screen(broadcast, from_ms) if key is None else _named(broadcast, key)
    clip = Clip.objects.create(
        source=Clip.Source.CUT,
        organisation_id=broadcast.show.organisation_id,
        show=broadcast.show,
        broadcast=broadcast,
        person_id=by.person_id,
        title=titled(words=title),
        key=cue.key if cue else "",
        facts=cue.facts if cue else {},
        from_ms=from_ms,
        to_ms=to_ms,
        poster_ms=_within(poster_ms, to_ms - from_ms),
        made_at=clock.now(),
    )
    announce(ClipAsked(clip_id=str(clip.id)))
    return clip


@transaction.atomic
def send_clip(
    *,
    by: Actor,
    film: "IO[bytes] | File[bytes]",
    size: int,
    title: str,
    organisation_id: UUID | None = None,
    poster_ms: int = 0,
) -> Clip:
    """Keep a film somebody sent, to be looked at and made ready by the worker; for an organisation, or for oneself.

    Its poster is the picture at `poster_ms`. Only its beginning is looked at here: NotAFilm, FilmTooLarge. Nothing of
    it is shown before it was made anew.
    """
    person_id = demand_sender(by=by, organisation_id=organisation_id)
    begins = film.read(16)
    film.seek(0)
    demand_film(size=size, begins=begins)
    count_clip(person_id=person_id)
    clip_id = new_id()
    return waiting_clip(
        clip=Clip(
            id=clip_id,
            organisation_id=organisation_id,
            person_id=person_id,
            title=titled(words=title),
            poster_ms=within_clip(moment_ms=poster_ms),
            upload=default_storage.save(f"clips/{clip_id}/sent", film if isinstance(film, File) else File(film)),
        )
    )


def demand_sender(*, by: Actor, organisation_id: UUID | None) -> UUID:
    """Return who sends a film, for themselves or an organisation of theirs; NotSignedIn, or the refusal of a role."""
    if by.person_id is None:
        raise NotSignedIn
    if organisation_id is not None:
        demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    return by.person_id


def demand_film(*, size: int, begins: bytes) -> None:
    """Refuse what is too large or does not begin as a film: FilmTooLarge, NotAFilm."""
    if size > FILM_BYTES_MAX:
        raise FilmTooLarge(mb_max=FILM_BYTES_MAX // 1024**2)
    if not looks_like_film(begins):
        raise NotAFilm


def count_clip(*, person_id: UUID) -> None:
    """Count one more film that a person sends today; TooMany."""
    limit(f"stage-clips:{person_id}", times=CLIPS_A_DAY, per_s=86_400)


def within_clip(*, moment_ms: int) -> int:
    """Return a moment as one of a clip's."""
    return _within(moment_ms, CLIP_MS_MAX)


@transaction.atomic
def waiting_clip(*, clip: Clip) -> Clip:
    """Keep a film that is here, for the worker to look at."""
    clip.source, clip.made_at = Clip.Source.UPLOAD, clock.now()
    clip.save()
    announce(ClipAsked(clip_id=str(clip.id)))
    return clip


@transaction.atomic
def begin_clip(*, clip_id: UUID) -> Clip | None:
    """Take a waiting clip to make it ready; None when it is made, refused, or gone. One that was begun begins again."""
    open_ones = (Clip.Status.WAITING, Clip.Status.WORKING)
    found = Clip.objects.select_for_update().filter(id=clip_id, status__in=open_ones, removed_at__isnull=True).first()
    if found is not None:
        found.status, found.done_percent = Clip.Status.WORKING, 0
        found.save(update_fields=["status", "done_percent"])
    return found


@transaction.atomic
def note_done(*, clip_id: UUID, percent: int) -> None:
    """Note how far a clip is, for those who wait for it."""
    Clip.objects.filter(id=clip_id, status=Clip.Status.WORKING).update(done_percent=percent)


@transaction.atomic
def clip_made(*, clip_id: UUID, file: str, poster: str, duration_ms: int, width: int = 0, height: int = 0) -> Clip:
    """Note that a clip is ready: where film and poster lie in the store, and how long and large it is."""
    found = _locked(clip_id)
    found.status, found.refusal = Clip.Status.READY, ""
    found.file, found.poster, found.duration_ms = file, poster, duration_ms
    found.width, found.height = width or None, height or None
    found.save()
    _discard_upload(found)
    return found


@transaction.atomic
def refuse_clip(*, clip_id: UUID, code: str) -> Clip:
    """Note why a clip could not be made, and let go of what was sent."""
    found = _locked(clip_id)
    if found.status != Clip.Status.READY:
        found.status, found.refusal = Clip.Status.REFUSED, code[:60]
        found.save(update_fields=["status", "refusal"])
        _discard_upload(found)
    return found


@transaction.atomic
def publish_clip(*, by: Actor, clip_id: UUID) -> Clip:
    """Let everybody see a clip; ClipNotReady, ReplayTakenDown when staff took it down."""
    found = own(clip_id=clip_id, by=by)
    if found.is_taken_down:
        raise ReplayTakenDown
    if found.status != Clip.Status.READY:
        raise ClipNotReady
    if found.published_at is None:
        found.published_at = clock.now()
        found.save(update_fields=["published_at"])
        announce(ClipPublished(clip_id=str(found.id), key=found.key))
    return found


@transaction.atomic
def withdraw_clip(*, by: Actor, clip_id: UUID) -> Clip:
    """Let nobody see a clip any more; `publish_clip` takes it back."""
    found = own(clip_id=clip_id, by=by)
    found.published_at = None
    found.save(update_fields=["published_at"])
    return found


def own(*, clip_id: UUID, by: Actor) -> Clip:
    """Return a clip, locked, to who made it or to its organisation's people; ClipNotFound to others."""
    found = _locked(clip_id)
    if found.organisation_id is not None:
        demand_role(by=by, organisation_id=found.organisation_id, least=Role.MEMBER)
    elif found.person_id != by.person_id and not by.is_staff:
        raise ClipNotFound
    return found


def _locked(clip_id: UUID) -> Clip:
    found = Clip.objects.select_for_update().filter(id=clip_id, removed_at__isnull=True).first()
    if found is None:
        raise ClipNotFound
    return found


def _demand_recording(broadcast: Broadcast) -> None:
    if broadcast.is_taken_down:
        raise ReplayTakenDown
    is_gone = broadcast.removed_at is not None or broadcast.withdrawn_at is not None
    if broadcast.ended_at is None or not broadcast.has_recording or is_gone:
        raise NoRecording


def _within(moment_ms: int, length_ms: int) -> int:
    return max(0, min(moment_ms, length_ms))


def _named(broadcast: Broadcast, key: str) -> Cue | None:
    """Return the cue of a show that stands for something; None for nothing."""
    if not key:
        return None
    found = (
        Cue.objects.filter(show_id=broadcast.show_id, key=key).order_by(F("removed_at").asc(nulls_first=True)).first()
    )
    if found is None:
        raise CueNotFound
    return found


def _on_screen(broadcast: Broadcast, at_ms: int) -> Cue | None:
    moment = (broadcast.first_picture_at or broadcast.started_at) + timedelta(milliseconds=at_ms)
    shown = broadcast.showings.select_related("cue").filter(shown_at__lte=moment, cleared_at__gt=moment)
    found = shown.order_by("-shown_at").first()
    return found.cue if found else None


def _discard_upload(clip: Clip) -> None:
    if clip.upload:
        sent, clip.upload = clip.upload, ""
        clip.save(update_fields=["upload"])
        transaction.on_commit(lambda: discard(name=sent) if is_in_pieces(name=sent) else default_storage.delete(sent))
