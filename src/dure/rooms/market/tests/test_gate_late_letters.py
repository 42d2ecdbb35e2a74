"""A letter that the way between gates held back: what its buyer was refused meanwhile is not placed from it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import nats
import psycopg
import pytest
from nats.aio.client import Client

from dure.kernel.ids import new_id
from dure.rooms.market.drafts import Answer
from dure.rooms.market.gate import letters
from dure.rooms.market.gate.asked import Asked, NotNow
from dure.rooms.market.gate.forwarding import Forwarding
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.terms import Stamp, Term
from dure.rooms.market.models import Order
from dure.rooms.market.tests.test_gate_intake import END_WRITER, HOME, Sale, cell, run, until

SUBJECT = f"intake.{HOME}"
MORE = "UPDATE catalog_level SET on_hand = on_hand + 100"


def term_of(intake: Intake) -> Any:
    return intake._cells[HOME].term_id


@asynccontextmanager
async def post(url: str) -> AsyncIterator[tuple[Client, list[bytes]]]:
    """Give a way to the gates, and what they write to one another about orders."""
    client, heard = await nats.connect(url), list[bytes]()

    async def hear(message: Any) -> None:
        heard.append(message.data)

    await client.subscribe(SUBJECT, cb=hear)
    await client.flush()
    yield client, heard
    await client.close()


@asynccontextmanager
async def asking_gate(url: str) -> AsyncIterator[Forwarding]:
    """Give the way to other gates of one that never leads."""
    forwarding = Forwarding(url, name="asks", heard=lambda _news: None, told=lambda _letter: None)
    running = asyncio.create_task(forwarding.run())
    await until(lambda: forwarding.is_connected)
    yield forwarding
    running.cancel()
    await asyncio.wait([running])


async def lead_anew(intake: Intake, database_url: str, *, more: bool = False) -> None:
    """Have a gate lose its cell and lead it once more, and put boxes on the shelf meanwhile."""
    before = term_of(intake)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        if more:
            await connection.execute(MORE)
        await connection.execute(END_WRITER)
    await until(lambda: cell(intake)["leads"] and term_of(intake) not in (None, before))


async def placed_by(asks: Forwarding, orders: Sequence[Asked]) -> Sequence[Any]:
    """Ask who leads to place orders, again for as long as nobody listens yet, as every gate does."""
    async with asyncio.timeout(20):
        while True:
            with suppress(NotNow):
                return await asks.place(HOME, orders, within_s=5)
            await asyncio.sleep(0.05)


async def answer_to(client: Client, letter: bytes) -> tuple[Any, Any]:
    """Send a letter once more, again for as long as nobody listens yet."""
    async with asyncio.timeout(20):
        while True:
            with suppress(nats.errors.NoRespondersError):
                return letters.read_answers((await client.request(SUBJECT, letter, timeout=5)).data)
            await asyncio.sleep(0.05)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_was_refused_is_not_placed_from_a_letter_that_comes_late(
    app_role_url: str, database_url: str, nats_server: Any
) -> None:
    sale = Sale(boxes=1)
    wanted = Asked(sale.order(2), sale.quotes)

    async def story() -> None:
        async with Intake(database_url=app_role_url, nats_url=nats_server.url) as intake, post(nats_server.url) as way:
            await until(lambda: cell(intake)["leads"] and intake.state()["is_connected"])
            client, heard = way
            async with asking_gate(nats_server.url) as asks:
                sale.outcomes = await placed_by(asks, [wanted])
            await until(lambda: len(heard) >= 2)  # it asked who leads by the first
            term, sent = term_of(intake), list(heard)
            assert {await answer_to(client, letter) for letter in sent} == {(term, None)}
            await lead_anew(intake, database_url, more=True)
            assert {await answer_to(client, letter) for letter in sent} == {(term_of(intake), None)}
            earlier = Stamp(term, "a gate that never was heard", 1)
            unheard = letters.orders_letter([wanted], stamp=earlier, within_s=5)
            assert await answer_to(client, unheard) == (term_of(intake), None)

    run(story)
    assert [outcome.answer for outcome in sale.outcomes] == [Answer.REFUSED]
    assert not Order.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_whose_letter_does_not_count_any_more_asks_anew(app_role_url: str, database_url: str, nats_server: Any) -> None:
    sale = Sale(boxes=9)
    wanted = [Asked(sale.order(buyer=number), sale.quotes) for number in range(4)]

    async def story() -> None:
        async with (
            Intake(database_url=app_role_url, nats_url=nats_server.url) as intake,
            asking_gate(nats_server.url) as asks,
        ):
            await until(lambda: cell(intake)["leads"] and intake.state()["is_connected"])
            first = await placed_by(asks, wanted[:3])
            await lead_anew(intake, database_url)
            again = await placed_by(asks, wanted)
            sale.outcomes, sale.again = first, again

    run(story)
    assert [outcome.answer for outcome in sale.outcomes] == [Answer.PLACED] * 3
    assert [outcome.answer for outcome in sale.again] == [Answer.REPLAYED] * 3 + [Answer.PLACED]
    assert Order.objects.count() == 4


def test_only_the_latest_letter_of_a_gate_counts_and_only_in_its_term() -> None:
    term, other = Term(), Term()
    stamps = [("one", 1), ("two", 1), ("one", 3), ("one", 2), ("one", 3), ("two", 2)]
    assert [term.takes(Stamp(term.id, gate, number)) for gate, number in stamps] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]
    assert not any(term.takes(Stamp(whose, "three", 1)) for whose in (other.id, None, new_id()))
