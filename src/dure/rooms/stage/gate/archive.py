"""What the live room reads from PostgreSQL and writes there: one connection, made again when it is lost."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg

from dure.kernel.gate.database import connect, is_gone
from dure.rooms.stage.gate.rules import Rules
from dure.rooms.stage.gate.said import Caption, Said
from dure.rooms.stage.snapshots import KEEP_CHAT, LAST_CHAT, SNAPSHOT

log = logging.getLogger("dure.live")

ANSWERS_WITHIN_S: Final = 4.0

LOOK: Final = """
SELECT show.id, show.sequence, coalesce(audience.hearts, 0)
  FROM stage_show AS show LEFT JOIN stage_audience AS audience ON audience.show_id = show.id
 WHERE show.id = ANY(%(show_ids)s::uuid[])
"""
READ: Final = f"SELECT show_id, sequence, state::text, rules::text FROM ({SNAPSHOT}) AS told"  # noqa: S608  no input
NEWER_CHAT: Final = """
SELECT id, show_id, name, role, text, sent_at, person_id, client_key
  FROM stage_chatmessage
 WHERE show_id = ANY(%(show_ids)s::uuid[]) AND id >= %(from_id)s AND hidden_at IS NULL
 ORDER BY id DESC
 LIMIT 500
"""
KEEP_CAPTIONS: Final = """
INSERT INTO stage_caption (id, show_id, person_id, text, client_key, said_at)
SELECT * FROM unnest(%(ids)s::uuid[], %(show_ids)s::uuid[], %(person_ids)s::uuid[], %(texts)s::text[],
                     %(client_keys)s::uuid[], %(sent_ats)s::timestamptz[])
ON CONFLICT (show_id, person_id, client_key) DO NOTHING
RETURNING id
"""
LAST_CAPTIONS: Final = """
SELECT id, person_id, text, client_key, said_at FROM stage_caption
 WHERE show_id = %(show_id)s AND said_at > now() - interval '1 minute' ORDER BY said_at DESC LIMIT %(count)s
"""
COUNT: Final = """
INSERT INTO stage_audience AS audience (show_id, hearts, viewers_peak)
SELECT * FROM unnest(%(show_ids)s::uuid[], %(hearts)s::bigint[], %(peaks)s::integer[]) ORDER BY 1
ON CONFLICT (show_id) DO UPDATE
   SET hearts = audience.hearts + excluded.hearts, viewers_peak = greatest(audience.viewers_peak, excluded.viewers_peak)
RETURNING show_id, hearts
"""


class Away(Exception):
    """PostgreSQL does not answer, or not as it should; what was asked may have been done or not."""


class Snapshot(msgspec.Struct, frozen=True):
    """A show as it stands: `state` is JSON for every eye."""

    show_id: UUID
    sequence: int
    state: bytes
    rules: Rules


class Archive:
    """One connection: what is asked is asked one after the other. Every call raises Away when nobody answers."""

    def __init__(self, url: str, *, name: str) -> None:
        """Take the address; the connection is made when something is asked."""
        self._url = url
        self._name = name
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def close(self) -> None:
        """End the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error, OSError):
                await connection.close()

    async def look(self, show_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
        """Return each show's sequence and how many hearts are written down; shows there are not are left out."""
        rows = await self._ask(LOOK, {"show_ids": list(show_ids)})
        return {row[0]: (row[1], row[2]) for row in rows}

    async def read(self, show_ids: Iterable[UUID]) -> list[Snapshot]:
        """Return shows as they stand."""
        rows = await self._ask(READ, {"show_ids": list(show_ids)})
        return [Snapshot(row[0], row[1], row[2].encode(), _RULES.decode(row[3])) for row in rows]

    async def last_chat(self, show_id: UUID, count: int) -> list[Said]:
        """Return the last messages that are not hidden, oldest first."""
        return [_said(row) for row in reversed(await self._ask(LAST_CHAT, {"show_id": show_id, "count": count}))]

    async def newer_chat(self, show_ids: Iterable[UUID], from_id: UUID) -> dict[UUID, list[Said]]:
        """Return the messages of shows from a number on, oldest first, 500 at most."""
        found: dict[UUID, list[Said]] = {}
        for row in reversed(await self._ask(NEWER_CHAT, {"show_ids": list(show_ids), "from_id": from_id})):
            found.setdefault(row[1], []).append(_said(row))
        return found

    async def last_captions(self, show_id: UUID, count: int) -> list[Caption]:
        """Return the captions of the last minute, oldest first."""
        rows = await self._ask(LAST_CAPTIONS, {"show_id": show_id, "count": count})
        return [Caption(*row) for row in reversed(rows)]

    async def keep_chat(self, said: Sequence[tuple[UUID, Said]]) -> set[UUID]:
        """Write messages (each with its show) down; return the numbers of those that were not known before."""
        columns = {**_columns(said), "names": [line.name for _show, line in said]}
        return {row[0] for row in await self._ask(KEEP_CHAT, {**columns, "roles": [line.role for _show, line in said]})}

    async def keep_captions(self, said: Sequence[tuple[UUID, Caption]]) -> set[UUID]:
        """Write captions (each with its show) down; return the numbers of those that were not known before."""
        return {row[0] for row in await self._ask(KEEP_CAPTIONS, _columns(said))}

    async def count(self, counts: Mapping[UUID, tuple[int, int]]) -> dict[UUID, int]:
        """Add hearts and note the most viewers, by show; return how many hearts each has now."""
        hearts, peaks = [each[0] for each in counts.values()], [each[1] for each in counts.values()]
        return dict(await self._ask(COUNT, {"show_ids": list(counts), "hearts": hearts, "peaks": peaks}))

    async def _ask(self, statement: str, parameters: Mapping[str, Any]) -> list[Any]:
        """Return a statement's rows once it is committed."""
        try:
            async with self._turn, asyncio.timeout(ANSWERS_WITHIN_S):
                connection = await self._connected()
                async with connection.cursor() as cursor:
                    await cursor.execute(statement, parameters)
                    return await cursor.fetchall()
        except psycopg.Error as error:
            if self._connection is not None and not is_gone(self._connection, error):
                log.exception("a statement failed")
            await self.close()
            raise Away from error
        except (
            OSError,
            asyncio.CancelledError,
        ) as error:  # what was under way is not known any more
            await self.close()
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Away from error

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        if self._connection is None:
            self._connection = await connect(self._url, name=self._name)
        return self._connection


def _said(row: Sequence[Any]) -> Said:
    number, _show_id, name, role, text, sent_at, person_id, client_key = row
    return Said(number, person_id, name, role, text, client_key, sent_at)


def _columns(said: Sequence[tuple[UUID, Said]] | Sequence[tuple[UUID, Caption]]) -> dict[str, list[Any]]:
    return {
        "ids": [line.id for _show, line in said],
        "show_ids": [show_id for show_id, _line in said],
        "person_ids": [line.person_id for _show, line in said],
        "texts": [line.text for _show, line in said],
        "client_keys": [line.client_key for _show, line in said],
        "sent_ats": [line.at for _show, line in said],
    }


_RULES = msgspec.json.Decoder(Rules)
