"""What is proven of orders, shelves and the book: each check is one statement that returns the rows that do not fit.

`RANGED` checks look at a range of numbers of one cell (`%(first)s` to before `%(after)s`), so that a hundred million
orders are looked through a piece at a time. `WHOLE` checks compare states (what is reserved, owed, held) and read what
is open, not what is old. Every statement names one cell.
"""

import re
from typing import Final

from dure.rooms.ledger import chart

IN_RANGE: Final = re.compile(r"IN_RANGE\((\w+)\.(\w+)\)")
IS_OPEN: Final = re.compile(r"IS_OPEN\((\w+)\)")
UNPAID: Final = re.compile(r"UNPAID\((\w+)\)")


def _written(statement: str) -> str:
    """Return a statement with its abbreviations written out: rows in the range looked at, open parts, unpaid orders."""
    within = r"\1.cell_id = %(cell)s AND \1.\2 >= %(first)s::bigint AND \1.\2 < %(after)s::bigint"
    is_open = r"\1.status NOT IN ('completed', 'cancelled', 'refunded')"
    unpaid = r"""(
        SELECT placed.order_id, placed.currency, placed.total, placed.pay_by FROM market_order AS placed
        WHERE placed.cell_id = %(cell)s AND placed.status = 1 AND placed.order_id IN (
            SELECT unnest(deadline.order_ids) FROM market_deadline AS deadline WHERE deadline.cell_id = %(cell)s)
    ) AS \1"""
    return UNPAID.sub(unpaid, IS_OPEN.sub(is_open, IN_RANGE.sub(within, statement)))


