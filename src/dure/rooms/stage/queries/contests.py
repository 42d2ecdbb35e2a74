"""Contests: entries with their votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from dure.rooms.stage.models import Entry, Show, Vote


@dataclass(frozen=True, kw_only=True)
class Contest:
    """Entries with their number of votes (`entry.count`), and what the person who looks chose and brought."""

    entries: Sequence[Entry]
    votes: int
    most: int
    mine: Entry | None
    chosen_id: UUID | None


def contest_of(*, show: Show, person_id: UUID | None) -> Contest:
    """Return a contest as one person sees it: in the order of entering, by votes once the voting is closed."""
    order = ("-count", "entered_at", "id") if show.voting_closed_at else ("entered_at", "id")
    entries = list(
        show.entries.filter(withdrawn_at__isnull=True)
        .annotate(count=Count("votes"))
        .select_related("person", "clip")
        .order_by(*order)
    )
    mine = Vote.objects.filter(show=show, person_id=person_id) if person_id else Vote.objects.none()
    counts = [_count(each) for each in entries]
    return Contest(
        entries=entries,
        votes=sum(counts),
        most=max(counts, default=0),
        mine=next((each for each in entries if each.person_id == person_id), None),
        chosen_id=mine.values_list("entry_id", flat=True).first(),
    )


def _count(entry: Entry) -> int:
    count: int = entry.count  # type: ignore[attr-defined]  # annotated by the query
    return count
