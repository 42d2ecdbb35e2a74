"""Bookings on their pages and over the API: from the product to the outcome, on both sides."""

import pytest
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.market import factories
from dure.rooms.market.models import Booking, BookingProposal, BookingTerms, Order, Payment
from dure.rooms.people import factories as people

from .booked import DEPOSIT, FULL, SOON, Sale, sign_in
from .bookkeeping import nothing_is_held

pytestmark = pytest.mark.django_db
Status = Booking.Status


def test_a_page_from_the_button_to_the_outcome(client):
    sale = Sale(is_paid=False)
    sign_in(client, sale.buyer)
    desk = client.get(reverse("market:checkout"), {"offer": sale.offer.offer_id})
    words = desk.content.decode()
    sent = {
        "offer": sale.offer.offer_id, "quantity": 1, "currency": "KRW", "means": "meet", "provider": "card_sandbox",
        "collector_name": "Ana", "collector_phone": "010-1234-5678", "total": DEPOSIT, "gift": "0", "order": "on",
        "idempotency_key": desk.context["key"], "seen": f"{sale.offer.offer_id}:1:{DEPOSIT}",
    }  # fmt: skip

    answer = client.post(reverse("market:checkout"), sent)

    made = Order.objects.exclude(order_id=sale.order.order_id).get()
    assert ("12,000,000" in words, "11,500,000" in words, 'name="addressee"' in words) == (True, True, False)
    assert (answer.status_code, made.total, made.delivery_to["means"]) == (302, DEPOSIT, "meet")
    Payment.objects.filter(order_id=made.order_id).delete()
    factories.pay(made)
    found = Booking.objects.get(order_id=made.order_id)
    assert client.get(reverse("market:bookings")).status_code == 200
    assert b"12,000,000" in client.get(reverse("market:booking", args=[found.id])).content
    assert b"booking" in client.get(reverse("market:order", args=[made.order_id])).content


def test_both_sides_agree_on_the_page(client):
    sale = Sale()
    here = [sale.booking.id]
    sign_in(client, sale.seller)
    when = (clock.now() + SOON).strftime("%Y-%m-%dT%H:%M")

    assert client.get(reverse("market:booking_calendar", args=here)).status_code == 409
    assert client.post(reverse("market:booking_proposal", args=here), {"meets_at": when}).status_code == 422
    client.post(reverse("market:booking_proposal", args=here), {"meets_at": when, "place": "The yard"})
    [proposal] = BookingProposal.objects.all()
    assert client.get(reverse("market:seller_bookings", args=[sale.farm.id])).status_code == 200
    sale_page = client.get(reverse("market:sale", args=[sale.farm.id, sale.part.id])).content.decode()
    assert reverse("market:booking", args=here) in sale_page

    sign_in(client, sale.buyer)
    client.post(reverse("market:booking_answer", args=[*here, proposal.id]), {"answer": "accept"})
    file = client.get(reverse("market:booking_calendar", args=here))
    client.post(reverse("market:booking_outcome", args=here), {"outcome": "bought"})

    assert b"LOCATION:The yard\r\n" in file.content
    assert b"SEQUENCE:1\r\n" in file.content
    assert (sale.booking.status, nothing_is_held()) == (Status.BOUGHT, True)
    assert client.get(reverse("market:booking", args=here)).status_code == 200
    sign_in(client, Actor(person_id=people.make_person().id))
    assert client.get(reverse("market:booking", args=here)).status_code == 404


def test_an_offer_is_turned_into_a_booking_and_back_on_its_page(client):
    sale = Sale(is_paid=False)
    sign_in(client, sale.seller)
    here = reverse("market:offer_booking", args=[sale.farm.id, sale.offer.offer_id])

    assert client.get(here).status_code == 200
    sent = {"full": "13,000,000", "back_until": clock.today().isoformat(), "next_words": "We call you."}
    assert client.post(here, sent).status_code == 302
    assert BookingTerms.objects.get(ended_at=None).full_price == 13_000_000
    assert client.post(here, {"end": "on"}).status_code == 302
    assert not BookingTerms.objects.filter(ended_at=None).exists()


def test_over_the_api(client):
    sale = Sale()
    there = f"/api/bookings/{sale.booking.id}"
    sign_in(client, sale.seller)
    asked = {"meets_at": (clock.now() + SOON).isoformat(), "place": "The yard"}

    proposed = client.post(f"{there}/proposals", asked, content_type="application/json").json()
    terms = client.put(
        f"/api/organisations/{sale.farm.id}/offers/{sale.offer.offer_id}/booking-terms",
        {"full_price": "1", "back_until": clock.today().isoformat(), "next_words": "Come"},
        content_type="application/json",
    )
    listed = client.get(f"/api/organisations/{sale.farm.id}/bookings").json()
    sign_in(client, sale.buyer)
    answered = client.post(
        f"{there}/proposals/{proposed['proposals'][0]['id']}/answer", {"is_accepted": True},
        content_type="application/json",
    )  # fmt: skip
    ended = client.post(f"{there}/outcome", {"outcome": "give_up"}, content_type="application/json").json()

    assert (terms.status_code, terms.json()["code"]) == (422, "booking_terms_wrong")
    assert [each["rest"] for each in listed] == [str(FULL - DEPOSIT)]
    assert (answered.json()["status"], ended["status"]) == ("agreed", "buyer_out")
    assert [each["status"] for each in client.get("/api/bookings").json()] == ["buyer_out"]
