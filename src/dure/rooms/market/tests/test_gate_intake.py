"""The intake on a real PostgreSQL and a real NATS: what it acknowledged is there, exactly once, whoever dies."""

import asyncio
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.db.models import Sum
from msgspec.structs import replace

from dure.kernel import clock
from dure.kernel.numbers import COUNTERS, SEQUENCER, made_at, milliseconds_at
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer, LineAnswer, Outcome
from dure.rooms.market.gate import cells, waiting
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.refusals import Busy, Outage
from dure.rooms.market.models import Order, OrderLine
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.services.intake import place_orders
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

HOME = 1
END_WRITER = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dure intake'"


class Sale:
    """One offer, people who want it, and what they are told."""

    outcomes: Sequence[Outcome]
    again: Sequence[Outcome]
    other: Outcome
    state: dict[str, Any]
    turns: list[Any]

    def __init__(self, *, boxes):
        self.offer = factories.offer(on_hand=boxes, price=12_000)
        self.buyers = [people.make_person().id for _ in range(4)]
        self.quotes = quotes(offer_ids=[self.offer.offer_id])
        self.acknowledged = {}
        self.outages = []

    def order(self, count=1, *, buyer=0):
        return factories.request(buyer_id=self.buyers[buyer % 4], lines=[(self.offer, count)])

    async def ask(self, intake, request, **facts):
        return await intake.place(request, self.quotes, cell_id=HOME, **facts)

    async def buy(self, intakes, times):
        """Buy one box after another at any gate; after an outage the same order again, as a page does."""
        for number in range(times):
            request = self.order(buyer=number)
            for intake in [intakes[number % len(intakes)], *intakes] * 4:
                with suppress(Outage):
                    outcome = await self.ask(intake, request)
                    self.acknowledged[request.client_key] = outcome.order_id
                    break
                self.outages.append(request.client_key)

    def is_exact(self):
        """Whether the tables have every acknowledged order once, and no other, and the shelf knows them all."""
        known = dict(Order.objects.values_list("client_key", "order_id"))
        sold = OrderLine.objects.aggregate(sold=Sum("quantity"))["sold"] or 0
        shelf = catalog.shelf_of(self.offer)
        assert known == self.acknowledged
        assert sold == shelf.reserved == len(known)
        return True


def run(story):
    """Run a story in a loop of its own, beside a database connection of Django's that the loop never uses."""
    failures = []

    def work():
        try:
            asyncio.run(story())
        except BaseException as error:  # noqa: BLE001  brought back to the test
            failures.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    if failures:
        raise failures[0]


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  what is waited for has no event
            await asyncio.sleep(0.01)


def cell(intake):
    return intake.state()["cells"][str(HOME)]


def test_a_crowd_is_answered_in_batches_and_nothing_is_oversold(app_role_url):
    sale = Sale(boxes=30)
    asked = [sale.order(buyer=number) for number in range(300)]

    async def story():
        async with Intake(database_url=app_role_url) as intake:
            sale.outcomes = await asyncio.gather(*(sale.ask(intake, request) for request in asked))
            sale.again = await asyncio.gather(*(sale.ask(intake, request) for request in asked[:40]))
            sale.other = await sale.ask(intake, replace(asked[0], note="for grandmother"))
            sale.state = cell(intake)

    run(story)
    answers = [outcome.answer for outcome in sale.outcomes]
    assert answers == [Answer.PLACED] * 30 + [Answer.REFUSED] * 270
    assert {outcome.lines[0].answer for outcome in sale.outcomes[30:]} == {LineAnswer.SOLD_OUT}
    assert [outcome.answer for outcome in sale.again] == [Answer.REPLAYED] * 30 + [Answer.REFUSED] * 10
    assert sale.other.answer is Answer.KEY_REUSED
    assert (sale.state["leads"], sale.state["waiting"], sale.state["last_error"]) == (True, 0, None)
    assert sale.state["mean_batch"] > 50
    sale.acknowledged = {
        request.client_key: outcome.order_id
        for request, outcome in zip(asked, sale.outcomes, strict=True)
        if outcome.is_placed
    }
    assert sale.is_exact()


def test_page_and_gate_know_each_others_orders_and_draw_no_number_twice(app_role_url, frozen_time):
    sale = Sale(boxes=9)
    at_the_page, at_the_gate = sale.order(), sale.order()
    [first] = place_orders(requests=[at_the_page])

    async def story():
        async with Intake(database_url=app_role_url) as intake:
            numbers = intake._numbers
            numbers.writer = SEQUENCER.writer
            numbers._millisecond, numbers._counter = milliseconds_at(clock.now()), (first.order_id or 0) % COUNTERS
            sale.outcomes = [await sale.ask(intake, request) for request in (at_the_gate, at_the_page)]
            assert numbers.writer != SEQUENCER.writer

    run(story)
    [again] = place_orders(requests=[at_the_gate])
    assert sale.outcomes[0].answer is Answer.PLACED
    assert sale.outcomes[1] == replace(first, answer=Answer.REPLAYED)
    assert again == replace(sale.outcomes[0], answer=Answer.REPLAYED)


