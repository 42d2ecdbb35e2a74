"""Order cycles: producers and hubs answer, opening offers everything at once, and fees add up."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.models import OutboxMessage
from dure.rooms.catalog import errors, factories
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.models import Cycle, CycleStatus, Offer, Omission, Round, Supply, SupplyItem
from dure.rooms.catalog.queries import cycles as queries
from dure.rooms.catalog.services.cycle_rounds import close_cycle, close_what_is_over, copy_cycle, open_cycle
from dure.rooms.catalog.services.cycles import (
    CyclePlan,
    add_hub,
    agree_to_round,
    answer_supply,
    ask_producer,
    leave_out,
    plan_cycle,
)
from dure.rooms.catalog.tests.conftest import make_farm
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.people import factories as people
from dure.rooms.people.queries.organisations import organisation

DAY = timedelta(days=1)
NO_FEE = Fee()


def plan(**facts):
    now = clock.now()
    return CyclePlan(**{"name": "This week", "opens_at": now - DAY, "closes_at": now + 2 * DAY, **facts})


def shelves(farm, count=1):
    return [
        factories.level(of=factories.product(organisation_id=farm.organisation_id)).level_id for _each in range(count)
    ]


def hub_of(farm):
    return dispatch.make_hub(organisation=organisation(organisation_id=farm.organisation_id))


class Week:
    """A coordinator's cycle with its own hub, and farms that bring goods at 10,000 won."""

    def __init__(self, farms, *, each=1, packing=NO_FEE, **facts):
        self.coordinator = make_farm()
        self.own = self.coordinator.own
        self.cycle = plan_cycle(**self.own, plan=plan(**facts))
        self.hub = hub_of(self.coordinator)
        self.round = self.at(self.hub)
        self.supplies = [self.bring(farm, each, packing) for farm in farms]

    def at(self, hub):
        ends = self.cycle.closes_at
        return add_hub(
            **self.own, cycle_id=self.cycle.id, hub_id=hub.id, pickup_from=ends + DAY, pickup_until=ends + 2 * DAY
        )  # fmt: skip

    def bring(self, farm, count, fee):
        asked = ask_producer(**self.own, cycle_id=self.cycle.id, producer_id=farm.organisation_id)
        return answer_supply(
            **farm.own, supply_id=asked.id, prices=dict.fromkeys(shelves(farm, count), 10_000), fee=fee
        )

    def open(self):
        return open_cycle(**self.own, cycle_id=self.cycle.id)


def offers():
    return list(Offer.objects.filter(channel="hub").order_by("offer_id"))


@pytest.mark.django_db
def test_opening_offers_every_good_with_all_fees_in_its_price(farm, other_farm):
    week = Week([farm, other_farm], each=2, packing=Fee(0, 50), fee=Fee(500, 100))
    agree_to_round(**week.own, round_id=week.round.id, fee=Fee(250, 0))
    week.open()
    found = offers()
    assert {offer.price for offer in found} == {10_000 + 50 + 500 + 100 + 250}
    assert {offer.organisation_id for offer in found} == {farm.organisation_id, other_farm.organisation_id}
    assert [(offer.cycle_id, offer.opens_at, offer.closes_at, offer.is_public) for offer in found] == [
        (week.round.id, week.cycle.opens_at, week.cycle.closes_at, True)
    ] * 4
    assert len(queries.round_goods(round_id=week.round.id).offers) == 4
    shares = queries.fee_shares(offer_ids=[found[0].offer_id])
    assert shares == {found[0].offer_id: {week.coordinator.organisation_id: 850}}
    assert OutboxMessage.objects.filter(subject="catalog.cycle_opened").count() == 1


@pytest.mark.django_db
def test_opened_twice_it_is_opened_once_and_closing_ends_everything(farm):
    week = Week([farm], each=3)
    week.open()
    week.open()
    assert len(offers()) == 3
    close_cycle(**week.own, cycle_id=week.cycle.id)
    close_cycle(**week.own, cycle_id=week.cycle.id)
    assert {offer.status for offer in offers()} == {"ended"}
    assert OutboxMessage.objects.filter(subject="catalog.cycle_closed").count() == 1
    with pytest.raises(errors.CycleOver):
        week.open()


