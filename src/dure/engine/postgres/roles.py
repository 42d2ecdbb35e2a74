"""The three roles: the engine (superuser), the owner of the tables, and the running house without owner's rights."""

from typing import LiteralString

import psycopg
from psycopg import sql

SUPERUSER = "dure_engine"
OWNER = "dure_owner"
APP = "dure_app"
DATABASE = "dure"
EXTENSIONS = ("pg_trgm", "vector")


def prepare_database(superuser_url: str, database: str) -> None:
    """Make the roles, the database and its rights; each step only where it is still missing."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role in (OWNER, APP):
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            names = {"database": sql.Identifier(database), "owner": sql.Identifier(OWNER)}
            connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
    with psycopg.connect(superuser_url, dbname=database) as connection:
        grant_rights(connection, database)


def _exists(connection: psycopg.Connection, question: LiteralString, name: str) -> bool:
    return connection.execute(question, [name]).fetchone() is not None


def grant_rights(connection: psycopg.Connection, database: str) -> None:
    """Give the owner the schema, and the app what it needs of whatever the owner will create."""
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(OWNER), "app": sql.Identifier(APP)}
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))