_RANGED: Final[dict[str, str]] = {
    "line_without_order": """
        SELECT line.order_id, line.line_no FROM market_orderline AS line
        WHERE IN_RANGE(line.order_id) AND NOT EXISTS (SELECT FROM market_order AS orders
            WHERE orders.cell_id = %(cell)s AND orders.order_id = line.order_id)
    """,
    "order_without_lines": """
        SELECT orders.order_id FROM market_order AS orders
        WHERE IN_RANGE(orders.order_id) AND NOT EXISTS (SELECT FROM market_orderline AS line
            WHERE line.cell_id = %(cell)s AND line.order_id = orders.order_id AND line.kind = 1)
    """,
    "unpaid_without_deadline": """
        SELECT orders.order_id, orders.pay_by::text AS pay_by FROM market_order AS orders
        WHERE IN_RANGE(orders.order_id) AND orders.status = 1 AND NOT EXISTS (SELECT FROM market_deadline AS deadline
            WHERE deadline.cell_id = %(cell)s AND deadline.pay_by = orders.pay_by
                AND orders.order_id = ANY (deadline.order_ids))
    """,
    "line_without_offer": """
        SELECT line.order_id, line.line_no, line.offer_id FROM market_orderline AS line
        WHERE IN_RANGE(line.order_id) AND line.kind = 1 AND NOT EXISTS (SELECT FROM catalog_offer AS offer
            WHERE offer.cell_id = %(cell)s AND offer.offer_id = line.offer_id
                AND offer.organisation_id = line.seller_id AND offer.product_id = line.product_id)
    """,
    "line_without_level": """
        SELECT line.order_id, line.line_no, line.level_id FROM market_orderline AS line
        WHERE IN_RANGE(line.order_id) AND line.kind = 1 AND NOT EXISTS (SELECT FROM catalog_level AS level
            WHERE level.cell_id = %(cell)s AND level.level_id = line.level_id)
    """,
    "order_without_buyer": """
        SELECT orders.order_id, orders.buyer_id FROM market_order AS orders
        WHERE IN_RANGE(orders.order_id)
            AND NOT EXISTS (SELECT FROM people_person AS person WHERE person.id = orders.buyer_id)
    """,
    "order_sums_differ": """
        SELECT orders.order_id, orders.goods, orders.delivery, sums.goods AS line_goods, sums.delivery AS line_delivery
        FROM market_order AS orders
        LEFT JOIN (
            SELECT line.order_id,
                coalesce(sum(line.quantity * line.unit_price) FILTER (WHERE line.kind = 1), 0) AS goods,
                coalesce(sum(line.quantity * line.unit_price) FILTER (WHERE line.kind = 2), 0) AS delivery
            FROM market_orderline AS line WHERE IN_RANGE(line.order_id) GROUP BY line.order_id
        ) AS sums USING (order_id)
        WHERE IN_RANGE(orders.order_id) AND (orders.goods, orders.delivery) IS DISTINCT FROM (sums.goods, sums.delivery)
    """,
    "order_not_in_the_book": """
        SELECT orders.order_id, orders.total FROM market_order AS orders
        LEFT JOIN ledger_entry AS entry
            ON entry.cell_id = %(cell)s AND entry.entry_id = orders.order_id AND entry.kind = 12
        WHERE IN_RANGE(orders.order_id) AND entry.amounts IS DISTINCT FROM ARRAY[-orders.total, orders.total]
    """,
    "entry_without_order": """
        SELECT entry.entry_id, entry.happened_at::text AS at FROM ledger_entry AS entry
        WHERE IN_RANGE(entry.entry_id) AND entry.kind = 12 AND NOT EXISTS (SELECT FROM market_order AS orders
            WHERE orders.cell_id = %(cell)s AND orders.order_id = entry.entry_id)
    """,
    "order_reversal_differs": """
        SELECT orders.order_id, orders.status FROM market_order AS orders
        WHERE IN_RANGE(orders.order_id) AND EXISTS (SELECT FROM ledger_entry AS entry
            WHERE entry.cell_id = %(cell)s AND entry.reverses = orders.order_id
        ) <> (orders.status IN (4, 5) AND (NOT EXISTS (SELECT FROM market_fulfilment AS part
            WHERE part.cell_id = %(cell)s AND part.order_id = orders.order_id)
        OR EXISTS (SELECT FROM market_tillsale AS sale WHERE sale.cell_id = %(cell)s
            AND sale.order_id = orders.order_id AND sale.taken_back_at IS NOT NULL)))
    """,
    "part_without_order": """
        SELECT part.id::text AS part, part.order_id FROM market_fulfilment AS part
        WHERE IN_RANGE(part.order_id) AND NOT EXISTS (SELECT FROM market_order AS orders
            WHERE orders.cell_id = %(cell)s AND orders.order_id = part.order_id AND orders.status IN (2, 3, 4)
                AND orders.buyer_id = part.buyer_id)
    """,
    "part_sums_differ": """
        SELECT part.id::text AS part, part.order_id, part.goods, part.delivery, part.refunded, sums.goods AS line_goods,
            sums.delivery AS line_delivery, sums.refunded AS line_refunded
        FROM market_fulfilment AS part
        LEFT JOIN (
            SELECT line.order_id, line.seller_id, line.part_no,
                coalesce(sum(line.quantity * line.unit_price) FILTER (WHERE line.kind = 1), 0) AS goods,
                coalesce(sum(line.quantity * line.unit_price) FILTER (WHERE line.kind = 2), 0) AS delivery,
                sum(line.refunded) AS refunded
            FROM market_orderline AS line WHERE IN_RANGE(line.order_id)
            GROUP BY line.order_id, line.seller_id, line.part_no
        ) AS sums USING (order_id, seller_id, part_no)
        WHERE IN_RANGE(part.order_id) AND ((part.goods, part.delivery) IS DISTINCT FROM (sums.goods, sums.delivery)
            OR part.refunded - sums.refunded NOT IN (0, part.gift))
    """,
    "paid_order_without_open_part": """
        SELECT orders.order_id FROM market_order AS orders
        WHERE IN_RANGE(orders.order_id) AND orders.status = 2 AND NOT EXISTS (SELECT FROM market_fulfilment AS part
            WHERE part.cell_id = %(cell)s AND part.order_id = orders.order_id AND IS_OPEN(part))
    """,
    "ended_order_with_open_part": """
        SELECT orders.order_id, orders.status FROM market_order AS orders
        JOIN market_fulfilment AS part ON part.cell_id = %(cell)s AND part.order_id = orders.order_id
        WHERE IN_RANGE(orders.order_id) AND orders.status <> 2 AND IS_OPEN(part)
    """,
    "refund_not_in_the_book": """
        SELECT refund.id::text AS refund, refund.order_id, refund.amount FROM market_refund AS refund
        WHERE IN_RANGE(refund.order_id) AND NOT EXISTS (SELECT FROM ledger_entry AS entry WHERE entry.cell_id = %(cell)s
            AND entry.named = 'refund:' || refund.id AND refund.amount = ANY (entry.amounts))
    """,
    # What a buyer took of a limited offer is no more than what the buyer's orders hold of it, and no less than what was
    # ordered since the offer last changed, but for older orders given back since.
    "allowance_differs": """
        SELECT had.offer_id, had.buyer_id, had.taken, sums.most, sums.least FROM market_allowance AS had
        LEFT JOIN catalog_offer AS offer ON offer.cell_id = %(cell)s AND offer.offer_id = had.offer_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(had_line.kept), 0)::int AS most, coalesce(sum(CASE
                WHEN ledger_recorded_at(had_line.order_id) > offer.changed_at AND offer.per_buyer_limit IS NOT NULL
                THEN had_line.kept ELSE had_line.kept - had_line.quantity END), 0)::int AS least
            FROM (
                SELECT line.order_id, line.quantity,
                    CASE WHEN orders.status IN (4, 5) AND NOT EXISTS (SELECT FROM market_fulfilment AS part
                        WHERE part.cell_id = %(cell)s AND part.order_id = orders.order_id)
                    THEN 0 ELSE line.quantity - line.cancelled END AS kept
                FROM market_order AS orders
                JOIN market_orderline AS line ON line.cell_id = %(cell)s AND line.order_id = orders.order_id
                WHERE orders.cell_id = %(cell)s AND orders.buyer_id = had.buyer_id
                    AND line.offer_id = had.offer_id AND line.part_no = 1
            ) AS had_line
        ) AS sums
        WHERE IN_RANGE(had.offer_id) AND NOT had.taken BETWEEN sums.least AND sums.most
    """,
    "stock_differs_from_its_movements": """
        SELECT level.level_id, level.on_hand, level.sold, coalesce(moves.change, 0) AS moved,
            coalesce(moves.sold, 0) AS moved_to_buyers
        FROM catalog_level AS level
        CROSS JOIN LATERAL (
            SELECT sum(move.change) AS change,
                -sum(move.change) FILTER (WHERE move.kind IN ('sold', 'put_back')) AS sold
            FROM catalog_stockmove AS move WHERE move.cell_id = %(cell)s AND move.level_id = level.level_id
        ) AS moves
        WHERE ((IN_RANGE(level.level_id)) OR (level.cell_id = %(cell)s AND level.level_id IN (
                SELECT fresh.level_id FROM catalog_stockmove AS fresh
                WHERE fresh.id >= %(since)s::uuid AND fresh.cell_id = %(cell)s)))
            AND (level.on_hand, level.sold) <> (coalesce(moves.change, 0), coalesce(moves.sold, 0))
    """,
    "movement_without_level": """
        SELECT move.id::text AS movement, move.level_id FROM catalog_stockmove AS move
        WHERE IN_RANGE(move.level_id) AND NOT EXISTS (SELECT FROM catalog_level AS level
            WHERE level.cell_id = %(cell)s AND level.level_id = move.level_id)
    """,
    "order_torn_in_two": """
        SELECT line.order_id, line.line_no FROM market_orderline AS line
        JOIN market_order AS orders ON orders.cell_id = %(cell)s AND orders.order_id = line.order_id
        WHERE IN_RANGE(line.order_id) AND line.is_archived <> orders.is_archived
    """,
    "archived_too_early": """
        SELECT orders.order_id, orders.status FROM market_order AS orders
        WHERE IN_RANGE(orders.order_id) AND orders.is_archived AND (orders.status IN (1, 2) OR EXISTS (
            SELECT FROM market_fulfilment AS part
            WHERE part.cell_id = %(cell)s AND part.order_id = orders.order_id AND IS_OPEN(part)))
    """,
    "order_in_both_places": """
        SELECT hot.order_id FROM market_order AS hot
        WHERE IN_RANGE(hot.order_id) AND NOT hot.is_archived AND EXISTS (SELECT FROM market_order AS old
            WHERE old.cell_id = %(cell)s AND old.is_archived
                AND (old.order_id = hot.order_id
                    OR (old.buyer_id = hot.buyer_id AND old.client_key = hot.client_key)))
    """,
}

