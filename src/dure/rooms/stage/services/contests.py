"""Contests of gatherings: entries, votes, and the end of the voting."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count

from dure.events.stage import VotingClosed as VotingClosedEvent
from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.rooms.stage.errors import (
    ClipNotReady,
    EnteredAlready,
    EntriesClosed,
    EntryNotFound,
    NotAContest,
    OwnEntry,
    VotingClosed,
)
from dure.rooms.stage.models import Clip, Entry, Show, Vote
from dure.rooms.stage.queries.standings import demand_host
from dure.rooms.stage.services.changes import changed, fitting, locked, titled
from dure.rooms.stage.services.clips import own

WORDS_LENGTH_MAX = 500


@transaction.atomic
def enter(*, by: Actor, show_id: UUID, title: str, words: str = "", clip_id: UUID | None = None) -> Entry:
    """Bring something to a contest, once a person, with a ready clip of one's own when there is one."""
    if by.person_id is None:
        raise NotSignedIn
    show = _contest(show_id)
    if show.status == Show.Status.CANCELLED or show.voting_closed_at is not None:
        raise EntriesClosed
    if show.entries.filter(person_id=by.person_id, withdrawn_at__isnull=True).exists():
        raise EnteredAlready
    clip = own(clip_id=clip_id, by=by) if clip_id else None
    if clip is not None and (clip.status != Clip.Status.READY or clip.is_taken_down):
        raise ClipNotReady
    return Entry.objects.create(
        show=show,
        person_id=by.person_id,
        clip=clip,
        title=titled(words=title),
        words=fitting(words=words, longest=WORDS_LENGTH_MAX),
        entered_at=clock.now(),
    )


@transaction.atomic
def withdraw_entry(*, by: Actor, show_id: UUID, entry_id: UUID) -> None:
    """Take an entry back, by who brought it or by a host; votes for it are free again. VotingClosed after the end."""
    show = _voting(show_id)
    entry = _standing(show, entry_id)
    if entry.person_id != by.person_id:
        demand_host(show=show, by=by)
    entry.withdrawn_at, entry.clip = clock.now(), None
    entry.save(update_fields=["withdrawn_at", "clip"])
    Vote.objects.filter(entry=entry).delete()


@transaction.atomic
def vote(*, by: Actor, show_id: UUID, entry_id: UUID) -> Vote:
    """Choose an entry: one vote a person, changeable until the voting is closed; OwnEntry, VotingClosed."""
    if by.person_id is None:
        raise NotSignedIn
    show = _voting(show_id)
    entry = _standing(show, entry_id)
    if entry.person_id == by.person_id:
        raise OwnEntry
    found, _is_new = Vote.objects.update_or_create(
        show=show, person_id=by.person_id, defaults={"entry": entry, "voted_at": clock.now()}
    )
    return found


@transaction.atomic
def take_vote_back(*, by: Actor, show_id: UUID) -> None:
    """Choose nobody after all; VotingClosed after the end."""
    if by.person_id is None:
        raise NotSignedIn
    Vote.objects.filter(show=_voting(show_id), person_id=by.person_id).delete()


@transaction.atomic
def close_voting(*, by: Actor, show_id: UUID) -> Show:
    """End the voting for good: what was counted stands. By a host; closing twice changes nothing."""
    show = _contest(show_id)
    demand_host(show=show, by=by)
    if show.voting_closed_at is not None:
        return show
    show.voting_closed_at = clock.now()
    changed("voting_closed_at", show=show)
    announce(VotingClosedEvent(show_id=str(show.id), entry_ids=tuple(str(each) for each in _winners(show))))
    return show


def _winners(show: Show) -> list[UUID]:
    """Return the entries with most votes; none where nobody voted."""
    counted = show.entries.filter(withdrawn_at__isnull=True).annotate(count=Count("votes")).values_list("id", "count")
    most = max((count for _id, count in counted), default=0)
    return [entry_id for entry_id, count in counted if count == most and most]


def _contest(show_id: UUID) -> Show:
    show = locked(show_id=show_id)
    if not show.is_contest:
        raise NotAContest
    return show


def _voting(show_id: UUID) -> Show:
    show = _contest(show_id)
    if show.voting_closed_at is not None or show.status == Show.Status.CANCELLED:
        raise VotingClosed
    return show


def _standing(show: Show, entry_id: UUID) -> Entry:
    found = show.entries.filter(id=entry_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise EntryNotFound
    return found
