"""Which seller's part of an order carries the fees for the order that an order cycle asks once. Pure.

They stand in the delivery line of one seller's part, so that they are paid, refunded and shared out with it: of all
sellers of a round the one whose number is lowest, which everybody can work out alike at any time.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

Fee = TypeVar("Fee")


def carried(
    *, lines: Iterable[tuple[UUID, UUID | None]], fees: Mapping[UUID, Sequence[Fee]]
) -> dict[UUID, list[Fee]]:  # fmt: skip
    """Return the fees that each seller's part carries; `lines` are seller and round of each line of goods."""
    carriers: dict[UUID, UUID] = {}
    for seller_id, round_id in lines:
        if round_id is not None:
            carriers[round_id] = min(seller_id, carriers.get(round_id, seller_id))
    found: dict[UUID, list[Fee]] = {}
    for round_id in sorted(carriers):
        if asked := fees.get(round_id):
            found.setdefault(carriers[round_id], []).extend(asked)
    return found
