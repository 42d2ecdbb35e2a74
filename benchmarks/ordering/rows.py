"""The rows one order leaves, learnt from an order of ours: every other way writes the same ones.

A column is either one that differs by order (its number, its buyer, its good …), or it is written as our order has it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from psycopg import sql

from dure.rooms.market.models import Order

TABLES: Final = {"market_order": "order_id", "market_orderline": "order_id", "ledger_entry": "entry_id"}
DIFFERS: Final = {
    "order_id": "id", "entry_id": "id", "client_key": "key", "buyer_id": "buyer", "content_hash": "hash",
    "seller_id": "seller", "offer_id": "offer", "level_id": "level", "product_id": "product",
}  # fmt: skip
"""Columns that differ by order, and what stands in them."""

COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
Words = Callable[[str], str]
"""How a way names a value: `id` may be `%(id)s`, `the_id` or `new.id`."""


@dataclass(frozen=True)
class Leg:
    """One account's part of an order, the same for all."""

    account: int
    unit: int
    amount: int
    may_go_negative: bool


@dataclass(frozen=True)
class Template:
    """The rows of an order, by table and column, as SQL literals; and its legs in the order of their accounts."""

    cell_id: int
    tables: Mapping[str, Mapping[str, str]]
    legs: list[Leg]

    @property
    def pay_by(self) -> str:
        """Until when an order is to be paid."""
        return next(columns["pay_by"] for columns in self.tables.values() if "pay_by" in columns)

    def columns(self, table: str) -> str:
        """Return the names of a table's columns, as INSERT wants them."""
        return ", ".join(self.tables[table])

    def values(self, table: str, words: Words) -> str:
        """Return a row of a table in the words of a way."""
        return ", ".join(
            words(DIFFERS[column]) if column in DIFFERS and value != "NULL" else _by_order(value, words, column)
            for column, value in self.tables[table].items()
        )


def template_of(order: Order) -> Template:
    """Learn from an order."""
    tables = {_home_of(table, order): _literals(table, number, order) for table, number in TABLES.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leg.account, leg.unit, leg.amount, balance.may_go_negative FROM ledger_entry AS entry,"
            " unnest(entry.accounts, entry.units, entry.amounts) AS leg (account, unit, amount)"
            " JOIN ledger_balance AS balance ON balance.account_id = leg.account AND balance.unit = leg.unit"
            " WHERE entry.cell_id = %s AND balance.cell_id = entry.cell_id AND entry.entry_id = %s ORDER BY 1, 2",
            [order.cell_id, order.order_id],
        )
        legs = [Leg(*row) for row in cursor.fetchall()]
    return Template(order.cell_id, tables, legs)


def _home_of(table: str, order: Order) -> str:
    """Return where new rows of a table lie: itself, or the part of it for what is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tableoid::regclass::text FROM {table} WHERE cell_id = %s AND {TABLES[table]} = %s",  # noqa: S608
            [order.cell_id, order.order_id],
        )
        return str(cursor.fetchone()[0])


def _literals(table: str, number: str, order: Order) -> Mapping[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        columns: list[tuple[str, str]] = cursor.fetchall()
        told = ", ".join(f"{name}::text" for name, _type in columns)
        cursor.execute(
            f"SELECT {told} FROM {table} WHERE cell_id = %s AND {number} = %s",  # noqa: S608  names of our own tables
            [order.cell_id, order.order_id],
        )
        [values] = cursor.fetchall()
    return {
        name: "NULL" if value is None else f"{sql.Literal(value).as_string()}::{type_name}"
        for (name, type_name), value in zip(columns, values, strict=True)
    }


def _by_order(value: str, words: Words, column: str) -> str:
    """Return a value that is written as the first order has it, but for what its number stands in."""
    if column == "reference" and value != "NULL":
        return f"'order:' || {words('id')}"
    if column == "happened_at" and value != "NULL":
        return f"ledger_recorded_at({words('id')})"
    return value
