"""Nothing of another organisation ever stands in a list, sheet, report or file of one's own.

Two farms sell to the same buyer in the very same order. Every address that names an organisation is opened as one of
the first farm's people, with its own things and then with the other farm's things in the address.
"""

import io
from itertools import product

import pytest
from django.test import Client

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.market.models import Fulfilment
from dure.rooms.market.services.sheets import write_sheet
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind
from dure.rooms.people import factories as people
from tests.test_access_walk import OF_ONE_ORGANISATION, Door
from tests.two_farms import OURS, THEIRS, Farm, World, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db

LISTS = {
    "api:coming_payouts": "120000",
    "api:coupons_of_show": "coupon_id",
    "api:hub_drivers": OURS,
    "api:members": OURS,
    "api:own_imports": "import_id",
    "api:own_offers": OURS,
    "api:own_programmes": "programme_id",
    "api:own_stock": OURS,
    "api:payouts": "payout_id",
    "api:sales": "sale_id",
    "api:seller_bookings": "booking_id",
    "api:shipments": "shipment_id",
    "catalog:cycle": OURS,
    "catalog:cycle_goods": OURS,
    "catalog:front_products": OURS,
    "catalog:level": OURS,
    "catalog:licences": "verification_id",
    "catalog:my_cycles": OURS,
    "catalog:own_imports": OURS,
    "catalog:own_locations": OURS,
    "catalog:own_products": OURS,
    "catalog:product": OURS,
    "catalog:stock": OURS,
    "catalog:supply": OURS,
    "dispatch:farm_list": OURS,
    "dispatch:hub": OURS,
    "dispatch:hub_list": OURS,
    "dispatch:hubs": OURS,
    "dispatch:packing": OURS,
    "dispatch:shipment": OURS,
    "dispatch:trace_file": "",
    "giving:desk": OURS,
    "giving:seller": "rule_id",
    "market:own_programme": OURS,
    "market:own_programmes": "programme_id",
    "market:report_answer": OURS,
    "market:return_answer": OURS,
    "market:sale": OURS,
    "market:sales": OURS,
    "market:seller_bookings": OURS,
    "market:show_coupons": OURS,
    "market:till": OURS,
    "market:till_file": OURS,
    "market:till_sales": OURS,
    "market:to_pack": OURS,
    "merchants:desk": OURS,
    "merchants:payouts": "payout_id",
    "people:invitations": "invitation_id",
    "people:mandates": OURS,
    "people:members": OURS,
    "people:members_file": OURS,
    "stage:desk": OURS,
    "stage:words": OURS.lower(),
    "web:desk": OURS,
}
"""The pages and files that list something of an organisation, and the word or the id its own things are found by."""

OTHERS = {
    *("api:own_merchant", "api:own_product", "api:preview", "api:sale", "api:shipment", "api:statement_csv"),
    *("api:statement_pdf", "api:verification", "catalog:bulk_change", "catalog:bulk_undoing"),
    *("catalog:cycle_closing", "catalog:cycle_copy", "catalog:cycle_hub", "catalog:cycle_opening"),
    *("catalog:cycle_producer", "catalog:holiday", "catalog:import_bringing_in", "catalog:import_sample"),
    *("catalog:import_undoing", "catalog:location_closing", "catalog:new_cycle", "catalog:new_offer"),
    *("catalog:new_product", "catalog:new_size", "catalog:offer_price", "catalog:offer_status"),
    *("catalog:offer_terms", "catalog:photo_change", "catalog:produce_import", "catalog:product_photos"),
    *("catalog:product_status", "catalog:product_words", "catalog:round_agreement", "dispatch:driver_approval"),
    *("dispatch:driver_ending", "dispatch:hub_closing", "dispatch:hub_details", "dispatch:new_hub"),
    *("dispatch:packed", "dispatch:run", "dispatch:run_file", "dispatch:run_progress", "dispatch:splitting"),
    *("dispatch:turning", "dispatch:waybills", "giving:campaign", "giving:disbursement", "giving:fund_change"),
    *("giving:fund_desk", "giving:fund_opening", "giving:fund_status", "giving:pledge_ending", "giving:pledging"),
    *("giving:verification", "market:coupon_withdrawal", "market:invoices", "market:offer_booking"),
    *("market:packing", "market:programme_step", "market:return_arrival"),
    *("market:sale_cancellation", "market:sale_refund", "market:sale_replacement", "market:sale_talk"),
    *("market:sheets", "market:till_closing", "market:till_sale_return", "merchants:account"),
    *("merchants:account_confirmation", "merchants:agreement", "merchants:banner_change", "merchants:beginning"),
    *("merchants:delivery", "merchants:papers", "merchants:payout", "merchants:payout_paper"),
    *("merchants:payout_table", "merchants:place", "merchants:storefront", "merchants:storefront_preview"),
    *("merchants:storefront_showing", "people:closure", "people:invitation_card", "people:invitation_revocation"),
    *("people:leaving", "people:membership_endings", "people:membership_restoration", "people:membership_role"),
    *("people:organisation_details", "people:ownership", "people:reopening", "stage:scheduling"),
}
"""Forms, single things and acts. They are walked too; `LISTS` is for what could let another's row slip in."""