@pytest.mark.django_db
def test_each_hub_has_its_own_price_and_what_is_left_out_is_not_there(farm):
    week = Week([farm], each=2)
    second = week.at(hub_of(week.coordinator))
    agree_to_round(**week.own, round_id=second.id, fee=Fee(1_000, 0))
    item = SupplyItem.objects.order_by("level_id").first()
    leave_out(
        **week.own, cycle_id=week.cycle.id, supply_id=week.supplies[0].id, left_out=[(week.round.id, item.id)]
    )  # fmt: skip
    week.open()
    assert sorted((offer.cycle_id == second.id, offer.price) for offer in offers()) == [
        (False, 10_000), (True, 11_000), (True, 11_000),
    ]  # fmt: skip
    assert set(queries.round_ids(cycle_id=week.cycle.id)) == {week.round.id, second.id}


@pytest.mark.django_db
def test_who_did_not_answer_is_not_sold(farm, other_farm):
    week = Week([farm])
    ask_producer(**week.own, cycle_id=week.cycle.id, producer_id=other_farm.organisation_id)
    foreign = week.at(hub_of(other_farm))
    assert foreign.agreed_at is None
    week.open()
    assert [(offer.cycle_id, offer.organisation_id) for offer in offers()] == [(week.round.id, farm.organisation_id)]


@pytest.mark.django_db
def test_an_empty_cycle_does_not_open(farm):
    week = Week([])
    with pytest.raises(errors.CycleEmpty):
        week.open()
    assert (Cycle.objects.get().status, offers()) == (CycleStatus.PLANNED, [])


@pytest.mark.django_db
def test_an_open_cycle_stands(farm):
    week = Week([farm])
    week.open()
    [supply] = week.supplies
    with pytest.raises(errors.CycleNotPlanned):
        answer_supply(**farm.own, supply_id=supply.id, prices={}, fee=Fee())
    with pytest.raises(errors.CycleNotPlanned):
        week.at(week.hub)
    with pytest.raises(errors.CycleNotPlanned):
        leave_out(**week.own, cycle_id=week.cycle.id, supply_id=supply.id, left_out=[])
    assert (SupplyItem.objects.count(), Omission.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_nobody_answers_or_changes_for_another(farm, other_farm):
    week = Week([farm])
    [supply] = week.supplies
    with pytest.raises(errors.CycleUnknown):
        answer_supply(**other_farm.own, supply_id=supply.id, prices={}, fee=Fee())
    with pytest.raises(errors.CycleUnknown):
        agree_to_round(**other_farm.own, round_id=week.round.id, fee=Fee())
    with pytest.raises(errors.LevelUnknown):
        answer_supply(**farm.own, supply_id=supply.id, prices={shelves(other_farm)[0]: 5_000}, fee=Fee())
    for verb in (open_cycle, close_cycle):
        with pytest.raises(errors.CycleUnknown):
            verb(**other_farm.own, cycle_id=week.cycle.id)
    with pytest.raises(errors.CycleUnknown):
        queries.cycle_page(**other_farm.own, cycle_id=week.cycle.id)
    with pytest.raises(NotFound):
        queries.my_cycles(by=other_farm.by, organisation_id=week.coordinator.organisation_id)
    assert (Supply.objects.get().answered_at, SupplyItem.objects.count()) == (supply.answered_at, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name": " "}, errors.NameTaken),
        ({"closes_at": clock.now() - 2 * DAY}, errors.DatesWrong),
        ({"fee": Fee(10_001, 0)}, errors.PriceWrong),
        ({"fee": Fee(0, -1)}, errors.PriceWrong),
    ],
)
def test_a_plan_that_cannot_be_is_refused(farm, facts, refusal):
    with pytest.raises(refusal):
        plan_cycle(**farm.own, plan=plan(**facts))
    assert not Cycle.objects.exists()


@pytest.mark.django_db
def test_last_weeks_cycle_is_copied_with_everything(farm, other_farm):
    week = Week([farm, other_farm], each=2, fee=Fee(500, 0))
    item = SupplyItem.objects.filter(supply=week.supplies[0]).order_by("level_id").first()
    leave_out(
        **week.own, cycle_id=week.cycle.id, supply_id=week.supplies[0].id, left_out=[(week.round.id, item.id)]
    )  # fmt: skip
    later = plan(name="Next week", closes_at=week.cycle.closes_at + 7 * DAY, fee=Fee(500, 0))
    made = copy_cycle(**week.own, cycle_id=week.cycle.id, plan=later)
    assert (Supply.objects.filter(cycle=made).count(), SupplyItem.objects.filter(supply__cycle=made).count()) == (2, 4)
    assert Round.objects.get(cycle=made).pickup_from == week.round.pickup_from + 7 * DAY
    assert Omission.objects.get(round__cycle=made).item.level_id == item.level_id
    open_cycle(**week.own, cycle_id=made.id)
    assert [offer.price for offer in offers()] == [10_500] * 3


