"""Ordering in our shop against ordering in Vendure: statements, CPU and pieces oversold, side by side.

    ./dure bench peers [--quick] [--json FILE]

The way from the basket to the paid order, on the same machine, in turns:

* vendure  its shop API as a storefront calls it: six calls by a guest, paid by its dummy payment, which settles at once
* pages    our pages as a browser with script asks for them, by somebody who has signed in: a new address, the order
           over the gate, paid by card with the bank's code typed. Our sandbox plays the card company, here in
           a process of its own under a database role of its own, and is told apart as card_company
* gate     our shortest way for people: basket, checkout's page, the order over the gate, paid from the wallet, which
           like Vendure's dummy payment settles inside the house in the same request, with no company outside
* api      our API as a program calls it: three calls, paid from the wallet

Each shop has a PostgreSQL of its own from the same wheel with the same settings, fsync on. Vendure is installed from
npm into ~/.cache/dure/peers, where both shops' data stay for the next run.

* statements_…      what one order sends to the database while its worker stands still, BEGIN and COMMIT among it;
                    also by the form of our pages, as a browser without script sends it
* statements_all_…  all there was while orders went in and for two seconds after (quick: half of one), the worker's too
* cpu_ms_…          CPU of server, worker, gate, PostgreSQL and all below them for an order; who orders is left out
* oversold_…        32 at once try a hundred times (quick: 40) to buy one of 30 pieces: those in paid orders beyond 30
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from measuring import Row, main, ratios, row
from shops.ours import SHELVES, dure
from shops.shop import SHORT_REST_S, NotOrdered, Shop
from shops.theirs import install, vendure, versions

FOLDER = Path.home() / ".cache" / "dure" / "peers"
WARM, AT_ONCE = 3, 8
CROWD, UNITS = 32, 30
COMPANY = "the card company's own"
MOST = {"pages": 25}
TIMES_LESS = {"pages": 50, "gate": 50, "api": None}


@dataclass(frozen=True)
class Cost:
    """What an order cost on average: the shop's CPU, its statements, orders a second, and the card company's CPU."""

    cpu_ms: float
    statements: float
    per_s: float
    company_ms: float


def walked(shop: Shop) -> dict[str, int]:
    """Return how many statements each step of an order sends while the worker stands still; the company's come last."""
    shop.bring(1)
    steps: dict[str, int] = {}
    company = 0

    def note(step: str) -> None:
        nonlocal company
        steps[step] = shop.sent()
        company += shop.statements.count() - steps[step]
        shop.statements.forget()

    with shop.without_worker():
        shop.statements.forget()
        shop.order(0, note)
    return steps | ({COMPANY: company} if company else {})


def driven(shop: Shop, orders: int) -> Cost:
    """Let so many order, some at once, and give the worker time for what is left to do."""
    shop.bring(orders)
    shop.statements.forget()
    before, company_before, began = shop.worked_ms(), shop.company_worked_ms(), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(shop.order, islice(cycle(range(SHELVES - 1)), orders)))
    took_s = time.perf_counter() - began
    shop.rest()
    cpu_ms, company_ms = shop.worked_ms() - before, shop.company_worked_ms() - company_before
    return Cost(cpu_ms / orders, shop.sent() / orders, orders / took_s, company_ms / orders)


def oversold(shop: Shop, tries: int) -> int:
    """Return how many pieces too many a crowd was sold; the rows count, not what anybody was told."""
    shop.bring(tries)
    goods = shop.fill_shelf(UNITS)

    def try_to_buy(_number: int) -> None:
        with suppress(NotOrdered):
            shop.order(goods)

    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(try_to_buy, range(tries)))
    shop.rest()
    return shop.sold(goods) - UNITS


def measure(*, is_quick: bool) -> list[Row]:
    """Start both shops, run the rounds and return the rows."""
    rounds, orders = (1, 4) if is_quick else (5, 16)
    FOLDER.mkdir(parents=True, exist_ok=True)
    install(FOLDER)
    # From threads that stay: Linux ends a child with the thread that started it.
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        coming = pool.submit(stack.enter_context, vendure(FOLDER)), pool.submit(stack.enter_context, dure(FOLDER))
        theirs, ours = coming[0].result(), coming[1].result()
        print(f"{versions(FOLDER)}, one server and one worker; ours as `dure up` starts it.\n", flush=True)
        shops: dict[str, Shop] = {"vendure": theirs, "pages": ours.pages, "gate": ours.known, "api": ours.api}
        if is_quick:
            for shop in shops.values():
                shop.rest_s = SHORT_REST_S
        steps = {name: walked_warm(name, shop) for name, shop in (shops | {"form": ours.forms}).items()}
        costs = cost_rows(shops, rounds, orders)
        return [*statement_rows(steps), *costs, *crowds(theirs, ours.pages, *((1, 40) if is_quick else (2, 100)))]


def walked_warm(name: str, shop: Shop) -> dict[str, int]:
    """Print and return the steps of an order after a few that filled the caches."""
    shop.bring(WARM)
    for _turn in range(WARM):
        shop.order(0)
    steps = walked(shop)
    tell(f"statements of one order, {name}", steps)
    return steps


def statement_rows(steps: dict[str, dict[str, int]]) -> list[Row]:
    """Return how many statements each way sends, without the card company's."""
    own = {name: sum(found.values()) - found.get(COMPANY, 0) for name, found in steps.items()}
    return [
        *(row(f"statements_{name}", [count], "", at_most=MOST.get(name)) for name, count in own.items()),
        row("statements_card_company", [steps["pages"][COMPANY]], ""),
    ]


def cost_rows(shops: dict[str, Shop], rounds: int, orders: int) -> list[Row]:
    """Return what an order costs in each shop, and how many times more in theirs."""
    costs: dict[str, list[Cost]] = {name: [] for name in shops}
    for _round in range(rounds):
        for name, shop in shops.items():
            costs[name].append(driven(shop, orders))
    cpu = {name: [cost.cpu_ms for cost in found] for name, found in costs.items()}
    return [
        *(
            row(f"cpu_vendure_vs_{name}", ratios(cpu["vendure"], cpu[name]), "x", at_least=goal)
            for name, goal in TIMES_LESS.items()
        ),
        *(each for name, found in costs.items() for each in rows_of(name, found)),
        row("cpu_ms_card_company", [cost.company_ms for cost in costs["pages"]], "ms"),
    ]


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
