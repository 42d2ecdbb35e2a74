"""Which letters of other gates still count. Pure.

The way between gates may hold a letter back. Its writer has long asked somebody else by then, and its buyer may have
been told no: placed from an old letter, an order would be there that was refused. So a letter is written to one term of
a leader, and a later letter of its writer takes its place.
"""

from uuid import UUID

import msgspec

from dure.kernel.ids import new_id


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """To which term a letter is written, None when its writer knows none; by which gate; its number among theirs."""

    term: UUID | None
    gate: str
    number: int


class Term:
    """One time of leading a cell, from the lock's taking to its loss."""

    def __init__(self) -> None:
        """Begin; no letter has come."""
        self.id = new_id()
        self._latest: dict[str, int] = {}

    def takes(self, stamp: Stamp) -> bool:
        """Whether a letter is written to this term, and is the latest of its writer; whatever came before it is not."""
        if stamp.term != self.id or stamp.number <= self._latest.get(stamp.gate, 0):
            return False
        self._latest[stamp.gate] = stamp.number
        return True
