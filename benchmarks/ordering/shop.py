"""A shop for a crowd: one good or many, buyers with addresses of their own, and the check that nothing went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, LiteralString

from django.db import connection

from dure.kernel.ids import new_id
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import factories
from dure.rooms.market.drafts import OrderRequest

SELLERS, BUYERS, STOCK = 8, 5_000, 1_000_000_000
NEWEST = """
SELECT greatest((SELECT max(order_id) FROM market_order WHERE cell_id = %(cell)s),
    (SELECT max(entry_id) FROM ledger_entry WHERE cell_id = %(cell)s), 0)
"""
NEW = "SELECT array_agg(order_id) FROM market_order WHERE cell_id = %(cell)s AND order_id > %(after)s"
FIGURES = """
SELECT (SELECT coalesce(sum(reserved), 0) FROM catalog_level WHERE cell_id = %(cell)s),
    (SELECT coalesce(sum(amount) FILTER (WHERE amount > 0), 0) FROM ledger_balance WHERE cell_id = %(cell)s),
    (SELECT coalesce(sum(amount), 0) FROM ledger_balance WHERE cell_id = %(cell)s),
    (SELECT count(*) FROM market_orderline WHERE cell_id = %(cell)s AND order_id > %(after)s),
    (SELECT count(*) FROM ledger_entry WHERE cell_id = %(cell)s AND entry_id > %(after)s),
    (SELECT coalesce(sum(leg), 0) FROM ledger_entry, unnest(amounts) AS leg
        WHERE cell_id = %(cell)s AND entry_id > %(after)s)
"""


@dataclass(frozen=True)
class Figures:
    """What stands in the books: goods promised, sums owed and over all, and how many rows came in."""

    reserved: int
    owed: int
    balances: int
    lines: int
    entries: int
    legs: int


class Shop:
    """Shelves that never get empty; every good costs the same."""

    def __init__(self, *, goods: int) -> None:
        """Fill the shelves; the buyers need nothing but a number and an address."""
        sellers = [factories.seller(name=f"Farm {number}").id for number in range(SELLERS)]
        self.offers = [
            factories.offer(organisation_id=sellers[number % SELLERS], name=f"Thing {number}", on_hand=STOCK)
            for number in range(goods)
        ]
        self.price = self.offers[0].price
        self.buyers = [(new_id(), replace(factories.receiving(), street=f"Sea road {door}")) for door in range(BUYERS)]
        self.number = 0

    def asks(self, count: int, *, goods: int) -> list[OrderRequest]:
        """Return so many orders of one box each, of so many goods in turns, by one buyer after the other."""
        return [self._ask(goods) for _each in range(count)]

    def _ask(self, goods: int) -> OrderRequest:
        self.number += 1
        buyer_id, to = self.buyers[self.number % BUYERS]
        return factories.request(buyer_id=buyer_id, lines=[(self.offers[self.number % goods], 1)], to=to)

    @contextmanager
    def checked(self) -> Iterator[list[int]]:
        """Collect the numbers buyers are told meanwhile, and hold the books against them."""
        told: list[int] = []
        [newest] = _row(NEWEST)
        before = _figures(after=newest)
        yield told
        [placed], now = _row(NEW, after=newest), _figures(after=newest)
        assert sorted(placed) == sorted(told), "orders and answers differ"
        assert now.reserved - before.reserved == now.lines == now.entries == len(told), (
            f"the stock or the rows do not fit {len(told)} orders: {before}, {now}"
        )
        assert now.owed - before.owed == len(told) * self.price, "the sums do not fit"
        assert now.legs == now.balances == 0, "the book does not balance"


def _figures(*, after: int) -> Figures:
    """Return what stands in the books; rows are counted from behind an order's number."""
    return Figures(*map(int, _row(FIGURES, after=after)))


def _row(question: LiteralString, **values: int) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question, {"cell": HOME_CELL, **values})
        found: tuple[Any, ...] = cursor.fetchone()
    return found
