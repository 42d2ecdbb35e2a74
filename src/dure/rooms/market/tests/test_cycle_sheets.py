"""Pack sheets of an order cycle: the coordinator packs for all producers, and sees nothing else of them."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from dure.kernel import clock
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.queries.cycles import round_goods
from dure.rooms.catalog.services.cycle_rounds import open_cycle
from dure.rooms.catalog.services.cycles import CyclePlan, add_hub, answer_supply, ask_producer, plan_cycle
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.market import factories
from dure.rooms.market.services.sheets import write_sheet
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.people.queries.organisations import organisation

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def seller():
    made = merchants.make_merchant(has_account=False)
    return {"by": merchants.owner_actor(made), "organisation_id": made.pk}


def rows_of(who, kind, rounds):
    file = io.BytesIO()
    ask = SheetAsk(organisation_id=who["organisation_id"], kind=kind, rounds=tuple(rounds))
    with translation.override("en"):
        write_sheet(ask=ask, form="csv", file=file, expect=lambda _count: None, step=lambda _count: None)
    head, *rows = csv.reader(io.StringIO(file.read().decode("utf-8-sig")))
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def week(ana):
    """A cycle of one hub and one producer, two of whose pieces are sold in it and three outside it."""
    coordinator, farm = seller(), seller()
    plan = CyclePlan(name="Week", opens_at=clock.now() - DAY, closes_at=clock.now() + DAY, fee=Fee(500, 0))
    cycle = plan_cycle(**coordinator, plan=plan)
    own = {"cycle_id": cycle.id, **coordinator}
    hub = dispatch.make_hub(organisation=organisation(organisation_id=coordinator["organisation_id"]))
    round_ = add_hub(**own, hub_id=hub.id, pickup_from=plan.closes_at + DAY, pickup_until=plan.closes_at + 2 * DAY)
    asked = ask_producer(**own, producer_id=farm["organisation_id"])
    level = catalog.level(of=catalog.product(organisation_id=farm["organisation_id"]))
    answer_supply(**farm, supply_id=asked.id, prices={level.level_id: 10_000}, fee=Fee())
    open_cycle(**own)
    [offer] = round_goods(round_id=round_.id).offers
    elsewhere = factories.offer(organisation_id=farm["organisation_id"], name="Elsewhere")
    for lines in ([(catalog.offer_numbered(offer.offer_id), 2)], [(elsewhere, 3)]):
        factories.paid_order(buyer_id=ana.id, lines=lines)
    return coordinator, farm, round_


@pytest.mark.parametrize("kind", [SheetKind.BY_CUSTOMER, SheetKind.BY_PRODUCT, SheetKind.BY_SUPPLIER])
def test_a_coordinator_gets_the_lines_of_the_cycle_and_no_others(week, kind):
    coordinator, farm, round_ = week
    rows = [row for row in rows_of(coordinator, kind, [round_.id]) if row["Order"]]
    assert [row["Number"] for row in rows] == ["2"]
    assert rows[0]["Supplier"] == organisation(organisation_id=farm["organisation_id"]).shown_name
    assert rows_of(coordinator, kind, []) == []


def test_lists_of_orders_and_sums_stay_ones_own(week):
    coordinator, farm, round_ = week
    for kind in (SheetKind.ORDERS, SheetKind.SALES):
        assert rows_of(coordinator, kind, [round_.id]) == []
        assert len(rows_of(farm, kind, [round_.id])) == 1


def test_a_producer_sees_its_own_share_of_the_cycle_and_a_stranger_nothing(week):
    _coordinator, farm, round_ = week
    assert [row["Number"] for row in rows_of(farm, SheetKind.BY_CUSTOMER, [round_.id])] == ["2"]
    assert len(rows_of(farm, SheetKind.BY_CUSTOMER, [])) == 2
    assert rows_of(seller(), SheetKind.BY_CUSTOMER, [round_.id]) == []


def test_the_page_offers_the_cycles_there_are(week, client):
    coordinator, _farm, round_ = week
    client.force_login(people.sign_in_of(people.person_of(coordinator["by"].person_id)))
    address = reverse("market:sheets", args=[coordinator["organisation_id"]])
    said = {"kind": "by_customer", "span": "open", "format": "csv", "cycle": str(round_.cycle_id)}
    with translation.override("en"):  # a page in its reader's language leaves it behind
        page = client.get(address, {"cycle": str(round_.cycle_id)})
        begun = client.post(address, said)
    assert f'value="{round_.cycle_id}" selected' in page.content.decode()
    assert begun.status_code == 302