RANGED: Final = {code: _written(statement) for code, statement in _RANGED.items()}
"""Each check of a range by the code of what it finds; a sound house finds nothing."""

_WHOLE: Final[dict[str, str]] = {
    "reserved_differs": """
        WITH unpaid AS (
            SELECT line.level_id, line.quantity - line.cancelled AS count
            FROM UNPAID(orders)
            JOIN market_orderline AS line ON line.cell_id = %(cell)s AND line.order_id = orders.order_id
            WHERE line.kind = 1
        ), to_send AS (
            SELECT line.level_id, line.quantity - line.cancelled AS count
            FROM market_fulfilment AS part
            JOIN market_orderline AS line ON line.cell_id = %(cell)s AND line.order_id = part.order_id
                AND line.seller_id = part.seller_id AND line.part_no = part.part_no
            WHERE part.cell_id = %(cell)s AND part.status IN ('to_pack', 'packed', 'booked') AND line.kind = 1
        ), wanted AS (
            SELECT level_id, sum(count) AS count FROM (SELECT * FROM unpaid UNION ALL SELECT * FROM to_send) AS each
            GROUP BY level_id
        )
        SELECT level.level_id, level.reserved, coalesce(wanted.count, 0) AS ordered
        FROM catalog_level AS level LEFT JOIN wanted USING (level_id)
        WHERE level.cell_id = %(cell)s AND level.reserved <> coalesce(wanted.count, 0)
    """,
    "oversold": """
        SELECT level.level_id, level.on_hand, level.reserved FROM catalog_level AS level
        WHERE level.cell_id = %(cell)s AND (level.on_hand < level.reserved OR level.reserved < 0)
    """,
    "unpaid_past_its_time": """
        SELECT orders.order_id, orders.pay_by::text AS pay_by FROM UNPAID(orders)
        WHERE orders.pay_by < %(long_ago)s
    """,
    "release_overdue": """
        SELECT part.id::text AS part, part.order_id, part.complaint_until::text AS due FROM market_fulfilment AS part
        WHERE part.cell_id = %(cell)s AND part.status = 'delivered' AND part.complaint_until < %(long_ago)s
            AND NOT EXISTS (SELECT FROM market_dispute AS asked
                WHERE asked.fulfilment_id = part.id AND asked.status IN ('open', 'staff'))
            AND NOT EXISTS (SELECT FROM market_return AS asked
                WHERE asked.fulfilment_id = part.id AND asked.status IN ('asked', 'accepted'))
            AND NOT EXISTS (SELECT FROM market_fulfilment AS other WHERE other.cell_id = %(cell)s
                AND other.order_id = part.order_id AND other.seller_id = part.seller_id AND other.is_replacement
                AND other.status NOT IN ('completed', 'cancelled', 'refunded') AND other.part_no > part.part_no)
    """,
    "part_without_shipment": """
        SELECT part.id::text AS part, part.order_id, part.paid_at::text AS at FROM market_fulfilment AS part
        WHERE part.cell_id = %(cell)s AND part.status = 'to_pack' AND part.paid_at < %(long_ago)s
            AND NOT EXISTS (SELECT FROM dispatch_shipment AS shipment
                WHERE shipment.reference = concat_ws(':', 'order', part.order_id, part.seller_id,
                    nullif(part.part_no, 1)))
    """,
    "late_refund_overdue": """
        SELECT late.id::text AS refund, part.order_id, late.amount, late.currency, late.asked_at::text AS at
        FROM market_laterefund AS late JOIN market_fulfilment AS part ON part.id = late.fulfilment_id
        WHERE part.cell_id = %(cell)s AND late.status = 'waiting' AND late.asked_at < %(late_refund_from)s
    """,
}

