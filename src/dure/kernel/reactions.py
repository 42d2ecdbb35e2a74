"""Hear a fact: delivered at least once, done exactly once.

A room's `reactions.py` marks its handlers with `@reacts_to(SomeEvent)`; a handler calls exactly one verb. The worker
(`kernel/listening.py`) brings the events; `handle` records (event, handler) in the transaction of the handler's work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from dure.kernel.outbox import Event, from_payload

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Reaction:
    """One handler of one kind of event."""

    name: str
    event: type[Event]
    work: Callable[[Any], None]
    hears_history: bool

    @property
    def durable_name(self) -> str:
        """The name of its consumer in NATS, where dots are not allowed."""
        return self.name.replace(".", "-")


REACTIONS: dict[str, Reaction] = {}
"""Every reaction of the house by name; filled while `site/apps.py` imports the rooms' reactions."""


def reacts_to(event: type[E], *, hears_history: bool = True) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function as a handler of `event`.

    A new handler first hears what was announced in the last 30 days; `hears_history=False` starts it with the news
    of the day it was added (letters, for instance).
    """

    def register(work: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{_room(work.__module__)}.{work.__name__}"
        known = REACTIONS.get(name)
        if known is not None and known.work.__module__ != work.__module__:
            raise ValueError(f"two reactions are called {name}")
        REACTIONS[name] = Reaction(name=name, event=event, work=work, hears_history=hears_history)
        return work

    return register


def _room(module: str) -> str:
    """Return the room's name of `dure.rooms.<room>.reactions`."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["dure", "rooms"] else parts[-1]


@transaction.atomic
def handle(*, reaction: Reaction, event_id: UUID, payload: dict[str, object]) -> bool:
    """Do a reaction's work for an event once; return whether it was done now rather than before."""
    if not _first_time(event_id=event_id, handler=reaction.name):
        return False
    reaction.work(from_payload(payload, reaction.event))
    return True


def _first_time(*, event_id: UUID, handler: str) -> bool:
    """Record that the handler does the event; a rival doing the same one is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_handledevent (event_id, handler) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [event_id, handler],
        )
        is_first: bool = cursor.rowcount == 1
        return is_first
