"""What goods of an order cycle cost a buyer: the producer's price and the fees of those between. Pure.

`services/cycle_rounds.py` says the same in SQL, for thousands of goods at once; a test holds the two together.
"""

from dataclasses import dataclass

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Fee:
    """What one party adds to each piece: so many basis points of the producer's price, and a fixed sum (minor)."""

    basis_points: int = 0
    each: int = 0

    def on(self, price: int) -> int:
        """Return the fee on one piece, the percentage rounded half up to a whole minor unit."""
        return (price * self.basis_points + WHOLE_BP // 2) // WHOLE_BP + self.each
