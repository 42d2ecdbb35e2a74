"""The relay: every fact that was committed goes out, whatever dies on the way; each is on the bus once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import transaction
from nats.js import JetStreamContext

from dure.engine.nats import EmbeddedNats
from dure.kernel.bus import Stream, connect
from dure.kernel.database import connection_arguments
from dure.kernel.models import OutboxMessage
from dure.kernel.outbox import announce_all
from dure.kernel.relay import BATCH, Relay
from dure.kernel.tests.facts import LampLit, own_stream, running, until
from dure.kernel.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def light(count: int) -> None:
    with transaction.atomic():
        announce_all([LampLit(lamp=str(number)) for number in range(count)])


def unpublished() -> int:
    return OutboxMessage.objects.filter(published_at__isnull=True).count()


def on_the_bus(server: EmbeddedNats, stream: Stream) -> int:
    async def count() -> int:
        client = await connect(server.url, name="test")
        try:
            info = await client.jetstream().stream_info(stream.name)
            return int(info.state.messages)
        finally:
            await client.close()

    return asyncio.run(count())


def with_relay(server: EmbeddedNats, stream: Stream, work: Callable[[Relay, Any], Awaitable[None]]) -> None:
    async def run() -> None:
        client = await connect(server.url, name="test")
        relay = Relay(jetstream=client.jetstream(), database=connection_arguments(), stream=stream)
        async with await psycopg.AsyncConnection.connect(**connection_arguments(), autocommit=True) as connection:
            await relay.prepare(connection)
            await work(relay, connection)
        await client.close()

    asyncio.run(run())


def test_carries_every_committed_fact_in_batches(nats_server: EmbeddedNats) -> None:
    stream = own_stream()
    light(BATCH + 5)

    async def carry(relay: Relay, connection: Any) -> None:
        assert [await relay.carry_batch(connection) for _ in range(3)] == [BATCH, 5, 0]

    with_relay(nats_server, stream, carry)
    assert unpublished() == 0
    assert on_the_bus(nats_server, stream) == BATCH + 5


def test_a_crash_between_publishing_and_marking_sends_again_and_the_bus_keeps_one(nats_server: EmbeddedNats) -> None:
    stream = own_stream()
    light(7)

    async def carry_and_crash(relay: Relay, connection: Any) -> None:
        with suppress(ZeroDivisionError):
            async with connection.transaction():
                assert await relay.carry_batch(connection) == 7
                raise ZeroDivisionError

    async def carry(relay: Relay, connection: Any) -> None:
        assert await relay.carry_batch(connection) == 7

    with_relay(nats_server, stream, carry_and_crash)
    assert unpublished() == 7
    with_relay(nats_server, stream, carry)
    assert unpublished() == 0
    assert on_the_bus(nats_server, stream) == 7


def test_two_relays_share_the_work(nats_server: EmbeddedNats) -> None:
    stream = own_stream()
    with running(Worker(nats_server.url, {}, stream)), running(Worker(nats_server.url, {}, stream)):
        for _ in range(20):
            light(20)
        until(lambda: unpublished() == 0)

    assert on_the_bus(nats_server, stream) == 400


def test_a_lost_stream_is_filled_again_from_the_outbox(nats_server: EmbeddedNats) -> None:
    stream = own_stream()

    async def lose(jetstream: JetStreamContext) -> None:
        await jetstream.delete_stream(stream.name)

    async def carry_lose_carry(relay: Relay, connection: Any) -> None:
        await relay.carry_batch(connection)
        await lose(relay.jetstream)
        await relay.prepare(connection)
        assert await relay.carry_batch(connection) == 3

    light(3)
    with_relay(nats_server, stream, carry_lose_carry)
    assert on_the_bus(nats_server, stream) == 3


@pytest.mark.faults
def test_nats_killed_and_back_loses_nothing(nats_server: EmbeddedNats) -> None:
    stream = own_stream()
    with running(Worker(nats_server.url, {}, stream)):
        light(5)
        until(lambda: unpublished() == 0)
        assert nats_server.process is not None
        nats_server.process.kill()
        nats_server.process.wait()
        light(5)
        nats_server.start()
        until(lambda: unpublished() == 0)

    assert on_the_bus(nats_server, stream) == 10


def test_a_fact_that_cannot_be_sent_holds_up_nobody(nats_server: EmbeddedNats) -> None:
    stream = own_stream()
    OutboxMessage.objects.create(subject="tests.too_large", payload={"much": "x" * 2_000_000})
    light(3)

    async def carry(relay: Relay, connection: Any) -> None:
        assert await relay.carry_batch(connection) == 3

    with_relay(nats_server, stream, carry)
    assert OutboxMessage.objects.get(published_at=None).subject == "tests.too_large"


def test_nobody_there_is_told_at_once() -> None:
    with pytest.raises(OSError, match="Connect call failed"):
        asyncio.run(connect("nats://127.0.0.1:1", name="test"))
