"""What every room adds when a person asks for everything about them, or wants to leave. Pure: a list of contributors.

A room registers in its `apps.py` (the people room never calls up):

    about_me.tells("book", ledger_queries.everything_about)      # person_id -> JSON-able rows
    about_me.keeps("book", ledger_queries.reasons_to_stay)       # person_id -> sentences; any sentence blocks leaving
"""

from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

Rows = Iterable[dict[str, object]]
Teller = Callable[[UUID], Rows]
Keeper = Callable[[UUID], Iterable[str]]

TELLERS: Final[dict[str, Teller]] = {}
KEEPERS: Final[dict[str, Keeper]] = {}


def tells(part: str, teller: Teller) -> None:
    """Add a part to everybody's export; `part` names its file, `teller` returns its rows."""
    TELLERS[part] = teller


def keeps(room: str, keeper: Keeper) -> None:
    """Ask a room before a person leaves; it answers with the reasons why not yet, in the active language."""
    KEEPERS[room] = keeper


def reasons_to_stay(person_id: UUID) -> list[str]:
    """Every reason of every room why this person cannot leave yet."""
    return [reason for keeper in KEEPERS.values() for reason in keeper(person_id)]
