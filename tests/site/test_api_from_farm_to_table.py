"""The house's main job played by programs alone: a farm's, a buyer's and a driver's, who know only the JSON API."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.kernel.testing import photo
from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.dispatch.services.drivers import approve_driver
from dure.rooms.giving import factories as giving
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries.accounts import balance
from dure.rooms.merchants import factories as merchants
from dure.rooms.merchants.queries.payouts import preview
from dure.rooms.merchants.services.payouts import make_run, seal_preview
from dure.rooms.people import factories as people
from dure.rooms.people.models import Person
from dure.rooms.trust.services.verifications import decide
from tests.site.programs import Program, bring_news

pytestmark = pytest.mark.django_db
PRICE, FEE, GIFT, PURSE = 30_000, 4_000, 1_000, 200_000


@pytest.fixture(autouse=True)
def demo_house(tmp_path: Path) -> Iterator[None]:
    """A house with play money, and a place for pictures."""
    with override_settings(DEMO=True, MEDIA_ROOT=tmp_path):
        yield


def open_farm(owner: Person) -> tuple[Program, str]:
    """Set a farm up for selling; return its program and the organisation's address."""
    made = Program(owner).post("/sellers", {"kind": "farm", "name": "Nuri Farm"})
    farm, seller = Program(owner, made["organisation_id"]), f"/sellers/{made['organisation_id']}"
    county = people.make_region(code="46820")
    where = {"country": "KR", "region_code": county.code, "street": "군청1길 80", "postcode": "59027"}
    farm.put(f"{seller}/place", where)
    [bank, *_others] = farm.get("/banks", country="KR")
    farm.put(f"{seller}/account", {"bank": bank["code"], "number": merchants.NUMBER, "holder": "Bo"})
    farm.put(f"{seller}/delivery", {"delivery_fee": FEE})
    applied = farm.post(f"{seller}/application", {"note_to_staff": "We grow apples."})
    assert applied["status"] == "applied"
    return farm, made["organisation_id"]


def approve(farm: Program, seller_id: str) -> None:
    """Have the papers sent, and the staff approve them."""
    verification_id = farm.get(f"/sellers/{seller_id}/merchant")["verification_id"]
    papers = f"/organisations/{seller_id}/verifications/{verification_id}/papers"
    farm.send(papers, {"kind": "farm_registration", "photo": photo()})
    decide(by=merchants.staff_actor(), verification_id=verification_id, outcome="approved")
    bring_news()
    assert farm.get(f"/sellers/{seller_id}/merchant")["status"] == "approved"


def find_and_quote(buyer: Program) -> dict:
    """Find what the farm sells and ask what two of it cost, with a gift."""
    [offer] = buyer.get("/search", text="nuri aples")["offers"]
    wanted = {"lines": [{"offer_id": offer["offer_id"], "quantity": 2}], "gift": str(GIFT)}
    [purse] = buyer.post("/quotes", wanted)["purses"]
    assert (purse["goods"], purse["delivery"], purse["gift"]) == (str(2 * PRICE), str(FEE), str(GIFT))
    assert purse["total"] == str(2 * PRICE + FEE + GIFT)
    return purse


def place(buyer: Program, purse: dict, fund_id: object) -> dict:
    """Order what was quoted."""
    [part] = purse["parts"]
    order = {
        "client_key": str(new_id()),
        "currency": purse["currency"],
        "lines": [
            {"offer_id": line["offer_id"], "quantity": line["quantity"], "unit_price": line["unit_price"]}
            for line in part["lines"]
        ],
        "fees": purse["fees"],
        "gift": purse["gift"],
        "gift_fund_id": str(fund_id),
        "receiving": {"means": "home", "name": "Ana", "phone": "+821012345678", "street": "Sea road 2"},
    }
    placed = buyer.post("/orders", order)
    assert (placed["status"], placed["total"]) == ("placed", purse["total"])
    return placed


def pay(buyer: Program, order: dict) -> None:
    """Pay from the wallet."""
    path = f"/orders/{order['order_id']}"
    assert "wallet" in [way["provider"] for way in buyer.get(f"{path}/ways-to-pay")]
    assert buyer.ask("POST", f"{path}/payments", {"provider": "wallet"}).json()["code"] == "insufficient_funds"
    buyer.post("/me/wallet/top-ups", {"key": str(new_id()), "amount": str(PURSE), "currency": "KRW"})
    paid = buyer.post(f"{path}/payments", {"provider": "wallet"})
    assert (paid["status"], paid["url"]) == ("paid", None)
    assert buyer.get(f"/payments/{paid['id']}")["amount"] == order["total"]
    assert buyer.get(path)["status"] == "paid"
    bring_news()


def pack(farm: Program, seller_id: str) -> dict:
    """Pack what waits, in the farm's own list of sales, and print its waybill; return the delivery."""
    own = f"/organisations/{seller_id}"
    [sale] = farm.get(f"{own}/sales", sort="to_pack")["sales"]
    packed = farm.post(f"{own}/sales/packing", {"shipment_ids": [sale["shipment_id"]]})
    assert packed["sale_ids"] == [sale["id"]]
    bring_news()
    waybill = farm.post(f"{own}/waybills", {"shipment_ids": [sale["shipment_id"]], "paper": "label"})
    assert waybill.startswith(b"%PDF")
    return farm.get(f"{own}/shipments/{sale['shipment_id']}")


