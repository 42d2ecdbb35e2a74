"""Announce a fact: it is written in the caller's transaction, so the act and the news of it commit together.

`kernel/relay.py` carries what is written here to NATS.
"""

from collections.abc import Mapping
from typing import ClassVar, Protocol, TypeVar
from uuid import UUID

import msgspec
from django.db import connection

from dure.kernel.models import OutboxMessage


class Event(Protocol):
    """A fact of `dure/events/`: a frozen dataclass with a subject such as `people.person_joined`."""

    subject: ClassVar[str]


E = TypeVar("E", bound=Event)


PAYLOAD_BYTES_MAX = 500_000
"""Half of what NATS takes; a fact names things, it does not carry them."""


class OutsideTransaction(AssertionError):
    """A fact was announced outside a transaction: it could be told although the act was undone."""


def announce(event: Event) -> UUID:
    """Write one fact into the outbox, inside the caller's transaction; return its id."""
    return announce_all([event])[0]


def announce_all(events: list[Event]) -> list[UUID]:
    """Write several facts with one statement, inside the caller's transaction; return their ids in order."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"announce {events} inside the verb's transaction")
    messages = [OutboxMessage(subject=event.subject, payload=to_payload(event)) for event in events]
    OutboxMessage.objects.bulk_create(messages)
    return [message.id for message in messages]


def to_payload(event: Event) -> dict[str, object]:
    """Return an event's fields as JSON-able values."""
    if len(msgspec.json.encode(event)) > PAYLOAD_BYTES_MAX:
        raise ValueError(f"{event.subject} is larger than {PAYLOAD_BYTES_MAX} bytes")
    payload: dict[str, object] = msgspec.to_builtins(event)
    return payload


def from_payload(payload: Mapping[str, object], kind: type[E]) -> E:
    """Return the event a payload describes; fields this version does not know are ignored."""
    return msgspec.convert(payload, type=kind, strict=False)
