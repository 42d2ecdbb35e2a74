"""Pack sheets, lists of orders and sums of sales of one seller, streamed by a cursor of the server.

Every statement begins with the seller's own parts and joins lines by seller and part, so that nothing of another
seller's share in the same order can come along. Who coordinates an order cycle gets its producers' lines of that cycle.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import Money
from dure.kernel.numbers import start_of
from dure.kernel.sheets import Cell
from dure.rooms.catalog.queries.cycle_orders import sales_of_rounds
from dure.rooms.catalog.queries.origins import origins
from dure.rooms.dispatch.queries.hubs import hub_names
from dure.rooms.market.models import Fulfilment
from dure.rooms.market.numbering import short
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind
from dure.rooms.people.queries.regions import full_names

Row = Sequence[Cell]
Step = Callable[[int], None]
ROWS_AT_ONCE: Final = 2_000

PARTS: Final = """
FROM market_fulfilment AS part
JOIN market_order AS placed ON placed.cell_id = part.cell_id AND placed.order_id = part.order_id
"""
LINES: Final = f"""{PARTS}
JOIN market_orderline AS line ON line.cell_id = part.cell_id AND line.order_id = part.order_id
    AND line.seller_id = part.seller_id AND line.part_no = part.part_no
    AND line.kind = 1 AND line.quantity > line.cancelled
LEFT JOIN unnest(%(levels)s::bigint[], %(origins)s::text[]) AS origin (level_id, name)
    ON origin.level_id = line.level_id
LEFT JOIN unnest(%(producers)s::uuid[], %(producer_names)s::text[]) AS producer (id, name)
    ON producer.id = part.seller_id
"""
CHOSEN: Final = """
WHERE part.seller_id = ANY (%(sellers)s::uuid[]) AND part.status = ANY(%(statuses)s)
    AND part.paid_at >= %(since)s AND part.paid_at < %(until)s
