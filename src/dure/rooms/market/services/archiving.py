"""Old orders move to the archive, a few at a time, and come back when somebody acts on one.

Nobody waits for it: what is in other hands is passed over, and a batch is over in a few dozen milliseconds. A move
is one transaction, so that whatever is killed leaves every order wholly in one place; the next run begins with what is
left.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from dure.kernel import clock
from dure.kernel.numbers import first_id_at
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.models import Order, OrderLine

T = TypeVar("T")

AT_ONCE: Final = 500
"""How many orders one transaction moves."""

ATTEMPTS_MAX: Final = 8
"""How often a row may be moved between looking for it and having it."""

MOVED_MEANWHILE: Final = "40001"
"""What PostgreSQL says of a row that another transaction has moved to the other partition while we waited for it."""

CLOSED_FOR_GOOD: Final = """
    SELECT orders.order_id FROM market_order AS orders
    WHERE orders.cell_id = %(cell)s AND NOT orders.is_archived AND orders.order_id > %(behind)s
        AND orders.order_id < %(before)s AND orders.status IN (3, 4, 5)
        AND NOT EXISTS (SELECT FROM market_fulfilment AS part
            WHERE part.cell_id = %(cell)s AND part.order_id = orders.order_id
                AND (part.status NOT IN ('completed', 'cancelled', 'refunded') OR part.closed_at >= %(since)s
                    OR EXISTS (SELECT FROM market_dispute AS asked
                        WHERE asked.fulfilment_id = part.id AND asked.status IN ('open', 'staff'))
                    OR EXISTS (SELECT FROM market_return AS asked
                        WHERE asked.fulfilment_id = part.id AND asked.status IN ('asked', 'accepted'))
                    OR EXISTS (SELECT FROM market_laterefund AS late
                        WHERE late.fulfilment_id = part.id AND late.status = 'waiting')))
        AND NOT EXISTS (SELECT FROM market_refund AS refund
            WHERE refund.cell_id = %(cell)s AND refund.order_id = orders.order_id AND refund.status <> 'sent')
        AND NOT EXISTS (SELECT FROM market_orderact AS act
            WHERE act.cell_id = %(cell)s AND act.order_id = orders.order_id AND act.at >= %(since)s)
    ORDER BY orders.order_id
    LIMIT %(count)s
    FOR NO KEY UPDATE OF orders SKIP LOCKED
"""


@dataclass(frozen=True)
class Moved:
    """How many orders a batch moved, and the number of the last of them."""

    count: int
    last: int


class MoveIncomplete(Exception):
    """An order would have been torn in two: nothing was moved."""


def archive_every_order(*, cell_id: int = HOME_CELL) -> int:
    """Move every order of a cell that is closed for good to the archive, a batch at a time; return how many.

    It rests as long as each batch took, so that whoever orders meanwhile has the machine half the time at least.
    """
    count, behind, began = 0, 0, time.perf_counter()
    while (moved := _unless_moved(partial(archive_orders, cell_id=cell_id, behind=behind))).count:
        count, behind = count + moved.count, moved.last
        time.sleep(time.perf_counter() - began)
        began = time.perf_counter()
    return count


@transaction.atomic
def archive_orders(*, cell_id: int = HOME_CELL, behind: int = 0) -> Moved:
    """Move some orders behind a number that are closed for good, with their lines, to the archive."""
    since = clock.now() - settings.ORDERS_KEPT_HOT
    asked: dict[str, Any] = {
        "cell": cell_id,
        "behind": behind,
        "before": first_id_at(since),
        "since": since,
        "count": AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLOSED_FOR_GOOD, asked)
        numbers = [number for (number,) in cursor.fetchall()]
    if not numbers:
        return Moved(0, behind)
    _move(cell_id, numbers)
    return Moved(len(numbers), numbers[-1])


def _move(cell_id: int, numbers: list[int]) -> None:
    """Move locked orders and all their lines; MoveIncomplete when anything would stay behind."""
    of_these = {"cell_id": cell_id, "order_id__in": numbers}
    OrderLine.objects.filter(**of_these).update(is_archived=True)
    moved = Order.objects.filter(**of_these, is_archived=False).update(is_archived=True)
    if moved != len(numbers) or OrderLine.objects.filter(**of_these, is_archived=False).exists():
        raise MoveIncomplete(f"of {len(numbers)} orders from {numbers[0]} on, {moved} could be moved")


@transaction.atomic(savepoint=False)
def bring_back(*, order: Order) -> None:
    """Take a locked order out of the archive, with its lines, because somebody acts on it."""
    of_this = {"cell_id": order.cell_id, "order_id": order.order_id}
    OrderLine.objects.filter(**of_this).update(is_archived=False)
    Order.objects.filter(**of_this).update(is_archived=False)
    order.is_archived = False


@transaction.atomic
def locked(*, order_id: int, cell_id: int) -> Order | None:
    """Return an order locked wherever it lies, also when it is moved just now; None where there is none."""
    return _unless_moved(partial(_locked, order_id, cell_id))


@transaction.atomic
def _locked(order_id: int, cell_id: int) -> Order | None:
    return Order.objects.select_for_update().filter(cell_id=cell_id, order_id=order_id).first()


def _unless_moved(work: Callable[[], T]) -> T:
    """Do some work in a transaction of its own, and again when a row it waited for was moved meanwhile."""
    for _attempt in range(ATTEMPTS_MAX - 1):
        try:
            return work()
        except DatabaseError as error:
            if not isinstance(error.__cause__, psycopg.Error) or error.__cause__.sqlstate != MOVED_MEANWHILE:
                raise
    return work()
