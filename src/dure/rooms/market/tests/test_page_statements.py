"""How many statements the pages on the way to an order ask of their own. These numbers may only go down.

What every page asks (who is there, bars and counts) is taken off: a page that asks nothing of its own asks the same.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dure.kernel.clock import now
from dure.kernel.ids import new_id
from dure.rooms.giving import factories as giving
from dure.rooms.market import factories
from dure.rooms.market.forms.checkouts import NEW
from dure.rooms.market.models import Addressee, Order
from dure.rooms.market.order_keys import key_past_basket
from dure.rooms.market.services import baskets, intake
from dure.rooms.market.tests.shops import Shop, shop
from dure.rooms.people.factories import actor_of, make_address, make_province, sign_in_of

pytestmark = pytest.mark.django_db
CHECKOUT, BASKET = reverse("market:checkout"), reverse("market:basket")
NOTHING_PAGE, NOTHING_PRESSED = reverse("market:queue"), reverse("market:queue_leaving")
PAYMENT_BEGUN = 3
"""See test_paying_statements; one of them is the card company's own."""


def count(visit: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as told:
        assert visit().status_code < 400
    return len(told)


@pytest.fixture
def browser(ana: Any, settings: Any) -> Client:
    settings.GATES = ["http://127.0.0.1:1"]
    Addressee.objects.create(buyer=ana, name="Ana", phone="+821012345678", address=make_address(), used_at=now())
    giving.make_fund()
    found = Client()
    found.force_login(sign_in_of(ana))
    found.get(NOTHING_PAGE)
    return found


@pytest.fixture
def own(browser: Client) -> Callable[[Callable[[], Any]], int]:
    """Return what a page asks of its own."""
    page = count(lambda: browser.get(NOTHING_PAGE))

    def asked(visit: Callable[[], Any]) -> int:
        return count(visit) - page

    return asked


@pytest.fixture
def pressed(browser: Client) -> Callable[[Callable[[], Any]], int]:
    """Return what a press asks of its own; it leads on and shows no page."""
    nothing = count(lambda: browser.post(NOTHING_PRESSED))

    def asked(visit: Callable[[], Any]) -> int:
        return count(visit) - nothing

    return asked


@pytest.fixture
def place() -> Shop:
    return shop()


def form_of(browser: Client, address: str, **changes: object) -> dict[str, object]:
    """Return the form as it is sent when nothing on the page was touched."""
    page = browser.get(address)
    desk = page.context["desk"]
    shown = desk.form.untouched().data
    return {
        **shown, "order": "on", "currency": desk.purse.currency, "total": str(desk.purse.bill.total.minor),
        "seen": desk.purse.seen, "provider": "card_sandbox", "idempotency_key": str(page.context["key"]), **changes,
    }  # fmt: skip


def put(browser: Client, place: Shop) -> Any:
    offer = place.offer()
    browser.post(reverse("market:basket_line"), {"offer_id": offer.offer_id})
    return offer


def test_putting_in_asks_once_also_the_first_time(browser: Client, pressed: Any, place: Shop) -> None:
    offer = place.offer()
    form = {"offer_id": offer.offer_id, "quantity": 1}
    assert pressed(lambda: browser.post(reverse("market:basket_line"), form)) == 1
    assert pressed(lambda: browser.post(reverse("market:basket_line"), form)) == 1


def test_the_baskets_page_asks_once(browser: Client, own: Any, place: Shop) -> None:
    put(browser, place)
    assert own(lambda: browser.get(BASKET)) == 1


def test_the_checkout_asks_once(browser: Client, own: Any, place: Shop) -> None:
    offer = put(browser, place)
    assert own(lambda: browser.get(CHECKOUT)) == 1
    assert own(lambda: browser.get(f"{CHECKOUT}?offer={offer.offer_id}")) == 1


def test_a_press_by_form_asks_six_times_before_the_payment(browser: Client, pressed: Any, place: Shop) -> None:
    factories.placed_order()  # the very first order of a house opens its accounts
    put(browser, place)
    form = form_of(browser, CHECKOUT)
    assert pressed(lambda: browser.post(CHECKOUT, form)) - PAYMENT_BEGUN == 6
    assert Order.objects.filter(client_key=str(form["idempotency_key"])).exists()


def test_an_order_past_the_basket_asks_five_times_before_the_payment(
    browser: Client, pressed: Any, place: Shop
) -> None:
    factories.placed_order()
    form = form_of(browser, f"{CHECKOUT}?offer={place.offer().offer_id}", quantity="1")
    form |= {"offer": form["seen"][0].split(":")[0]}  # type: ignore[index]
    assert pressed(lambda: browser.post(CHECKOUT, form)) - PAYMENT_BEGUN == 5


@pytest.mark.parametrize("key", [new_id, key_past_basket])
def test_after_the_gate_the_page_asks_once(browser: Client, pressed: Any, place: Shop, ana: Any, key: Any) -> None:
    offer = place.offer()
    baskets.put_in(by=actor_of(ana), basket_id=None, offer_id=offer.offer_id, quantity=1)
    form = form_of(browser, CHECKOUT, idempotency_key=str(key()), placed="on")
    [outcome] = intake.place_orders(
        requests=[
            factories.request(
                buyer_id=ana.id, lines=[(offer, 1)], client_key=UUID(str(form["idempotency_key"])),
                fees={place.organisation_id: 3_000},
            )
        ]
    )  # fmt: skip
    assert outcome.is_placed
    assert pressed(lambda: browser.post(CHECKOUT, form)) - PAYMENT_BEGUN == 1


def test_a_new_address_is_read_kept_and_signed_in_three(browser: Client, pressed: Any, place: Shop) -> None:
    make_province()
    put(browser, place)
    new = {"to-name": "Li Wei", "to-phone": "010-4444-5555", "to-country": "KR", "to-postcode": "59027"}
    form = form_of(browser, CHECKOUT, addressee=NEW) | new | {"to-line": "전라남도 해남군 군청1길 80"}
    assert pressed(lambda: browser.post(reverse("market:slip"), form)) == 3
    assert Addressee.objects.filter(name="Li Wei").exists()


def test_an_order_on_the_api_is_read_and_placed_in_few(ana: Any, place: Shop) -> None:
    factories.placed_order()
    request = factories.request(buyer_id=ana.id, lines=[(place.offer(), 1)], fees={place.organisation_id: 3_000})
    with CaptureQueriesContext(connection) as told:
        intake.place_orders(requests=[request])
    assert len(told) == 4  # what holds, and the order between two marks of its transaction
