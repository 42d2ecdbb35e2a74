"""Long statements that find few rows take the database longer to plan than to do: here they are planned once.

    with prepared_cursor() as cursor:
        cursor.execute(STATEMENT, facts)

Each connection keeps the plans of its statements. The text must always be the same: whatever differs is a parameter.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class _Cursor(psycopg.Cursor[Any]):
    """Sends the parameters beside the statement, so that its plan can be kept; Django's puts them into the text."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Cursor":
        """Send a statement, prepared."""
        return super().execute(query, params, **(options | {"prepare": True}))

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)  # where Django's query log looks for what was sent
        return self._query


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Give a cursor like Django's (same connection, transaction, errors and query log) whose statements keep plans."""
    connection.ensure_connection()
    connection.connection.prepare_threshold = 0  # Django has it keep no plans at all
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(_Cursor(connection.connection)) as cursor:  # type: ignore[arg-type]  # any cursor of the connection will do
        yield cursor
