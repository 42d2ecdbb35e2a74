"""Recordings as everybody sees them: replays, their chapters and captions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from dure.kernel.http import Actor
from dure.rooms.stage.errors import BroadcastNotFound, RecordingTakenDown
from dure.rooms.stage.models import Broadcast, Caption, CueShowing
from dure.rooms.stage.models.clips import CLIP_MS_LEAST
from dure.rooms.stage.queries.standings import role_in
from dure.rooms.stage.seats import HOST

CAPTION_MS = 4_000
"""How long a caption stands when no other follows."""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of a recording: what was on the screen, from where to where (milliseconds from the start)."""

    title: str
    key: str
    at_ms: int
    until_ms: int
    facts: Mapping[str, object] = field(default_factory=dict)
    beside: Sequence[str] = ()
    """What the recording's chapters stand for, for those who show something with each of them."""

    @property
    def at(self) -> str:
        """When it begins, as a clock shows it."""
        return _clock_face(self.at_ms)

    @property
    def at_s(self) -> int:
        """The second at which it begins."""
        return self.at_ms // 1000


@dataclass(frozen=True, kw_only=True)
class CaptionLine:
    """What was said, from where to where (milliseconds from the start)."""

    text: str
    at_ms: int
    until_ms: int


def replays() -> QuerySet[Broadcast]:
    """Return the recordings everybody may see, with shows and hosts, newest first."""
    shown = Broadcast.objects.filter(
        published_at__isnull=False, withdrawn_at__isnull=True, removed_at__isnull=True, is_taken_down=False
    )
    return shown.filter(show__is_public=True).select_related("show__organisation").order_by("-published_at", "-id")


def replay_of(*, broadcast_id: UUID, by: Actor) -> Broadcast:
    """Return a recording: a published one to everybody, any that is kept to its hosts. BroadcastNotFound."""
    found = Broadcast.objects.select_related("show__organisation__region").filter(id=broadcast_id).first()
    if found is None or found.ended_at is None or found.removed_at is not None:
        raise BroadcastNotFound
    if found.is_taken_down:
        raise RecordingTakenDown if found.published_at is not None else BroadcastNotFound
    if not found.is_replay_shown and role_in(show=found.show, by=by) != HOST:
        raise BroadcastNotFound
    return found


def ended_broadcast(*, broadcast_id: UUID) -> Broadcast | None:
    """Return a broadcast that is over and still kept; None for another."""
    kept = Broadcast.objects.filter(ended_at__isnull=False, removed_at__isnull=True)
    return kept.select_related("show").filter(id=broadcast_id).first()


def can_be_cut(*, broadcast: Broadcast) -> bool:
    """Whether there is enough of a recording to make a clip of: not once it was withdrawn."""
    return broadcast.has_recording and not broadcast.withdrawn_at and (broadcast.duration_ms or 0) >= CLIP_MS_LEAST


def is_reachable(*, broadcast_id: UUID) -> bool:
    """Whether the files of a recording lie where the studio serves them: not once it was withdrawn or taken down."""
    gone = Broadcast.objects.filter(id=broadcast_id)
    return not gone.filter(Q(withdrawn_at__isnull=False) | Q(is_taken_down=True)).exists()


def recordings_of(*, show_id: UUID) -> list[Broadcast]:
    """Return what of a show ended and is kept, the first first."""
    kept = Broadcast.objects.filter(show_id=show_id, ended_at__isnull=False, removed_at__isnull=True)
    return list(kept.order_by("started_at"))


def kept_until(*, broadcast: Broadcast) -> datetime:
    """Return when a recording is deleted."""
    return (broadcast.ended_at or broadcast.started_at) + settings.LIVE_RECORDINGS_KEPT


def chapters(*, broadcast: Broadcast) -> list[Chapter]:
    """Return the parts of a recording in order, made of what was on the screen."""
    begin = broadcast.first_picture_at or broadcast.started_at
    end = broadcast.ended_at or broadcast.started_at
    shown = broadcast.showings.select_related("cue").order_by("shown_at", "id")
    seen = [each for each in shown if (each.cleared_at or end) > max(each.shown_at, begin)]
    beside = tuple(dict.fromkeys(each.cue.key for each in seen if each.cue.key))
    return [
        Chapter(
            title=each.cue.title,
            key=each.cue.key,
            at_ms=_ms(begin, each.shown_at),
            until_ms=_ms(begin, each.cleared_at or end),
            facts=each.cue.facts,
            beside=beside,
        )
        for each in seen
    ]


def marks(*, broadcast_id: UUID) -> list[tuple[datetime, str, str]]:
    """Return what came onto the screen during a broadcast: when, its title, and what it stands for."""
    shown = CueShowing.objects.filter(broadcast_id=broadcast_id).select_related("cue").order_by("shown_at", "id")
    return [(each.shown_at, each.cue.title, each.cue.key) for each in shown]


def captions(*, broadcast: Broadcast) -> list[CaptionLine]:
    """Return the captions of a recording in order; each stands until the next one, four seconds at most."""
    begin = broadcast.first_picture_at or broadcast.started_at
    end = broadcast.ended_at or broadcast.started_at
    said = list(
        Caption.objects.filter(show_id=broadcast.show_id, said_at__gte=begin, said_at__lte=end).order_by("said_at")
    )
    starts = [_ms(begin, each.said_at) for each in said]
    ends = [*starts[1:], _ms(begin, end) + CAPTION_MS][: len(starts)]
    return [
        CaptionLine(text=each.text, at_ms=at, until_ms=min(max(until, at + 1), at + CAPTION_MS))
        for each, at, until in zip(said, starts, ends, strict=True)
    ]


def _clock_face(moment_ms: int) -> str:
    """Return a moment of a film as a clock shows it: `4:05`, `1:04:05`."""
    minutes, seconds = divmod(moment_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _ms(begin: datetime, moment: datetime) -> int:
    return max(0, round((moment - begin).total_seconds() * 1000))