@pytest.mark.django_db
def test_what_is_over_closes_by_itself(farm, frozen_time):
    week = Week([farm])
    week.open()
    assert close_what_is_over() == 0
    frozen_time.move_to(week.cycle.closes_at)
    assert close_what_is_over() == 1
    assert offers()[0].status == "ended"


@pytest.mark.django_db
@given(price=st.integers(1, 10**8), points=st.integers(0, 10_000), each=st.integers(0, 10**6))
def test_database_and_python_agree_on_a_fee(price, points, each):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::bigint * %s + 5000) / 10000 + %s", [price, points, each])
        assert cursor.fetchone()[0] == Fee(points, each).on(price)


@pytest.mark.django_db
def test_opening_and_the_pages_ask_as_often_for_many_as_for_few(farm, other_farm, client):
    def asked(work):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            work()
        return len(seen)

    counts = []
    for farms, each in (([farm], 2), ([farm, other_farm, make_farm()], 20)):
        week = Week(farms, each=each)
        pages = asked(lambda week=week: queries.cycle_page(**week.own, cycle_id=week.cycle.id))
        later = plan(closes_at=week.cycle.closes_at + 7 * DAY)
        copied = asked(lambda week=week, later=later: copy_cycle(**week.own, cycle_id=week.cycle.id, plan=later))
        opened = asked(week.open)
        goods = asked(lambda week=week: queries.round_goods(round_id=week.round.id))
        closed = asked(lambda week=week: close_cycle(**week.own, cycle_id=week.cycle.id))
        counts.append((pages, copied, opened, goods, closed))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_pages_lead_from_planning_to_ordering(farm, client):
    week = Week([farm])
    client.force_login(people.sign_in_of(people.person_of(week.coordinator.by.person_id)))
    organisation_id = week.coordinator.organisation_id

    def at(name, *more):
        return reverse(f"catalog:{name}", args=[organisation_id, *more])

    for address in (
        at("my_cycles"), at("new_cycle"), at("cycle", week.cycle.id) + "?search=Farm",
        at("cycle_copy", week.cycle.id), at("cycle_goods", week.cycle.id, week.supplies[0].id),
        at("round_agreement", week.round.id),
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.post(at("cycle_goods", week.cycle.id, week.supplies[0].id), {}).status_code == 302
    assert Omission.objects.count() == 1
    ticks = {f"goes-{week.round.id}-{SupplyItem.objects.get().id}": "on"}
    client.post(at("cycle_goods", week.cycle.id, week.supplies[0].id), ticks)
    assert client.post(at("cycle_opening", week.cycle.id)).status_code == 302
    assert client.get(reverse("catalog:open_rounds")).status_code == 200
    assert "10,000" in client.get(reverse("catalog:open_round", args=[week.round.id])).content.decode()
    assert client.post(at("cycle_closing", week.cycle.id)).status_code == 302


@pytest.mark.django_db
def test_a_producer_answers_on_its_page(farm, client):
    week = Week([])
    asked = ask_producer(**week.own, cycle_id=week.cycle.id, producer_id=farm.organisation_id)
    [level_id] = shelves(farm)
    client.force_login(people.sign_in_of(people.person_of(farm.by.person_id)))
    address = reverse("catalog:supply", args=[farm.organisation_id, asked.id])
    assert client.get(address).status_code == 200
    assert client.post(address, {f"price-{level_id}": "dear", "percent": "1"}).status_code == 422
    assert client.post(address, {f"price-{level_id}": "12,000", "percent": "1.5", "each": "100"}).status_code == 302
    found = Supply.objects.get()
    assert (SupplyItem.objects.get().price, found.fee_bp, found.fee_each) == (12_000, 150, 100)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_open_it_once():
    week = Week([make_farm()], each=5)
    start = Barrier(2)

    def rival():
        start.wait()
        week.open()
        connection.close()

    threads = [Thread(target=rival) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(offers()) == 5
    assert OutboxMessage.objects.filter(subject="catalog.cycle_opened").count() == 1
