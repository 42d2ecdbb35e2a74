"""An order cycle of 3,000 goods of 400 farms for two hubs, against a plain insert of the same offers.

    ./dure bench cycles [--quick] [--json FILE]

A PostgreSQL of its own; the ways take turns. Ratios are within a round, so that a busy machine hurts both sides alike.

* create    400 producers answer with their goods and prices, one call each (milliseconds an answer)
* copy      last week's whole cycle planned again: every producer, good, price, hub and fee
* open      an offer for each good at each hub, priced with all fees
* close     all of them ended
* page      what the coordinator's page reads, and the first goods a buyer sees
* floor     the same offers by INSERT … SELECT from themselves: no prices, no rules
"""

# ruff: noqa: PLC0415  the models of the house can be imported only once Django knows its database

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
PRODUCTS, FARMS, HUBS, QUICK = 3_000, 400, 2, 10
GOALS = {"open_vs_floor": 0.25, "open_statements": 30, "copy_statements": 30, "page_statements": 20, "open_ms": 3_000}
LEAST = {"open_vs_floor"}
"""Goals that are a least value; the others are a most."""

FLOOR = """
INSERT INTO catalog_offer (cell_id, offer_id, organisation_id, product_id, variant_id, level_id, channel, price,
    currency, status, is_public, opens_at, closes_at, cycle_id, version, changed_at)
SELECT cell_id, offer_id + %s, organisation_id, product_id, variant_id, level_id, channel, price, currency, 'open',
    is_public, opens_at, closes_at, uuidv7(), version, changed_at
FROM catalog_offer WHERE cycle_id = ANY (%s)
"""


class Bench:
    """A coordinator, its hubs and the farms with their shelves."""

    def __init__(self, *, farms: int, products: int) -> None:
        """Fill the shelves."""
        from dure.rooms.catalog import factories
        from dure.rooms.dispatch import factories as dispatch
        from dure.rooms.merchants import factories as merchants
        from dure.rooms.people.queries.organisations import organisation

        factories.kind("apple")
        sellers = [merchants.make_merchant(has_account=False) for _each in range(farms + 1)]
        self.farms = [{"by": merchants.owner_actor(each), "organisation_id": each.pk} for each in sellers]
        self.coordinator = self.farms.pop()
        home = organisation(organisation_id=self.coordinator["organisation_id"])
        self.hubs = [dispatch.make_hub(organisation=home, name=f"Hub {number}") for number in range(HUBS)]
        self.shelves: dict[int, list[int]] = {place: [] for place in range(farms)}
        for number in range(products):
            owner = self.farms[number % farms]["organisation_id"]
            level = factories.level(of=factories.product(organisation_id=owner, name=f"Good {number}"))
            self.shelves[number % farms].append(level.level_id)

    def plan(self) -> Any:
        """Return a week."""
        from dure.kernel import clock
        from dure.rooms.catalog.cycle_prices import Fee
        from dure.rooms.catalog.services.cycles import CyclePlan

        now = clock.now()
        return CyclePlan(name="Week", opens_at=now - timedelta(1), closes_at=now + timedelta(2), fee=Fee(500, 100))

    def create(self) -> Any:
        """Plan a cycle, ask everybody, and let everybody answer."""
        from dure.rooms.catalog.cycle_prices import Fee
        from dure.rooms.catalog.services import cycles

        plan = self.plan()
        made = cycles.plan_cycle(**self.coordinator, plan=plan)
        first = plan.closes_at + timedelta(1)
        for hub in self.hubs:
            cycles.add_hub(
                **self.coordinator,
                cycle_id=made.id,
                hub_id=hub.id,
                pickup_from=first,
                pickup_until=first + timedelta(1),
            )
        for place, farm in enumerate(self.farms):
            asked = cycles.ask_producer(**self.coordinator, cycle_id=made.id, producer_id=farm["organisation_id"])
            prices = dict.fromkeys(self.shelves[place], 10_000)
            cycles.answer_supply(**farm, supply_id=asked.id, prices=prices, fee=Fee())
        return made

    def copy(self, cycle_id: Any) -> Any:
        """Plan it again."""
        from dure.rooms.catalog.services.cycle_rounds import copy_cycle

        return copy_cycle(**self.coordinator, cycle_id=cycle_id, plan=self.plan())

    def open(self, cycle_id: Any) -> None:
        """Open it."""
        from dure.rooms.catalog.services.cycle_rounds import open_cycle

        open_cycle(**self.coordinator, cycle_id=cycle_id)

    def close(self, cycle_id: Any) -> None:
        """Close it."""
        from dure.rooms.catalog.services.cycle_rounds import close_cycle

        close_cycle(**self.coordinator, cycle_id=cycle_id)

    def page(self, cycle_id: Any) -> None:
        """Read the coordinator's page and the first goods of a hub."""
        from dure.rooms.catalog.queries import cycles

        page = cycles.cycle_page(**self.coordinator, cycle_id=cycle_id)
        cycles.round_goods(round_id=page.rounds[0].id)

    def floor(self, cycle_id: Any) -> int:
        """Write as many offers without a rule, and take them back; return how many."""
        from django.db import connection, transaction

        from dure.rooms.catalog.queries.cycles import round_ids

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FLOOR, [2**40, round_ids(cycle_id=cycle_id)])
            count = int(cursor.rowcount)
            transaction.set_rollback(True)
        return count


