"""Who leads a cell, who stands before it, and what is refused at once: a PostgreSQL for its locks, and no tables."""

import asyncio
from time import monotonic
from types import MappingProxyType
from uuid import uuid4

import psycopg
import pytest
from msgspec.structs import replace

from dure.kernel.ids import new_id
from dure.kernel.numbers import new_number
from dure.rooms.market.drafts import (
    Answer,
    LineAnswer,
    LineOutcome,
    LineRequest,
    Means,
    OrderRequest,
    Outcome,
    Receiving,
)
from dure.rooms.market.gate import intake as intakes
from dure.rooms.market.gate import letters, sequencer
from dure.rooms.market.gate.asked import Asked
from dure.rooms.market.gate.database import LOCKS, is_wanted
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.refusals import Busy, Malformed, Outage
from dure.rooms.market.gate.terms import Stamp
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.quotes import Quote

HOME = 1
SELLER = uuid4()


def quote(offer_id, *, cell_id=HOME):
    return Quote(offer_id=offer_id, cell_id=cell_id, product_id=uuid4(), seller_id=SELLER, commission_bp=300)


def order(*offer_ids, count=1):
    return OrderRequest(
        client_key=uuid4(),
        buyer_id=uuid4(),
        currency="KRW",
        lines=tuple(LineRequest(offer_id=offer_id, quantity=count, unit_price=1000) for offer_id in offer_ids),
        receiving=Receiving(means=Means.PICKUP, name="Ana", phone="+821012345678"),
    )


@pytest.fixture
def database(postgres):
    """A PostgreSQL without tables: enough to lead and to be led."""
    return postgres.superuser_url()


def run(story):
    async def told():
        async with asyncio.timeout(60):
            await story()

    asyncio.run(told())


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  what is waited for has no event
            await asyncio.sleep(0.01)


def cell(intake):
    return intake.state()["cells"][str(HOME)]


def test_what_cannot_be_read_is_refused_before_anything_is_opened(database):
    async def story():
        async with Intake(database_url=database, cells=()) as intake:
            for request, known, reason in (
                (order(1, count=0), [quote(1)], "bad_quantity"),
                (order(1, 2), [quote(1)], "quote_missing"),
                (order(1, 2), [quote(1), quote(2, cell_id=2)], "several_cells"),
            ):
                with pytest.raises(Malformed, match=reason):
                    await intake.place(request, {one.offer_id: one for one in known}, cell_id=HOME)
            assert intake.state()["cells"] == {}

    run(story)


def test_orders_are_given_back_when_somebody_leads_who_does_not_answer(database, monkeypatch):
    monkeypatch.setattr(sequencer, "OUTAGE_AFTER_S", 0.2)

    async def story():
        async with await psycopg.AsyncConnection.connect(database, autocommit=True) as silent:
            await silent.execute("SELECT pg_advisory_lock(%s::int, %s::int)", [LOCKS, HOME])
            async with Intake(database_url=database) as intake:
                with pytest.raises(Outage):
                    await intake.place(order(1), {1: quote(1)}, cell_id=HOME)
                with pytest.raises(Outage):
                    await intake.stand(cell_id=HOME, buyer_id=uuid4())
                await silent.close()
                await until(lambda: cell(intake)["leads"])

    run(story)


def test_what_another_gate_asked_is_left_to_it_by_whoever_leads_no_more(database):
    async def story():
        async with await psycopg.AsyncConnection.connect(database, autocommit=True) as silent:
            await silent.execute("SELECT pg_advisory_lock(%s::int, %s::int)", [LOCKS, HOME])
            async with Intake(database_url=database) as intake:
                theirs = Asked(order(1), {1: quote(1)}, is_forwarded=True)
                stamp = Stamp(None, "theirs", 1)
                late = await intake._cells[HOME].place_for_others([theirs], stamp=stamp, within_s=10)
        assert late is None

    run(story)


def test_a_cell_is_let_go_when_nobody_needs_it(database, monkeypatch):
    monkeypatch.setattr(intakes, "IDLE_S", 0.0)
    monkeypatch.setattr(intakes, "TELL_EVERY_S", 0.01)

    async def story():
        async with Intake(database_url=database, cells=()) as intake:
            with pytest.raises(Outage):
                await intake.stand(cell_id=7, buyer_id=uuid4())
            await until(lambda: intake.state()["cells"] == {})

    run(story)


def test_a_gate_that_does_not_hear_the_others_lets_one_of_them_lead_when_it_asks(database, nats_server):
    """Its own orders it cannot hand on meanwhile; who hears nobody cannot help that."""

    async def story():
        async with Intake(database_url=database, nats_url=nats_server.url) as deaf:
            await until(lambda: cell(deaf)["leads"] and deaf.state()["is_connected"])
            async with Intake(database_url=database, nats_url=nats_server.url) as other:
                await until(lambda: other.state()["is_connected"])
                deaf._forwarding._url = "nats://127.0.0.1:1"
                await deaf._forwarding._client.close()
                await until(lambda: deaf._forwarding.is_cut_off)
                assert cell(deaf)["leads"]
                asked = other.place(order(1), {1: quote(1)}, cell_id=HOME)
                await until(lambda: cell(other)["leads"])
                assert not cell(deaf)["leads"]
                with pytest.raises(Outage):  # there are no tables
                    await asked
                async with await psycopg.AsyncConnection.connect(database) as looking:
                    assert not await is_wanted(looking, HOME)

    run(story)


