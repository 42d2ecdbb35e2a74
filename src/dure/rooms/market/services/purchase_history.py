"""A history of purchases read from a Parquet file, and how its rows become orders.

A row has a basket, a household, a product, a quantity, the money paid (US dollars), the week and the time. Money is
counted in cents. What was sold by measure, so that the price does not divide by the quantity, is one piece at the price
paid; rows without money (coupons, samples) buy nothing and are counted as left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

CURRENCY: Final = "USD"
COLUMNS: Final = {"household_id", "basket_id", "product_id", "quantity", "sales_value", "week", "ts"}
READ: Final = """
    CREATE TEMP VIEW bought AS
    SELECT basket_id, household_id, product_id, week, ts, pieces, cents // pieces AS price FROM (
        SELECT *, CASE WHEN quantity > 0 AND cents % quantity = 0 THEN quantity ELSE 1 END AS pieces
        FROM (SELECT *, round(sales_value * 100)::BIGINT AS cents FROM history) WHERE cents > 0
    ) WHERE basket_id IN (SELECT basket_id FROM chosen)
"""
COUNT: Final = "SELECT count(*) FROM bought"
HOUSEHOLDS: Final = "SELECT DISTINCT household_id FROM bought ORDER BY 1"
PRICES: Final = "SELECT product_id, list(DISTINCT price) FROM bought GROUP BY product_id ORDER BY product_id"
BASKETS: Final = """
    SELECT basket_id, household_id, product_id, week, ts, pieces, price FROM bought ORDER BY ts, basket_id, product_id
"""
CHOOSE: Final = """
    CREATE TEMP TABLE chosen AS SELECT basket_id, min(ts) AS bought_at FROM history
    WHERE sales_value > 0 GROUP BY basket_id ORDER BY bought_at, basket_id LIMIT $most
"""
WEEKS: Final = """
    SELECT week, sum(round(sales_value * 100)::BIGINT)::BIGINT FROM history
    WHERE basket_id IN (SELECT basket_id FROM chosen) GROUP BY week ORDER BY week
"""
EVERY_BASKET: Final = 2**62


class NotAHistory(ValueError):
    """The file is not one we can read, or lacks a column."""


@dataclass(frozen=True, slots=True)
class Bought:
    """So many of a product at a price in cents."""

    product: str
    pieces: int
    price: int


@dataclass(frozen=True, slots=True)
class Basket:
    """What one household bought in one go."""

    basket_id: int
    household: str
    week: int
    at: datetime
    lines: list[Bought] = field(default_factory=list)


class PurchaseHistory:
    """A file of purchases, oldest first, of all baskets or the first so many."""

    def __init__(self, file: Path, *, limit: int | None = None) -> None:
        """Open the file; NotAHistory when it is none."""
        self._database = duckdb.connect()
        try:
            self._database.read_parquet(str(file)).create_view("history")
        except duckdb.Error as error:
            raise NotAHistory(str(error)) from error
        found = {row[0] for row in self._ask("DESCRIBE history")}
        if not found >= COLUMNS:
            raise NotAHistory(", ".join(sorted(COLUMNS - found)))
        self._ask(CHOOSE, most=EVERY_BASKET if limit is None else limit)
        self._ask(READ)

    @property
    def basket_count(self) -> int:
        """How many baskets there are."""
        return int(self._ask("SELECT count(*) FROM chosen")[0][0])

    @property
    def line_count(self) -> int:
        """How many rows with money there are."""
        return int(self._ask(COUNT)[0][0])

    def cents_by_week(self) -> dict[int, int]:
        """Return what was paid in each week, in cents, straight from the file."""
        return {int(week): int(cents) for week, cents in self._ask(WEEKS)}

    def households(self) -> list[str]:
        """Return everybody who bought."""
        return [str(row[0]) for row in self._ask(HOUSEHOLDS)]

    def prices(self) -> dict[str, frozenset[int]]:
        """Return each product with every price it was sold at, in cents."""
        return {str(product): frozenset(prices) for product, prices in self._ask(PRICES)}

    def baskets(self) -> Iterator[Basket]:
        """Yield the baskets, oldest first."""
        found = self._database.execute(BASKETS)
        current: Basket | None = None
        while rows := found.fetchmany(5_000):
            for basket_id, household, product, week, at, pieces, price in rows:
                if current is None or current.basket_id != basket_id:
                    if current is not None:
                        yield current
                    current = Basket(basket_id, str(household), week, at.replace(tzinfo=UTC))
                current.lines.append(Bought(str(product), pieces, price))
        if current is not None:
            yield current

    def _ask(self, statement: str, **values: object) -> list[Any]:
        return self._database.execute(statement, values or None).fetchall()
