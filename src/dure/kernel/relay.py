"""Carries announced facts from the outbox to NATS, whatever dies on the way.

A batch is locked (`SKIP LOCKED`: several relays share the work), published with acknowledgement, then marked, in one
transaction. After a crash in between the batch goes out again; NATS and the handlers recognise it by its id.
"""

import asyncio
import logging
from typing import Any
from uuid import UUID

import nats.errors
import psycopg
from nats.js import JetStreamContext
from nats.js.errors import NoStreamResponseError

from dure.kernel.bus import HISTORY, MESSAGE_ID, Stream, ensure_stream

log = logging.getLogger("dure.relay")

BATCH = 200
PUBLISH_WITHIN_S = 5.0
NAP_MIN_S, NAP_MAX_S = 0.02, 0.25

FETCH = """
    SELECT id, subject, payload::text, created_at FROM kernel_outboxmessage
    WHERE published_at IS NULL ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""
MARK = "UPDATE kernel_outboxmessage SET published_at = clock_timestamp() WHERE id = ANY(%s)"
UNMARK = "UPDATE kernel_outboxmessage SET published_at = NULL WHERE published_at > now() - %s"

Row = tuple[UUID, str, str, Any]


class Relay:
    """One carrier; any number may run at once."""

    def __init__(self, *, jetstream: JetStreamContext, database: dict[str, Any], stream: Stream | None = None) -> None:
        """Take an open JetStream and the words for a database connection of its own."""
        self.jetstream = jetstream
        self.database = database
        self.stream = stream or Stream()

    async def run(self) -> None:
        """Carry until cancelled; raises when PostgreSQL or NATS is away, for the caller to begin again."""
        connection = await psycopg.AsyncConnection.connect(**self.database, autocommit=True)
        async with connection:
            await self.prepare(connection)
            nap_s = NAP_MIN_S
            while True:
                carried = await self.carry_batch(connection)
                nap_s = NAP_MIN_S if carried else min(nap_s * 2, NAP_MAX_S)
                if carried < BATCH:
                    await asyncio.sleep(nap_s)

    async def prepare(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Make sure the stream exists; a lost one is filled again from the outbox: handlers skip what they know."""
        if await ensure_stream(self.jetstream, self.stream):
            cursor = await connection.execute(UNMARK, [HISTORY])
            log.info("the stream is new; facts to send again: %d", cursor.rowcount)

    async def carry_batch(self, connection: psycopg.AsyncConnection[Any]) -> int:
        """Publish and mark up to BATCH facts; return how many went out. What NATS did not take stays for later."""
        async with connection.transaction():
            rows: list[Row] = await (await connection.execute(FETCH, [BATCH])).fetchall()
            if not rows:
                return 0
            results = await asyncio.gather(*(self._publish(row) for row in rows), return_exceptions=True)
            taken = [row[0] for row, result in zip(rows, results, strict=True) if not isinstance(result, BaseException)]
            if taken:
                await connection.execute(MARK, [taken])
        await self._look_at([result for result in results if isinstance(result, BaseException)], connection)
        return len(taken)

    async def _publish(self, row: Row) -> None:
        """Publish one fact and wait until JetStream has it."""
        event_id, subject, payload, created_at = row
        headers = {MESSAGE_ID: str(event_id), "Dure-Announced-At": created_at.isoformat()}
        await self.jetstream.publish(
            self.stream.subject(subject), payload.encode(), timeout=PUBLISH_WITHIN_S, headers=headers
        )

    async def _look_at(self, errors: list[BaseException], connection: psycopg.AsyncConnection[Any]) -> None:
        """Raise the first error that is not the fault of one fact; rebuild a stream somebody deleted."""
        for error in errors:
            if isinstance(error, NoStreamResponseError):
                await self.prepare(connection)
                return
            if not isinstance(error, nats.errors.MaxPayloadError | nats.errors.BadSubjectError):
                raise error
            log.error("a fact cannot be sent: %s", error)
