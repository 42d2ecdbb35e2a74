"""Placing orders: batches of 10, 100 and 1,000 through the intake against a page's single order through the same.

    ./dure bench orders [--quick] [--json FILE]

Each order is one line of one of 64 goods of eight sellers, by one of a hundred buyers; the sizes take turns, and ratios
are within a round. A thousand go in calls as large as the intake takes.

* orders_per_s   from the requests to the answers, committed with fsync
* python_us      what our process works for an order, waiting left out: a busy machine changes it least
* postgres_us    what PostgreSQL works for it
* statements     how often PostgreSQL is asked for one
"""

import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import psutil
from measuring import Row, main, ratios, row
from measuring.house import POSTGRES, house  # isort: split

from django.db import connection

from dure.rooms.market import factories
from dure.rooms.market.drafts import BATCH_MAX, OrderRequest
from dure.rooms.market.services.intake import place_orders
from dure.rooms.people import factories as people

SIZES = (1, 10, 100, 1_000)
SELLERS, SHELVES, BUYERS, STOCK = 8, 64, 100, 10_000_000


@dataclass(frozen=True)
class Cost:
    """What one order cost: seconds in all, seconds we and PostgreSQL worked, and statements."""

    wall: float
    python: float
    postgres: float
    statements: float

    @property
    def cpu(self) -> float:
        """The seconds anybody worked."""
        return self.python + self.postgres


class Bench:
    """A shop with goods enough, and people who order."""

    def __init__(self) -> None:
        """Fill the shelves."""
        sellers = [factories.seller(name=f"Farm {number}").id for number in range(SELLERS)]
        self.offers = [
            factories.offer(organisation_id=sellers[number % SELLERS], name=f"Thing {number}", on_hand=STOCK)
            for number in range(SHELVES)
        ]
        self.buyers = [people.make_person().id for _each in range(BUYERS)]
        self.number = 0

    def request(self) -> OrderRequest:
        """Return the next order."""
        self.number += 1
        buyer, offer = self.buyers[self.number % BUYERS], self.offers[self.number % SHELVES]
        return factories.request(buyer_id=buyer, lines=[(offer, 1)])

    def place(self, size: int) -> Cost:
        """Place so many orders, in as few calls as may be."""
        requests = [self.request() for _each in range(size)]
        asked: list[str] = []
        before = time.perf_counter(), time.process_time(), postgres_s()
        with connection.execute_wrapper(partial(noted, asked)):
            for start in range(0, size, BATCH_MAX):
                outcomes = place_orders(requests=requests[start : start + BATCH_MAX])
                assert all(outcome.is_placed for outcome in outcomes), outcomes
        after = time.perf_counter(), time.process_time(), postgres_s()
        wall, python, postgres = (then - now for now, then in zip(before, after, strict=True))
        return Cost(wall / size, python / size, postgres / size, len(asked) / size)


def noted(asked: list[str], execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Let a statement be answered, and note it."""
    asked.append(sql)
    return execute(sql, *rest)


def postgres_s() -> float:
    """Return how many seconds PostgreSQL's processes have worked."""
    worked = 0.0
    for process in psutil.Process(POSTGRES.pid).children():
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            worked += times.user + times.system
    return worked


def mean(costs: list[Cost]) -> Cost:
    """Return what one of several costs on average."""
    return Cost(*(statistics.mean(getattr(cost, part) for cost in costs) for part in Cost.__dataclass_fields__))


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    bench, rounds, singles = Bench(), *((3, 30) if is_quick else (11, 100))
    taken: list[list[Cost]] = []
    costs: dict[int, list[Cost]] = {size: [] for size in SIZES}
    for _round in range(rounds + 1):
        taken.append([bench.place(1) for _turn in range(singles)])
        costs[1].append(mean(taken[-1]))
        for size in SIZES[1:]:
            costs[size].append(mean([bench.place(size) for _turn in range(max(1, 500 // size))]))
    costs = {size: found[1:] for size, found in costs.items()}  # the first round only warms
    walls = [[1e3 * cost.wall for cost in turn] for turn in taken[1:]]
    return [
        row("batch_vs_single", each(costs, "wall", 1, 1_000), "x", at_least=25),
        row("batch_vs_single_cpu", each(costs, "cpu", 1, 1_000), "x", at_least=25),
        row("single_ms_median", [statistics.median(turn) for turn in walls], "ms", at_most=25),
        row("single_ms_95th", [statistics.quantiles(turn, n=20)[-1] for turn in walls], "ms"),
        *(found for size in SIZES for found in rows_of(size, costs[size])),
    ]


def each(costs: dict[int, list[Cost]], part: str, one: int, other: int) -> list[float]:
    """Return by round how many times more an order costs in a batch of one size than in one of another."""
    return ratios(*([getattr(cost, part) for cost in costs[size]] for size in (one, other)))


def rows_of(size: int, costs: list[Cost]) -> list[Row]:
    """Return the rows of one size of batches."""
    return [
        row(f"orders_per_s_{size}", [1 / cost.wall for cost in costs], "1/s"),
        row(f"python_us_{size}", [1e6 * cost.python for cost in costs], "us"),
        row(f"postgres_us_{size}", [1e6 * cost.postgres for cost in costs], "us"),
        row(f"statements_{size}", [cost.statements for cost in costs], "", at_most=6 if size == 1 else None),
    ]


if __name__ == "__main__":
    main(__doc__, measure)