def timed(work: Callable[[], object]) -> tuple[float, int]:
    """Return how many milliseconds some work takes, and how many statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        began = time.perf_counter()
        work()
        took = 1e3 * (time.perf_counter() - began)
    return took, len(seen)


def measure(*, is_quick: bool) -> list[dict[str, Any]]:
    """Run the rounds and return the rows."""
    divisor = QUICK if is_quick else 1
    farms, rounds = FARMS // divisor, 2 if is_quick else 5
    bench = Bench(farms=farms, products=PRODUCTS // divisor)
    created: list[Any] = []
    create_ms, _statements = timed(lambda: created.append(bench.create()))
    [first] = created
    times: dict[str, list[float]] = {name: [] for name in ("copy", "open", "page", "floor", "close")}
    counts: dict[str, int] = {}
    offers = 0
    for _round in range(rounds):
        made: list[Any] = []
        steps: dict[str, Callable[[], object]] = {
            "copy": lambda made=made: made.append(bench.copy(first.id)),  # type: ignore[misc]
            "open": lambda made=made: bench.open(made[0].id),  # type: ignore[misc]
            "page": lambda made=made: bench.page(made[0].id),  # type: ignore[misc]
            "floor": lambda made=made: bench.floor(made[0].id),  # type: ignore[misc]
            "close": lambda made=made: bench.close(made[0].id),  # type: ignore[misc]
        }
        for name, step in steps.items():
            took, counts[name] = timed(step)
            times[name].append(took)
        offers = bench.floor(made[0].id)
    ratios = [floor / opened for floor, opened in zip(times["floor"], times["open"], strict=True)]
    return [
        row("open_vs_floor", ratios, "x"),
        *(row(f"{name}_statements", [counts[name]], "") for name in ("copy", "open", "page", "close")),
        *(row(f"{name}_ms", values, "ms") for name, values in times.items()),
        row("answer_ms", [create_ms / farms], "ms"),
        row("offers", [offers], ""),
    ]


def row(name: str, values: list[float], unit: str) -> dict[str, Any]:
    """Return one row of the result: median, spread, and whether the goal holds."""
    median, goal = statistics.median(values), GOALS.get(name)
    spread = [round(min(values), 2), round(max(values), 2)]
    found: dict[str, Any] = {"id": name, "value": round(median, 2), "unit": unit, "spread": spread}
    if goal is None:
        return found
    is_least = name in LEAST
    return found | {
        "goal": f"{'>=' if is_least else '<='}{goal:g}",
        "holds": median >= goal if is_least else median <= goal,
    }


def main() -> None:
    """Start a PostgreSQL, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds; ends within a minute")
    parser.add_argument("--json", type=Path, help="write the result there")
    asked = parser.parse_args()
    from dure.engine.postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder) / "postgres").start()
        try:
            result = run(server.owner_url, is_quick=asked.quick)
        finally:
            server.destroy()
    for each in result["rows"]:
        goal = f"  goal {each['goal']} {'holds' if each['holds'] else 'MISSED'}" if "goal" in each else ""
        print(f"{each['id']:22} {each['value']:>10,.2f} {each['unit']:8} {each['spread']}{goal}")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if not asked.quick and any(each.get("holds") is False for each in result["rows"]):
        sys.exit(1)


def run(url: str, *, is_quick: bool) -> dict[str, Any]:
    """Migrate, measure and return the result."""
    from dure.engine.environment import export

    key = "only for measuring"
    export({"DURE_DATABASE_URL": url, "DURE_SECRET_KEY": key, "DJANGO_SETTINGS_MODULE": "dure.site.settings"})
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    return {"name": "cycles", "machine": machine, "rows": measure(is_quick=is_quick)}


if __name__ == "__main__":
    main()
