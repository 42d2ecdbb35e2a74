"""Looking through all orders: what foreign keys would have guarded, and whether shelves and book say the same.

Every check is one statement over everything, in one snapshot; it returns the rows that do not fit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

from dure.rooms.ledger import chart
from dure.rooms.market.models import Proof

FOUND_MAX: Final = 200
"""How many rows of one check are kept."""

Progress = Callable[[int, int], None]
"""Called with how many checks are done, of how many."""

CHECKS: Final[dict[str, str]] = {
    "line_without_order": """
        SELECT line.cell_id, line.order_id, line.line_no FROM market_orderline AS line
        WHERE NOT EXISTS (SELECT FROM market_order AS orders
            WHERE orders.cell_id = line.cell_id AND orders.order_id = line.order_id)
    """,
    "line_without_offer": """
        SELECT line.cell_id, line.order_id, line.line_no, line.offer_id FROM market_orderline AS line
        WHERE line.kind = 1 AND NOT EXISTS (SELECT FROM catalog_offer AS offer
            WHERE offer.cell_id = line.cell_id AND offer.offer_id = line.offer_id
                AND offer.organisation_id = line.seller_id AND offer.product_id = line.product_id)
    """,
    "line_without_level": """
        SELECT line.cell_id, line.order_id, line.line_no, line.level_id FROM market_orderline AS line
        WHERE line.kind = 1 AND NOT EXISTS (SELECT FROM catalog_level AS level
            WHERE level.cell_id = line.cell_id AND level.level_id = line.level_id)
    """,
    "order_without_buyer": """
        SELECT orders.cell_id, orders.order_id, orders.buyer_id FROM market_order AS orders
        WHERE NOT EXISTS (SELECT FROM people_person AS person WHERE person.id = orders.buyer_id)
    """,
    "order_sums_differ": """
        SELECT orders.cell_id, orders.order_id, orders.goods, orders.delivery, sums.goods AS line_goods,
            sums.delivery AS line_delivery
        FROM market_order AS orders
        LEFT JOIN (
            SELECT cell_id, order_id, coalesce(sum(quantity * unit_price) FILTER (WHERE kind = 1), 0) AS goods,
                coalesce(sum(quantity * unit_price) FILTER (WHERE kind = 2), 0) AS delivery
            FROM market_orderline GROUP BY cell_id, order_id
        ) AS sums USING (cell_id, order_id)
        WHERE orders.goods IS DISTINCT FROM sums.goods OR orders.delivery IS DISTINCT FROM sums.delivery
    """,
    "order_not_in_the_book": """
        SELECT orders.cell_id, orders.order_id, orders.total FROM market_order AS orders
        LEFT JOIN ledger_entry AS entry ON entry.cell_id = orders.cell_id AND entry.entry_id = orders.order_id
            AND entry.reference = 'order:' || orders.order_id
        WHERE entry.amounts IS DISTINCT FROM ARRAY[-orders.total, orders.total]
    """,
    "entry_without_order": """
        SELECT entry.cell_id, entry.entry_id, entry.reference FROM ledger_entry AS entry
        WHERE entry.kind = 12 AND NOT EXISTS (SELECT FROM market_order AS orders
            WHERE orders.cell_id = entry.cell_id AND orders.order_id = entry.entry_id)
    """,
    "part_without_order": """
        SELECT part.id::text AS part, part.order_id FROM market_fulfilment AS part
        WHERE NOT EXISTS (SELECT FROM market_order AS orders
            WHERE orders.cell_id = part.cell_id AND orders.order_id = part.order_id AND orders.status IN (2, 3, 4)
                AND orders.buyer_id = part.buyer_id)
    """,
    "part_sums_differ": """
        SELECT part.id::text AS part, part.order_id, part.goods, part.delivery, part.refunded, sums.goods AS line_goods,
            sums.delivery AS line_delivery, sums.refunded AS line_refunded
        FROM market_fulfilment AS part
        LEFT JOIN (
            SELECT cell_id, order_id, seller_id, part_no,
                coalesce(sum(quantity * unit_price) FILTER (WHERE kind = 1), 0) AS goods,
                coalesce(sum(quantity * unit_price) FILTER (WHERE kind = 2), 0) AS delivery, sum(refunded) AS refunded
            FROM market_orderline GROUP BY cell_id, order_id, seller_id, part_no
        ) AS sums USING (cell_id, order_id, seller_id, part_no)
        WHERE (part.goods, part.delivery) IS DISTINCT FROM (sums.goods, sums.delivery)
            OR part.refunded - sums.refunded NOT IN (0, part.gift)
    """,
    "paid_order_without_open_part": """
        SELECT orders.cell_id, orders.order_id FROM market_order AS orders
        WHERE orders.status = 2 AND NOT EXISTS (SELECT FROM market_fulfilment AS part
            WHERE part.cell_id = orders.cell_id AND part.order_id = orders.order_id
                AND part.status NOT IN ('completed', 'cancelled', 'refunded'))
    """,
    "ended_order_with_open_part": """
        SELECT orders.cell_id, orders.order_id FROM market_order AS orders
        JOIN market_fulfilment AS part USING (cell_id, order_id)
        WHERE orders.status <> 2 AND part.status NOT IN ('completed', 'cancelled', 'refunded')
    """,
    "refund_not_in_the_book": """
        SELECT refund.id::text AS refund, refund.order_id, refund.amount FROM market_refund AS refund
        WHERE NOT EXISTS (SELECT FROM ledger_entry AS entry WHERE entry.cell_id = refund.cell_id
            AND entry.reference = 'refund:' || refund.id AND refund.amount = ANY (entry.amounts))
    """,
    "reserved_differs": """
        SELECT level.cell_id, level.level_id, level.reserved, coalesce(wanted.count, 0) AS ordered
        FROM catalog_level AS level
        LEFT JOIN (
            SELECT line.cell_id, line.level_id, sum(line.quantity - line.cancelled) AS count
            FROM market_orderline AS line
            JOIN market_order AS orders USING (cell_id, order_id)
            LEFT JOIN market_fulfilment AS part USING (cell_id, order_id, seller_id, part_no)
            WHERE line.kind = 1 AND (orders.status = 1 OR part.status IN ('to_pack', 'packed'))
            GROUP BY line.cell_id, line.level_id
        ) AS wanted USING (cell_id, level_id)
        WHERE level.reserved <> coalesce(wanted.count, 0)
    """,
    "oversold": """
        SELECT cell_id, level_id, on_hand, reserved FROM catalog_level WHERE on_hand < reserved OR reserved < 0
    """,
    "stock_differs_from_its_movements": """
        SELECT level.cell_id, level.level_id, level.on_hand, coalesce(moves.change, 0) AS moved
        FROM catalog_level AS level
        LEFT JOIN (SELECT cell_id, level_id, sum(change) AS change FROM catalog_stockmove GROUP BY cell_id, level_id)
            AS moves USING (cell_id, level_id)
        WHERE level.on_hand <> coalesce(moves.change, 0)
    """,
}
"""Each check by the code of what it finds; a sound house finds nothing."""

MONEY: Final = """
    SELECT coalesce(owed.cell_id, book.cell_id) AS cell_id, coalesce(owed.currency, book.code) AS currency,
        coalesce(owed.amount, 0)::bigint AS orders, coalesce(book.amount, 0)::bigint AS book
    FROM ({orders}) AS owed
    FULL JOIN (
        SELECT balance.cell_id, unit.code, balance.amount FROM ledger_balance AS balance
        JOIN ledger_account AS account ON account.account_id = balance.account_id AND account.code = %s
        JOIN ledger_unit AS unit ON unit.number = balance.unit
    ) AS book ON book.cell_id = owed.cell_id AND book.code = owed.currency
    WHERE coalesce(owed.amount, 0) <> coalesce(book.amount, 0)
