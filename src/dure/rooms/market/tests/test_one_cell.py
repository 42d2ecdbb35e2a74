"""No hot statement touches two cells: what PostgreSQL's own plans say, and what waits when the other cell is locked."""

import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import CompositePrimaryKey
from psycopg import sql

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger.services.cells import open_cell
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer
from dure.rooms.market.models import Deadline, Fulfilment, Order
from dure.rooms.market.queries import proofs
from dure.rooms.market.services import archiving, intake, orders, parts, releases, shipping
from dure.rooms.people import factories as people

from .plans import listening

HOT = (
    "market_order",
    "market_orderline",
    "market_allowance",
    "market_deadline",
    "catalog_offer",
    "catalog_level",
    "catalog_stockmove",
    "ledger_entry",
    "ledger_balance",
)
"""The tables that are distributed by their cell (docs/how-to/distribute-by-cell.md)."""

HERE, THERE = 2, 1
ONE_CELL = re.compile(r"\bcell_id = (?!ANY)")


@pytest.fixture(autouse=True)
def nothing_is_kept_hot(settings):
    """What is closed may be archived at once."""
    settings.ORDERS_KEPT_HOT = timedelta(seconds=-1)


def a_days_work(cell_id: int) -> None:
    """Place, replay, refuse, pay, cancel, give up, send, release and prove orders of one cell."""
    buyer = people.make_person().id
    farm = factories.seller().id
    offer = factories.offer(organisation_id=farm, on_hand=50, cell_id=cell_id)
    limited = factories.offer(organisation_id=farm, on_hand=9, per_buyer_limit=3, cell_id=cell_id)
    both = factories.request(buyer_id=buyer, lines=[(offer, 2), (limited, 3)])
    asked = [both, both, factories.request(buyer_id=buyer, lines=[(limited, 1)])]
    answers = [each.answer for each in intake.place_orders(requests=asked, cell_id=cell_id)]
    assert answers == [Answer.PLACED, Answer.REPLAYED, Answer.REFUSED]

    unpaid = factories.placed_order(buyer_id=buyer, lines=[(offer, 1)], cell_id=cell_id)
    orders.cancel_order(by=HOUSE, order_id=unpaid.order_id, why="a test", cell_id=cell_id)
    first = factories.paid_order(buyer_id=buyer, lines=[(offer, 3)], cell_id=cell_id)
    orders.cancel_lines(by=HOUSE, fulfilment_id=factories.parts_of(first)[0].id, counts={1: 1}, why="a test")
    second = factories.paid_order(buyer_id=buyer, lines=[(offer, 1)], cell_id=cell_id)
    orders.cancel_order(by=HOUSE, order_id=second.order_id, why="a test", cell_id=cell_id)

    [part] = factories.parts_of(first)
    shipping.note_delivered(reference=part.reference, at=clock.now() - timedelta(days=9))
    releases.release_part(fulfilment_id=part.id)
    over = clock.now() - timedelta(minutes=1)
    Deadline.objects.filter(cell_id=cell_id).update(pay_by=over)
    Order.objects.filter(cell_id=cell_id, status=Order.Status.PLACED).update(pay_by=over)
    assert orders.expire_every_order(cell_id=cell_id) == 1
    assert Fulfilment.objects.get(id=part.id).status == Fulfilment.Status.COMPLETED


def a_nights_work(cell_id: int) -> None:
    """Move one cell's old orders to the archive, bring one back, and look through the cell."""
    assert archiving.archive_every_order(cell_id=cell_id) > 0
    with transaction.atomic():
        old = Order.objects.filter(cell_id=cell_id, is_archived=True).order_by("order_id").first()
        assert not parts.locked_order(order_id=old.order_id, cell_id=cell_id).is_archived
    found = proofs.Findings()
    pieces = [each for each in proofs.ranges_of_everything() if each.cell_id == cell_id]
    proofs.examine(ranges=pieces, found=found)
    assert found.problems == []


def lock_all(other: psycopg.Connection, table: str) -> int:
    """Lock every row that the other cell has in a table; return how many."""
    statement = sql.SQL("SELECT 1 FROM {} WHERE cell_id = %s FOR UPDATE").format(sql.Identifier(table))
    return other.execute(statement, [THERE]).rowcount


@pytest.mark.django_db
def test_every_plan_over_a_hot_table_asks_for_one_cell():
    open_cell(cell_id=HERE)
    with listening() as plans:
        a_days_work(HERE)
        a_nights_work(HERE)
    hot = [read for read in plans.reads if read.table in HOT]
    assert {read.table for read in hot} == set(HOT)
    astray = {f"{read.table}: {read.statement.strip()}" for read in hot if not ONE_CELL.search(read.conditions)}
    assert astray == set(), "\n\n".join(sorted(astray))


@pytest.mark.django_db
def test_a_plan_over_two_cells_is_noticed():
    """The test above would see it."""
    with listening() as plans:
        list(Order.objects.filter(order_id=7))
    assert [bool(ONE_CELL.search(read.conditions)) for read in plans.reads if read.table == "market_order"] == [
        False,
        False,
    ]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_waits_while_the_other_cell_is_locked(database_url):
    open_cell(cell_id=HERE)
    offer = factories.offer(on_hand=20, per_buyer_limit=9, cell_id=THERE)
    for make in (factories.placed_order, factories.paid_order):
        make(lines=[(offer, 1)], cell_id=THERE)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    with psycopg.connect(database_url) as other:
        locked = {table: lock_all(other, table) for table in HOT}
        assert all(locked.values()), locked
        a_days_work(HERE)
        a_nights_work(HERE)
        assert catalog.shelf_of(offer).reserved == 2
        other.rollback()


def test_the_guide_names_every_table_that_is_kept_by_cell():
    guide = (Path(__file__).resolve().parents[5] / "docs" / "how-to" / "distribute-by-cell.md").read_text("utf-8")
    kept = {
        model._meta.db_table
        for model in apps.get_models()
        if isinstance(model._meta.pk, CompositePrimaryKey) and "cell_id" in model._meta.pk.field_names
    }
    seals = {"ledger_seal", "ledger_sealedleaves"}  # written once a night, for a whole cell
    assert {table for table in kept - seals if f"`{table}`" not in guide} == set()
