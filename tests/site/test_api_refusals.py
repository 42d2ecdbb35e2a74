"""What programs are refused, and that nothing happened; that a repeat happens once; and that lists leaf on."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import pytest

from dure.kernel.ids import new_id
from dure.kernel.testing import photo
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.models import Offer, ProduceImport
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.dispatch.models import TraceEvent
from dure.rooms.market import factories as market
from dure.rooms.market.models import Dispute, Fulfilment, Order, OrderAct, Payment, Refund, Return
from dure.rooms.market.services.shipping import note_delivered
from dure.rooms.people import factories as people
from dure.rooms.people.models import Person
from dure.rooms.people.roles import Role
from tests.site.programs import Program

pytestmark = pytest.mark.django_db
LIST = "name,kind,price,size,count\nNuri apples,apple,30000,5 kg,4\nNuri pears,pear,dear,5 kg,4\n"


@dataclass(frozen=True)
class Shop:
    """A farm with its program, and one paid order of its goods."""

    farm: Program
    seller_id: UUID
    order: Order
    part: Fulfilment

    @property
    def own(self) -> str:
        """The farm's own address."""
        return f"/organisations/{self.seller_id}"


@pytest.fixture
def shop(ana: Person, bo: Person, settings, tmp_path) -> Shop:
    settings.MEDIA_ROOT = tmp_path
    order = market.paid_order(buyer_id=ana.id)
    [part] = market.parts_of(order)
    people.make_member(part.seller, bo, Role.OWNER)
    return Shop(Program(bo, part.seller_id), part.seller_id, order, part)


@pytest.fixture
def strangers(dee: Person) -> tuple[Program, Program]:
    """Somebody else's programs: for themselves, and for a farm of their own."""
    other = people.make_organisation(owner=dee, name="Byeol Farm")
    return Program(dee), Program(dee, other.id)