def test_each_gate_tells_of_the_others(database, nats_server, monkeypatch):
    monkeypatch.setattr(intakes, "TELL_EVERY_S", 0.05)

    def others(intake):
        return {other["gate"]: other for other in intake.state()["others"]}

    async def story():
        async with Intake(database_url=database, nats_url=nats_server.url, name="one") as one:
            async with Intake(database_url=database, nats_url=nats_server.url, name="two") as two:
                name = two.state()["gate"]
                await until(lambda: name in others(one) and one.state()["gate"] in others(two))
                assert list(others(one)) == [name]
                assert str(HOME) in others(one)[name]["cells"]
                assert others(one)[name]["silent_s"] == 0
                heard = one._neighbours.states(now=monotonic() + 30)
                assert len([other for other in heard if other["silent_s"]]) == 2
                assert one._neighbours.states(now=monotonic() + 90) == []
            await until(lambda: not others(one))

    run(story)


def test_the_row_of_another_gate_is_the_same_row(database, nats_server):
    async def story():
        async with Intake(database_url=database, nats_url=nats_server.url) as leads:
            await until(lambda: cell(leads)["leads"] and leads.state()["is_connected"])
            async with Intake(database_url=database, nats_url=nats_server.url) as other:
                await until(lambda: other.state()["is_connected"])
                room = leads._cells[HOME]._room
                room._returns_until += 600
                room.open(new_number())
                ana = uuid4()
                first = await leads.stand(cell_id=HOME, buyer_id=ana)
                second = await other.stand(cell_id=HOME, buyer_id=uuid4())
                again = await other.stand(cell_id=HOME, buyer_id=ana, ticket=first.ticket)
                thief = await other.stand(cell_id=HOME, buyer_id=uuid4(), ticket=first.ticket)
        assert (first.ahead, second.ahead, thief.ahead) == (0, 1, 2)
        assert again == first
        assert (first.is_admitted, first.is_serving) == (False, False)

    run(story)


def test_gates_find_one_another_again_after_nats_was_away(database, nats_server):
    async def story():
        async with Intake(database_url=database, nats_url=nats_server.url) as leads:
            await until(lambda: cell(leads)["leads"] and leads.state()["is_connected"])
            async with Intake(database_url=database, nats_url=nats_server.url) as other:
                await until(lambda: other.state()["is_connected"])
                await asyncio.to_thread(nats_server.stop)
                await until(lambda: not (leads.state()["is_connected"] or other.state()["is_connected"]))
                assert cell(leads)["leads"]
                with pytest.raises(Outage):
                    await other.stand(cell_id=HOME, buyer_id=uuid4())
                nats_server.start()  # from this thread: it is to live as long as the thread that started it
                await until(lambda: leads.state()["is_connected"] and other.state()["is_connected"])
                assert (await other.stand(cell_id=HOME, buyer_id=uuid4())).is_admitted

    run(story)


def test_a_gate_that_ends_leaves_its_cell_to_the_next_at_once(database, nats_server):
    async def story():
        first = await Intake(database_url=database, nats_url=nats_server.url).__aenter__()
        await until(lambda: cell(first)["leads"])
        async with Intake(database_url=database, nats_url=nats_server.url) as second:
            await until(lambda: second.state()["is_connected"])
            assert not cell(second)["leads"]
            await first.close()
            with pytest.raises(Outage):
                await first.place(order(1), {1: quote(1)}, cell_id=HOME)
            await until(lambda: cell(second)["leads"])

    run(story)


def test_gates_write_everything_down_that_an_order_says():
    one, two = quote(1), quote(2)
    ticket = Ticket(HOME, new_number(), uuid4(), row=5)
    first = Asked(order(1, 2), {1: one, 2: two}, ticket)
    second = Asked(replace(order(2), fees=MappingProxyType({SELLER: 3000}), note="배추"), {2: two})
    stamp = Stamp(new_id(), "gate-1", 7)
    known, batch, within_s = letters.read_orders(letters.orders_letter([first, second], stamp=stamp, within_s=2.5))
    assert (known, within_s) == (stamp, 2.5)
    assert [asked.quotes for asked in batch] == [first.quotes, second.quotes]
    assert [asked.request for asked in batch] == [first.request, replace(second.request, fees={SELLER: 3000})]
    assert [asked.ticket for asked in batch] == [ticket, None]


def test_gates_write_every_answer_down():
    line = LineOutcome(offer_id=1, answer=LineAnswer.SOLD_OUT, left=2)
    outcomes = [
        Outcome(answer=Answer.PLACED, order_id=2**60 + 1),
        Outcome(answer=Answer.REFUSED, lines=(line,), fees={SELLER: 3000}),
    ]
    ticket = Ticket(HOME, 2**60, uuid4(), row=5)
    term_id = new_id()
    written = letters.answers_letter(term_id, [*outcomes, Busy(7, ticket=ticket, ahead=0), Outage()])
    term, answers = letters.read_answers(written)
    assert answers
    assert term == term_id
    assert letters.read_answers(letters.answers_letter(None, None)) == (None, None)
    assert answers[:2] == outcomes
    assert (answers[2].again_in_s, answers[2].ticket, answers[2].ahead) == (7, ticket, 0)
    assert isinstance(answers[3], Outage)
