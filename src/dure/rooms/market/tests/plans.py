"""What PostgreSQL really did: every plan of a stretch of work, those inside the house's SQL functions included."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

EXPLAIN = (
    "LOAD 'auto_explain'",
    "SET auto_explain.log_min_duration = 0",
    "SET auto_explain.log_nested_statements = on",
    "SET auto_explain.log_format = 'json'",
    "SET auto_explain.log_level = 'notice'",
)
"""Have every plan told to the very connection that caused it."""


PARTITION = re.compile(r"_(hot|archive)$")
"""What a partition's name has behind its table's."""


@dataclass(frozen=True)
class Read:
    """One table read by one statement, with every condition under which its rows were looked for."""

    table: str
    conditions: str
    statement: str


@dataclass
class Plans:
    """What was read."""

    reads: list[Read] = field(default_factory=list)

    def hear(self, notice: psycopg.errors.Diagnostic) -> None:
        """Take in what PostgreSQL tells of a plan."""
        _words, has_plan, told = (notice.message_primary or "").partition("plan:\n")
        if has_plan:
            plan = json.loads(told)
            self._walk(plan["Plan"], plan.get("Query Text", ""))

    def tables(self) -> set[str]:
        """Return the tables that were read."""
        return {read.table for read in self.reads}

    def _walk(self, node: dict[str, Any], statement: str) -> None:
        table = node.get("Relation Name")
        if table and node["Node Type"] != "ModifyTable":
            conditions = " ".join(str(node.get(name, "")) for name in ("Index Cond", "Recheck Cond", "Filter"))
            self.reads.append(Read(PARTITION.sub("", table), conditions, statement))
        for child in node.get("Plans", ()):
            self._walk(child, statement)


@contextmanager
def listening() -> Iterator[Plans]:
    """Hear of every plan made on the test's connection while the block runs."""
    plans = Plans()
    connection.ensure_connection()
    with connection.cursor() as cursor:
        for statement in EXPLAIN:
            cursor.execute(statement)
    connection.connection.add_notice_handler(plans.hear)
    try:
        yield plans
    finally:
        connection.connection.remove_notice_handler(plans.hear)
        with connection.cursor() as cursor:
            cursor.execute("SET auto_explain.log_min_duration = -1")
