"""Placing orders while old ones move to the archive, against placing them alone; and with a full archive.

    ./dure bench archive [--quick] [--json FILE]

Batches of 256 orders of one line are placed as the intake places them, in turns: alone; beside a process that moves old
orders to the archive as the worker does (and brings them back, to have something to move); and beside one that only
counts, which tells how much of the difference is the machine's. Ratios are within a round. Then everything old is moved
once, and batches are placed with their keys looked for in a full archive and in an empty one, in turns.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path

from measuring import Row, in_turns, main, ratios, row, seconds
from measuring.house import house
from measuring.moving import bring_all_back
from measuring.neighbour import Neighbour  # isort: split

from django.db import connection

from dure.kernel.numbers import TAIL_BITS
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.drafts import BATCH_MAX
from dure.rooms.market.services import intake
from dure.rooms.market.services.archiving import archive_every_order
from dure.rooms.people import factories as people

SHELVES = 64
AGES = timedelta(days=1000) // timedelta(milliseconds=1) << TAIL_BITS
ARCHIVER = Path(__file__).parent / "measuring" / "moving.py"
COUNTER = "print('ready', flush=True)\nwhile True: pass"


class Bench:
    """A farm whose orders of long ago were never paid, and a buyer who goes on ordering."""

    def __init__(self, *, old: int) -> None:
        """Fill the shop with so many old orders."""
        farm = factories.seller(name="Long Field").id
        self.buyer = people.make_person().id
        self.offers = [
            catalog.offer(organisation_id=farm, name=f"Thing {number}", on_hand=100_000_000)
            for number in range(SHELVES)
        ]
        while self.placed_count() < old:
            self.batch()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE market_order SET order_id = order_id - %s, status = 5", [AGES])
            cursor.execute("UPDATE market_orderline SET order_id = order_id - %s", [AGES])
            cursor.execute("VACUUM ANALYZE")

    @staticmethod
    def placed_count() -> int:
        """Return how many orders there are."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM market_order")
            return int(cursor.fetchone()[0])

    def batch(self) -> float:
        """Place a batch; return the milliseconds."""
        asked = [
            factories.request(buyer_id=self.buyer, lines=[(self.offers[place % SHELVES], 1)])
            for place in range(BATCH_MAX)
        ]
        return 1e3 * seconds(lambda: intake.place_orders(requests=asked))


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    bench = Bench(old=4_000 if is_quick else 30_000)
    rounds, batches = (3, 3) if is_quick else (9, 8)
    neighbours = {
        "archiving": Neighbour([sys.executable, str(ARCHIVER)]),
        "counting": Neighbour([sys.executable, "-c", COUNTER]),
    }
    try:
        turns = taken_turns(bench, neighbours, rounds, batches)
    finally:
        for neighbour in neighbours.values():
            neighbour.end()
    bring_all_back()
    moving: list[int] = []
    took_s = seconds(lambda: moving.append(archive_every_order()))
    full = in_turns(rounds, archived=bench.batch)["archived"]
    bring_all_back()
    empty = in_turns(rounds, hot=bench.batch)["hot"]
    return [
        row("batch_beside_archiving", ratios(turns["archiving"], turns["alone"]), "x", at_most=1.25),
        row("batch_beside_counting", ratios(turns["counting"], turns["alone"]), "x"),
        row("batch_with_full_archive", ratios(full, empty), "x", at_most=1.1),
        row("archived_per_second", [moving[0] / took_s], "orders/s"),
        *(row(f"batch_{way}_ms", values, "ms") for way, values in turns.items()),
    ]


def taken_turns(bench: Bench, neighbours: dict[str, Neighbour], rounds: int, batches: int) -> dict[str, list[float]]:
    """Return the milliseconds of a batch by who was at work beside it, a median a round; the first only warms."""
    beside: dict[str, Callable[[], AbstractContextManager[None]]] = {"alone": nullcontext}
    beside |= {name: neighbour.at_work for name, neighbour in neighbours.items()}
    turns: dict[str, list[float]] = {name: [] for name in beside}
    for _round in range(rounds + 1):
        for name, meanwhile in beside.items():
            with meanwhile():
                turns[name].append(sorted(bench.batch() for _each in range(batches))[batches // 2])
    return {name: taken[1:] for name, taken in turns.items()}


if __name__ == "__main__":
    main(__doc__, measure)
