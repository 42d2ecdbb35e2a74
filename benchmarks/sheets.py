"""Pack sheets: 3,000 products in 2,000 orders as CSV and XLSX, and what ordering costs while the worker makes them.

    ./dure bench sheets [--quick] [--json FILE]

The sheet holds 15 lines an order. Orders are placed one by one, as a page does, in turns of some without and some with
a second process that makes one sheet after the other, as the worker does; the ratio is that of two turns side by side.
"""

# ruff: noqa: PLC0415  the models of the house can be imported only once Django knows its database

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
LINES_EACH = 15
SHELVES = 64
SHEET_S = 5.0
SLOWER = 1.25
"""How much slower a busy machine of two cores may make the median order; the goal is that nobody waits for a sheet."""


class Bench:
    """A farm with many products and orders, and a buyer who goes on ordering."""

    def __init__(self, products: int, orders: int) -> None:
        """Fill the farm."""
        from dure.rooms.catalog import factories as catalog
        from dure.rooms.market import factories
        from dure.rooms.people import factories as people

        self.farm: UUID = factories.seller(name="Long Field").id
        self.buyer: UUID = people.make_person().id
        self.offers = [
            catalog.offer(organisation_id=self.farm, name=f"Thing {number}", on_hand=1_000_000)
            for number in range(products)
        ]
        self.orders = orders
        self._fill()

    def _fill(self) -> None:
        """Write paid orders of 15 lines as plain rows: how they come about is not measured here."""
        from django.db import connection

        from dure.kernel import clock
        from dure.kernel.ids import new_id
        from dure.kernel.numbers import SEQUENCER
        from dure.rooms.market.models import Fulfilment, Order, OrderLine

        numbers = SEQUENCER.take(self.orders, at=clock.now())
        Order.objects.bulk_create([self._order(number, place) for place, number in enumerate(numbers)], batch_size=500)
        Fulfilment.objects.bulk_create(
            [
                Fulfilment(
                    id=new_id(), cell_id=1, order_id=number, seller_id=self.farm, buyer_id=self.buyer, currency="KRW",
                    goods=LINES_EACH * 12_000, delivery=0, paid_at=clock.now(),
                )
                for number in numbers
            ],
            batch_size=500,
        )  # fmt: skip
        lines = (self._line(number, place, step) for place, number in enumerate(numbers) for step in range(LINES_EACH))
        OrderLine.objects.bulk_create(lines, batch_size=2_000)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _order(self, number: int, place: int) -> Any:
        from dure.kernel import clock
        from dure.kernel.ids import new_id
        from dure.rooms.market.models import Order

        return Order(
            cell_id=1, order_id=number, buyer_id=self.buyer, client_key=new_id(), content_hash=place,
            status=Order.Status.PAID, currency="KRW", goods=LINES_EACH * 12_000, delivery=0, gift=0,
            total=LINES_EACH * 12_000, pay_by=clock.now(), delivery_to={"means": "home", "name": f"Buyer {place:04}"},
            note="",
        )  # fmt: skip

    def _line(self, number: int, place: int, step: int) -> Any:
        from dure.rooms.market.models import OrderLine

        offer = self.offers[(place * LINES_EACH + step) % len(self.offers)]
        return OrderLine(
            cell_id=1, order_id=number, line_no=step + 1, kind=OrderLine.Kind.GOODS, part_no=1, seller_id=self.farm,
            offer_id=offer.offer_id, level_id=offer.level_id, product_id=offer.product_id, quantity=1, cancelled=0,
            unit_price=12_000, commission_bp=0, pledge=0, refunded=0,
            about={"name": f"Thing {offer.offer_id}", "size": "5 kg"},
        )  # fmt: skip

    def sheet(self, form: str) -> float:
        """Make one pack sheet by product; return the seconds."""
        with tempfile.TemporaryFile() as file:
            return timed(lambda: make_sheet(self.farm, form, file))

    def order(self) -> float:
        """Place one order of one line, as a page does; return the seconds."""
        from dure.rooms.market import factories
        from dure.rooms.market.services import intake

        self.orders += 1
        request = factories.request(buyer_id=self.buyer, lines=[(self.offers[self.orders % SHELVES], 1)])
        return timed(lambda: intake.place_orders(requests=[request]))


def make_sheet(farm: UUID, form: str, file: IO[bytes]) -> None:
    """Write a farm's pack sheet by product of all open orders."""
    from dure.rooms.market.services.sheets import write_sheet
    from dure.rooms.market.sheet_asks import SheetAsk, SheetKind

    ask = SheetAsk(organisation_id=farm, kind=SheetKind.BY_PRODUCT)
    write_sheet(ask=ask, form=form, file=file, expect=lambda _count: None, step=lambda _count: None)


