"""What the running house may do to its tables: everything but change what is append-only."""

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from dure.kernel.models import every_append_only_model


@transaction.atomic
def grant(*, role: str = "") -> list[str]:
    """Give the application's role its rights after a migration; return the tables it may only add to."""
    name = sql.Identifier(role or settings.APP_ROLE)
    append_only = sorted(model._meta.db_table for model in every_append_only_model())
    with connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=name))
        for table in append_only:
            revoke = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}, PUBLIC")
            cursor.execute(revoke.format(table=sql.Identifier(table), role=name))
    return append_only
