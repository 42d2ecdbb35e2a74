"""Identifiers: UUID version 7, so that rows made together lie together."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh, time-ordered UUID (RFC 9562, version 7)."""
    return uuid7()
