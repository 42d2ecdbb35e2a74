"""What goods of an order cycle cost a buyer: the producer's price and the fees of those between. Pure.

`services/cycle_rounds.py` says the same in SQL, for thousands of goods at once; a test holds the two together.
"""

from dataclasses import dataclass

WHOLE_BP = 10_000
MG_OF_A_KG = 1_000_000


@dataclass(frozen=True, slots=True)
class Fee:
    """What one party adds: basis points of the producer's price, and sums (minor) for a piece, a kilogram, an order."""

    basis_points: int = 0
    each: int = 0
    each_kg: int = 0
    order: int = 0

    def on(self, price: int, *, weight_mg: int = 0) -> int:
        """Return the fee on one piece, percentage and weight each rounded half up to a whole minor unit.

        What is not sold by weight bears no fee for weight; the fee for an order is in no piece.
        """
        share = (price * self.basis_points + WHOLE_BP // 2) // WHOLE_BP
        return share + self.each + (self.each_kg * weight_mg + MG_OF_A_KG // 2) // MG_OF_A_KG
