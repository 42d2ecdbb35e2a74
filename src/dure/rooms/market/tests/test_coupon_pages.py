"""Coupons on their pages and over the API, for hosts, viewers and those who are neither."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dure.kernel import clock
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.models import Coupon
from dure.rooms.people import factories as people

from .couponed import given, private, sign_in, viewer

pytestmark = pytest.mark.django_db


def test_the_pages_of_host_and_viewer(client):
    host, show, offer, coupon = given(count=5)
    ana = viewer()
    here = reverse("market:show_coupons", args=[show.organisation_id, show.id])

    sign_in(client, ana.person_id)
    told = client.post(reverse("market:coupon_taking", args=[coupon.id]), HTTP_ACCEPT="application/json")
    mine = client.get(reverse("market:coupons"))
    desk = client.get(reverse("market:checkout"), {"offer": coupon.offer_id})

    assert told.json()["offer"] == str(coupon.offer_id)
    assert (mine.status_code, b"9,000" in mine.content) == (200, True)
    assert (desk.status_code, b"9,000" in desk.content) == (200, True)
    assert client.get(here).status_code == 403
    assert client.get(reverse("market:coupon_taking", args=[coupon.id])).url == f"/live/{show.id}/"

    sign_in(client, host.person_id)
    assert "5장 중 1장 받음" in client.get(here).content.decode()
    gone = client.post(reverse("market:coupon_withdrawal", args=[show.organisation_id, show.id, coupon.id]))
    sent = {"offer": offer.offer_id, "off": "500", "count": 3, "per_person": 1, "hours": 24}
    refused = client.post(here, sent)
    assert (gone.status_code, refused.status_code, Coupon.objects.count()) == (302, 409, 1)


def test_others_reach_nothing_of_a_shows_coupons(client):
    _host, show, _offer, coupon = given()
    stranger = people.make_member(factories.seller())
    sign_in(client, stranger.person_id)

    answers = [
        client.post(reverse("market:coupon_withdrawal", args=[whose, show.id, coupon.id])).status_code
        for whose in (show.organisation_id, stranger.organisation_id)
    ]

    coupon.refresh_from_db()
    assert (answers, coupon.is_withdrawn) == ([403, 404], False)


def test_over_the_api(client):
    host, show, offer, earlier = given(live=False)
    Coupon.objects.update(until=clock.now())
    catalog.set_offer(private(earlier), closes_at=clock.now())
    sign_in(client, host.person_id)
    there = f"/api/organisations/{show.organisation_id}/shows/{show.id}/coupons"
    asked = {
        "offer_id": str(offer.offer_id), "off": "2000", "count": 3,
        "until": (clock.now() + timedelta(hours=2)).isoformat(),
    }  # fmt: skip

    made = client.post(there, asked, content_type="application/json")
    listed = client.get(there).json()
    taken = client.post(f"/api/coupons/{made.json()['id']}/taking")

    assert (made.status_code, made.json()["price"]) == (201, "10000")
    assert [(each["given"], each["used"], each["count"]) for each in listed] == [(0, 0, 3), (0, 0, 2)]
    assert (taken.status_code, taken.json()["code"]) == (409, "show_not_live")
    assert client.get("/api/coupons").json() == []
