"""Pack sheets: what stands in them, that the worker makes them and hands them over, that they can be called off."""

import csv
import io
from contextlib import suppress

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dure.kernel import clock, progress
from dure.kernel.http import Actor
from dure.kernel.models import Progress
from dure.kernel.progress import CalledOff, report_of
from dure.rooms.market import errors, factories
from dure.rooms.market.jobs import make_sheet
from dure.rooms.market.services.orders import cancel_lines
from dure.rooms.market.services.sheets import read_ask, write_sheet
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def farm(bo):
    made = factories.seller(name="Sea Field")
    people.make_member(made, bo, "member")
    return made


@pytest.fixture
def sold(farm, ana, chi):
    """Ana has two leeks and a pear, Chi three leeks."""
    leek = factories.offer(organisation_id=farm.id, name="Leek", price=10_000, on_hand=99)
    pear = factories.offer(organisation_id=farm.id, name="Pear", price=7_000, on_hand=99)
    return [
        factories.paid_order(buyer_id=ana.id, lines=[(leek, 2), (pear, 1)]),
        factories.paid_order(buyer_id=chi.id, lines=[(leek, 3)]),
    ]


def rows_of(farm, kind, **days):
    file = io.BytesIO()
    steps: list[int] = []
    ask = SheetAsk(organisation_id=farm.id, kind=kind, **days)
    with translation.override("en"):
        write_sheet(ask=ask, form="csv", file=file, expect=lambda count: steps.append(-count), step=steps.append)
    head, *rows = csv.reader(io.StringIO(file.read().decode("utf-8-sig")))
    assert kind is SheetKind.SALES or sum(steps) == 0, "as many rows are told as were expected"
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_by_customer_lists_each_order_line_by_line(farm, sold):
    found = rows_of(farm, SheetKind.BY_CUSTOMER)
    assert [(row["Product"], row["Number"]) for row in found] == [("Leek", "2"), ("Pear", "1"), ("Leek", "3")]
    assert {row["Customer"] for row in found} == {"Ana"}


def test_by_product_and_by_supplier_add_up(farm, sold):
    for kind in (SheetKind.BY_PRODUCT, SheetKind.BY_SUPPLIER):
        found = rows_of(farm, kind)
        sums = [(row["Product"], row["Number"]) for row in found if "Together" in row.values()]
        assert sums == [("Leek", "5"), ("Pear", "1")]
        assert len(found) == 5


def test_what_was_cancelled_is_not_packed(farm, sold, bo):
    [part] = factories.parts_of(sold[1])
    cancel_lines(by=people.actor_of(bo, farm), fulfilment_id=part.id, counts={1: 2}, why="frost")
    found = rows_of(farm, SheetKind.BY_CUSTOMER)
    assert [(row["Product"], row["Number"]) for row in found] == [("Leek", "2"), ("Pear", "1"), ("Leek", "1")]


def test_orders_and_sales_say_what_was_paid(farm, sold):
    first, second = rows_of(farm, SheetKind.ORDERS)
    assert (first["Goods cost"], first["Pieces"], second["Goods cost"]) == ("27000", "3", "30000")
    assert "Leek" in first["Goods"]
    [day] = rows_of(farm, SheetKind.SALES)
    assert (day["Orders"], day["Goods cost"], day["Currency"]) == ("2", "57000", "KRW")


def test_a_period_holds_its_days_only(farm, sold, frozen_time):
    day = clock.today()
    assert rows_of(farm, SheetKind.ORDERS, first=day.replace(year=2020), last=day.replace(year=2021)) == []


def test_the_worker_makes_the_sheet_and_its_page_hands_it_out(farm, sold, bo):
    bo.language = "en"
    bo.save()
    browser = Client()
    browser.force_login(people.sign_in_of(bo))
    page = reverse("market:sheets", args=[farm.id])
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"kind": "by_product", "span": "days", "format": "csv"}).status_code == 422
    answer = browser.post(page, {"kind": "by_product", "span": "open", "format": "csv"})
    begun = Progress.objects.get()
    assert answer["Location"] == reverse("web:job", args=[begun.id])
    _work(begun, farm)
    begun.refresh_from_db()
    assert (begun.status, begun.done_count) == ("done", begun.total_count)
    file = browser.get(reverse("web:job_file", args=[begun.id]))
    assert b"Leek" in file.getvalue()
    assert begun.file_name.startswith("by-product-")


def test_a_sheet_called_off_leaves_no_file(farm, sold, bo):
    begun = progress.begin(title="Sheet", person_id=bo.id)
    progress.call_off(progress_id=begun.id, by=Actor(person_id=bo.id))
    _work(begun, farm)
    begun.refresh_from_db()
    assert begun.status == "cancelled"
    assert not begun.file


def _work(begun, farm):
    """Do what the worker does with the job."""
    with suppress(CalledOff), report_of(str(begun.id)) as report:
        make_sheet.work(report, organisation_id=str(farm.id), kind="by_product", first="", last="", form="csv")


@pytest.mark.parametrize(
    "words",
    [
        {"kind": "by_moon"},
        {"organisation_id": "nobody"},
        {"first": "yesterday"},
        {"first": "2026-02-01", "last": "2026-01-01"},
    ],
)
def test_what_nobody_makes_is_refused(farm, words):
    asked = {"organisation_id": str(farm.id), "kind": "orders", "first": "", "last": ""}
    with pytest.raises(errors.BadSheet):
        read_ask(**asked | words)


def test_a_form_nobody_writes_is_refused(farm):
    ask = SheetAsk(organisation_id=farm.id, kind=SheetKind.ORDERS)
    file = io.BytesIO()
    with pytest.raises(errors.BadSheet):
        write_sheet(ask=ask, form="odt", file=file, expect=print, step=print)
    assert file.getvalue() == b""
