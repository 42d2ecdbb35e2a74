"""The book's tables. Hot ones carry `cell_id` in their key and have no foreign keys and no triggers (decision 0004)."""

from dure.rooms.ledger.models.book import Account, Balance, Cell, Entry, Hold, Line, Pair, Unit
from dure.rooms.ledger.models.listings import ListedEntry, ListedHold, ListedSeal
from dure.rooms.ledger.models.proofs import Export, Proof, Seal, SealedLeaves

__all__ = [
    "Account",
    "Balance",
    "Cell",
    "Entry",
    "Export",
    "Hold",
    "Line",
    "ListedEntry",
    "ListedHold",
    "ListedSeal",
    "Pair",
    "Proof",
    "Seal",
    "SealedLeaves",
    "Unit",
]
