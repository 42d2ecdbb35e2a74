"""A connection of one's own to the house's database, for the parts of the worker that do not use the ORM."""

from typing import Any

from django.db import connections


def connection_arguments() -> dict[str, Any]:
    """Return the words for `psycopg.connect`: where the database is and who we are, without the web's time limits."""
    found = connections["default"].settings_dict
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {word: found[name] for word, name in words.items() if found[name]}


def patient() -> None:
    """Let this process (the worker) wait longer for answers than a page may; call before the first query."""
    options = connections["default"].settings_dict["OPTIONS"]
    options["options"] = "-c statement_timeout=10min -c lock_timeout=30s -c idle_in_transaction_session_timeout=5min"
    if "pool" in options:
        options["pool"] = {"min_size": 0, "max_size": 12, "timeout": 10}
