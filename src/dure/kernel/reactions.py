"""Hear a fact: delivered at least once, done exactly once.

A room's `reactions.py` marks its handlers with `@reacts_to(SomeEvent)`; a handler calls exactly one verb. The worker
(`kernel/listening.py`) brings the events; `handle` records (event, handler) in the transaction of the handler's work.
"""

from collections.abc import Callable, Mapping, Sequence
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
    join: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    """Makes one event of several, where the work is better done for many at once."""

    @property
    def durable_name(self) -> str:
        """The name of its consumer in NATS, where dots are not allowed."""
        return self.name.replace(".", "-")


REACTIONS: dict[str, Reaction] = {}
"""Every reaction of the house by name; filled while `site/apps.py` imports the rooms' reactions."""


def reacts_to(
    event: type[E], *, hears_history: bool = True, join: Callable[[Sequence[E]], Sequence[E]] | None = None
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function as a handler of `event`.

    A new handler first hears what was announced in the last 30 days; `hears_history=False` starts it with the news
    of the day it was added (letters, for instance). With `join` what waits is done together: it makes few events of
    many, for which the handler is called in one transaction.
    """

    def register(work: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{_room(work.__module__)}.{work.__name__}"
        known = REACTIONS.get(name)
        if known is not None and known.work.__module__ != work.__module__:
            raise ValueError(f"two reactions are called {name}")
        REACTIONS[name] = Reaction(name=name, event=event, work=work, hears_history=hears_history, join=join)
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


@transaction.atomic
def handle_together(*, reaction: Reaction, facts: Sequence[tuple[UUID, Mapping[str, object]]]) -> int:
    """Do a reaction's work for several events in one go, all or none; return how many were done now, not before."""
    assert reaction.join, f"{reaction.name} hears one event at a time"
    fresh = _first_times(event_ids=[event_id for event_id, _payload in facts], handler=reaction.name)
    events = [from_payload(payload, reaction.event) for event_id, payload in facts if event_id in fresh]
    for event in reaction.join(events):
        reaction.work(event)
    return len(fresh)


def _first_time(*, event_id: UUID, handler: str) -> bool:
    """Record that the handler does the event; a rival doing the same one is waited for."""
    return event_id in _first_times(event_ids=[event_id], handler=handler)


def _first_times(*, event_ids: Sequence[UUID], handler: str) -> set[UUID]:
    """Record that the handler does these events, and return those it has not done before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_handledevent (event_id, handler) SELECT unnest(%s::uuid[]), %s "
            "ON CONFLICT DO NOTHING RETURNING event_id",
            [sorted(event_ids), handler],
        )
        return {event_id for (event_id,) in cursor.fetchall()}
