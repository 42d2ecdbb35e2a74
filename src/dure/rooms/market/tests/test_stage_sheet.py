"""The sheet of a live show: who may open it for what, what it orders, and what it says when something is in the way."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.http import HOUSE
from dure.kernel.tokens import key_of as signing_key
from dure.rooms.ledger.factories import deposit
from dure.rooms.market import factories
from dure.rooms.market.models import Addressee, Booking, Order, Payment
from dure.rooms.market.order_keys import key_past_basket
from dure.rooms.market.passes import read_pass
from dure.rooms.market.services.addressees import add_addressee
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.market.stage_keys import key_of
from dure.rooms.market.tests.shops import Shop, change, shop
from dure.rooms.market.tests.test_checkout import sent
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.factories import actor_of, make_person, make_region, sign_in_of
from dure.rooms.stage import factories as stage
from dure.rooms.stage.services import broadcasts, screens, shows

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(ana: Any, settings: Any) -> Client:
    settings.GATES = ["http://127.0.0.1:1"]
    ana.language = "en"
    ana.save()
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


@pytest.fixture
def show(place: Shop, apples: Any) -> Any:
    """A show on air with the apples on its screen."""
    made = stage.make_show(organisation_id=place.organisation_id)
    line = stage.add_line(show=made, title="Gold apples", key=key_of(offer_id=apples.offer_id), facts=facts(apples))
    stage.go_live(show=made)
    screens.cue(by=HOUSE, show_id=made.id, cue_id=line)
    return made


def facts(offer: Any) -> dict[str, object]:
    return {"kind": "sale", "offer": str(offer.offer_id), "price_minor": 12_000, "currency": "KRW", "was_minor": 15_000}


def sheet(show: Any, offer: Any = None) -> str:
    address = reverse("market:stage_sheet", args=[show.id])
    return address if offer is None else f"{address}?offer={offer.offer_id}"


def wanted(offer: Any, count: int = 1, **changes: object) -> dict[str, object]:
    """The sheet's form as it is sent by somebody who wants so many at 12,000 won."""
    usual: dict[str, object] = {
        "offer": str(offer.offer_id), "quantity": str(count), "seen": [f"{offer.offer_id}:{count}:12000"],
        "idempotency_key": str(key_past_basket()), "total": str(12_000 * count + 3_000),
    }  # fmt: skip
    return sent(**usual | changes)


def nothing_happened() -> bool:
    return not Order.objects.exists() and not Payment.objects.exists()


def test_it_shows_what_is_on_stage_as_it_would_be_ordered(browser, show, apples):
    page = browser.get(sheet(show, apples))
    assert page.status_code == HTTPStatus.OK
    assert page.context["bill"].total.minor == 15_000
    assert "Gold apples" in page.text
    assert "<html" not in page.text


def test_who_has_not_signed_in_is_led_there_and_back_to_the_open_sheet(client, show, apples):
    page = client.get(sheet(show, apples))
    assert f"next=%2Flive%2F{show.id}%2F%3Fbuy%3D{apples.offer_id}" in page.text
    assert client.post(sheet(show), wanted(apples)).status_code == HTTPStatus.OK
    assert nothing_happened()


def test_one_press_orders_and_pays_from_the_wallet_in_place(browser, show, apples):
    page = browser.post(sheet(show), wanted(apples, 2))
    order = Order.objects.get()
    assert (order.total, order.status) == (27_000, Order.Status.PAID)
    assert "Paid. Thank you." in page.text
    assert "Paid. Thank you." in browser.get(f"{sheet(show)}?order={order.order_id}").text


@pytest.fixture
def tractor(place: Shop, show: Any) -> Any:
    """Something booked by a deposit, on the sheet of the show."""
    made = place.offer(name="Old tractor", price=50_000)
    draft = TermsDraft(full_minor=12_000_000, back_until=clock.today() + timedelta(days=9), next_words="Drive it.")
    set_booking_terms(by=HOUSE, organisation_id=place.organisation_id, offer_id=made.offer_id, draft=draft)
    stage.add_line(show=show, title="Old tractor", key=key_of(offer_id=made.offer_id), facts=facts(made))
    return made


def test_what_is_booked_is_booked_in_the_sheet_and_its_deposit_named(browser, show, tractor):
    page = browser.get(sheet(show, tractor))
    for said in (
        "₩12,000,000",
        "₩11,950,000",
        "Drive it.",
        "Book and pay the deposit of ₩50,000",
        "Who meets the seller",
        "Others may see that I booked",
    ):
        assert said in page.text, said
    assert "Others may see that I bought" not in page.text
    assert 'name="addressee"' not in page.text
    form = wanted(
        tractor, means="meet", collector_name="Ana", collector_phone="010-1234-5678", total="50000",
        seen=[f"{tractor.offer_id}:1:50000"],
    )  # fmt: skip
    unnamed = browser.post(sheet(show), {**form, "collector_name": ""})
    assert unnamed.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert nothing_happened()
    page = browser.post(sheet(show), form)
    order = Order.objects.get()
    assert (order.status, order.total) == (Order.Status.PAID, 50_000)
    assert "Booked. Thank you." in page.text
    assert reverse("market:bookings") in page.text
    factories.let_begin(order)
    booking = Booking.objects.get()
    assert (booking.deposit, booking.order_id) == (50_000, order.order_id)
    assert reverse("market:booking", args=[booking.id]) in browser.get(f"{sheet(show)}?order={order.order_id}").text


