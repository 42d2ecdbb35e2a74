"""What is on a show's screen now, as the gate tells it: reads, in one statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from dure.rooms.stage.errors import ShowNotFound
from dure.rooms.stage.snapshots import SNAPSHOT


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What every eye may see (`state`), and the rules of the chat (`rules`, for the gate only)."""

    sequence: int
    state: dict[str, Any]
    rules: dict[str, Any]


def screen(*, show_id: UUID) -> Screen:
    """Return what is on a show's screen now; ShowNotFound."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, {"show_ids": [show_id]})
        row = cursor.fetchone()
    if row is None:
        raise ShowNotFound
    _show_id, sequence, state, rules = row
    return Screen(sequence=sequence, state=_read(state), rules=_read(rules))


def _read(written: str | dict[str, Any]) -> dict[str, Any]:
    """Return JSON as it is; Django leaves it unread in statements of one's own."""
    found: dict[str, Any] = msgspec.json.decode(written) if isinstance(written, str) else written
    return found
