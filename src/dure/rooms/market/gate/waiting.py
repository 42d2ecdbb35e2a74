"""The waiting room of one cell: a row by the numbers of tickets, first drawn, first admitted. Pure: no clock, no IO.

Whoever is admitted holds a turn for 30 s. Who has not asked where he stands for a while is passed over and finds
himself at the front when he comes back: nobody who went away keeps others waiting, and nobody loses his place.
"""

from bisect import bisect_left, insort
from uuid import UUID

import msgspec

from dure.rooms.market.gate.tickets import Ticket

TURN_S = 30.0
ABSENT_AFTER_S = 45.0
RETURN_WITHIN_S = 4.0
"""How long those who stood in the row of a gate that ended may come back before anybody is admitted."""


class Standing(msgspec.Struct, frozen=True):
    """Where somebody stands: how many are `ahead`, whether it is his turn, and how many orders a minute are placed."""

    ticket: Ticket
    ahead: int
    is_admitted: bool
    per_minute: int
    is_serving: bool


class WaitingRoom:
    """Who waits before one cell. Times are seconds of a clock that only goes forward; numbers say when drawn."""

    def __init__(self, cell_id: int, *, began_at: float) -> None:
        """Begin with an empty row, to which those who stood in another gate's may come back for a moment."""
        self.cell_id = cell_id
        self._returns_until = began_at + RETURN_WITHIN_S
        self._rows: list[int] = []
        self._row: list[tuple[int, UUID]] = []
        self._numbers: dict[UUID, int] = {}
        self._seen: dict[UUID, float] = {}
        self._turns: dict[UUID, float] = {}
        self._used: set[int] = set()

    def __len__(self) -> int:
        """How many stand in the row; who has his turn, or went away, is not among them."""
        return len(self._row)

    @property
    def is_open(self) -> bool:
        """Whether a turn is needed."""
        return bool(self._rows)

    @property
    def turns(self) -> int:
        """How many were admitted and have not come yet."""
        return len(self._turns)

    def is_serving(self, *, now: float) -> bool:
        """Whether people are admitted."""
        return now >= self._returns_until

    def open(self, number: int) -> None:
        """From now on a turn is needed; a fresh number names the row."""
        if not self._rows:
            self._rows = [number]

    def close_if_empty(self) -> None:
        """Need no turns any more when nobody stands in the row; who went away comes back to an open door."""
        if not self._row:
            self._rows = []
            self._numbers.clear()
            self._seen.clear()
            self._used.clear()

    def stand(self, buyer_id: UUID, ticket: Ticket | None, *, now: float, number: int) -> tuple[Ticket, int, bool]:
        """Return the buyer's ticket, how many are ahead and whether it is his turn.

        While turns are needed he is put in the row: by his ticket when it is one of this row's, else (a ticket of
        somebody else is none) with the fresh `number`.
        """
        if ticket is not None and (ticket.buyer_id, ticket.cell_id) != (buyer_id, self.cell_id):
            ticket = None
        if ticket is not None and ticket.row and now < self._returns_until and ticket.row not in self._rows:
            self._rows.append(ticket.row)
        if not self.is_open:
            return Ticket(self.cell_id, number, buyer_id), 0, True
        mine = self._ticket(buyer_id, ticket, number)
        if self.has_turn(buyer_id, now=now):
            return mine, 0, True
        self._seen[buyer_id] = now
        return mine, self._place((mine.number, buyer_id)), False

    def has_turn(self, buyer_id: UUID, *, now: float) -> bool:
        """Whether a buyer may order now."""
        return not self._rows or self._turns.get(buyer_id, now) > now

    def use_turn(self, buyer_id: UUID) -> None:
        """Let a turn be used up: his next order needs another place in the row."""
        if self._turns.pop(buyer_id, None) is not None and buyer_id in self._numbers:
            self._used.add(self._numbers.pop(buyer_id))

    def admit(self, count: int, *, now: float) -> int:
        """Give the first `count` who are there their turn; return how many it were."""
        self._end_turns(now)
        if not self.is_serving(now=now):
            return 0
        admitted = passed = 0
        while passed < len(self._row) and admitted < count:
            buyer_id = self._row[passed][1]
            if self._seen.pop(buyer_id) > now - ABSENT_AFTER_S:
                self._turns[buyer_id] = now + TURN_S
                admitted += 1
            passed += 1
        del self._row[:passed]
        return admitted

    def _ticket(self, buyer_id: UUID, shown: Ticket | None, number: int) -> Ticket:
        """Return the ticket by which a buyer stands here."""
        if buyer_id not in self._numbers:
            is_ours = shown is not None and shown.row in self._rows and shown.number not in self._used
            self._numbers[buyer_id] = shown.number if shown is not None and is_ours else number
        return Ticket(self.cell_id, self._numbers[buyer_id], buyer_id, self._rows[0])

    def _place(self, place: tuple[int, UUID]) -> int:
        """Return how many stand before a place; it is taken when nobody has it."""
        ahead = bisect_left(self._row, place)
        if ahead == len(self._row) or self._row[ahead] != place:
            insort(self._row, place)
        return ahead

    def _end_turns(self, now: float) -> None:
        """Take back the turns nobody came for; they were given in the order in which they end."""
        for buyer_id, until in list(self._turns.items()):
            if until > now:
                return
            del self._turns[buyer_id]
