"""Statements that are planned once for a connection."""

import pytest
from django.db import DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from dure.kernel.prepared import prepared_cursor

pytestmark = pytest.mark.django_db
HALVES = "SELECT 10 / %(parts)s::int"


def halves(parts: int) -> object:
    with prepared_cursor() as cursor:
        cursor.execute(HALVES, {"parts": parts})
        return cursor.fetchone()


def test_a_statement_is_planned_for_a_connection_and_not_for_each_call():
    assert (halves(2), halves(5)) == ((5,), (2,))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%10 /%%'"
        )
        assert cursor.fetchall() == [(2,)]


def test_its_errors_are_djangos_and_break_the_transaction_as_ever():
    with pytest.raises(DataError), transaction.atomic():
        halves(0)
    with transaction.atomic():
        connection.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            halves(1)
        connection.set_rollback(False)
    assert halves(1) == (10,)


def test_it_stands_in_the_query_log_and_in_the_same_transaction():
    with CaptureQueriesContext(connection) as told, transaction.atomic():
        halves(1)
    assert sum("10 /" in each["sql"] for each in told.captured_queries) == 1
