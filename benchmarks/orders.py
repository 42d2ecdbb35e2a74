"""Placing orders: ours against one transaction an order, by statements and by a function, and against bare rows.

    ./dure bench orders [--quick] [--json FILE] [--plot FILE]

Crowds of 64, 512 and 4,096 buyers stand before one good (hot) and before many (spread); whoever is answered makes room
for the next. Each crowd is served in four ways, in turns; ratios are within a round, goals are of 512 before one good.

* statements  nine statements an order, on sixteen connections: the transaction most shops have
* function    the same work in one call an order, on sixteen connections, what everybody wants locked last
* ours        what waited while the last batch was committed is the next batch
* floor       the rows of a batch by one bare statement, on the same tables, indexes and disk

What serves (this process, or the gate's) and PostgreSQL are both counted; the crowd is a list in memory. After every
part the books are held against what buyers were told: orders, stock and sums fit, or the run ends.

* cpu         what both worked for an order; *_server_us and *_postgres_us tell them apart
* of_the_floor  PostgreSQL's work for the floor in that for ours
* p99_vs_p50  how long the hundredth waits beside the fiftieth; the floor's own tells what the machine has in it
* new_house   PostgreSQL's work for ours while the tables are empty and unknown to its planner, in that later on
* slow_disk   ours and the function's again with a millisecond more for each fsync, as on a cloud's disk
* gate        orders through the gate's own process by HTTP and WebSocket, against the gate answering nothing
* single      a page's order, and batches of 10, 100 and 1,000, through the door of the pages
* paid        payments coming into the book one by one and in batches of 256; begun: the worker's part of it
"""

import os
from typing import Final

from measuring import Row, main
from measuring.house import POSTGRES, house, meter  # isort: split

from ordering import ours
from ordering.crowds import Crowds, Plan, four_ways
from ordering.gate import gate_rows
from ordering.paying import Paying
from ordering.rows import template_of
from ordering.shop import Shop
from ordering.singles import Singles
from ordering.slow import slow_disk

from dure.rooms.market.models import Order

FULL: Final = Plan(
    rounds=5,
    spread=1_000,
    crowds=(64, 512, 4_096),
    naive={64: 400, 512: 800, 4_096: 4_096},
    batched={64: 20_000, 512: 8_000, 4_096: 12_288},
    calls=5_000,
)
QUICK: Final = Plan(
    rounds=2, spread=64, crowds=(64, 512), naive={64: 100, 512: 512}, batched={64: 1_000, 512: 2_000}, calls=1_000
)


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run all parts and return the rows, what is promised first."""
    plan = QUICK if is_quick else FULL
    shop = Shop(goods=plan.spread)
    template = template_of(first_order(shop))
    with four_ways(url=POSTGRES.app_url, template=template, shop=shop) as ways:
        crowds = Crowds(shop=shop, meter=meter(), ways=ways)
        crowds.warm(plan)
        for number in range(plan.rounds):
            crowds.one_round(plan)
            print(f"round {number + 1} of {plan.rounds}, load {os.getloadavg()[0]:.1f}", flush=True)
    singles = Singles(shop=shop, meter=meter()).rows(rounds=2 if is_quick else 7, singles=10 if is_quick else 60)
    paying = Paying(shop=shop, meter=meter()).rows(rounds=2 if is_quick else 5)
    gate = gate_rows(shop=shop, rounds=plan.rounds, count=plan.calls)
    slow = slow_disk(shop=shop, template=template, plan=plan)
    return [*crowds.goals(), *slow, *gate, *paying, *singles, *crowds.rows()]


def first_order(shop: Shop) -> Order:
    """Place an order for the other ways to learn from."""
    [number] = ours.place(shop.asks(1, goods=1))
    return Order.objects.get(order_id=number)


if __name__ == "__main__":
    main(__doc__, measure)
