"""The worker's inside: relay, reactions and jobs in one event loop, each begun again when what it stands on dies."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import nats.errors
import procrastinate
import psycopg
from asgiref.sync import sync_to_async
from django.db import connections
from nats.aio.client import Client
from procrastinate.contrib.django import app

from dure.kernel.bus import Lost, Stream, connect
from dure.kernel.database import connection_arguments
from dure.kernel.jobs import REPORTS
from dure.kernel.listening import Listener
from dure.kernel.reactions import REACTIONS, Reaction
from dure.kernel.relay import Relay

log = logging.getLogger("dure.worker")

REACTION_THREADS = 4
JOBS_AT_ONCE = {("default", "builtin"): 3, (REPORTS,): 1}
"""How many jobs of which queues run at once; reports have a place of their own, behind everybody else."""
FINISH_WITHIN_S = 8.0
PAUSE_MIN_S, PAUSE_MAX_S = 0.2, 3.0
STEADY_S = 20.0
PULSE_S = 5.0
AWAY = (OSError, TimeoutError, nats.errors.Error, psycopg.Error, procrastinate.exceptions.ProcrastinateException)
"""What it looks like when PostgreSQL or NATS is away; anything else is logged in full."""


@dataclass
class Worker:
    """One worker process. Stop it by setting `stopping`."""

    nats_url: str
    reactions: Mapping[str, Reaction] = field(default_factory=lambda: REACTIONS)
    stream: Stream = field(default_factory=Stream)
    pulse_file: Path | None = None
    retry_after_s: tuple[float, ...] | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    states: dict[str, str] = field(default_factory=dict)

    async def run(self) -> None:
        """Work until told to stop, then finish what is in hand within 8 seconds."""
        parts = {"events": self._events, "jobs": self._jobs}
        tasks = [asyncio.create_task(self._keep_up(name, part), name=name) for name, part in parts.items()]
        tasks.append(asyncio.create_task(self._pulse(), name="pulse"))
        await self.stopping.wait()
        for task in tasks:
            task.cancel()
        _done, late = await asyncio.wait(tasks, timeout=FINISH_WITHIN_S + 1)
        if late:
            log.warning("not finished in time: %s", ", ".join(sorted(task.get_name() for task in late)))

    async def _keep_up(self, name: str, part: Callable[[], Awaitable[None]]) -> None:
        """Run a part until told to stop; when it ends or fails, pause a little longer each time and begin again."""
        pause_s = PAUSE_MIN_S
        while not self.stopping.is_set():
            began = time.monotonic()
            self.states[name] = "up"
            try:
                await part()
            except Exception as error:  # noqa: BLE001  the worker outlives whatever a part dies of
                if self.stopping.is_set():  # what breaks while everything is being cancelled is no news
                    return
                self._explain(name, error)
            if time.monotonic() - began > STEADY_S:
                pause_s = PAUSE_MIN_S
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, PAUSE_MAX_S)

    def _explain(self, name: str, error: Exception) -> None:
        """Say once what is away; log what nobody expected in full."""
        causes = list(_leaves(error))
        if all(isinstance(cause, AWAY) for cause in causes):
            log.warning("%s: waiting for %s", name, "; ".join(sorted({_brief(cause) for cause in causes})))
        else:
            log.error("%s failed", name, exc_info=error)
        self.states[name] = _brief(causes[0])

    async def _events(self) -> None:
        """Carry the outbox and hear for every reaction, over one connection to NATS."""
        lost = asyncio.Event()
        client = await connect(self.nats_url, name="dure worker", lost=lost)
        threads = ThreadPoolExecutor(REACTION_THREADS, thread_name_prefix="reaction")
        listeners = [self._listener(reaction, client, threads) for reaction in self.reactions.values()]
        relay = Relay(jetstream=client.jetstream(), database=connection_arguments(), stream=self.stream)
        try:
            async with await psycopg.AsyncConnection.connect(**connection_arguments(), autocommit=True) as connection:
                await relay.prepare(connection)
            async with asyncio.TaskGroup() as group:
                group.create_task(_watch(lost))
                group.create_task(relay.run())
                for listener in listeners:
                    group.create_task(listener.run())
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.gather(*(each.finish() for each in listeners)), FINISH_WITHIN_S)
            with suppress(nats.errors.Error, OSError, TimeoutError):
                await asyncio.wait_for(client.close(), 2)
            threads.shutdown(wait=False)

    def _listener(self, reaction: Reaction, client: Client, threads: ThreadPoolExecutor) -> Listener:
        """Return who hears for one reaction."""
        tuning = {} if self.retry_after_s is None else {"retry_after_s": self.retry_after_s}
        return Listener(reaction, jetstream=client.jetstream(), threads=threads, stream=self.stream, **tuning)

    async def _jobs(self) -> None:
        """Do jobs; deferring inside a job still goes through Django's own connection, in the verb's transaction."""
        connector = procrastinate.PsycopgConnector(kwargs=connection_arguments(), min_size=1, max_size=5, timeout=5)
        worker_app = app.with_connector(connector)
        worker_app.periodic_defaults = app.periodic_defaults
        try:
            async with worker_app.open_async(), asyncio.TaskGroup() as group:
                for queues, concurrency in JOBS_AT_ONCE.items():
                    group.create_task(
                        worker_app.run_worker_async(
                            queues=list(queues),
                            concurrency=concurrency,
                            install_signal_handlers=False,
                            delete_jobs="successful",
                            shutdown_graceful_timeout=FINISH_WITHIN_S,
                        )
                    )
        finally:
            # The clock defers through a connection of Django's own thread; a dead one must not be met again.
            await sync_to_async(connections.close_all)()

    async def _pulse(self) -> None:
        """Write now and then that we live, and what we wait for."""
        while True:
            if self.pulse_file:
                draft = self.pulse_file.with_suffix(".draft")
                draft.write_text(json.dumps({"at": time.time(), "parts": self.states}))
                draft.replace(self.pulse_file)
            await asyncio.sleep(PULSE_S)


async def _watch(lost: asyncio.Event) -> None:
    """End with the connection."""
    await lost.wait()
    raise Lost("NATS went away")


def _leaves(error: BaseException) -> list[BaseException]:
    """Return the single errors inside a group."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in _leaves(each)]
    return [error]


def _brief(error: BaseException) -> str:
    """Return an error in one line."""
    told = error.__cause__ or error
    first_line: str = next(iter(str(told).splitlines()), "")
    return f"{type(told).__name__} {first_line}".strip()
