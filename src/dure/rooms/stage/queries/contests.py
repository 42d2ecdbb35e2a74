"""Contests: entries with their votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from dure.rooms.stage.models import Entry, Show, Vote


@dataclass(frozen=True, kw_only=True)
class Contest:
    """Entries, and what the person who looks chose and brought. `entry.count`: its votes, None until it is closed."""

    entries: Sequence[Entry]
    votes: int
    best: Sequence[Entry]
    """Those with most votes: several where they are equal, none before the end or where nobody voted."""
    mine: Entry | None
    chosen: Entry | None

    @property
    def chosen_id(self) -> UUID | None:
        """The entry that the person who looks chose."""
        return self.chosen.id if self.chosen else None


def contest_of(*, show: Show, person_id: UUID | None) -> Contest:
    """Return a contest as one person sees it: in the order of entering, by votes once the voting is closed.

    Until then nobody sees how many votes an entry has, so that nobody follows the others.
    """
    is_closed = show.voting_closed_at is not None
    found = show.entries.filter(withdrawn_at__isnull=True).select_related("person", "clip", "clip__broadcast")
    votes = dict(show.votes.values_list("entry_id").annotate(count=Count("id")))
    entries = list(found.order_by("entered_at", "id"))
    for each in entries:
        each.count = votes.get(each.id, 0) if is_closed else None  # type: ignore[attr-defined]  # told to the page
    if is_closed:
        entries.sort(key=lambda each: -votes.get(each.id, 0))
    most = max((votes.get(each.id, 0) for each in entries), default=0)
    chosen = Vote.objects.filter(show=show, person_id=person_id).values_list("entry_id", flat=True) if person_id else ()
    return Contest(
        entries=entries,
        votes=sum(votes.values()),
        best=[each for each in entries if is_closed and most and votes.get(each.id, 0) == most],
        mine=next((each for each in entries if each.person_id == person_id), None),
        chosen=next((each for each in entries if each.id in set(chosen)), None),
    )