"""
OF_ROUNDS: Final = "AND (%(offers)s::bigint[] IS NULL OR line.offer_id = ANY (%(offers)s::bigint[]))"
WITH_ROUNDS: Final = """
AND (%(offers)s::bigint[] IS NULL OR EXISTS (
    SELECT FROM market_orderline AS line
    WHERE line.cell_id = part.cell_id AND line.order_id = part.order_id AND line.seller_id = part.seller_id
        AND line.part_no = part.part_no AND line.offer_id = ANY (%(offers)s::bigint[])
))
"""
EACH_LINE: Final = f"""
SELECT placed.order_id, coalesce(placed.delivery_to->>'name', ''), placed.delivery_to->>'region_id',
    placed.delivery_to->>'hub_id',
    coalesce(producer.name, origin.name, ''), line.about->>'name',
    concat_ws(' ', line.about->>'size', line.about->>'package'),
    line.quantity - line.cancelled, placed.delivery_to->>'note'
{LINES} {CHOSEN} {OF_ROUNDS}
"""
GOODS: Final = """
CROSS JOIN LATERAL (
    SELECT string_agg(concat_ws(' ', line.about->>'name', line.about->>'size')
            || ' × ' || line.quantity - line.cancelled, '; ' ORDER BY line.line_no) AS words,
        coalesce(sum(line.quantity - line.cancelled), 0) AS pieces
    FROM market_orderline AS line
    WHERE line.cell_id = part.cell_id AND line.order_id = part.order_id AND line.seller_id = part.seller_id
        AND line.part_no = part.part_no AND line.kind = 1 AND line.quantity > line.cancelled
) AS goods
"""
EACH_ORDER: Final = f"""
SELECT placed.order_id, part.paid_at, part.status, coalesce(placed.delivery_to->>'name', ''),
    placed.delivery_to->>'phone',
    placed.delivery_to->>'region_id', placed.delivery_to->>'hub_id', placed.delivery_to->>'street',
    placed.delivery_to->>'detail', placed.delivery_to->>'postcode', placed.delivery_to->>'note',
    goods.words, goods.pieces, part.goods, part.delivery, part.refunded, part.currency
{PARTS} {GOODS} {CHOSEN} {WITH_ROUNDS}
ORDER BY part.paid_at, part.id
"""
EACH_DAY_AND_REGION: Final = f"""
SELECT (part.paid_at AT TIME ZONE %(zone)s)::date AS day, placed.delivery_to->>'region_id' AS region,
    placed.delivery_to->>'hub_id' AS hub, part.currency, count(*), sum(part.goods), sum(part.delivery),
    sum(part.refunded)
{PARTS} {CHOSEN} {WITH_ROUNDS} AND NOT part.is_replacement
GROUP BY day, region, hub, part.currency
ORDER BY day, region, hub, part.currency
"""
STATEMENTS: Final = {
    SheetKind.BY_CUSTOMER: f"{EACH_LINE} ORDER BY 2, 1, line.line_no",
    SheetKind.BY_PRODUCT: f"{EACH_LINE} ORDER BY 6, 7, 2, 1",
    SheetKind.BY_SUPPLIER: f"{EACH_LINE} ORDER BY 5, 6, 7, 2, 1",
    SheetKind.ORDERS: EACH_ORDER,
    SheetKind.SALES: EACH_DAY_AND_REGION,
}
HEADS: Final[Mapping[SheetKind, Sequence[Promise]]] = {
    SheetKind.BY_CUSTOMER: (_("Customer"), _("Where to"), _("Order"), _("Supplier"), _("Product"), _("Size"),
                            _("Number"), _("Note")),
    SheetKind.BY_PRODUCT: (_("Product"), _("Size"), _("Customer"), _("Where to"), _("Order"), _("Supplier"),
                           _("Number")),
    SheetKind.BY_SUPPLIER: (_("Supplier"), _("Product"), _("Size"), _("Customer"), _("Where to"), _("Order"),
                            _("Number")),
    SheetKind.ORDERS: (_("Order"), _("Paid"), _("Status"), _("Customer"), _("Phone"), _("Where to"), _("Street"),
                       _("Detail"), _("Postcode"), _("Note"), _("Goods"), _("Pieces"), _("Goods cost"), _("Delivery"),
                       _("Given back"), _("Currency")),
    SheetKind.SALES: (_("Day"), _("Region"), _("Orders"), _("Goods cost"), _("Delivery"), _("Given back"),
                      _("Currency")),
}  # fmt: skip
OPEN: Final = (Fulfilment.Status.TO_PACK, Fulfilment.Status.PACKED)
PACK_SHEETS: Final = {SheetKind.BY_CUSTOMER, SheetKind.BY_PRODUCT, SheetKind.BY_SUPPLIER}
EARLIEST, LATEST = "-infinity", "infinity"


@dataclass(frozen=True)
class Places:
    """The names of regions and hubs, each asked for once."""

    regions: Mapping[str, str]
    hubs: Mapping[str, str]

    def of(self, region: str | None, hub: str | None) -> str:
        """Return where goods go: the hub where they are collected, else the county; empty for neither."""
        return self.hubs.get(hub or "") or self.regions.get(region or "", "")


def sheet_rows(*, ask: SheetAsk, expect: Step, step: Step) -> Iterator[Row]:
    """Yield a sheet's head and rows, with a memory that does not grow.

    `expect` hears how many rows are read (of sums: nothing), `step` of some thousand at a time.
    """
    values = _values(ask)
    yield [str(head) for head in HEADS[ask.kind]]
    with transaction.atomic():
        if ask.kind is not SheetKind.SALES:
            expect(_count(ask.kind, values))
        yield from _made(ask, _streamed(STATEMENTS[ask.kind], values, step), _places(values))


def _made(ask: SheetAsk, rows: Iterator[Any], places: Places) -> Iterator[Row]:
    """Yield the rows of a kind of sheet."""
    if ask.kind is SheetKind.BY_CUSTOMER:
        return (_customer_row(row, places) for row in rows)
    if ask.kind is SheetKind.BY_PRODUCT:
        return _with_sums((_product_row(row, places) for row in rows), like=2)
    if ask.kind is SheetKind.BY_SUPPLIER:
        return _with_sums((_supplier_row(row, places) for row in rows), like=3)
    if ask.kind is SheetKind.ORDERS:
        return (_order_row(row, places) for row in rows)
    return (_sales_row(row, places) for row in rows)


def _customer_row(row: Any, places: Places) -> Row:
    number, name, region, hub, origin, goods, size, count, note = row
    return [name, places.of(region, hub), short(order_id=number), origin, goods, size, Decimal(count), note or ""]


def _product_row(row: Any, places: Places) -> Row:
    number, name, region, hub, origin, goods, size, count, _note = row
    return [goods, size, name, places.of(region, hub), short(order_id=number), origin, Decimal(count)]


def _supplier_row(row: Any, places: Places) -> Row:
    number, name, region, hub, origin, goods, size, count, _note = row
    return [origin, goods, size, name, places.of(region, hub), short(order_id=number), Decimal(count)]


def _order_row(row: Any, places: Places) -> Row:
    (number, paid, status, name, phone, region, hub, street, detail, postcode, note, words, pieces, *sums, code) = row
    return [
        short(order_id=number),
        f"{paid.astimezone(HOUSE_ZONE):%Y-%m-%d %H:%M}",
        str(Fulfilment.Status(status).label),
        name,
        phone or "",
        places.of(region, hub),
        *(text or "" for text in (street, detail, postcode, note, words)),
        Decimal(pieces),
        *(Money(int(minor), code).major for minor in sums),
        code,
    ]


def _sales_row(row: Any, places: Places) -> Row:
    day, region, hub, code, count, *sums = row
    amounts = [Money(int(minor), code).major for minor in sums]
    return [day.isoformat(), places.of(region, hub), Decimal(count), *amounts, code]


def _with_sums(rows: Iterator[Row], *, like: int) -> Iterator[Row]:
    """Yield rows, and after those whose first cells are alike one with the sum of their last cells."""
    group: Row = []
    total = Decimal(0)
    for row in rows:
        if group and row[:like] != group:
            yield _sum_row(group, total, len(row))
            total = Decimal(0)
        group, total = row[:like], total + Decimal(row[-1])
        yield row
    if group:
        yield _sum_row(group, total, len(row))


def _sum_row(group: Row, total: Decimal, width: int) -> Row:
    empty = [""] * (width - len(group) - 2)
    return [*group, str(_("Together")), *empty, total]


def _values(ask: SheetAsk) -> dict[str, Any]:
    """Return what the statements are asked with."""
    names = origins(organisation_id=ask.organisation_id)
    values: dict[str, Any] = {
        "sellers": [ask.organisation_id], "levels": list(names), "origins": list(names.values()),
        "zone": HOUSE_ZONE.key, "since": EARLIEST, "until": LATEST, "statuses": list(OPEN),
        "offers": None, "producers": [], "producer_names": [],
    } | _of_rounds(ask)  # fmt: skip
    if ask.first is None or ask.last is None:
        return values
    kept = [status.value for status in Fulfilment.Status if status is not Fulfilment.Status.CANCELLED]
    since, until = start_of(ask.first, HOUSE_ZONE), start_of(ask.last + timedelta(days=1), HOUSE_ZONE)
    return values | {"since": since, "until": until, "statuses": kept}


def _of_rounds(ask: SheetAsk) -> dict[str, Any]:
    """Return what narrows a sheet to rounds of order cycles.

    Who coordinates a cycle packs for all its producers: the pack sheets show him their lines of this cycle, and no
    others. Lists of orders and sums of sales stay one's own.
    """
    if not ask.rounds:
        return {}
    sold = sales_of_rounds(round_ids=ask.rounds, organisation_id=ask.organisation_id)
    if ask.kind not in PACK_SHEETS:
        return {"offers": sold.offers}
    return {
        "offers": sold.offers,
        "sellers": [ask.organisation_id, *sold.producers],
        "producers": list(sold.producers),
        "producer_names": list(sold.producers.values()),
    }


def _count(kind: SheetKind, values: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        rows = f"{PARTS} {CHOSEN} {WITH_ROUNDS}" if kind is SheetKind.ORDERS else f"{LINES} {CHOSEN} {OF_ROUNDS}"
        cursor.execute(f"SELECT count(*) {rows}", values)
        return int(cursor.fetchone()[0])


def _places(values: Mapping[str, Any]) -> Places:
    """Return the names of everywhere these orders go."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT placed.delivery_to->>'region_id', placed.delivery_to->>'hub_id' {PARTS} {CHOSEN}", values
        )
        found = cursor.fetchall()
    regions = full_names(region_ids={UUID(region) for region, _hub in found if region})
    hubs = hub_names(hub_ids={UUID(hub) for _region, hub in found if hub})
    return Places(
        {str(region_id): name for region_id, name in regions.items()},
        {str(hub_id): name for hub_id, name in hubs.items()},
    )


def _streamed(statement: str, values: Mapping[str, Any], step: Step) -> Iterator[Any]:
    """Yield the rows of a statement through a cursor of the server, some thousand at a time."""
    with _cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            step(len(rows))
            yield from rows


@contextmanager
def _cursor() -> Iterator[Any]:
    """Read with one process of the server only: the others are for people who order."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
    with connection.chunked_cursor() as cursor:
        yield cursor
