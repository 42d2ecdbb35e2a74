"""The book in the back office: to look at. Only units of relief goods can be opened here; nothing can be changed."""

from dure.rooms.ledger.admin import accounts, entries, proofs

__all__ = ["accounts", "entries", "proofs"]
