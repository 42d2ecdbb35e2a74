"""Clips as everybody sees them, and one's own."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from dure.kernel.http import Actor
from dure.rooms.people.queries.memberships import standing
from dure.rooms.stage.errors import ClipNotFound, ClipTakenDown
from dure.rooms.stage.models import Clip
from dure.rooms.stage.queries.replays import CaptionLine, captions

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MARK: Final = re.compile(r"(\d{1,17})\.([0-9a-f]{32})")


def feed() -> QuerySet[Clip]:
    """Return the published clips with their hosts, newest first."""
    shown = Clip.objects.filter(published_at__isnull=False, is_taken_down=False, removed_at__isnull=True)
    return shown.select_related("organisation").order_by("-published_at", "-id")


@dataclass(frozen=True, kw_only=True)
class FeedPage:
    """Some clips of the feed, and where the next ones begin (empty at the end)."""

    clips: list[Clip]
    next_before: str


def feed_page(*, before: str = "", count: int) -> FeedPage:
    """Return the clips that were published before a mark that an earlier page gave; a strange mark begins anew."""
    clips = feed()
    mark = MARK.fullmatch(before)
    if mark is not None:
        moment = EPOCH + timedelta(microseconds=int(mark[1]))
        clips = clips.filter(Q(published_at__lt=moment) | Q(published_at=moment, id__lt=UUID(mark[2])))
    found = list(clips[: count + 1])
    shown = found[:count]
    keys = tuple(dict.fromkeys(each.key for each in shown if each.key))
    for each in shown:
        each.beside = keys
    return FeedPage(clips=shown, next_before=_mark(shown[-1]) if len(found) > count else "")


def _mark(clip: Clip) -> str:
    published_at = clip.published_at or EPOCH
    return f"{(published_at - EPOCH) // timedelta(microseconds=1)}.{clip.id.hex}"


def captions_of(*, clip: Clip) -> list[CaptionLine]:
    """Return what was said in a clip that was cut from a recording, in the clip's own time; empty for another."""
    if clip.broadcast is None or clip.to_ms is None or clip.duration_ms is None:
        return []
    begins_ms = clip.to_ms - clip.duration_ms
    return [
        CaptionLine(text=each.text, at_ms=max(0, each.at_ms - begins_ms), until_ms=each.until_ms - begins_ms)
        for each in captions(broadcast=clip.broadcast)
        if each.until_ms > begins_ms and each.at_ms < clip.to_ms
    ]


def clip_of(*, clip_id: UUID, by: Actor) -> Clip:
    """Return a clip: a published one to everybody, any to those who made it. ClipNotFound."""
    found = Clip.objects.select_related("organisation", "broadcast").filter(id=clip_id, removed_at__isnull=True).first()
    if found is None:
        raise ClipNotFound
    if found.is_shown or is_own(clip=found, by=by):
        return found
    raise ClipTakenDown if found.is_taken_down and found.published_at is not None else ClipNotFound


def is_own(*, clip: Clip, by: Actor) -> bool:
    """Whether somebody may publish or withdraw a clip."""
    if by.is_staff or (by.person_id is not None and clip.person_id == by.person_id):
        return True
    return clip.organisation_id is not None and bool(
        standing(person_id=by.person_id, organisation_id=clip.organisation_id)
    )


def clips_of(*, organisation_id: UUID) -> list[Clip]:
    """Return an organisation's clips that are kept, newest first."""
    return list(
        Clip.objects.filter(organisation_id=organisation_id, removed_at__isnull=True).order_by("-made_at")[:100]
    )


def sent_by(*, person_id: UUID, usable: bool = False) -> list[Clip]:
    """Return what a person sent for themselves, newest first; only what is ready when `usable`."""
    own = Q(person_id=person_id, organisation__isnull=True, removed_at__isnull=True)
    found = Clip.objects.filter(own, status=Clip.Status.READY) if usable else Clip.objects.filter(own)
    return list(found.order_by("-made_at")[:50])
