"""Many hosts, visits and orders: every page and decision finds its rows by an index, as the database says itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from dure.rooms.market.models import Affiliate
from dure.rooms.market.queries import affiliates, host_standings, promotions
from dure.rooms.market.services import host_standings as standing_verbs
from dure.rooms.market.services.host_payments import pay_hosts
from dure.rooms.market.services.promotion_links import forget_visits
from dure.rooms.market.tests.promoted import campaign
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db
HOSTS, VISITS_EACH, ORDERS_EACH = 400, 10, 3
TABLES = ("market_affiliate", "market_promotionlink", "market_touch", "market_attribution", "market_standing")
FILL = (
    """
    INSERT INTO people_person (id, name, language, is_text_large, is_data_low, theme, joined_at)
    SELECT uuidv7(), 'Many ' || n, 'ko', false, false, 'auto', now() FROM generate_series(1, %(hosts)s) AS n
    """,
    """
    INSERT INTO market_affiliate (id, person_id, status, doubt, is_named, applied_at)
    SELECT uuidv7(), id, 'approved', '', true, now() FROM people_person WHERE name LIKE 'Many %%'
    """,
    """
    INSERT INTO market_promotionlink (id, code, affiliate_id, programme_id, target, target_id, made_at, visitor_count)
    SELECT uuidv7(), right(md5(id::text), 12), id, %(programme)s, 'seller', %(seller)s::text, now(), 0
    FROM market_affiliate WHERE id <> %(own)s
    """,
    """
    INSERT INTO market_touch (link_id, seller_id, person_id, browser_id, moments, kept_until)
    SELECT id, %(seller)s, NULL, uuidv7(), '[[0, 1, 500]]', now() + interval '30 days'
    FROM market_promotionlink, generate_series(1, %(visits)s)
    """,
    """
    INSERT INTO market_attribution (id, cell_id, order_id, line_no, affiliate_id, programme_id, link_id, seller_id,
        buyer_id, touched_at, ordered_at, commission_bp, currency, amount, commission, reversed, to_farmer, status,
        reason, decided_at, settled_at, paid_at)
    SELECT uuidv7(), 1, row_number() OVER (), 1, link.affiliate_id, link.programme_id, link.id, %(seller)s,
        affiliate.person_id, now(), now() - interval '40 days', 500, 'KRW', 10000, 500, 0, 9000, 'earned', 'last_link',
        now(), now() - interval '39 days', now()
    FROM market_promotionlink AS link JOIN market_affiliate AS affiliate ON affiliate.id = link.affiliate_id,
        generate_series(1, %(orders)s)
    """,
)


@pytest.fixture
def crowd() -> Any:
    """A campaign with hosts, visits and orders, counted as the database counts its rows."""
    made = campaign()
    facts = {
        "hosts": HOSTS, "visits": VISITS_EACH, "orders": ORDERS_EACH, "programme": made.programme.id,
        "seller": made.farm.id, "own": made.affiliate.id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, facts)
    standing_verbs.recount()
    with connection.cursor() as cursor:
        for table in (*TABLES, "people_person"):
            cursor.execute(f"ANALYZE {table}")
    return made


def scans(work: Callable[[], object]) -> list[str]:
    """Return the plans of a piece of work's queries in which one of the network's tables is read from end to end."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.lstrip().upper().startswith("SELECT") and any(table in sql for table in TABLES):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    assert asked
    found = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            found += [plan for table in TABLES if f"Seq Scan on {table}" in plan]
    return found


def test_no_page_and_no_decision_reads_a_table_from_end_to_end(crowd, ana):
    made, buyer = crowd, people.make_person()
    many = Affiliate.objects.exclude(id=made.affiliate.id).order_by("id")[7]

    def work() -> None:
        rows = affiliates.my_links(affiliate=many, page=1)
        assert affiliates.rows_of(rows)[0].sums.order_count == ORDERS_EACH
        affiliates.sums_of(affiliate=many)
        list(affiliates.my_orders(affiliate=many)[:30])
        board = host_standings.leaderboard(person_id=many.person_id)
        assert len(board.places) == host_standings.SHOWN
        list(affiliates.held()[:50])
        list(affiliates.applications()[:50])
        list(affiliates.suspended()[:50])
        promotions.visits_of(person_ids=[ana.id])
        promotions.link(code=made.link.code)
        pay_hosts()
        forget_visits()

    assert scans(work) == []
    assert scans(lambda: made.sells(buyer)) == []


def test_summing_anew_says_what_was_kept(crowd):
    del crowd
    board = host_standings.leaderboard()
    assert board.places[0].reached.minor == 9_000 * ORDERS_EACH
    before = [(each.place, each.reached) for each in board.places]
    standing_verbs.recount()
    assert [(each.place, each.reached) for each in host_standings.leaderboard().places] == before
