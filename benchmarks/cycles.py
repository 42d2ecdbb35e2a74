"""An order cycle of 3,000 goods of 400 farms for two hubs, against a plain insert of the same offers.

    ./dure bench cycles [--quick] [--json FILE]

Each round plans the cycle again, opens it, shows it and closes it; the floor is measured beside the opening. Pages are
whole answers, from the address to the last letter, as the coordinator and a stranger see them.

* answer      a producer answers with goods and prices; 400 of them, one call each
* copy        last week's whole cycle planned again: every producer, good, price, hub and fee
* open        an offer for each good at each hub, priced with all fees
* floor       the same offers by INSERT … SELECT from themselves: no prices, no rules
* coordinator the coordinator's page: 400 producers and their answers
* buyer       the first 60 goods of a hub, and where they lead on
* close       all of the offers ended
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from measuring import Row, main, ratios, row, seconds
from measuring.house import house  # isort: split

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dure.kernel import clock
from dure.rooms.catalog import factories
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.models import Cycle
from dure.rooms.catalog.queries.cycles import round_ids
from dure.rooms.catalog.services.cycle_rounds import close_cycle, copy_cycle, open_cycle
from dure.rooms.catalog.services.cycles import CyclePlan, add_hub, answer_supply, ask_producer, plan_cycle
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.people.queries.organisations import organisation

PRODUCTS, FARMS, HUBS, QUICK = 3_000, 400, 2, 10
DAY = timedelta(days=1)
FLOOR = """
INSERT INTO catalog_offer (cell_id, offer_id, organisation_id, product_id, variant_id, level_id, channel, price,
    currency, status, is_public, opens_at, closes_at, cycle_id, version, changed_at)
SELECT cell_id, offer_id + %s, organisation_id, product_id, variant_id, level_id, channel, price, currency, 'open',
    is_public, opens_at, closes_at, uuidv7(), version, changed_at
FROM catalog_offer WHERE cycle_id = ANY (%s)
"""


class Bench:
    """A coordinator, its hubs, the farms with their shelves, and the week they begin with."""

    def __init__(self, *, farms: int, products: int) -> None:
        """Fill the shelves, and let every farm answer."""
        factories.kind("apple")
        self.coordinator, *self.farms = [self._seller() for _each in range(farms + 1)]
        home = organisation(organisation_id=self.coordinator["organisation_id"])
        self.hubs = [dispatch.make_hub(organisation=home, name=f"Hub {number}") for number in range(HUBS)]
        self.shelves: list[list[int]] = [[] for _farm in self.farms]
        for number in range(products):
            farm = self.farms[number % farms]
            product = factories.product(organisation_id=farm["organisation_id"], name=f"Good {number}")
            self.shelves[number % farms].append(factories.level(of=product).level_id)
        self.answer_s = 0.0
        self.cycle = self._first_cycle()
        self.browser = people.office_of(people.person_of(self.coordinator["by"].person_id))

    def _seller(self) -> dict[str, Any]:
        made = merchants.make_merchant(has_account=False)
        return {"by": merchants.owner_actor(made), "organisation_id": made.pk}

    def _first_cycle(self) -> Cycle:
        plan = a_week()
        made = plan_cycle(**self.coordinator, plan=plan)
        until = plan.closes_at + DAY
        for hub in self.hubs:
            add_hub(**self.coordinator, cycle_id=made.id, hub_id=hub.id, pickup_from=until, pickup_until=until + DAY)
        for farm, shelf in zip(self.farms, self.shelves, strict=True):
            asked = ask_producer(**self.coordinator, cycle_id=made.id, producer_id=farm["organisation_id"])
            prices = dict.fromkeys(shelf, 10_000)
            answer = partial(answer_supply, **farm, supply_id=asked.id, prices=prices, fee=Fee())
            self.answer_s += seconds(answer)
        return made

    def one_round(self) -> dict[str, tuple[float, int]]:
        """Return the milliseconds and the statements of each step of one week."""
        made: list[Cycle] = []
        found = {"copy": measured(lambda: made.append(self.copy()))}
        week = {**self.coordinator, "cycle_id": made[0].id}
        found["open"] = measured(lambda: open_cycle(**week))
        found["floor"] = measured(lambda: floor(made[0].id))
        [here, *_others] = round_ids(cycle_id=made[0].id)
        own_page = reverse("catalog:cycle", args=[self.coordinator["organisation_id"], made[0].id])
        found["coordinator"] = measured(lambda: self.visit(own_page))
        found["buyer"] = measured(lambda: self.visit(reverse("catalog:open_round", args=[here])))
        found["close"] = measured(lambda: close_cycle(**week))
        return found

    def copy(self) -> Cycle:
        """Plan the first week again."""
        return copy_cycle(**self.coordinator, cycle_id=self.cycle.id, plan=a_week())

    def visit(self, address: str) -> None:
        """Open a page."""
        answer = self.browser.get(address, headers={"host": "localhost"})
        assert answer.status_code == HTTPStatus.OK, answer.status_code


def a_week() -> CyclePlan:
    """Return the plan of a cycle that takes orders now."""
    now = clock.now()
    return CyclePlan(name="Week", opens_at=now - DAY, closes_at=now + 2 * DAY, fee=Fee(500, 100))


def floor(cycle_id: UUID) -> None:
    """Write the offers of an open cycle again without a rule, and take them back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FLOOR, [2**40, round_ids(cycle_id=cycle_id)])
        transaction.set_rollback(True)


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """Return how many milliseconds some work takes, and how many statements."""
    with CaptureQueriesContext(connection) as seen:
        took = seconds(work)
    return 1e3 * took, len(seen)


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    divisor = QUICK if is_quick else 1
    bench = Bench(farms=FARMS // divisor, products=PRODUCTS // divisor)
    bench.one_round()  # warm
    rounds = [bench.one_round() for _round in range(2 if is_quick else 7)]
    times = {step: [each[step][0] for each in rounds] for step in rounds[0]}
    counts = {step: [each[step][1] for each in rounds] for step in rounds[0] if step != "floor"}
    most = {"open": 3_000, "close": 3_000, "copy": 3_000, "coordinator": 1_000, "buyer": 500}
    return [
        row("open_vs_floor", ratios(times["floor"], times["open"]), "of floor", at_least=0.25),
        *(row(f"{step}_ms", values, "ms", at_most=most.get(step)) for step, values in times.items()),
        *(row(f"{step}_statements", values, "", at_most=30) for step, values in counts.items()),
        row("answer_ms", [1e3 * bench.answer_s / len(bench.farms)], "ms"),
    ]


if __name__ == "__main__":
    main(__doc__, measure)
