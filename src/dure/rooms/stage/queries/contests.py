"""Contests: entries with their votes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from dure.rooms.stage.models import Entry, Show, Vote

PODIUM_MAX = 3


@dataclass(frozen=True, kw_only=True)
class Contest:
    """Entries, and what the person who looks chose and brought.

    `entry.count` and `entry.place`: its votes, and how many have more, plus one; None until the voting is closed.
    """

    entries: Sequence[Entry]
    votes: int
    best: Sequence[Entry]
    """Those with most votes: several where they are equal, none before the end or where nobody voted."""
    mine: Entry | None
    chosen: Entry | None
    taken_out: Sequence[Entry] = field(default=())
    """What hosts took out; told to hosts only."""

    @property
    def chosen_id(self) -> UUID | None:
        """The entry that the person who looks chose."""
        return self.chosen.id if self.chosen else None

    @property
    def most(self) -> int:
        """The votes of the best."""
        return max((each.count or 0 for each in self.entries), default=0)

    @property
    def podium(self) -> Sequence[Entry]:
        """The first three places where they have somebody each, ties among them; empty where more share them."""
        placed = [each for each in self.entries if each.count and (each.place or 0) <= PODIUM_MAX]
        return placed if len(placed) <= PODIUM_MAX else ()


def contest_of(*, show: Show, person_id: UUID | None, is_host: bool = False) -> Contest:
    """Return a contest as one person sees it: in the order of entering, by votes once the voting is closed.

    Until then nobody sees how many votes an entry has, hosts neither, so that nobody follows the others.
    """
    is_closed = show.voting_closed_at is not None
    found = show.entries.select_related("person", "clip", "clip__broadcast").order_by("entered_at", "id")
    votes = dict(show.votes.values_list("entry_id").annotate(count=Count("id")))
    entries = list(found.filter(withdrawn_at__isnull=True))
    counts = sorted((votes.get(each.id, 0) for each in entries), reverse=True)
    for each in entries:
        count = votes.get(each.id, 0)
        each.count = count if is_closed else None
        each.place = counts.index(count) + 1 if is_closed else None
    if is_closed:
        entries.sort(key=lambda each: -votes.get(each.id, 0))
    chosen = Vote.objects.filter(show=show, person_id=person_id).values_list("entry_id", flat=True) if person_id else ()
    out = found.filter(withdrawn_at__isnull=False, withdrawn_by__isnull=False) if is_host else ()
    return Contest(
        entries=entries,
        votes=sum(votes.values()),
        best=[each for each in entries if is_closed and counts[0] and votes.get(each.id, 0) == counts[0]],
        mine=next((each for each in entries if each.person_id == person_id), None),
        chosen=next((each for each in entries if each.id in set(chosen)), None),
        taken_out=[each for each in out if each.withdrawn_by != each.person_id],
    )
