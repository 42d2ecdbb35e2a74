"""What the ledger announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class EntryRecorded:
    """Entries were recorded together in one call; ids, references and kinds stand in the same order."""

    subject: ClassVar[str] = "ledger.entry_recorded"
    cell_id: int
    entry_ids: tuple[str, ...]
    references: tuple[str, ...]
    kinds: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HoldExpired:
    """A hold's time was over, and what it held is free again."""

    subject: ClassVar[str] = "ledger.hold_expired"
    cell_id: int
    hold_id: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class DaySealed:
    """A day of a cell is finished and chained to the day before."""

    subject: ClassVar[str] = "ledger.day_sealed"
    cell_id: int
    day: str
    hash: str
