"""Identifiers: UUID version 7, so that rows made together lie together."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh, time-ordered UUID (RFC 9562, version 7)."""
    return uuid7()


def first_id_at(moment: datetime) -> UUID:
    """Return the smallest id that `new_id` could make at a moment: ids from it on were made then or later."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62)
