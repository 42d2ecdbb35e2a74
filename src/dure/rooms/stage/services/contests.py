"""Contests of gatherings: entries first, then the voting, then a result that stands."""

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
    NoEntries,
    NotAContest,
    OwnEntry,
    VotesGiven,
    VotingClosed,
    VotingNotOpen,
)
from dure.rooms.stage.models import Clip, Entry, Show, Vote
from dure.rooms.stage.queries.standings import demand_host
from dure.rooms.stage.services import contest_notices as notices
from dure.rooms.stage.services.changes import changed, fitting, locked, titled
from dure.rooms.stage.services.clips import own, publish_clip

WORDS_LENGTH_MAX = 500
WHY_LENGTH_MAX = 200


@transaction.atomic
def enter(*, by: Actor, show_id: UUID, title: str, words: str = "", clip_id: UUID | None = None) -> Entry:
    """Bring something to a contest before the voting opens, once a person; a ready clip of one's own is shown to all.

    EntriesClosed, EnteredAlready, ClipNotReady.
    """
    if by.person_id is None:
        raise NotSignedIn
    show = _contest(show_id)
    if not show.takes_entries:
        raise EntriesClosed
    if show.entries.filter(person_id=by.person_id, withdrawn_at__isnull=True).exists():
        raise EnteredAlready
    clip = own(clip_id=clip_id, by=by) if clip_id else None
    if clip is not None and (clip.status != Clip.Status.READY or clip.is_taken_down):
        raise ClipNotReady
    entry = Entry.objects.create(
        show=show,
        person_id=by.person_id,
        clip=clip,
        title=titled(words=title),
        words=fitting(words=words, longest=WORDS_LENGTH_MAX),
        entered_at=clock.now(),
    )
    if clip is not None:
        publish_clip(by=by, clip_id=clip.id)
    return entry


@transaction.atomic
def withdraw_entry(*, by: Actor, show_id: UUID, entry_id: UUID, why: str = "") -> Entry:
    """Take an entry back, by who brought it or by a host, who is told to them; its voters are told that they are free.

    VotingClosed after the end.
    """
    show = _running(show_id)
    entry = _standing(show, entry_id)
    if entry.person_id != by.person_id:
        demand_host(show=show, by=by)
    entry.withdrawn_at, entry.withdrawn_by = clock.now(), by.person_id
    entry.withdrawn_why = fitting(words=why, longest=WHY_LENGTH_MAX)
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    votes = Vote.objects.filter(entry=entry)
    notices.tell_withdrawn(entry=entry, voters=list(votes.values_list("person_id", flat=True)))
    votes.delete()
    return entry


@transaction.atomic
def put_back_entry(*, by: Actor, show_id: UUID, entry_id: UUID) -> Entry:
    """Let an entry that a host took out take part again, by a host; EnteredAlready where the person brought another."""
    show = _running(show_id)
    demand_host(show=show, by=by)
    entry = show.entries.filter(id=entry_id, withdrawn_at__isnull=False).first()
    if entry is None or entry.withdrawn_by == entry.person_id:
        raise EntryNotFound
    if show.entries.filter(person_id=entry.person_id, withdrawn_at__isnull=True).exists():
        raise EnteredAlready
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_why = None, None, ""
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    notices.tell_back(entry=entry)
    return entry


@transaction.atomic
def open_voting(*, by: Actor, show_id: UUID) -> Show:
    """End the entries and begin the voting, by a host; who takes part is told. NoEntries, VotingClosed."""
    show = _running(show_id)
    demand_host(show=show, by=by)
    if show.voting_opened_at is not None:
        return show
    if not show.entries.filter(withdrawn_at__isnull=True).exists():
        raise NoEntries
    show.voting_opened_at = clock.now()
    changed("voting_opened_at", show=show)
    notices.tell_opened(show=show)
    return show


@transaction.atomic
def take_opening_back(*, by: Actor, show_id: UUID) -> Show:
    """Take entries again instead of votes, by a host, as long as nobody has voted; VotesGiven, VotingClosed."""
    show = _running(show_id)
    demand_host(show=show, by=by)
    if show.votes.exists():
        raise VotesGiven
    show.voting_opened_at = None
    changed("voting_opened_at", show=show)
    return show


@transaction.atomic
def vote(*, by: Actor, show_id: UUID, entry_id: UUID) -> Vote:
    """Choose an entry: one vote a person, changeable while votes are taken; VotingNotOpen, VotingClosed, OwnEntry."""
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
    """Choose nobody after all; VotingNotOpen, VotingClosed."""
    if by.person_id is None:
        raise NotSignedIn
    Vote.objects.filter(show=_voting(show_id), person_id=by.person_id).delete()


@transaction.atomic
def close_voting(*, by: Actor, show_id: UUID) -> Show:
    """End the voting for good: what was counted stands, and who took part or voted is told. By a host.

    Closing twice changes nothing; VotingNotOpen before it was opened.
    """
    show = _contest(show_id)
    demand_host(show=show, by=by)
    if show.voting_closed_at is not None:
        return show
    if not show.is_voting:
        raise VotingNotOpen
    show.voting_closed_at = clock.now()
    changed("voting_closed_at", show=show)
    winners = _winners(show)
    announce(VotingClosedEvent(show_id=str(show.id), entry_ids=tuple(str(each) for each in winners)))
    notices.tell_closed(show=show, winners=winners)
    return show


def _winners(show: Show) -> list[UUID]:
    """Return the entries with most votes; none where nobody voted."""
    standing = show.entries.filter(withdrawn_at__isnull=True)
    counted = list(standing.values_list("id").annotate(given=Count("votes")))
    most = max((count for _id, count in counted), default=0)
    return [entry_id for entry_id, count in counted if count == most and most]


def _contest(show_id: UUID) -> Show:
    show = locked(show_id=show_id)
    if not show.is_contest:
        raise NotAContest
    return show


def _running(show_id: UUID) -> Show:
    """Return a contest whose result is still open."""
    show = _contest(show_id)
    if show.voting_closed_at is not None or show.status == Show.Status.CANCELLED:
        raise VotingClosed
    return show


def _voting(show_id: UUID) -> Show:
    """Return a contest that takes votes."""
    show = _running(show_id)
    if not show.is_voting:
        raise VotingNotOpen
    return show


def _standing(show: Show, entry_id: UUID) -> Entry:
    found = show.entries.filter(id=entry_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise EntryNotFound
    return found