def carry(driver: Program, shipment: dict, pin: str) -> None:
    """Take the box along and hand it over for the receiver's PIN."""
    [parcel] = shipment["parcels"]
    driver.post("/dispatch/scans", {"client_id": str(new_id()), "code": parcel["sscc"], "step": "take"})
    bring_news()
    [stop] = driver.get("/dispatch/stops")
    assert (stop["shipment_id"], stop["receiver"]) == (shipment["id"], "Ana")
    door = f"/dispatch/stops/{shipment['id']}/delivery"
    wrong = driver.client.post(f"/api{door}", {"pin": "000000" if pin != "000000" else "000001"})
    assert wrong.json()["code"] == "wrong_pin"
    assert driver.send(door, {"pin": pin})["status"] == "delivered"
    bring_news()


def let_drive(person: Person) -> Program:
    """Ask to drive for the whole house; the staff let them."""
    driver = Program(person)
    asked = driver.post("/me/driving", {"vehicle": "van", "phone": "+821098765432"})
    approve_driver(by=HOUSE, driver_id=asked["id"])
    assert driver.get("/me/driving")[0]["is_approved"]
    return driver


def complain(buyer: Program, farm: Program, order: dict, part: dict, seller_id: str) -> None:
    """Write to each other, report a bad box with a photo, and have some of the money back."""
    parts, own = f"/orders/{order['order_id']}/parts/{part['id']}", f"/organisations/{seller_id}"
    talk = buyer.put(f"{parts}/talk")
    buyer.send(f"/conversations/{talk['id']}/messages", {"text": "One box is wet."})
    answered = farm.send(f"{own}/sales/{part['id']}/talk/messages", {"text": "We are sorry."})
    assert [said["text"] for said in answered["messages"]] == ["One box is wet.", "We are sorry."]
    report = {"lines": ["1:1"], "problem": "damaged", "text": "Wet and soft", "photos": photo()}
    reported = buyer.send(f"{parts}/reports", report)
    assert (reported["status"], reported["asked_amount"]) == ("open", str(PRICE))
    [asked] = farm.get(f"{own}/sales/{part['id']}")["reports"]
    assert farm.get(asked["photos"][0].removeprefix("/api")).startswith(b"RIFF")
    settled = farm.post(f"{own}/reports/{reported['id']}/answer", {"outcome": "refund", "amount": "10000"})
    assert (settled["status"], settled["amount"]) == ("refunded", "10000")


def pay_out(farm: Program, seller_id: str, earned: int) -> None:
    """See what is coming; after the house's run read the statement."""
    seller = f"/sellers/{seller_id}"
    assert farm.get(f"{seller}/coming")["earned"] == earned
    make_run(by=merchants.staff_actor(), sealed_preview=seal_preview(preview(currency="KRW")))
    [payout] = farm.get(f"{seller}/payouts")["payouts"]
    assert payout["amount"] == str(earned)
    table = farm.get(f"{seller}/payouts/{payout['id']}/statement.csv").decode("utf-8-sig")
    assert str(-earned) in table
    assert farm.get(f"{seller}/payouts/{payout['id']}/statement.pdf").startswith(b"%PDF")


def test_programs_sell_buy_and_deliver(ana: Person, bo: Person, chi: Person) -> None:
    load_kinds()
    fund = giving.make_fund()
    farm, seller_id = open_farm(bo)
    approve(farm, seller_id)
    size = {"size": "5 kg", "price": PRICE, "currency": "KRW", "count": 5}
    farm.post(f"/organisations/{seller_id}/products", {"kind": "apple", "name": "Nuri apples", "sizes": [size]})

    buyer = Program(ana)
    order = place(buyer, find_and_quote(buyer), fund.id)
    pay(buyer, order)
    shipment = pack(farm, seller_id)
    [part] = buyer.get(f"/orders/{order['order_id']}")["parts"]
    carry(let_drive(chi), shipment, part["pin"])
    [arrived] = buyer.get(f"/orders/{order['order_id']}")["parts"]
    assert (arrived["status"], arrived["pin"]) == ("delivered", "")
    complain(buyer, farm, order, part, seller_id)
    done = buyer.post(f"/orders/{order['order_id']}/parts/{part['id']}/arrival")
    assert done["status"] == "completed"
    assert buyer.get(f"/orders/{order['order_id']}/receipt").startswith(b"%PDF")

    commission = balance(account=chart.commission(), unit="KRW")
    earned = balance(account=chart.earnings(seller_id), unit="KRW")
    assert commission == (2 * PRICE - 10_000) * 500 // 10_000
    assert earned == 2 * PRICE - 10_000 - commission
    assert balance(account=chart.delivery_costs(), unit="KRW") == FEE
    assert balance(account=chart.fund(fund.id), unit="KRW") == GIFT
    assert balance(account=chart.wallet(ana.id), unit="KRW") == PURSE - int(order["total"]) + 10_000
    assert balance(account=chart.held_for_orders(), unit="KRW") == 0
    pay_out(farm, seller_id, earned)
    assert balance(account=chart.earnings(seller_id), unit="KRW") == 0
