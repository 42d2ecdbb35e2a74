"""A page's single order, and batches of 10, 100 and 1,000, through the door that pages use."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from measuring import Row, ratios, row
from measuring.parts import Meter

from dure.rooms.market.drafts import BATCH_MAX
from ordering import ours
from ordering.shop import Shop

SIZES = (1, 10, 100, 1_000)
GOODS = 64
EACH_SIZE = 500


@dataclass(frozen=True)
class Cost:
    """What one order cost: seconds in all, microseconds we and PostgreSQL worked, and statements."""

    wall: float
    python: float
    postgres: float
    statements: float

    @property
    def cpu(self) -> float:
        """The microseconds anybody worked."""
        return self.python + self.postgres


class Singles:
    """Orders placed as pages place them."""

    def __init__(self, *, shop: Shop, meter: Meter) -> None:
        """Nothing is measured yet."""
        self.shop, self.meter = shop, meter

    def rows(self, *, rounds: int, singles: int) -> list[Row]:
        """Measure so many rounds, the first of them only to warm."""
        taken: list[list[Cost]] = []
        costs: dict[int, list[Cost]] = {size: [] for size in SIZES}
        for _round in range(rounds + 1):
            taken.append([self.place(1) for _turn in range(singles)])
            costs[1].append(mean(taken[-1]))
            for size in SIZES[1:]:
                costs[size].append(mean([self.place(size) for _turn in range(max(1, EACH_SIZE // size))]))
        costs = {size: found[1:] for size, found in costs.items()}
        walls = [[1e3 * cost.wall for cost in turn] for turn in taken[1:]]
        return [
            row("batch_vs_single", each(costs, "wall", 1, 1_000), "x", at_least=25),
            row("batch_vs_single_cpu", each(costs, "cpu", 1, 1_000), "x", at_least=25),
            row("single_ms_median", [statistics.median(turn) for turn in walls], "ms", at_most=25),
            row("single_ms_95th", [statistics.quantiles(turn, n=20)[-1] for turn in walls], "ms"),
            *(found for size in SIZES for found in rows_of(size, costs[size])),
        ]

    def place(self, size: int) -> Cost:
        """Place so many orders, in as few calls as may be."""
        requests, asked = self.shop.asks(size, goods=GOODS), list[str]()

        def work() -> list[float]:
            for start in range(0, size, BATCH_MAX):
                ours.place(requests[start : start + BATCH_MAX])
            return []

        with connection.execute_wrapper(partial(noted, asked)):
            part = self.meter.part(size, work)
        return Cost(1 / part.per_second, part.server_us, part.postgres_us, len(asked) / size)


def noted(asked: list[str], execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Let a statement be answered, and note it."""
    asked.append(sql)
    return execute(sql, *rest)


def mean(costs: list[Cost]) -> Cost:
    """Return what one of several costs on average."""
    return Cost(*(statistics.mean(getattr(cost, part) for cost in costs) for part in Cost.__dataclass_fields__))


def each(costs: dict[int, list[Cost]], part: str, one: int, other: int) -> list[float]:
    """Return by round how many times more an order costs in a batch of one size than in one of another."""
    return ratios(*([getattr(cost, part) for cost in costs[size]] for size in (one, other)))


def rows_of(size: int, costs: list[Cost]) -> list[Row]:
    """Return the rows of one size of batches."""
    return [
        row(f"orders_per_s_{size}", [1 / cost.wall for cost in costs], "1/s"),
        row(f"python_us_{size}", [cost.python for cost in costs], "us"),
        row(f"postgres_us_{size}", [cost.postgres for cost in costs], "us"),
        row(f"statements_{size}", [cost.statements for cost in costs], "", at_most=6 if size == 1 else None),
    ]
