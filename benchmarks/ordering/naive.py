"""Two ways a careful engineer would write first, a transaction for each order: nine statements, and one function.

Both leave the rows ours leaves, in the same tables, through sixteen connections that stand ready when the buyers come.
Statements are prepared, locks are taken in one order, and the function locks what everybody wants last.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import psycopg
from django.db import connection as owner

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.rooms.market.drafts import OrderRequest
from ordering.crowd import Served
from ordering.rows import Template

CONNECTIONS: Final = 16
HASH_BITS: Final = 63
TYPES: Final = {
    "id": "bigint", "key": "uuid", "buyer": "uuid", "hash": "bigint", "offer": "bigint", "price": "bigint",
    "level": "bigint", "product": "uuid", "seller": "uuid",
}  # fmt: skip
GIVEN: Final = ("id", "key", "buyer", "hash", "offer", "price")
KNOWN: Final = "SELECT order_id FROM market_order WHERE cell_id = {cell} AND buyer_id = {buyer} AND client_key = {key}"
OPEN: Final = """
    WHERE offer.cell_id = {cell} AND offer.offer_id = {offer} AND offer.price = {price} AND offer.status = 'open'
        AND offer.is_public AND (offer.opens_at IS NULL OR offer.opens_at <= now())
        AND (offer.closes_at IS NULL OR offer.closes_at > now())
"""
LOCKED: Final = """
    SELECT offer.level_id AS level, offer.product_id AS product, offer.organisation_id AS seller,
        level.on_hand - level.reserved AS free
    FROM catalog_offer AS offer
    JOIN catalog_level AS level ON level.cell_id = offer.cell_id AND level.level_id = offer.level_id
    {open_offer} FOR UPDATE OF level
"""
LOOKED: Final = """
    SELECT offer.level_id, offer.product_id, offer.organisation_id INTO the_level, the_product, the_seller
    FROM catalog_offer AS offer {open_offer}
"""
TAKEN: Final = """
    UPDATE catalog_level SET reserved = reserved + 1
    WHERE cell_id = {cell} AND level_id = {level} AND on_hand - reserved >= 1
"""
DUE: Final = """
    INSERT INTO market_deadline (cell_id, pay_by, first_id, order_ids) VALUES ({cell}, {pay_by}, {id}, ARRAY[{id}])
"""
TOLD: Final = """
    INSERT INTO kernel_outboxmessage (subject, payload) VALUES ('market.orders_placed', jsonb_build_object(
        'cell_id', {cell}, 'order_ids', jsonb_build_array({id}::text), 'buyer_ids', jsonb_build_array({buyer}),
        'totals', jsonb_build_array({price}), 'currencies', jsonb_build_array('KRW')))
"""
FUNCTION: Final = """
CREATE OR REPLACE FUNCTION bench_place_order({arguments}) RETURNS bigint LANGUAGE plpgsql AS $function$
DECLARE
    known bigint; the_level bigint; the_product uuid; the_seller uuid;
BEGIN
    {KNOWN} INTO known;
    IF FOUND THEN
        RETURN known;
    END IF;
    {LOOKED};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'closed, or another price';
    END IF;
    {rows};
    {DUE};
    {TOLD};
    {TAKEN};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'sold out';
    END IF;
    {balances};
    RETURN the_id;