def timed(work: Callable[[], object]) -> float:
    """Return how long some work takes, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Worker:
    """A process that makes sheets for as long as it is let."""

    def __init__(self, farm: UUID, folder: Path) -> None:
        """Start it; it waits."""
        self.leave, self.ready = folder / "go", folder / "ready"
        command = [sys.executable, __file__, "--work", str(farm), "--folder", str(folder)]
        self.process = subprocess.Popen(command)
        wait_for(self.ready.exists)

    def let(self, *, go: bool) -> None:
        """Let it work, or have it wait."""
        if go:
            self.leave.touch()
            time.sleep(0.5)
        else:
            self.leave.unlink(missing_ok=True)
            wait_for((self.leave.parent / "idle").exists)

    def end(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def wait_for(is_there: Callable[[], bool]) -> None:
    """Wait until something is so, a minute at most."""
    until = time.monotonic() + 60
    while not is_there():
        assert time.monotonic() < until
        time.sleep(0.02)


def work(farm: UUID, folder: Path) -> None:
    """Be the worker: make sheets while the file `go` is there; say `idle` when it is not."""
    import django

    django.setup()
    (folder / "ready").touch()
    while True:
        if (folder / "go").exists():
            (folder / "idle").unlink(missing_ok=True)
            with tempfile.TemporaryFile() as file:
                make_sheet(farm, "xlsx", file)
        else:
            (folder / "idle").touch()
            time.sleep(0.02)


def measure(*, is_quick: bool, folder: Path) -> list[dict[str, Any]]:
    """Run the rounds and return the rows."""
    bench = Bench(300, 200) if is_quick else Bench(3_000, 2_000)
    rounds, orders = (3, 20) if is_quick else (11, 60)
    worker = Worker(bench.farm, folder)
    try:
        sheets = {form: [bench.sheet(form) for _round in range(rounds)] for form in ("csv", "xlsx")}
        for _warm in range(orders):
            bench.order()
        alone, beside = turns(bench, worker, rounds, orders)
    finally:
        worker.end()
    return [
        row("sheet_csv", sheets["csv"], "s", SHEET_S),
        row("sheet_xlsx", sheets["xlsx"], "s", SHEET_S),
        row("order_median_vs_alone", ratios(alone, beside, statistics.median), "x", SLOWER),
        row("order_p95_vs_alone", ratios(alone, beside, slow), "x"),
        row("order_alone_ms", [1e3 * statistics.median(turn) for turn in alone], "ms"),
        row("order_beside_ms", [1e3 * statistics.median(turn) for turn in beside], "ms"),
    ]


def turns(bench: Bench, worker: Worker, rounds: int, orders: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return the seconds of each order, by turn: without the worker, and beside it."""
    alone, beside = [], []
    for _round in range(rounds):
        worker.let(go=False)
        alone.append([bench.order() for _each in range(orders)])
        worker.let(go=True)
        beside.append([bench.order() for _each in range(orders)])
    return alone, beside


def slow(turn: list[float]) -> float:
    """Return what 19 of 20 orders keep below."""
    return statistics.quantiles(turn, n=20)[-1]


def ratios(alone: list[list[float]], beside: list[list[float]], of: Callable[[list[float]], float]) -> list[float]:
    """Return how many times slower each turn beside the worker was than the one before it."""
    return [of(second) / of(first) for first, second in zip(alone, beside, strict=True)]


def row(name: str, values: list[float], unit: str, at_most: float | None = None) -> dict[str, Any]:
    """Return one row of the result: median, spread, and whether the goal holds."""
    median = statistics.median(values)
    spread = [round(min(values), 2), round(max(values), 2)]
    found: dict[str, Any] = {"id": name, "value": round(median, 2), "unit": unit, "spread": spread}
    return found | ({"goal": f"<={at_most:g}", "holds": median <= at_most} if at_most else {})


def main() -> None:
    """Start a PostgreSQL, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer products, orders and rounds")
    parser.add_argument("--json", type=Path, help="write the result there")
    parser.add_argument("--work", type=UUID, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.folder)
    from dure.engine.postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL's own account must walk through
        server = EmbeddedPostgres(Path(folder) / "postgres").start()
        try:
            result = run(server.owner_url, is_quick=asked.quick, folder=Path(folder))
        finally:
            server.destroy()
    for each in result["rows"]:
        goal = f"  goal {each['goal']} {'holds' if each['holds'] else 'MISSED'}" if "goal" in each else ""
        print(f"{each['id']:24} {each['value']:>8,.2f} {each['unit']:4} {each['spread']}{goal}")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if not asked.quick and any(each.get("holds") is False for each in result["rows"]):
        sys.exit(1)


def run(url: str, *, is_quick: bool, folder: Path) -> dict[str, Any]:
    """Migrate, measure and return the result."""
    from dure.engine.environment import export

    key = "only for measuring"
    export({"DURE_DATABASE_URL": url, "DURE_SECRET_KEY": key, "DJANGO_SETTINGS_MODULE": "dure.site.settings"})
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    return {"name": "sheets", "machine": machine, "rows": measure(is_quick=is_quick, folder=folder)}


if __name__ == "__main__":
    main()
