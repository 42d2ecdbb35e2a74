"""Ordering in our shop against ordering in Vendure: statements, CPU and pieces oversold, side by side.

    ./dure bench peers [--quick] [--json FILE]

The same way from the basket to the paid order, on the same machine, in turns: Vendure's shop API as a storefront calls
it (six calls, guests), our pages as a browser asks for them (ten requests, the card's challenge among them; the buyer
has signed in before), and our API as a program does (three calls, paid from the wallet). Each shop has a PostgreSQL of
its own from the same wheel with the same settings, fsync on. Vendure is installed from npm into ~/.cache/dure/peers.

* statements_…      what one order sends to the database while its worker stands still, BEGIN and COMMIT among it
* statements_all_…  all there was while orders went in and for two seconds after, the worker's share too
* cpu_ms_…          CPU of server, worker, PostgreSQL and all below them for an order; who orders is left out
* oversold_…        32 at once try a hundred times (quick: 40) to buy one of 30 pieces: those in paid orders beyond 30
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from measuring import Row, main, ratios, row
from shops.cluster import worked_ms
from shops.ours import SHELVES, dure
from shops.shop import REST_S, NotOrdered, Shop
from shops.theirs import install, vendure, versions

FOLDER = Path.home() / ".cache" / "dure" / "peers"
WARM, AT_ONCE = 3, 8
CROWD, UNITS = 32, 30


@dataclass(frozen=True)
class Cost:
    """What an order cost on average: everybody's CPU, statements, and how many came through in a second."""

    cpu_ms: float
    statements: float
    per_s: float


def walked(shop: Shop) -> dict[str, int]:
    """Return how many statements each step of one order sends, while the worker stands still."""
    shop.bring(1)
    steps: dict[str, int] = {}

    def note(step: str) -> None:
        steps[step] = shop.statements.count()
        shop.statements.forget()

    with shop.without_worker():
        shop.statements.forget()
        shop.order(0, note)
    return steps


def driven(shop: Shop, orders: int) -> Cost:
    """Let so many order, some at once, and give the worker time for what is left to do."""
    shop.bring(orders)
    shop.statements.forget()
    before, began = worked_ms(shop.roots), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(shop.order, islice(cycle(range(SHELVES - 1)), orders)))
    took_s = time.perf_counter() - began
    time.sleep(REST_S)
    return Cost((worked_ms(shop.roots) - before) / orders, shop.statements.count() / orders, orders / took_s)


def oversold(shop: Shop, tries: int) -> int:
    """Return how many pieces too many a crowd was sold; the rows count, not what anybody was told."""
    shop.bring(tries)
    goods = shop.fill_shelf(UNITS)

    def try_to_buy(_number: int) -> None:
        with suppress(NotOrdered):
            shop.order(goods)

    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(try_to_buy, range(tries)))
    time.sleep(REST_S)
    return shop.sold(goods) - UNITS


def measure(*, is_quick: bool) -> list[Row]:
    """Start both shops, run the rounds and return the rows."""
    rounds, orders = (1, 8) if is_quick else (5, 16)
    FOLDER.mkdir(parents=True, exist_ok=True)
    install(FOLDER)
    with vendure(FOLDER) as theirs, dure(FOLDER) as (pages, api):
        print(f"{versions(FOLDER)}, one server and one worker; ours as `dure up` starts it.\n", flush=True)
        shops: dict[str, Shop] = {"vendure": theirs, "pages": pages, "api": api}
        return [*rows(shops, rounds, orders), *crowds(theirs, pages, *((1, 40) if is_quick else (2, 100)))]


def rows(shops: dict[str, Shop], rounds: int, orders: int) -> list[Row]:
    """Return what an order costs in each shop, and how many times more in theirs."""
    for shop in shops.values():
        shop.bring(WARM)
        for _turn in range(WARM):
            shop.order(0)
    steps = {name: walked(shop) for name, shop in shops.items()}
    for name, found in steps.items():
        tell(f"statements of one order, {name}", found)
    costs: dict[str, list[Cost]] = {name: [] for name in shops}
    for _round in range(rounds):
        for name, shop in shops.items():
            costs[name].append(driven(shop, orders))
    cpu = {name: [cost.cpu_ms for cost in found] for name, found in costs.items()}
    return [
        row("cpu_vendure_vs_pages", ratios(cpu["vendure"], cpu["pages"]), "x", at_least=50),
        row("cpu_vendure_vs_api", ratios(cpu["vendure"], cpu["api"]), "x"),
        *(row(f"statements_{name}", [sum(found.values())], "", at_most=25 if name == "pages" else None)
          for name, found in steps.items()),
        *(each for name, found in costs.items() for each in rows_of(name, found)),
    ]  # fmt: skip


def rows_of(name: str, costs: Sequence[Cost]) -> list[Row]:
    """Return the rows of one shop."""
    return [
        row(f"cpu_ms_{name}", [cost.cpu_ms for cost in costs], "ms"),
        row(f"statements_all_{name}", [cost.statements for cost in costs], ""),
        row(f"orders_per_s_{name}", [cost.per_s for cost in costs], "1/s"),
    ]


def crowds(theirs: Shop, ours: Shop, rounds: int, tries: int) -> list[Row]:
    """Return how many pieces too many were sold, and that ours were sold at all."""
    found = [(oversold(theirs, tries), oversold(ours, tries)) for _round in range(rounds)]
    assert all(own >= 0 for _other, own in found), f"not everything was sold: {found}"
    return [
        row("oversold_vendure", [other for other, _own in found], "pieces"),
        row("oversold_pages", [own for _other, own in found], "pieces", at_most=0),
    ]


def tell(title: str, counts: dict[str, int]) -> None:
    """Print a small table."""
    print(
        f"{title}: {sum(counts.values())}",
        *(f"{count:8} {step}" for step, count in counts.items()),
        "",
        sep="\n",
        flush=True,
    )


if __name__ == "__main__":
    main(__doc__, measure)
