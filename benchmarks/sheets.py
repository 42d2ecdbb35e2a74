"""Pack sheets: 3,000 products in 2,000 orders as CSV and XLSX, and what ordering costs while the worker makes them.

    ./dure bench sheets [--quick] [--json FILE]

The sheets, by product, customer and supplier, hold 15 lines an order. Orders are placed one by one, as a page does, in
turns: alone; beside a process that makes one sheet after the other, as the worker does; and beside one that only
counts, which tells how much of the difference is the machine's. Ratios are within a round.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from uuid import UUID

from measuring import Row, in_turns, main, ratios, row, seconds
from measuring.house import house
from measuring.neighbour import Neighbour
from measuring.sheets import make_sheet  # isort: split

from django.db import connection

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.numbers import SEQUENCER
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.models import Fulfilment, Order, OrderLine
from dure.rooms.market.packed import RECEIVER, WORDS, packed
from dure.rooms.market.services import intake
from dure.rooms.market.sheet_asks import SheetKind
from dure.rooms.people import factories as people

LINES_EACH, SHELVES, PRICE = 15, 64, 12_000
MAKER = Path(__file__).parent / "measuring" / "sheets.py"
COUNTER = "print('ready', flush=True)\nwhile True: pass"


class Bench:
    """A farm with many products and orders, and a buyer who goes on ordering."""

    def __init__(self, *, products: int, orders: int) -> None:
        """Fill the farm. How its orders came about is not measured here: they are written as plain rows."""
        self.farm: UUID = factories.seller(name="Long Field").id
        self.buyer: UUID = people.make_person().id
        self.offers = [
            catalog.offer(organisation_id=self.farm, name=f"Thing {number}", on_hand=1_000_000)
            for number in range(products)
        ]
        self.orders = orders
        numbers = SEQUENCER.take(orders, at=clock.now())
        Order.objects.bulk_create(map(self._order, numbers, range(orders)), batch_size=500)
        Fulfilment.objects.bulk_create(map(self._part, numbers), batch_size=500)
        OrderLine.objects.bulk_create(self._lines(numbers), batch_size=2_000)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _order(self, number: int, place: int) -> Order:
        goods = LINES_EACH * PRICE
        return Order(
            cell_id=1, order_id=number, buyer_id=self.buyer, client_key=new_id(), content_hash=place,
            status=Order.Status.PAID, currency="KRW", goods=goods, delivery=0, gift=0, total=goods,
            pay_by=clock.now(), receiver=packed(RECEIVER, {"means": "home", "name": f"Buyer {place:04}"}), note="",
        )  # fmt: skip

    def _part(self, number: int) -> Fulfilment:
        return Fulfilment(
            id=new_id(), cell_id=1, order_id=number, seller_id=self.farm, buyer_id=self.buyer, currency="KRW",
            goods=LINES_EACH * PRICE, delivery=0, paid_at=clock.now(),
        )  # fmt: skip

    def _lines(self, numbers: Iterable[int]) -> Iterable[OrderLine]:
        for place, number in enumerate(numbers):
            for step in range(LINES_EACH):
                offer = self.offers[(place * LINES_EACH + step) % len(self.offers)]
                yield OrderLine(
                    cell_id=1, order_id=number, line_no=step + 1, kind=OrderLine.Kind.GOODS, part_no=1,
                    seller_id=self.farm, offer_id=offer.offer_id, level_id=offer.level_id, product_id=offer.product_id,
                    quantity=1, cancelled=0, unit_price=PRICE, commission_bp=0, pledge=0, refunded=0,
                    words=packed(WORDS, {"name": f"Thing {offer.offer_id}", "size": "5 kg"}),
                )  # fmt: skip

    def sheet(self, form: str, kind: SheetKind) -> float:
        """Make one pack sheet; return the seconds."""
        return seconds(lambda: make_sheet(self.farm, form, kind))

    def order(self) -> float:
        """Place one order of one line, as a page does; return the milliseconds."""
        self.orders += 1
        request = factories.request(buyer_id=self.buyer, lines=[(self.offers[self.orders % SHELVES], 1)])
        began = time.perf_counter()
        [outcome] = intake.place_orders(requests=[request])
        assert outcome.is_placed, outcome
        return 1e3 * (time.perf_counter() - began)


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    bench = Bench(products=300, orders=200) if is_quick else Bench(products=3_000, orders=2_000)
    rounds, orders = (3, 20) if is_quick else (11, 60)
    kinds = (SheetKind.BY_PRODUCT, SheetKind.BY_CUSTOMER, SheetKind.BY_SUPPLIER)
    asked = [(form, kind) for kind in kinds for form in ("csv", "xlsx")]
    files = in_turns(rounds, **{f"{kind}_{form}": partial(bench.sheet, form, kind) for form, kind in asked})
    neighbours = {
        "sheets": Neighbour([sys.executable, str(MAKER), str(bench.farm)]),
        "counting": Neighbour([sys.executable, "-c", COUNTER]),
    }
    try:
        turns = taken_turns(bench, neighbours, rounds, orders)
    finally:
        for neighbour in neighbours.values():
            neighbour.end()
    median = {way: list(map(statistics.median, taken)) for way, taken in turns.items()}
    slow = {way: list(map(slowest, taken)) for way, taken in turns.items()}
    return [
        *(row(f"sheet_{name}", values, "s", at_most=5) for name, values in files.items()),
        row("order_beside_sheets", ratios(median["sheets"], median["alone"]), "x", at_most=1.25),
        row("order_beside_counting", ratios(median["counting"], median["alone"]), "x"),
        row("slow_order_beside_sheets", ratios(slow["sheets"], slow["alone"]), "x"),
        *(row(f"order_{way}_ms", values, "ms") for way, values in median.items()),
        *(row(f"slow_order_{way}_ms", values, "ms") for way, values in slow.items()),
    ]


def taken_turns(
    bench: Bench, neighbours: dict[str, Neighbour], rounds: int, orders: int
) -> dict[str, list[list[float]]]:
    """Return the milliseconds of each order, by who was at work beside it, and by round; the first only warms."""
    beside: dict[str, Callable[[], AbstractContextManager[None]]] = {"alone": nullcontext}
    beside |= {name: neighbour.at_work for name, neighbour in neighbours.items()}
    turns: dict[str, list[list[float]]] = {name: [] for name in beside}
    for _round in range(rounds + 1):
        for name, meanwhile in beside.items():
            with meanwhile():
                turns[name].append([bench.order() for _each in range(orders)])
    return {name: taken[1:] for name, taken in turns.items()}


def slowest(taken: list[float]) -> float:
    """Return what 19 of 20 orders keep below."""
    return statistics.quantiles(taken, n=20)[-1]


if __name__ == "__main__":
    main(__doc__, measure)
