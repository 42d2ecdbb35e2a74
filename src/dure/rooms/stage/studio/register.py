"""Who may be on stage, as the house knows it: PostgreSQL, through one connection that comes back when it was lost."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, LiteralString, Protocol
from uuid import UUID

import psycopg

from dure.kernel.gate.database import connect, is_gone
from dure.rooms.stage.stage_passes import ALIVE_S, CONNECT, SEEN, StagePass

log = logging.getLogger("dure.studio")

OVER: Final = "SELECT id FROM stage_broadcast WHERE id = ANY(%(ids)s) AND ended_at IS NOT NULL"
SHOWN: Final = "UPDATE stage_broadcast SET first_picture_at = now() WHERE id = %(id)s AND first_picture_at IS NULL"
RECORDED: Final = """
UPDATE stage_broadcast
   SET has_recording = true, duration_ms = %(duration_ms)s
 WHERE id = %(id)s AND removed_at IS NULL
"""
POSTED: Final = "UPDATE stage_broadcast SET poster = %(poster)s WHERE id = %(id)s AND removed_at IS NULL"


class Unknown(Exception):
    """The register does not answer."""


class Register(Protocol):
    """What the studio asks of the house."""

    async def enter(self, found: StagePass, phone_key: str) -> bool:
        """Whether this phone may send now; Unknown when nobody can say."""

    async def seen(self, found: StagePass, phone_key: str) -> bool:
        """Note that a phone still sends; False when it has lost the stage; Unknown when nobody can say."""

    async def over(self, broadcast_ids: Sequence[UUID]) -> set[UUID]:
        """Return which broadcasts were ended by the house; Unknown when nobody can say."""

    async def shown(self, broadcast_id: UUID) -> None:
        """Note that there is a picture."""

    async def recorded(self, broadcast_id: UUID, duration_ms: int) -> None:
        """Note that there is a recording."""


class PostgresRegister:
    """The register in the house's own database."""

    def __init__(self, url: str, name: str) -> None:
        """Connect with the first question."""
        self._url = url
        self._name = name
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def enter(self, found: StagePass, phone_key: str) -> bool:
        """See Register."""
        return bool(await self._ask(CONNECT, alive_s=ALIVE_S, **_named(found, phone_key)))

    async def seen(self, found: StagePass, phone_key: str) -> bool:
        """See Register."""
        return bool(await self._ask(SEEN, **_named(found, phone_key)))

    async def over(self, broadcast_ids: Sequence[UUID]) -> set[UUID]:
        """See Register."""
        return {row[0] for row in await self._ask(OVER, ids=list(broadcast_ids))}

    async def shown(self, broadcast_id: UUID) -> None:
        """See Register."""
        await self._ask(SHOWN, id=broadcast_id)

    async def recorded(self, broadcast_id: UUID, duration_ms: int) -> None:
        """See Register."""
        await self._ask(RECORDED, id=broadcast_id, duration_ms=duration_ms)

    async def close(self) -> None:
        """Let go of the connection."""
        async with self._turn:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None

    async def _ask(self, statement: LiteralString, **facts: object) -> list[tuple[Any, ...]]:
        async with self._connected() as connection:
            cursor = await connection.execute(statement, facts)
            return await cursor.fetchall() if cursor.description else []

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
        """One question at a time; a lost connection is not used again."""
        async with self._turn:
            try:
                if self._connection is None or self._connection.closed:
                    self._connection = await connect(self._url, name=self._name)
                yield self._connection
            except psycopg.Error as error:
                if self._connection is not None and is_gone(self._connection, error):
                    await self._connection.close()
                    self._connection = None
                raise Unknown from error


def _named(found: StagePass, phone_key: str) -> dict[str, object]:
    return {
        "broadcast_id": found.broadcast_id,
        "show_id": found.show_id,
        "nonce": found.nonce,
        "person_id": found.person_id,
        "phone_key": phone_key,
    }
