"""The floor: the rows of a batch by one statement, without a question asked, and the shared balances changed.

Same tables, same indexes, same checks of the tables, same fsync; nothing is looked at, locked in order or answered.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import psycopg

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.rooms.catalog.models import Offer
from dure.rooms.market.drafts import OrderRequest
from ordering.rows import Template

SETTINGS: Final = " ".join(
    ["-c plan_cache_mode=force_generic_plan", *(f"-c enable_{way}=off" for way in ("hashjoin", "mergejoin", "seqscan"))]
)
"""What our function sets for itself."""

HASH_BITS: Final = 63
COLUMNS: Final = {
    "id": "bigint", "key": "uuid", "buyer": "uuid", "hash": "bigint", "offer": "bigint", "price": "bigint",
    "level": "bigint", "product": "uuid", "seller": "uuid",
}  # fmt: skip


class Floor:
    """One connection, and the statement."""

    def __init__(self, url: str, template: Template, offers: Sequence[Offer]) -> None:
        """Open the connection and write the statement down."""
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0, options=SETTINGS)
        self.statement = _statement(template)
        self.goods = {offer.offer_id: (offer.level_id, offer.product_id, offer.organisation_id) for offer in offers}

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def write(self, requests: Sequence[OrderRequest]) -> list[int]:
        """Write the rows of a batch in one statement and one commit; return its numbers."""
        ids = SEQUENCER.take(len(requests), at=clock.now())
        rows = [(number, *self._facts(request)) for number, request in zip(ids, requests, strict=True)]
        columns = map(list, zip(*rows, strict=True))
        self.connection.execute(self.statement, dict(zip(COLUMNS, columns, strict=True)))
        return ids

    def _facts(self, request: OrderRequest) -> tuple[UUID | int, ...]:
        [line] = request.lines
        key = request.client_key
        return key, request.buyer_id, key.int % 2**HASH_BITS, line.offer_id, line.unit_price, *self.goods[line.offer_id]


def _statement(template: Template) -> str:
    """Return one statement that writes everything."""
    columns = ", ".join(f"%({name})s::{type_name}[]" for name, type_name in COLUMNS.items())
    inserts = [
        f"{table}_rows AS (INSERT INTO {table} ({template.columns(table)})"  # noqa: S608
        f" SELECT {template.values(table, lambda name: f'new.{name}')} FROM new ORDER BY new.id)"
        for table in template.tables
    ]
    legs = ", ".join(f"({leg.account}, {leg.unit}, {leg.amount})" for leg in template.legs)
    return f"""
    WITH new AS MATERIALIZED (SELECT * FROM unnest({columns}) AS new ({", ".join(COLUMNS)})),
    {", ".join(inserts)},
    deadline AS (
        INSERT INTO market_deadline (cell_id, pay_by, first_id, order_ids)
        SELECT {template.cell_id}, {template.pay_by}, min(id), array_agg(id) FROM new
    ),
    shelves AS (
        UPDATE catalog_level AS level SET reserved = level.reserved + sums.count
        FROM (SELECT new.level, count(*)::int AS count FROM new GROUP BY new.level) AS sums
        WHERE level.cell_id = {template.cell_id} AND level.level_id = sums.level
    ),
    balances AS (
        UPDATE ledger_balance AS balance SET amount = balance.amount + leg.amount * sums.count
        FROM (SELECT count(*) AS count FROM new) AS sums, (VALUES {legs}) AS leg (account, unit, amount)
        WHERE balance.cell_id = {template.cell_id} AND balance.account_id = leg.account AND balance.unit = leg.unit
    )
    INSERT INTO kernel_outboxmessage (subject, payload)
    SELECT 'market.orders_placed', jsonb_build_object('cell_id', {template.cell_id}, 'order_ids', jsonb_agg(id::text),
        'buyer_ids', jsonb_agg(buyer), 'totals', jsonb_agg(price),
        'currencies', jsonb_agg('KRW'::text)) FROM new
    """  # noqa: S608
