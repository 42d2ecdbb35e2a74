"""A connection to PostgreSQL on which both sides notice soon when the other is gone, and which tells the time."""

from contextlib import suppress
from time import monotonic
from typing import Any, Final

import psycopg

from dure.kernel import clock

CONNECT_WITHIN_S: Final = 5

CLIENT: Final[dict[str, Any]] = {
    "connect_timeout": CONNECT_WITHIN_S,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
    "target_session_attrs": "read-write",
}
"""A server that vanished without a word is noticed within 3 s."""

SERVER: Final = {
    "tcp_keepalives_idle": "1",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "3000",
    "client_connection_check_interval": "500",
}
"""And so is a gate that vanished: what it had locked is free within 3 s."""

GONE: Final = ("08", "57P", "25006")
"""SQLSTATEs (or how they begin) after which a connection is of no use: lost, shut down, read-only."""


async def connect(url: str, *, name: str) -> psycopg.AsyncConnection[Any]:
    """Return a connection that PostgreSQL lists under a name; each statement is a transaction of its own."""
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True, application_name=name, **CLIENT)
    try:
        for setting, value in SERVER.items():
            with suppress(psycopg.errors.InvalidParameterValue):  # not every system knows every one
                await connection.execute("SELECT set_config(%s, %s, false)", [setting, value])
        await agree_on_time(connection)
    except BaseException:
        await connection.close()
        raise
    return connection


async def agree_on_time(connection: psycopg.AsyncConnection[Any]) -> None:
    """Go by PostgreSQL's clock in this process: it is one for all who write, and this machine's may be wrong."""
    asked_s = monotonic()
    cursor = await connection.execute("SELECT clock_timestamp()")
    [moment] = await cursor.fetchone() or [clock.now()]
    clock.agree(moment, took_s=monotonic() - asked_s)


def is_gone(connection: psycopg.AsyncConnection[Any], error: psycopg.Error) -> bool:
    """Whether an error means that the connection is of no use any more."""
    return connection.closed or (error.sqlstate or "").startswith(GONE)
