"""Nothing of another organisation ever stands in a list, sheet, report or file of one's own.

Two farms sell to the same buyer in the very same order. Every address that names an organisation is opened as one of
the first farm's people, with its own things and then with the other farm's things in the address.
"""

import io
from dataclasses import dataclass
from itertools import product

import pytest
from django.test import Client

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.giving import factories as giving
from dure.rooms.inbox.queries.conversations import by_reference
from dure.rooms.inbox.services.conversations import say
from dure.rooms.market import factories as market
from dure.rooms.market.models import Dispute, Fulfilment, Return
from dure.rooms.market.queries.selling import Asked, find_sales
from dure.rooms.market.services.sheets import write_sheet
from dure.rooms.market.services.talks import open_talk
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.people.models import Organisation, Person
from tests.test_access_walk import OF_ONE_ORGANISATION, Door

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Nuri", "Byeol"
"""Everything the first farm has is called Nuri something, everything the other has Byeol something."""

LISTS = {
    "api:members": OURS,
    "api:own_stock": OURS,
    "api:coming_payouts": "",
    "catalog:own_imports": "",
    "catalog:own_locations": OURS,
    "catalog:own_products": OURS,
    "catalog:product": OURS,
    "catalog:level": OURS,
    "catalog:stock": OURS,
    "dispatch:farm_list": OURS,
    "dispatch:hub": OURS,
    "dispatch:hub_list": "",
    "dispatch:hubs": OURS,
    "dispatch:packing": OURS,
    "dispatch:shipment": OURS,
    "dispatch:trace_file": "",
    "giving:desk": "",
    "giving:seller": "",
    "market:report_answer": OURS,
    "market:return_answer": OURS,
    "market:sale": OURS,
    "market:sales": OURS,
    "market:till": OURS,
    "market:till_sales": "",
    "market:to_pack": OURS,
    "merchants:desk": OURS,
    "merchants:payouts": "",
    "people:invitations": "",
    "people:mandates": "",
    "people:members": OURS,
    "people:members_file": OURS,
    "web:desk": OURS,
}
"""The pages and files that list something of an organisation, and the word its own things must be found by."""

OTHERS = {
    *("catalog:bulk_change", "catalog:bulk_undoing", "catalog:import_bringing_in", "catalog:import_sample"),
    *("catalog:import_undoing", "catalog:location_closing", "catalog:new_offer", "catalog:new_product"),
    *("catalog:new_size", "catalog:offer_price", "catalog:offer_status", "catalog:offer_terms"),
    *("catalog:photo_change", "catalog:produce_import", "catalog:product_photos", "catalog:product_status"),
    *("catalog:product_words", "dispatch:driver_approval", "dispatch:driver_ending", "dispatch:hub_closing"),
    *("dispatch:hub_details", "dispatch:new_hub", "dispatch:packed", "dispatch:run", "dispatch:run_file"),
    *("dispatch:run_progress", "dispatch:splitting", "dispatch:turning", "dispatch:waybills", "giving:campaign"),
    *("giving:disbursement", "giving:fund_change", "giving:fund_desk", "giving:fund_opening", "giving:fund_status"),
    *("giving:pledge_ending", "giving:pledging", "giving:verification", "market:packing", "market:return_arrival"),
    *("market:sale_cancellation", "market:sale_refund", "market:sale_replacement", "market:sale_talk"),
    *("market:sheets", "market:till_closing", "market:till_file", "market:till_sale_return", "merchants:account"),
    *("merchants:account_confirmation", "merchants:agreement", "merchants:banner_change", "merchants:beginning"),
    *("merchants:delivery", "merchants:papers", "merchants:payout", "merchants:payout_paper"),
    *("merchants:payout_table", "merchants:place", "merchants:storefront", "merchants:storefront_preview"),
    *("merchants:storefront_showing", "people:closure", "people:invitation_card", "people:invitation_revocation"),
    *("people:leaving", "people:membership_endings", "people:membership_restoration", "people:membership_role"),
    *("people:organisation_details", "people:ownership", "people:reopening"),
}
"""Forms, single things and acts. They are walked too; `LISTS` is for what could let another's row slip in."""

DOORS = [door for door in OF_ONE_ORGANISATION if door.method == "GET"]


@dataclass(frozen=True)
class Farm:
    """A farm with one of everything, all called by its name."""

    organisation: Organisation
    owner: Person
    things: dict[str, object]


@dataclass(frozen=True)
class World:
    """The two farms."""

    ours: Farm
    theirs: Farm


@pytest.fixture
def world() -> World:
    buyer = people.make_person(name="Ana")
    owners = [people.make_person(name=f"{name} Owner") for name in (OURS, THEIRS)]
    farms = [
        merchants.make_merchant(owner_id=owner.id, name=f"{name} Farm").organisation
        for owner, name in zip(owners, (OURS, THEIRS), strict=True)
    ]
    names = dict(zip((farm.id for farm in farms), (OURS, THEIRS), strict=True))
    offers = [market.offer(organisation_id=farm.id, name=f"{names[farm.id]} leek", on_hand=3) for farm in farms]
    fund = giving.make_fund()  # funds are everybody's to choose
    for farm in farms:
        giving.make_pledge(organisation_id=farm.id, fund=fund)
    order = market.paid_order(buyer_id=buyer.id, lines=[(offer, 1) for offer in offers])
    parts = {part.seller_id: part for part in market.parts_of(order)}
    found = [
        Farm(farm, owner, _things(farm, parts[farm.id], offer, buyer))
        for farm, owner, offer in zip(farms, owners, offers, strict=True)
    ]
    return World(*found)


def _things(farm: Organisation, part: Fulfilment, offer: object, buyer: Person) -> dict[str, object]:
    """Give a farm one of everything; return what stands for the names in addresses."""
    name = OURS if OURS in farm.name else THEIRS
    report = Dispute.objects.create(
        fulfilment=part, problem="damaged", lines={"1": 1}, asked_amount=1_000, opened_at=clock.now(),
        text=f"{name} leek is bad",
    )  # fmt: skip
    asked = Return.objects.create(fulfilment=part, lines={"1": 1}, reason=f"{name} leek is bad", asked_at=clock.now())
    open_talk(by=Actor(person_id=buyer.id), fulfilment_id=part.id)
    talk = by_reference(reference=part.reference, by=Actor(person_id=buyer.id))
    say(by=Actor(person_id=buyer.id), conversation_id=talk.id, text=f"Hello {name}")
    hub = dispatch.make_hub(organisation=farm, name=f"{name} Hall")
    [sale] = find_sales(organisation_id=farm.id, asked=Asked()).sales
    return {
        "organisation_id": farm.id, "sale_id": part.id, "dispute_id": report.id, "return_id": asked.id,
        "shipment_id": sale.shipment.id, "product_id": offer.product_id, "level_id": offer.level_id,
        "offer_id": offer.offer_id, "hub_id": hub.id, "which": "packing", "form": "csv", "ending": "csv",
    }  # fmt: skip


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
    assert LISTS[name] in content
    assert THEIRS not in content


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
    [part] = Fulfilment.objects.filter(seller=world.ours.organisation)
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