def test_an_order_after_the_day_was_closed_lies_in_the_next(app_role_url, database_url):
    sale = Sale(boxes=9)
    opens = clock.now().replace(microsecond=0) + timedelta(hours=1)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SELECT ledger_close_until(%s, %s)", [HOME, opens])

    async def story():
        async with Intake(database_url=app_role_url) as intake:
            sale.outcomes = await asyncio.gather(*(sale.ask(intake, sale.order()) for _buyer in range(3)))

    run(story)
    assert all(made_at(outcome.order_id) >= opens for outcome in sale.outcomes)


def test_a_connection_cut_again_and_again_loses_and_doubles_nothing(app_role_url, database_url):
    sale = Sale(boxes=10_000)

    async def cut():
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
            for placed in range(40, 280, 40):
                await until(lambda placed=placed: len(sale.acknowledged) >= placed)
                await connection.execute(END_WRITER)

    async def story():
        async with Intake(database_url=app_role_url) as intake:
            await asyncio.gather(cut(), *(sale.buy([intake], 12) for _buyer in range(40)))

    run(story)
    assert len(sale.acknowledged) == 40 * 12
    assert sale.is_exact()


def test_two_gates_have_one_writer_and_the_other_takes_over(app_role_url, nats_server):
    sale = Sale(boxes=10_000)
    leaders: Counter[int] = Counter()

    async def watch(intakes):
        while True:
            leaders[sum(bool(cell(intake)["leads"]) for intake in intakes)] += 1
            await asyncio.sleep(0.005)

    async def story():
        first = await Intake(database_url=app_role_url, nats_url=nats_server.url).__aenter__()
        await until(lambda: cell(first)["leads"] and first.state()["is_connected"])
        async with Intake(database_url=app_role_url, nats_url=nats_server.url) as second:
            await until(lambda: second.state()["is_connected"])
            watching = asyncio.create_task(watch([first, second]))
            await asyncio.gather(*(sale.buy([first, second], 5) for _buyer in range(30)))
            assert cell(second)["orders"] > 0
            assert not cell(second)["leads"]
            watching.cancel()
            buying = [asyncio.create_task(sale.buy([second], 5)) for _buyer in range(30)]
            await first.close()
            await until(lambda: cell(second)["leads"])
            await asyncio.gather(*buying)

    run(story)
    assert leaders[1] > 0
    assert leaders[2] == 0
    assert sale.outages == []
    assert len(sale.acknowledged) == 300
    assert sale.is_exact()


@pytest.fixture
def small_queue(monkeypatch):
    """A queue of three, batches of two, and no wait for those who stood in another gate's row."""
    monkeypatch.setattr(cells, "QUEUE_MAX", 3)
    monkeypatch.setattr(cells, "BATCH_MAX", 2)
    monkeypatch.setattr(waiting, "RETURN_WITHIN_S", 0.0)


def test_beyond_capacity_people_stand_in_a_row_that_moves_on(app_role_url, database_url, small_queue):
    sale = Sale(boxes=100)
    late = [people.make_person().id for _ in range(6)]

    async def hold_up(connection, intake):
        await connection.execute("BEGIN")
        await connection.execute("SELECT 1 FROM catalog_level FOR UPDATE")
        early = [asyncio.ensure_future(sale.ask(intake, sale.order(buyer=number))) for number in range(2)]
        await until(lambda: len(intake._cells[HOME]._orders._under_way) == 2)
        early += [asyncio.ensure_future(sale.ask(intake, sale.order(buyer=number))) for number in range(3)]
        await until(lambda: cell(intake)["waiting"] == 3)
        return early

    async def come(intake, buyer):
        with pytest.raises(Busy) as caught:
            await sale.ask(intake, replace(sale.order(), buyer_id=buyer))
        return caught.value

    async def wait_for_turn(intake, buyer, ticket):
        standing = await intake.stand(cell_id=HOME, buyer_id=buyer, ticket=ticket)
        while not standing.is_admitted:
            await asyncio.sleep(0.01)
            standing = await intake.stand(cell_id=HOME, buyer_id=buyer, ticket=standing.ticket)
        sale.turns.append(buyer)
        return await sale.ask(intake, replace(sale.order(), buyer_id=buyer), ticket=standing.ticket)

    async def story():
        async with Intake(database_url=app_role_url) as intake:
            await until(lambda: cell(intake)["leads"])
            async with await psycopg.AsyncConnection.connect(database_url) as connection:
                early = await hold_up(connection, intake)
                busy = [await come(intake, buyer) for buyer in late]
                assert [one.ahead for one in busy] == [0, 1, 2, 3, 4, 5]
                assert (await come(intake, late[4])).ahead == 4
                await connection.rollback()
            sale.turns = []
            places = zip(late, busy, strict=True)
            outcomes = await asyncio.gather(*early, *(wait_for_turn(intake, who, one.ticket) for who, one in places))
            assert all(outcome.is_placed for outcome in outcomes)
            await until(lambda: cell(intake)["in_row"] == 0)
            await until(lambda: not intake._cells[HOME]._room.is_open)
            assert (await sale.ask(intake, sale.order())).is_placed

    run(story)
    assert sorted(sale.turns, key=late.index) == late
    assert Order.objects.count() == 12