def test_what_is_booked_cannot_be_sent_to_a_door_from_the_sheet(browser, show, tractor):
    form = wanted(tractor, total="50000", seen=[f"{tractor.offer_id}:1:50000"])
    assert browser.post(sheet(show), form).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert nothing_happened()


def test_pressed_twice_it_is_one_order(browser, show, apples):
    form = wanted(apples)
    for _press in range(2):
        assert "Paid. Thank you." in browser.post(sheet(show), form).text
    assert Order.objects.count() == Payment.objects.count() == 1


def test_by_card_it_says_until_when_it_can_be_paid_and_leads_on_in_a_new_window(browser, show, apples):
    page = browser.post(sheet(show), wanted(apples, provider="card_sandbox"))
    payment = Payment.objects.get()
    assert "Your order is placed." in page.text
    assert f'href="{reverse("market:payment", args=[payment.id])}"' in page.text
    assert 'target="_blank"' in page.text


def test_what_is_not_on_stage_cannot_be_opened_there(browser, place, show):
    other = place.offer(name="Pears")
    for answer in (browser.get(sheet(show, other)), browser.post(sheet(show), wanted(other)), browser.get(sheet(show))):
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert nothing_happened()


@pytest.mark.parametrize("becomes", ["planned", "cancelled"])
def test_a_show_that_is_not_on_air_sells_nothing(browser, place, apples, becomes):
    made = stage.make_show(organisation_id=place.organisation_id)
    stage.add_line(show=made, key=key_of(offer_id=apples.offer_id), facts=facts(apples))
    if becomes == "cancelled":
        shows.cancel_show(by=HOUSE, show_id=made.id, why="Rain")
    assert browser.get(sheet(made, apples)).status_code == HTTPStatus.NOT_FOUND
    assert browser.post(sheet(made), wanted(apples)).status_code == HTTPStatus.NOT_FOUND
    assert nothing_happened()


def test_who_has_the_sheet_open_when_the_show_ends_may_still_order(browser, show, apples):
    form = wanted(apples)
    broadcasts.end_show(by=HOUSE, show_id=show.id)
    assert "Paid. Thank you." in browser.post(sheet(show), form).text


def test_an_address_of_somebody_else_cannot_be_chosen(browser, show, apples):
    other = make_person()
    home = PostalAddress(country="KR", street="군청1길 80", postcode="59000", region_code=make_region().code)
    theirs = add_addressee(by=actor_of(other), name="Quillon", phone="+821012345678", address=home)
    page = browser.post(sheet(show), wanted(apples, addressee=str(theirs.id)))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Quillon" not in page.text
    assert nothing_happened()


def test_another_price_than_was_shown_is_shown_first(browser, show, apples):
    change(apples, price=13_000)
    page = browser.post(sheet(show), wanted(apples))
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["bill"].total.minor == 16_000
    assert "12,000" in page.text
    assert nothing_happened()


def test_what_is_sold_out_is_said_and_nothing_is_ordered(browser, place, show, apples):
    place.leave(apples, 0)
    page = browser.post(sheet(show), wanted(apples))
    assert page.status_code == HTTPStatus.CONFLICT
    assert "Sold out." in page.text
    assert nothing_happened()


def test_counting_again_keeps_key_and_choices_and_orders_nothing(browser, show, apples):
    form = wanted(apples, 3)
    del form["order"]
    page = browser.post(sheet(show), form)
    assert page.context["bill"].total.minor == 39_000
    assert str(form["idempotency_key"]) in page.text
    assert 'name="shown" value="on"' in page.text
    assert not page.context["is_shown"]
    assert nothing_happened()
    assert not Addressee.objects.exists()


def test_its_slip_tells_the_gate_how_the_buyer_may_be_called(browser, ana, show, apples, settings):
    slip = browser.post(sheet(show), wanted(apples), headers={"accept": "application/json"}).json()
    found = read_pass(slip["pass"], key=signing_key(settings.SECRET_KEY), now=clock.now())
    assert (found.buyer_id, found.known_as) == (ana.id, ana.name)
    assert slip["order"]["lines"] == [{"offer": str(apples.offer_id), "count": 1, "price": "12000"}]
    assert nothing_happened()


def test_another_person_does_not_see_how_an_order_stands(browser, show, apples):
    browser.post(sheet(show), wanted(apples))
    stranger = Client()
    assert stranger.get(f"{sheet(show)}?order={Order.objects.get().order_id}").status_code == HTTPStatus.NOT_FOUND
    stranger.force_login(sign_in_of(make_person()))
    assert stranger.get(f"{sheet(show)}?order={Order.objects.get().order_id}").status_code == HTTPStatus.NOT_FOUND


def test_the_shows_page_shows_the_card_of_what_is_on_the_screen(client, place, show, apples):
    place.leave(apples, 7)
    page = client.get(f"/live/{show.id}/", headers={"accept-language": "en"})
    goods = page.context["goods"]
    assert (goods.percent_off, goods.left, goods.price.minor) == (20, 7, 12_000)
    assert f'href="{reverse("market:checkout")}?offer={apples.offer_id}"' in page.text
    assert "7 left" in page.text
    screens.clear_cue(by=HOUSE, show_id=show.id)
    assert client.get(f"/live/{show.id}/").context["goods"] is None