DOORS = [door for door in OF_ONE_ORGANISATION if door.method == "GET"]


def browser_of(farm: Farm) -> Client:
    """A browser of a farm's owner, in English."""
    farm.owner.language = "en"
    farm.owner.save(update_fields=["language"])
    browser = Client(raise_request_exception=False)
    browser.force_login(people.sign_in_of(farm.owner))
    return browser


def opened(browser: Client, door: Door, things: dict[str, object]) -> tuple[int, str]:
    """Open a door; return the status and everything that came, whatever kind of file it is."""
    response = browser.get(door.address(things))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content.decode("utf-8", "replace")


def door_of(name: str) -> Door:
    return next(door for door in DOORS if door.name == name)


def test_every_page_of_an_organisation_is_in_the_table() -> None:
    """A new one must say whether it lists something, and is walked from then on."""
    names = {door.name for door in DOORS}
    assert set(LISTS) | OTHERS == names, (names - set(LISTS) - OTHERS, (set(LISTS) | OTHERS) - names)
    assert not set(LISTS) & OTHERS


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_ones_own_rows_and_nobody_elses(world: World, name: str) -> None:
    """With one's own things in the address."""
    status, content = opened(browser_of(world.ours), door_of(name), world.ours.things)
    assert status == 200, (name, status)
    assert str(world.ours.things.get(LISTS[name], LISTS[name])) in content
    assert THEIRS not in content
    assert {number for number in world.theirs.numbers if number in content} == set()


def test_nothing_of_anothers_stands_anywhere(world: World) -> None:
    """Every door of one's own organisation, with one's own things, and with another's under one's own address."""
    browser = browser_of(world.ours)
    strange = world.theirs.things | {"organisation_id": world.ours.organisation.id}
    leaks = [
        (str(door), which)
        for door in DOORS
        for which, things in (("own", world.ours.things), ("theirs", strange))
        if THEIRS in opened(browser, door, things)[1]
    ]
    assert leaks == []


@pytest.mark.parametrize("kind", SheetKind)
def test_a_sheet_holds_ones_own_rows_only(world: World, kind: SheetKind) -> None:
    """Pack sheets, lists of orders and sums of sales, though both farms' goods are in the same order."""
    today = {"first": clock.today(), "last": clock.today()}
    for days, form in product(({}, today), ("csv", "xlsx")):
        text = _text_of(SheetAsk(organisation_id=world.ours.organisation.id, kind=kind, **days), form)
        assert THEIRS not in text
        assert OURS in text or kind is SheetKind.SALES
        nobody = _text_of(SheetAsk(organisation_id=new_id(), kind=kind, **days), form)
        assert OURS not in nobody
        assert THEIRS not in nobody


def test_sums_of_sales_are_ones_own(world: World) -> None:
    """A sum shows no names, so its numbers are looked at."""
    [part] = Fulfilment.objects.filter(seller=world.ours.organisation, status=Fulfilment.Status.TO_PACK)
    text = _text_of(SheetAsk(organisation_id=world.ours.organisation.id, kind=SheetKind.SALES), "csv")
    [row] = text.splitlines()[1:]
    assert [cell.strip('"') for cell in row.split(",")][2:4] == ["1", str(part.goods)]


def _text_of(ask: SheetAsk, form: str) -> str:
    """Make a sheet and return every word in it."""
    file = io.BytesIO()
    write_sheet(ask=ask, form=form, file=file, expect=lambda _count: None, step=lambda _count: None)
    if form == "csv":
        return file.getvalue().decode("utf-8-sig")
    from openpyxl import load_workbook  # noqa: PLC0415  only where an Excel file is read back

    rows = load_workbook(file).active.iter_rows(values_only=True)
    return "\n".join(",".join(str(cell) for cell in row if cell is not None) for row in rows)