WHOLE: Final = {code: _written(statement) for code, statement in _WHOLE.items()}
"""Each check of how things stand in one cell."""

MONEY: Final = """
    SELECT coalesce(owed.currency, book.code) AS currency,
        coalesce(owed.amount, 0)::bigint AS orders, coalesce(book.amount, 0)::bigint AS book
    FROM ({orders}) AS owed
    FULL JOIN (
        SELECT unit.code, balance.amount FROM ledger_balance AS balance
        JOIN ledger_account AS account ON account.account_id = balance.account_id AND account.code = %(account)s
        JOIN ledger_unit AS unit ON unit.number = balance.unit
        WHERE balance.cell_id = %(cell)s
    ) AS book ON book.code = owed.currency
    WHERE coalesce(owed.amount, 0) <> coalesce(book.amount, 0)
"""
OWED: Final = _written("""
    SELECT orders.currency, {sign}sum(orders.total) AS amount FROM UNPAID(orders) GROUP BY orders.currency
""")
HELD: Final = _written("""
    SELECT part.currency, sum(part.goods + part.delivery + part.gift - part.refunded) AS amount
    FROM market_fulfilment AS part WHERE part.cell_id = %(cell)s AND IS_OPEN(part) GROUP BY part.currency
""")
WAITING: Final = """
    SELECT late.currency, sum(late.set_aside) AS amount FROM market_laterefund AS late
    JOIN market_fulfilment AS part ON part.id = late.fulfilment_id
    WHERE part.cell_id = %(cell)s AND late.status = 'waiting' GROUP BY late.currency
"""
SUMS: Final[dict[str, tuple[str, str]]] = {
    "due_differs": (MONEY.format(orders=OWED.format(sign="-")), chart.orders_due()),
    "promised_differs": (MONEY.format(orders=OWED.format(sign="")), chart.orders_promised()),
    "held_differs": (MONEY.format(orders=HELD), chart.held_for_orders()),
    "refunds_due_differs": (MONEY.format(orders=WAITING), chart.refunds_due()),
}
"""What orders in each state come to, and the account of the book that must say the same."""

CODES: Final = (*RANGED, *WHOLE, *SUMS)
"""Everything that is proven, in the order it is looked at."""