"""
UNPAID: Final = (
    "SELECT cell_id, currency, {sign}sum(total) AS amount FROM market_order WHERE status = 1 GROUP BY cell_id, currency"
)
HELD: Final = """
    SELECT cell_id, currency, sum(goods + delivery + gift - refunded) AS amount FROM market_fulfilment
    WHERE status NOT IN ('completed', 'cancelled', 'refunded') GROUP BY cell_id, currency
"""
WAITING: Final = """
    SELECT part.cell_id, late.currency, sum(late.set_aside) AS amount FROM market_laterefund AS late
    JOIN market_fulfilment AS part ON part.id = late.fulfilment_id
    WHERE late.status = 'waiting' GROUP BY part.cell_id, late.currency
"""
SUMS: Final[dict[str, tuple[str, str]]] = {
    "due_differs": (UNPAID.format(sign="-"), chart.orders_due()),
    "promised_differs": (UNPAID.format(sign=""), chart.orders_promised()),
    "held_differs": (HELD, chart.held_for_orders()),
    "refunds_due_differs": (WAITING, chart.refunds_due()),
}
"""What orders in each state come to, and the account of the book that must say the same."""


@dataclass
class Findings:
    """What was found; `problems` name the check and where."""

    order_count: int = 0
    line_count: int = 0
    problem_count: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything fits together."""
        return self.problem_count == 0

    def note(self, code: str, rows: list[dict[str, Any]]) -> None:
        """Keep what one check found."""
        self.problem_count += len(rows)
        self.problems += [{"code": code, **row} for row in rows[:FOUND_MAX]]


def examine(*, progress: Progress | None = None) -> Findings:
    """Look through everything in one snapshot; report how many checks are done."""
    found = Findings()
    total = len(CHECKS) + len(SUMS)
    with transaction.atomic():
        if not connection.savepoint_ids:
            _ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        counted = _rows("SELECT (SELECT count(*) FROM market_order) AS orders, "
                        "(SELECT count(*) FROM market_orderline) AS lines")[0]  # fmt: skip
        found.order_count, found.line_count = counted["orders"], counted["lines"]
        for done, (code, statement) in enumerate(CHECKS.items(), start=1):
            found.note(code, _rows(statement))
            if progress:
                progress(done, total)
        for done, (code, (statement, account)) in enumerate(SUMS.items(), start=len(CHECKS) + 1):
            found.note(code, _rows(MONEY.format(orders=statement), account))
            if progress:
                progress(done, total)
    return found


def last_proof() -> Proof | None:
    """Return the latest outcome."""
    return Proof.objects.order_by("-proof_id").first()


def latest_proofs(*, count: int) -> list[Proof]:
    """Return the latest outcomes, newest first."""
    return list(Proof.objects.order_by("-proof_id")[:count])


def _ask(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(statement: str, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows of a statement by column, numbers of rows as strings."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(arguments) or None)
        names = [column.name for column in cursor.description]
        return [
            {
                name: str(value) if name.endswith("_id") else _plain(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it; sums come as decimals."""
    return value if value is None or isinstance(value, (int, str)) else int(value)
