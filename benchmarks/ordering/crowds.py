"""Crowds of three sizes before one good and before many, served in each of the four ways, turn by turn."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import Final

from measuring import Row, ratios, row
from measuring.parts import Meter, Part

from dure.rooms.market.drafts import OrderRequest
from ordering import batches
from ordering.crowd import Served
from ordering.floor import Floor
from ordering.naive import Naive
from ordering.ours import Ours
from ordering.rows import Template
from ordering.shop import Shop

HOT: Final = 1
HEADLINE: Final = 512
FIRST: Final = 3_000
WARMING: Final = 256
Serving = Callable[[Sequence[OrderRequest], int], Served]
Way = str
Cell = tuple[str, int, Way]
"""Which goods, how many wait, and how they are served."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured: rounds, crowds, goods beside the one, orders by way and crowd, and calls of the gate."""

    rounds: int
    spread: int
    crowds: Sequence[int]
    naive: Mapping[int, int]
    batched: Mapping[int, int]
    calls: int

    def count(self, way: Way, waiting: int) -> int:
        """Return how many orders a way serves: the slow ones fewer, and each buyer at least once."""
        return (self.naive if way in {"statements", "function"} else self.batched)[waiting]


class Crowds:
    """The four ways, and the parts they were measured in."""

    def __init__(self, *, shop: Shop, meter: Meter, ways: Mapping[Way, Serving]) -> None:
        """Nothing is measured yet."""
        self.shop, self.meter, self.ways = shop, meter, ways
        self.parts: dict[Cell, list[Part]] = defaultdict(list)
        self.first: list[Part] = []

    def part(self, way: Way, *, goods: int, waiting: int, count: int) -> Part:
        """Serve a crowd in one way, and hold the books against what its buyers were told."""
        asks = self.shop.asks(count, goods=goods)
        with self.shop.checked() as told:

            def work() -> Sequence[float]:
                served = self.ways[way](asks, waiting)
                told.extend(served.numbers)
                return served.waits_s

            gc.collect()
            gc.freeze()  # a server is not as large as a benchmark, which need not be looked through again and again
            return self.meter.part(count, work)

    def warm(self, plan: Plan) -> None:
        """Note what ours costs in a house that has no orders yet; then let every way serve a few."""
        self.first = [self.part("ours", goods=goods, waiting=HEADLINE, count=FIRST) for goods in (HOT, plan.spread)]
        for way, goods in product(self.ways, (HOT, plan.spread)):
            self.part(way, goods=goods, waiting=plan.crowds[0], count=WARMING)

    def one_round(self, plan: Plan) -> None:
        """Serve every crowd in every way."""
        for (name, goods), waiting in product((("hot", HOT), ("spread", plan.spread)), plan.crowds):
            for way in self.ways:
                made = self.part(way, goods=goods, waiting=waiting, count=plan.count(way, waiting))
                self.parts[name, waiting, way].append(made)

    def rows(self) -> list[Row]:
        """Return what every crowd's order cost in every way, and how ours compares."""
        cells = sorted({(name, waiting) for name, waiting, _way in self.parts})
        compared = [each for cell in cells for each in self._compared(*cell)]
        return compared + [each for cell, parts in sorted(self.parts.items()) for each in rows_of(cell, parts)]

    def goals(self, *, waiting: int = HEADLINE, few: int = 64) -> list[Row]:
        """Return what is promised: of the hot good, and of it against many."""
        mine, floor = self.parts["hot", waiting, "ours"], self.parts["hot", waiting, "floor"]
        return [
            self._cheaper("statements", waiting, at_least=25),
            self._cheaper("function", waiting, at_least=15),
            row("of_the_floor", ratios(_postgres(floor), _postgres(mine)), "of floor", at_least=0.85),
            row("wal_bytes", [part.wal for part in mine], "B", at_most=1_000),
            row(f"p99_vs_p50_{few}", list(map(_tail, self.parts["hot", few, "ours"])), "x", at_most=2),
            row(f"floor_p99_vs_p50_{few}", list(map(_tail, self.parts["hot", few, "floor"])), "x"),
            row("hot_vs_spread", self._unevenness(waiting), "x", at_most=1.3),
            row("new_house", [part.postgres_us / median(_postgres(mine)) for part in self.first], "x", at_most=2),
        ]

    def _cheaper(self, way: Way, waiting: int, *, at_least: float) -> Row:
        other, mine = self.parts["hot", waiting, way], self.parts["hot", waiting, "ours"]
        return row(f"cpu_vs_{way}", ratios(_cpu(other), _cpu(mine)), "x", at_least=at_least)

    def _compared(self, name: str, waiting: int) -> list[Row]:
        mine = self.parts[name, waiting, "ours"]
        others = {way: self.parts[name, waiting, way] for way in self.ways if way != "ours"}
        return [
            *(
                row(f"{name}_{waiting}_{what}_vs_{way}", ratios(of(parts), of(mine)), "x")
                for way, parts in others.items()
                if way != "floor"
                for what, of in (("cpu", _cpu), ("wall", _wall))
            ),
            row(f"{name}_{waiting}_of_the_floor", ratios(_postgres(others["floor"]), _postgres(mine)), "of floor"),
        ]

    def _unevenness(self, waiting: int) -> list[float]:
        """Return by round how many times as fast the faster of both is: one good, or many."""
        speeds = ([part.per_second for part in self.parts[name, waiting, "ours"]] for name in ("hot", "spread"))
        return [max(ratio, 1 / ratio) for ratio in ratios(*speeds)]


@contextmanager
def four_ways(*, url: str, template: Template, shop: Shop) -> Iterator[Mapping[Way, Serving]]:
    """Open the connections of all four ways, and close them afterwards."""
    naive, mine, floor = Naive(url, template), Ours(url, shop.offers), Floor(url, template, shop.offers)
    try:
        yield {
            "statements": lambda asks, waiting: naive.serve(naive.by_statements, asks, waiting),
            "function": lambda asks, waiting: naive.serve(naive.by_function, asks, waiting),
            "ours": mine.serve,
            "floor": lambda asks, waiting: batches.serve(floor.write, asks, waiting),
        }
    finally:
        naive.close()
        mine.close()
        floor.close()


def rows_of(cell: Cell, parts: Sequence[Part]) -> list[Row]:
    """Return what an order cost in one way."""
    name = "_".join(map(str, cell))
    return [
        row(f"{name}_orders_per_s", [part.per_second for part in parts], "1/s"),
        row(f"{name}_server_us", [part.server_us for part in parts], "us"),
        row(f"{name}_postgres_us", _postgres(parts), "us"),
        row(f"{name}_wal", [part.wal for part in parts], "B"),
        row(f"{name}_p50", [part.wait_ms(50) for part in parts], "ms"),
        row(f"{name}_p99", [part.wait_ms(99) for part in parts], "ms"),
    ]


def _cpu(parts: Sequence[Part]) -> list[float]:
    return [part.cpu_us for part in parts]


def _postgres(parts: Sequence[Part]) -> list[float]:
    return [part.postgres_us for part in parts]


def _wall(parts: Sequence[Part]) -> list[float]:
    return [1 / part.per_second for part in parts]


def _tail(part: Part) -> float:
    return part.wait_ms(99) / part.wait_ms(50)
