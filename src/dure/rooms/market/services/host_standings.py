"""What reached farmers through each host, kept with every change; and summed anew where somebody doubts it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.jobs import REPORTS, job
from dure.rooms.market.models import Attribution
from dure.rooms.market.queries.host_standings import EVER, EVERYWHERE, province_of

Key = tuple[UUID, str, str, str]
"""Host, period, region and currency."""

_ADD: Final = """
    INSERT INTO market_standing AS had (affiliate_id, period, region_path, currency, line_count, to_farmers, commission)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (affiliate_id, period, region_path, currency) DO UPDATE SET
        line_count = had.line_count + excluded.line_count, to_farmers = had.to_farmers + excluded.to_farmers,
        commission = had.commission + excluded.commission
"""
_SUM: Final = """
    INSERT INTO market_standing (affiliate_id, period, region_path, currency, line_count, to_farmers, commission)
    SELECT sold.affiliate_id, spans.period, places.path, sold.currency, count(*), sum(sold.to_farmer),
        sum(sold.commission)
    FROM market_attribution AS sold
    JOIN people_organisation AS seller ON seller.id = sold.seller_id
    LEFT JOIN people_region AS region ON region.id = seller.region_id
    CROSS JOIN LATERAL (
        VALUES (%(ever)s), (to_char(sold.settled_at AT TIME ZONE %(zone)s, 'YYYY-MM'))
    ) AS spans (period)
    CROSS JOIN LATERAL (
        SELECT '' AS path UNION
        SELECT split_part(region.path, '/', 1) || '/' || split_part(region.path, '/', 2) WHERE region.path LIKE '%%/%%'
    ) AS places
    WHERE sold.status = 'earned'
    GROUP BY 1, 2, 3, 4
"""


@transaction.atomic(savepoint=False)
def count(*, rows: Iterable[Attribution], sign: int) -> None:
    """Add settled commissions to the standings (sign 1), or take them off (-1), within the verb that changes them."""
    changes: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        for key in _keys(row):
            change = changes[key]
            change[0] += sign
            change[1] += sign * row.to_farmer
            change[2] += sign * row.commission
    with connection.cursor() as cursor:
        for key, change in sorted(changes.items()):
            cursor.execute(_ADD, [*key, *change])


@transaction.atomic
def recount() -> None:
    """Sum every standing anew from the attributions; whoever changes one meanwhile waits. Again changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE market_standing IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM market_standing")
        cursor.execute(_SUM, {"ever": EVER, "zone": str(HOUSE_ZONE)})


@job(retries=1, queue=REPORTS)
def recount_standings() -> None:
    """Sum the standings anew, behind everybody else."""
    recount()


def _keys(row: Attribution) -> Iterator[Key]:
    """Yield where a commission counts: in its month and ever, in its province and everywhere."""
    assert row.settled_at is not None, "only what is settled counts"
    month = f"{row.settled_at.astimezone(HOUSE_ZONE):%Y-%m}"
    province = province_of(region_path=row.seller.region.path) if row.seller.region else EVERYWHERE
    for period in (EVER, month):
        for region in sorted({EVERYWHERE, province}):
            yield row.affiliate_id, period, region, row.currency
