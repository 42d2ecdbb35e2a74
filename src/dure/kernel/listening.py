"""Brings facts from NATS to the reactions: one durable consumer per handler, so a poisoned one holds up nobody else."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar
from uuid import UUID

import nats.errors
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, close_old_connections
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import Error as JetStreamError

from dure.kernel import clock, dead_letters
from dure.kernel.bus import HISTORY, MESSAGE_ID, Stream
from dure.kernel.errors import Outage
from dure.kernel.reactions import Reaction, handle, handle_together

log = logging.getLogger("dure.listening")

BATCH = 16
GATHER_S = 0.2
"""How long who does many together lets them come, after those it has just done."""
FETCH_S = 5.0
DIGEST_WITHIN_S = 20.0
"""A message that was sent and never arrived comes again after this time, at the next fetch."""
PULSE_S = 5.0
RETRY_AFTER_S = (0.5, 2.0, 10.0, 60.0)
"""Waits between attempts; a fact that fails once more is a dead letter."""
OUTAGE_RETRY_S = 2.0

P = ParamSpec("P")
R = TypeVar("R")


class Listener:
    """Hears for one reaction."""

    def __init__(
        self,
        reaction: Reaction,
        *,
        jetstream: JetStreamContext,
        threads: Executor,
        stream: Stream | None = None,
        retry_after_s: tuple[float, ...] = RETRY_AFTER_S,
    ) -> None:
        """Take the reaction, an open JetStream and the threads its work runs in."""
        self.reaction = reaction
        self.jetstream = jetstream
        self.threads = threads
        self.stream = stream or Stream()
        self.retry_after_s = retry_after_s
        self.busy: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Hear until cancelled; raises when NATS is away, for the caller to begin again."""
        subscription = await self._subscribe()
        while True:
            try:
                messages = await subscription.fetch(BATCH, timeout=FETCH_S)
            except TimeoutError:  # of NATS or of waiting for it
                continue
            if not messages:  # the server ended the request without any
                continue
            self.busy = self._begin(messages)
            await asyncio.shield(asyncio.wait(self.busy))
            if self.reaction.join:
                await asyncio.sleep(GATHER_S)

    def _begin(self, messages: Sequence[Msg]) -> set[asyncio.Task[None]]:
        """Begin the work for some messages: together where the reaction can, else each by itself."""
        if self.reaction.join and len(messages) > 1:
            return {asyncio.create_task(self.digest_together(messages))}
        return {asyncio.create_task(self.digest(message)) for message in messages}

    async def finish(self) -> None:
        """Wait for the work in hand."""
        if self.busy:
            await asyncio.wait(self.busy)

    async def _subscribe(self) -> JetStreamContext.PullSubscription:
        """Bind to the reaction's consumer, made if it is new."""
        return await self.jetstream.pull_subscribe(
            self.stream.subject(self.reaction.event.subject),
            durable=self.reaction.durable_name,
            stream=self.stream.name,
            config=ConsumerConfig(
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=DIGEST_WITHIN_S,
                max_deliver=-1,
                max_ack_pending=256,
                inactive_threshold=HISTORY.total_seconds(),
                deliver_policy=DeliverPolicy.ALL if self.reaction.hears_history else DeliverPolicy.BY_START_TIME,
                opt_start_time=None if self.reaction.hears_history else clock.now(),
            ),
        )

    async def digest(self, message: Msg) -> None:
        """Do the reaction's work for one message and acknowledge it, or give it back, or bury it."""
        pulse = asyncio.create_task(_pulse(message))
        try:
            await self._work(message)
        except Exception as error:  # noqa: BLE001  whatever a handler raises is its failure
            await self._failed(message, error)
        else:
            await _quietly(message.ack)
        finally:
            pulse.cancel()

    async def digest_together(self, messages: Sequence[Msg]) -> None:
        """Do the reaction's work for several messages at once; where that fails, each is tried by itself."""
        pulses = [asyncio.create_task(_pulse(message)) for message in messages]
        try:
            facts = [_read(message) for message in messages]
            await self._in_thread(handle_together, reaction=self.reaction, facts=facts)
        except Exception as error:  # noqa: BLE001  whatever a handler raises is its failure
            log.warning("%s failed for %d together: %r", self.reaction.name, len(messages), error)
            for message in messages:
                await self.digest(message)
        else:
            for message in messages:
                await _quietly(message.ack)
        finally:
            for pulse in pulses:
                pulse.cancel()

    async def _work(self, message: Msg) -> None:
        """Handle the message in a thread, with a database connection of its own."""
        event_id, payload = _read(message)
        await self._in_thread(handle, reaction=self.reaction, event_id=event_id, payload=payload)

    async def _failed(self, message: Msg, error: Exception) -> None:
        """Give the message back for later; after the last attempt make it a dead letter."""
        attempts = message.metadata.num_delivered
        if is_outage(error):
            await _quietly(partial(message.nak, delay=OUTAGE_RETRY_S))
        elif attempts <= len(self.retry_after_s):
            log.warning("%s failed (attempt %d): %r", self.reaction.name, attempts, error)
            await _quietly(partial(message.nak, delay=self.retry_after_s[attempts - 1]))
        else:
            await self._bury(message, error, attempts)

    async def _bury(self, message: Msg, error: Exception, attempts: int) -> None:
        """Put the message among the dead letters; when even that fails, keep it on the bus."""
        log.error("%s gave up on %s", self.reaction.name, message.subject, exc_info=error)
        event_id, payload = _read(message)
        try:
            await self._in_thread(
                dead_letters.bury,
                reaction=self.reaction,
                event_id=event_id,
                subject=self.stream.event_subject(message.subject),
                payload=payload,
                error=error,
                attempts=attempts,
            )
        except DatabaseError:
            await _quietly(partial(message.nak, delay=OUTAGE_RETRY_S))
        else:
            await _quietly(message.term)

    async def _in_thread(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run blocking work in one of our threads."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, partial(_clean, work, *args, **kwargs))


def _clean(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run work with a fresh or living database connection, and give it back after."""
    close_old_connections()
    try:
        return work(*args, **kwargs)
    finally:
        close_old_connections()


def _read(message: Msg) -> tuple[UUID, dict[str, object]]:
    """Return the id and the fields of the fact in a message."""
    return UUID((message.headers or {})[MESSAGE_ID]), json.loads(message.data)


def is_outage(error: BaseException) -> bool:
    """Whether the world failed rather than the handler; such failures do not count as attempts."""
    return isinstance(error, Outage | OperationalError | InterfaceError)


async def _pulse(message: Msg) -> None:
    """Tell NATS that we are still at it."""
    while True:
        await asyncio.sleep(PULSE_S)
        await _quietly(message.in_progress)


async def _quietly(answer: Callable[[], Awaitable[None]]) -> None:
    """Answer NATS; when it is away the message simply comes again."""
    with suppress(nats.errors.Error, JetStreamError, OSError):
        await answer()
