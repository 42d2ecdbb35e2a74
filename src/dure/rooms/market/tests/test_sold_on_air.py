"""What a show has sold is asked every two seconds: what was counted is not read again each time, and stays right."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.market import factories
from dure.rooms.market.queries.live_numbers import live_numbers
from dure.rooms.market.queries.sold_on_air import FRESH_FOR, SETTLED_AFTER
from dure.rooms.market.services.live_offers import put_on_sheet
from dure.rooms.market.services.orders import cancel_order
from dure.rooms.market.tests.on_stage import Stage
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db

SOME_TIME = SETTLED_AFTER + timedelta(seconds=5)
COPIES = 2_000
COPY_ORDER = """
INSERT INTO market_order_hot (order_id, client_key, {columns})
SELECT order_id + number, gen_random_uuid(), {columns} FROM market_order_hot, generate_series(1, %(copies)s) AS number
 WHERE order_id = %(order_id)s
"""
COPY_LINE = """
INSERT INTO market_orderline_hot (order_id, {columns})
SELECT order_id + number, {columns} FROM market_orderline_hot, generate_series(1, %(copies)s) AS number
 WHERE order_id = %(order_id)s
"""
COLUMNS = """
SELECT string_agg(column_name, ', ') FROM information_schema.columns
 WHERE table_name = %s AND is_generated = 'NEVER' AND column_name NOT IN ('order_id', 'client_key')
"""


@pytest.fixture
def stage(frozen_time) -> Stage:
    """A show on air with one offer of a thousand boxes on its sheet."""
    made = Stage(is_live=True)
    put_on_sheet(by=made.host, show_id=made.show_id, offer_ids=[made.offer.offer_id])
    frozen_time.tick(seconds=1)
    return made


def copy(order_id: int) -> None:
    """Let many have ordered the same just after one."""
    with connection.cursor() as cursor:
        for table, statement in (("market_order_hot", COPY_ORDER), ("market_orderline_hot", COPY_LINE)):
            cursor.execute(COLUMNS, [table])
            [columns] = cursor.fetchone()
            cursor.execute(statement.format(columns=columns), {"copies": COPIES, "order_id": order_id})
            cursor.execute(f"ANALYZE {table}")


def numbers(stage: Stage) -> tuple[int, int, Money]:
    """Orders, boxes, money."""
    found = live_numbers(show_id=stage.show_id)
    return found.orders, found.boxes, found.taken


def test_what_is_new_is_added_to_what_was_counted(stage, frozen_time) -> None:
    factories.placed_order(lines=[(stage.offer, 2)])
    frozen_time.tick(seconds=SOME_TIME.seconds)
    assert numbers(stage) == (1, 2, Money(24_000, "KRW"))
    factories.placed_order(lines=[(stage.offer, 1)])
    assert numbers(stage) == (2, 3, Money(36_000, "KRW"))
    frozen_time.tick(seconds=SOME_TIME.seconds)
    assert numbers(stage) == (2, 3, Money(36_000, "KRW"))


def test_what_is_cancelled_is_gone_within_a_minute(stage, frozen_time) -> None:
    ana = people.make_person().id
    order = factories.placed_order(buyer_id=ana, lines=[(stage.offer, 2)])
    frozen_time.tick(seconds=SOME_TIME.seconds)
    assert numbers(stage)[0] == 1
    cancel_order(by=Actor(person_id=ana), order_id=order.order_id, why="Changed my mind")
    frozen_time.tick(seconds=FRESH_FOR.seconds)
    assert numbers(stage) == (0, 0, Money(0, "KRW"))


def test_an_offer_that_comes_onto_the_sheet_is_counted_from_the_beginning(stage, frozen_time) -> None:
    pears = stage.more(name="Pears", price=5_000)
    factories.placed_order(lines=[(pears, 1)])
    frozen_time.tick(seconds=SOME_TIME.seconds)
    assert numbers(stage)[0] == 0
    put_on_sheet(by=stage.host, show_id=stage.show_id, offer_ids=[pears.offer_id])
    assert numbers(stage) == (1, 1, Money(5_000, "KRW"))


def test_once_counted_a_crowd_is_not_read_again(stage, frozen_time) -> None:
    copy(factories.placed_order(lines=[(stage.offer, 1)]).order_id)
    frozen_time.tick(seconds=SOME_TIME.seconds)
    assert numbers(stage)[0] == COPIES + 1
    factories.placed_order(lines=[(stage.offer, 1)])
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if "market_orderline" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert numbers(stage)[0] == COPIES + 2
    assert [rows_read(*each) for each in asked] == [1]


def rows_read(statement: str, params: Any) -> int:
    """How many lines of orders PostgreSQL takes into its hands for a statement."""

    def lines(node: dict[str, Any]) -> int:
        is_of_lines = "orderline" in node.get("Relation Name", "")
        own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if is_of_lines else 0
        return int(own * node["Actual Loops"]) + sum(lines(each) for each in node.get("Plans", ()))

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", params)
        [[[told]]] = cursor.fetchall()
    return lines(told["Plan"])
