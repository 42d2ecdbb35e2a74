"""Order now: from a product straight to a checkout of just so many of it; the basket stays as it was."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.clock import now
from dure.rooms.giving import factories as giving
from dure.rooms.ledger.factories import deposit
from dure.rooms.market.models import Addressee, Allowance, Basket, BasketLine, Order, OrderLine
from dure.rooms.market.order_keys import is_past_basket, key_past_basket
from dure.rooms.market.services import baskets
from dure.rooms.market.tests.shops import Shop, change, shop
from dure.rooms.market.tests.test_checkout import sent
from dure.rooms.merchants import factories as merchants
from dure.rooms.people.factories import actor_of, make_address, sign_in_of

pytestmark = pytest.mark.django_db
CHECKOUT, NOW = reverse("market:checkout"), reverse("market:order_now")


@pytest.fixture
def browser(ana: Any, settings: Any) -> Client:
    settings.GATES = ["http://127.0.0.1:1"]
    deposit(person_id=ana.id, amount=200_000)
    found = Client()
    found.force_login(sign_in_of(ana))
    return found


@pytest.fixture
def place() -> Shop:
    return shop()


@pytest.fixture
def apples(place: Shop) -> Any:
    return place.offer(name="Gold apples")


def address(offer: Any, count: int = 1) -> str:
    return f"{CHECKOUT}?offer={offer.offer_id}&quantity={count}"


def wanted(offer: Any, count: int = 1, **changes: object) -> dict[str, object]:
    """The form as it is sent by somebody who wants so many at 12,000 won."""
    return sent(
        offer=str(offer.offer_id), quantity=str(count), seen=[f"{offer.offer_id}:{count}:12000"],
        idempotency_key=str(key_past_basket()), total=str(12_000 * count + 3_000), **changes,
    )  # fmt: skip


def kept(person: Any) -> dict[int, int]:
    return dict(BasketLine.objects.filter(basket__buyer_id=person.id).values_list("offer_id", "quantity"))


def test_the_button_leads_to_a_checkout_of_just_that_many(browser: Client, apples: Any) -> None:
    page = browser.post(NOW, {"offer_id": apples.offer_id, "quantity": 2}, follow=True)
    assert page.redirect_chain == [(address(apples, 2), 302)]
    assert "Gold apples" in page.content.decode()
    assert page.context["bill"].total.minor == 27_000
    assert is_past_basket(page.context["key"])
    assert page.context["desk"].now.quantity == 2
    assert not Basket.objects.exists()


def test_a_stranger_signs_in_and_comes_back_to_it(client: Client, apples: Any) -> None:
    answer = client.post(NOW, {"offer_id": apples.offer_id, "quantity": 2})
    assert answer["Location"] == address(apples, 2)
    led = urlsplit(client.get(answer["Location"])["Location"])
    assert led.path == reverse("account_login")
    assert f"offer%3D{apples.offer_id}%26quantity%3D2" in led.query


def test_it_orders_and_leaves_the_basket_as_it_was(browser: Client, ana: Any, place: Shop, apples: Any) -> None:
    pears = place.offer()
    for offer in (apples, pears):
        baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=offer.offer_id, quantity=3)
    baskets.remember_choices(by=actor_of(ana), basket_id=None, choices={"note": "ring twice"})
    before = kept(ana)

    answer = browser.post(CHECKOUT, wanted(apples, 2))

    order = Order.objects.get()
    assert answer.status_code == HTTPStatus.FOUND
    assert order.status == Order.Status.PAID
    goods = OrderLine.objects.filter(order_id=order.order_id, offer_id__isnull=False)
    assert list(goods.values_list("offer_id", "quantity")) == [(apples.offer_id, 2)]
    baskets.settle(order_ids=[order.order_id])
    assert kept(ana) == before
    assert Basket.objects.get().choices == {"note": "ring twice"}


def test_pressed_twice_it_is_one_order(browser: Client, apples: Any) -> None:
    form = wanted(apples)
    first, second = browser.post(CHECKOUT, form), browser.post(CHECKOUT, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == reverse("market:order", args=[Order.objects.get().order_id])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"price": 13_000}, "₩12,000 before, ₩13,000 now"),
        ({"left": 2}, "Only 2 are left"),
        ({"per_buyer_limit": 1}, "One person may have 1 more"),
    ],
)
def test_what_changed_is_told_of_the_line_and_the_next_press_agrees_to_it(
    browser: Client, place: Shop, apples: Any, changed: dict[str, int], said: str
) -> None:
    form = wanted(apples, 3)
    left = changed.pop("left", None)
    change(apples, **changed)
    if left:
        place.leave(apples, left)

    page = browser.post(CHECKOUT, form)

    assert page.status_code == HTTPStatus.CONFLICT
    assert said in page.content.decode()
    assert "Below is what can be had now" in page.content.decode()
    assert not Order.objects.exists()
    assert not Basket.objects.exists()
    desk = page.context["desk"]
    again = form | {
        "quantity": str(desk.now.quantity_now), "seen": desk.purse.seen, "total": str(desk.purse.bill.total.minor),
        "idempotency_key": str(page.context["key"]),
    }  # fmt: skip
    assert browser.post(CHECKOUT, again).status_code == HTTPStatus.FOUND
    assert Order.objects.get().total == desk.purse.bill.total.minor


def test_what_cannot_be_had_at_all_is_said_and_nothing_happens(
    browser: Client, ana: Any, place: Shop, apples: Any
) -> None:
    def limit() -> None:
        place.leave(apples, 5)
        change(apples, per_buyer_limit=1)
        Allowance.objects.create(cell_id=1, offer_id=apples.offer_id, buyer_id=ana.id, taken=1)

    steps: dict[str, Callable[[], None]] = {
        "Sold out.": lambda: place.leave(apples, 0),
        "You have ordered as many as one person may have.": limit,
        "It is not sold any more.": lambda: change(apples, per_buyer_limit=None, status="paused"),
    }
    for reason, make in steps.items():
        make()
        assert reason in browser.get(address(apples)).content.decode()
        page = browser.post(CHECKOUT, wanted(apples))
        assert (page.status_code, reason in page.content.decode()) == (HTTPStatus.CONFLICT, True)
    assert not Order.objects.exists()
    assert not Basket.objects.exists()


def test_a_closed_shop_and_an_unknown_offer_are_said(browser: Client, place: Shop, apples: Any) -> None:
    merchants.change(place.organisation_id, status="suspended")
    assert "does not sell at the moment" in browser.get(address(apples)).content.decode()
    assert browser.post(CHECKOUT, wanted(apples)).status_code == HTTPStatus.CONFLICT
    assert "This offer has ended." in browser.get(f"{CHECKOUT}?offer=12345").content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize("said", ["offer=x", "offer=-1", "offer=5&quantity=0", "offer=5&quantity=1000"])
def test_what_makes_no_sense_is_refused(browser: Client, said: str) -> None:
    assert browser.get(f"{CHECKOUT}?{said}").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_known_buyer_needs_no_more_than_the_button(browser: Client, ana: Any, apples: Any) -> None:
    Addressee.objects.create(buyer=ana, name="Ana", phone="+821012345678", address=make_address(), used_at=now())
    giving.make_fund()
    page = browser.get(address(apples))
    slip = page.context["slip"]
    assert slip["order"]["lines"] == [{"offer": str(apples.offer_id), "count": 1, "price": "12000"}]
    assert slip["total"] == "15000"
    assert page.context["desk"].form.untouched().is_valid()


def test_counting_again_keeps_what_is_wanted_and_a_fresh_slip_is_for_it(browser: Client, ana: Any, apples: Any) -> None:
    Addressee.objects.create(buyer=ana, name="Ana", phone="+821012345678", address=make_address(), used_at=now())
    form = wanted(apples, 2, addressee=str(Addressee.objects.get().id))
    slip = browser.post(reverse("market:slip"), form)
    assert slip.json()["order"]["lines"][0]["count"] == 2
    del form["order"]
    page = browser.post(CHECKOUT, form)
    assert page.context["bill"].goods.minor == 24_000
    assert not Basket.objects.exists()