def said(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_others_things_are_not_found_and_stay_as_they_are(shop: Shop, strangers: tuple[Program, Program]) -> None:
    person, farm = strangers
    order, part = f"/orders/{shop.order.order_id}", f"/orders/{shop.order.order_id}/parts/{shop.part.id}"
    lines = {"lines": [{"line": 1, "count": 1}], "why": "x"}
    payment = Payment.objects.get()
    acts = OrderAct.objects.count()
    for method, path, body in [
        ("GET", order, None), ("GET", f"{order}/receipt", None), ("GET", f"{order}/payments", None),
        ("POST", f"{order}/payments", {"provider": "wallet"}), ("GET", f"/payments/{payment.id}", None),
        ("POST", f"{part}/cancellation", lines), ("POST", f"{part}/arrival", None), ("PUT", f"{part}/talk", None),
    ]:  # fmt: skip
        assert person.ask(method, path, body).status_code == 404, path
    for method, path, body in [
        ("GET", f"{shop.own}/sales", None), ("GET", f"{shop.own}/sales/{shop.part.id}", None),
        ("POST", f"{shop.own}/sales/{shop.part.id}/refunds", {"amount": "1", "why": "x"}),
        ("POST", f"{shop.own}/sales/packing", {"shipment_ids": [str(new_id())]}),
        ("GET", f"{shop.own}/imports", None), ("GET", f"/sellers/{shop.seller_id}/payouts", None),
    ]:  # fmt: skip
        assert farm.ask(method, path, body).status_code == 404, path
    assert OrderAct.objects.count() == acts
    assert not Refund.objects.exists()


def test_another_farms_sale_is_not_found_under_ones_own_address(shop: Shop, strangers: tuple[Program, Program]) -> None:
    _person, farm = strangers
    own = f"/organisations/{farm.key.organisation_id}"
    report = Dispute.objects.create(
        fulfilment=shop.part, problem="damaged", lines={"1": 1}, asked_amount=1, opened_at=shop.part.paid_at
    )
    asked = Return.objects.create(fulfilment=shop.part, lines={"1": 1}, reason="x", asked_at=shop.part.paid_at)
    for method, path, body in [
        ("GET", f"{own}/sales/{shop.part.id}", None),
        ("POST", f"{own}/sales/{shop.part.id}/refunds", {"amount": "1", "why": "x"}),
        ("POST", f"{own}/sales/{shop.part.id}/replacements", {"lines": [{"line": 1, "count": 1}], "why": "x"}),
        ("POST", f"{own}/reports/{report.id}/answer", {"outcome": "refund"}),
        ("POST", f"{own}/returns/{asked.id}/answer", {"is_accepted": True}),
        ("POST", f"{own}/returns/{asked.id}/arrival", {"is_fit_for_sale": True}),
    ]:
        assert farm.ask(method, path, body).status_code == 404, path
    assert not Refund.objects.exists()
    report.refresh_from_db()
    assert (report.status, Fulfilment.objects.count()) == ("open", 1)


def test_a_refund_needs_a_name_and_happens_once(shop: Shop) -> None:
    path, body = f"{shop.own}/sales/{shop.part.id}/refunds", {"amount": "1000", "why": "smaller than promised"}
    nameless = shop.farm.client.post(f"/api{path}", body, content_type="application/json")
    assert said(nameless) == (400, "key_missing")
    assert not Refund.objects.exists()
    name = {"Idempotency-Key": str(new_id())}
    first, again = shop.farm.ask("POST", path, body, **name), shop.farm.ask("POST", path, body, **name)
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    assert said(shop.farm.ask("POST", path, {**body, "amount": "2000"}, **name)) == (409, "key_reused")
    assert [refund.amount for refund in Refund.objects.all()] == [1_000]


def test_more_than_there_is_is_not_given_back(shop: Shop) -> None:
    path = f"{shop.own}/sales/{shop.part.id}/refunds"
    for amount in ("0", "999999999"):
        answer = shop.farm.ask("POST", path, {"amount": amount, "why": "x"})
        assert said(answer)[1] == "refund_too_large"
    assert not Refund.objects.exists()


def test_what_cannot_be_paid_begins_no_payment(ana: Person) -> None:
    buyer, order = Program(ana), market.placed_order(buyer_id=ana.id)
    path = f"/orders/{order.order_id}/payments"
    assert said(buyer.ask("POST", path, {"provider": "cowries"})) == (404, "provider_not_offered")
    assert said(buyer.ask("POST", path, {"provider": ""})) == (422, "malformed")
    assert not Payment.objects.exists()
    assert said(buyer.ask("POST", path, {"provider": "wallet"}))[1] == "insufficient_funds"
    assert [each["status"] for each in buyer.get(path)] == ["failed"]
    order.refresh_from_db()
    assert order.status == Order.Status.PLACED


def test_play_money_is_for_the_demo_only(ana: Person, settings) -> None:
    settings.DEMO = False
    body = {"key": str(new_id()), "amount": "1000", "currency": "KRW"}
    assert said(Program(ana).ask("POST", "/me/wallet/top-ups", body)) == (404, "provider_not_offered")


def test_a_basket_is_ordered_as_it_was_seen_or_not_at_all(ana: Person) -> None:
    buyer, offer = Program(ana), market.offer(on_hand=5, price=9_000)
    put = buyer.post("/me/basket/lines", {"offer_id": str(offer.offer_id), "quantity": 7})
    assert (put["quantity"], put["is_short"]) == (5, True)
    assert buyer.put(f"/me/basket/lines/{offer.offer_id}", {"quantity": 2})["quantity"] == 2
    [purse] = buyer.get("/me/basket")["purses"]
    asked = {
        "client_key": str(new_id()), "currency": "KRW", "total": purse["total"], "seen": purse["seen"],
        "receiving": {"means": "home", "name": "Ana", "street": "Sea road 2"},
    }  # fmt: skip
    _reprice(offer, 9_500)
    assert said(buyer.ask("POST", "/me/basket/order", asked)) == (409, "basket_changed")
    assert not Order.objects.exists()
    [mended] = buyer.get("/me/basket")["purses"]
    agreed = {**asked, "total": mended["total"], "seen": mended["seen"]}
    placed = buyer.post("/me/basket/order", agreed)
    assert (placed["total"], buyer.post("/me/basket/order", agreed)["order_id"]) == ("19000", placed["order_id"])
    assert buyer.get("/me/basket")["purses"] == []
    assert buyer.ask("DELETE", f"/me/basket/lines/{offer.offer_id}").json()["quantity"] == 0


def _reprice(offer: Offer, price: int) -> None:
    Offer.objects.filter(offer_id=offer.offer_id).update(price=price)


def test_a_quote_says_what_cannot_be_had_and_keeps_nothing(client) -> None:
    offer = market.offer(on_hand=1, price=9_000)
    lines = [{"offer_id": str(offer.offer_id), "quantity": 3}, {"offer_id": "77", "quantity": 1}]
    answer = client.post("/api/quotes", {"lines": lines, "is_collected": True}, content_type="application/json")
    [purse] = answer.json()["purses"]
    assert (purse["total"], purse["parts"][0]["lines"][0]["quantity"], answer.json()["gone"]) == ("9000", 1, ["77"])
    assert catalog.shelf_of(offer).reserved == 0


def test_only_who_has_the_goods_hands_them_over(ana: Person) -> None:
    shipment, program = dispatch.make_shipment(), Program(ana)
    door = f"/api/dispatch/stops/{shipment.id}/delivery"
    assert said(program.client.post(door, {"signed_name": "Dee"})) == (403, "not_this_parcel")
    assert said(program.client.post(f"/api/dispatch/stops/{new_id()}/mishap", {"reason": "lost"}))[0] == 404
    assert said(program.client.post(door.replace("delivery", "mishap"), {"reason": "tired"})) == (422, "malformed")
    assert not TraceEvent.objects.exists()


def test_a_report_without_its_photo_and_a_file_that_is_none_are_refused(ana: Person, shop: Shop) -> None:
    note_delivered(reference=shop.part.reference, at=shop.part.paid_at)
    buyer = Program(ana)
    path = f"/api/orders/{shop.order.order_id}/parts/{shop.part.id}/reports"
    report = {"lines": ["1:1"], "problem": "damaged"}
    assert said(buyer.client.post(path, report))[1] == "photo_missing"
    text = BytesIO(b"no picture")
    text.name = "photo.jpg"
    assert said(buyer.client.post(path, {**report, "photos": text}))[1] == "not_a_picture"
    assert buyer.client.post(path, {**report, "lines": ["one"], "photos": photo()}).json()["code"] == "malformed"
    assert not Dispute.objects.exists()


def test_a_list_is_looked_at_brought_in_and_taken_back(shop: Shop) -> None:
    catalog.kind()
    before = Offer.objects.count()
    file = BytesIO(LIST.encode())
    file.name = "spring.csv"
    looked = shop.farm.send(f"{shop.own}/imports", {"file": file})
    path = f"{shop.own}/imports/{looked['id']}"
    shown = shop.farm.get(path, limit=1)
    assert (shown["good_count"], shown["wrong_count"], shown["next_after"]) == (1, 1, 2)
    assert list(shop.farm.get(path, after=2)["rows"][0]["problems"]) == ["price"]
    assert said(shop.farm.ask("POST", f"{path}/confirmation", {}))[1] == "rows_wrong"
    assert Offer.objects.count() == before
    assert shop.farm.post(f"{path}/confirmation", {"skips_wrong": True})["made_count"] == 1
    assert Offer.objects.exclude(status="ended").count() == before + 1
    assert shop.farm.post(f"{path}/undoing")["status"] == "undone"
    assert Offer.objects.exclude(status="ended").count() == before
    assert said(shop.farm.ask("POST", f"{path}/undoing"))[0] == 409
    assert [each["id"] for each in shop.farm.get(f"{shop.own}/imports")] == [looked["id"]]


def test_a_file_that_is_no_list_leaves_nothing(shop: Shop) -> None:
    file = BytesIO(b"\x00\x01\x02")
    file.name = "spring.xlsx"
    answer = shop.farm.client.post(f"/api{shop.own}/imports", {"file": file})
    assert answer.status_code == 422
    assert not ProduceImport.objects.exists()


def test_a_text_no_table_can_keep_is_malformed(ana: Person) -> None:
    answer = Program(ana).ask("POST", "/orders/5/cancellation", {"why": "\x00"})
    assert said(answer) == (422, "malformed")
    assert said(Program(ana).client.get("/api/search", {"text": "a\x00"})) == (422, "malformed")


def test_lists_leaf_on(shop: Shop) -> None:
    offers = [market.offer(organisation_id=shop.seller_id) for _ in range(3)]
    orders = [market.paid_order(lines=[(offer, 1)]) for offer in offers]
    hubs = [dispatch.make_hub(name=f"Hall {n}") for n in range(3)]
    first = shop.farm.get(f"{shop.own}/sales", limit=3)
    rest = shop.farm.get(f"{shop.own}/sales", limit=3, before=first["next_before"])
    found = [sale["order_id"] for sale in (*first["sales"], *rest["sales"])]
    assert found == [str(order.order_id) for order in (*reversed(orders), shop.order)]
    assert rest["next_before"] is None
    start = shop.farm.get(f"{shop.own}/offers", limit=2)
    end = shop.farm.get(f"{shop.own}/offers", limit=2, before=start["next_before"])
    assert len({offer["offer_id"] for offer in (*start["offers"], *end["offers"])}) == 4
    some = shop.farm.get("/hubs", limit=2)
    more = shop.farm.get("/hubs", limit=2, after=some["next_after"])
    assert [hub["name"] for hub in (*some["hubs"], *more["hubs"])] == [hub.name for hub in hubs]


def test_lists_ask_as_often_for_many_rows_as_for_few(shop: Shop, same_query_count: Callable[..., None]) -> None:
    def make(count: int) -> None:
        for _ in range(count):
            market.paid_order(lines=[(market.offer(organisation_id=shop.seller_id), 1)], buyer_id=shop.order.buyer_id)

    def visit() -> None:
        for path in ("sales", "offers", "shipments"):
            shop.farm.get(f"{shop.own}/{path}")

    same_query_count(make=make, visit=visit)