END
$function$
"""
Placing = Callable[[psycopg.Connection, OrderRequest], int]


class Naive:
    """The connections, and the two ways to place an order through one of them."""

    def __init__(self, url: str, template: Template) -> None:
        """Open the connections and write the statements down."""
        self.connections = [psycopg.connect(url, autocommit=True, prepare_threshold=0) for _each in range(CONNECTIONS)]
        self.statements = _statements(template)
        with owner.cursor() as cursor:
            cursor.execute(_function(template))

    def close(self) -> None:
        """Close the connections."""
        for connection in self.connections:
            connection.close()

    def by_statements(self, connection: psycopg.Connection, request: OrderRequest) -> int:
        """Place an order by nine statements in a transaction."""
        known, locked, *writes = self.statements
        values = _given(request)
        with connection.transaction():
            if found := connection.execute(known, values).fetchone():
                return int(found[0])
            offer = connection.execute(locked, values).fetchone()
            assert offer, "closed, or another price"
            *others, free = offer
            assert free >= 1, "sold out"
            values |= zip(("level", "product", "seller"), others, strict=True)
            for write in writes:
                connection.execute(write, values)
        return int(values["id"])

    def by_function(self, connection: psycopg.Connection, request: OrderRequest) -> int:
        """Place an order by one call, which is a transaction of its own."""
        [number] = connection.execute(CALL, _given(request)).fetchone() or [0]
        return int(number)

    def serve(self, place: Placing, requests: Sequence[OrderRequest], waiting: int) -> Served:
        """Place orders on all connections; so many buyers wait at once, and who is answered makes room for the next."""
        began = time.perf_counter()
        queue = deque((began, request) for request in requests[:waiting])
        later = deque(requests[waiting:])
        served = Served()

        def work(connection: psycopg.Connection) -> None:
            while queue:
                asked, request = queue.popleft()
                number = place(connection, request)
                now = time.perf_counter()
                served.note(number, now - asked)
                if later:
                    queue.append((now, later.popleft()))

        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(work, self.connections))
        return served


def _given(request: OrderRequest) -> dict[str, Any]:
    """Return what the page knows of an order of one line."""
    return {
        "id": SEQUENCER.take(1, at=clock.now())[0],
        "key": request.client_key,
        "buyer": request.buyer_id,
        "hash": request.client_key.int % 2**HASH_BITS,
        "offer": request.lines[0].offer_id,
        "price": request.lines[0].unit_price,
    }


def _typed(name: str) -> str:
    return f"%({name})s::{TYPES[name]}"


def _argument(name: str) -> str:
    return f"the_{name}"


CALL: Final = f"SELECT bench_place_order({', '.join(map(_typed, GIVEN))})"


def _statements(template: Template) -> list[str]:
    """Return the statements between BEGIN and COMMIT: one looks, one locks, six write."""
    words = _words(template, _typed)
    known, locked, taken, due, told = (frame.format(**words) for frame in (KNOWN, LOCKED, TAKEN, DUE, TOLD))
    order, *others = _inserts(template, _typed)
    return [known, locked, taken, f"WITH due AS ({due}) {order}", *others, _balances(template), told]


def _function(template: Template) -> str:
    """Return the function that does the same in one call."""
    words = _words(template, _argument)
    parts = {"KNOWN": KNOWN, "LOOKED": LOOKED, "DUE": DUE, "TOLD": TOLD, "TAKEN": TAKEN}
    return FUNCTION.format(
        arguments=", ".join(f"{_argument(name)} {TYPES[name]}" for name in GIVEN),
        rows=";\n    ".join(_inserts(template, _argument)),
        balances=_balances(template),
        **{name: part.strip().format(**words) for name, part in parts.items()},
    )


def _words(template: Template, name_of: Callable[[str], str]) -> dict[str, str]:
    """Return what stands for the names in the statements' frames."""
    words = {"cell": str(template.cell_id), "pay_by": template.pay_by, **{name: name_of(name) for name in TYPES}}
    return {"open_offer": OPEN.format(**words), **words}


def _inserts(template: Template, words: Callable[[str], str]) -> list[str]:
    return [
        f"INSERT INTO {table} ({template.columns(table)}) VALUES ({template.values(table, words)})"  # noqa: S608
        for table in template.tables
    ]


def _balances(template: Template) -> str:
    """Return the statement that changes the shared balances, always in the same order."""
    rows = ", ".join(
        f"({template.cell_id}, {leg.account}, {leg.unit}, {leg.amount}, {leg.may_go_negative})" for leg in template.legs
    )
    return (
        "INSERT INTO ledger_balance AS balance (cell_id, account_id, unit, amount, may_go_negative)"  # noqa: S608
        f" VALUES {rows} ON CONFLICT (cell_id, account_id, unit)"
        " DO UPDATE SET amount = balance.amount + EXCLUDED.amount"
    )
