"""Selling from the host's telephone: each press of the sheet "sell", and who may press."""

import pytest
from django.test import Client

from dure.kernel.money import Money
from dure.rooms.market import factories
from dure.rooms.market.models import Coupon, FlashPrice
from dure.rooms.market.reductions import lowered, reductions
from dure.rooms.market.tests.on_stage import Stage, trace
from dure.rooms.people import factories as people
from dure.rooms.people.queries.persons import person

pytestmark = pytest.mark.django_db


def phone_of(person_id) -> Client:
    """Somebody's telephone, in English."""
    found = person(person_id=person_id)
    found.language = "en"
    found.save()
    client = Client(headers={"accept-language": "en", "hx-request": "true"})
    client.force_login(people.sign_in_of(found))
    return client


def press(client: Client, stage: Stage, step: str, **facts: object):
    """Press a button of the sheet."""
    return client.post(f"/market/live/{stage.show_id}/on-air/", {"as": step, **facts})


def test_goods_are_added_shown_lowered_and_that_is_ended_and_undone():
    stage = Stage()
    host = phone_of(stage.host.person_id)
    number = stage.offer.offer_id
    assert "Sea apples" in press(host, stage, "add", offer=number).text
    assert stage.keys == [f"offer:{number}"]
    press(host, stage, "pin", offer=number)
    assert stage.shown == f"offer:{number}"
    shown = press(host, stage, "flash", offer=number, price=9_600, count=4, minutes=10).text
    first = FlashPrice.objects.get()
    assert (first.amount, first.count) == (Money(9_600, "KRW"), 4)
    assert "End this price" in shown
    assert stage.shown == f"offer:{first.offer_id}"
    press(host, stage, "undo", flash=first.id)
    press(host, stage, "flash", offer=number, own="8,000", count=2, minutes=5)
    second = FlashPrice.objects.get(ended_at__isnull=True)
    assert second.amount == Money(8_000, "KRW")
    press(host, stage, "end", flash=second.id)
    assert not FlashPrice.objects.filter(ended_at__isnull=True).exists()


def test_coupons_are_given_at_a_lower_price():
    stage = Stage()
    host = phone_of(stage.host.person_id)
    press(host, stage, "add", offer=stage.offer.offer_id)
    assert press(host, stage, "coupon", offer=stage.offer.offer_id, price=10_000, count=30).status_code == 200
    coupon = Coupon.objects.get()
    assert (coupon.show_id, coupon.count) == (stage.show_id, 30)


def test_the_hosts_page_has_the_sheet_the_numbers_and_afterwards_the_sum():
    stage = Stage()
    host = phone_of(stage.host.person_id)
    press(host, stage, "pin", offer=stage.offer.offer_id)
    factories.placed_order(lines=[(stage.offer, 2)])
    air = f"/live/{stage.show_id}/desk/air/"
    assert 'id="air-goods"' in host.get(air).text
    told = host.get(f"{air}numbers/").text
    assert "1 order" in told
    assert "2 sold" in told
    host.post(f"/live/{stage.show_id}/desk/end/")
    assert "Money taken" in host.get(air).text


def test_nobody_else_presses_and_nonsense_changes_nothing():
    stage = Stage()
    host, helper = phone_of(stage.host.person_id), phone_of(stage.helper().person_id)
    other = Stage()
    strangers = [phone_of(other.host.person_id), phone_of(people.make_person().id)]
    address = f"/market/live/{stage.show_id}/on-air/"
    look = trace()
    before = look()
    for stranger in strangers:
        assert stranger.get(address).status_code == 403
        assert press(stranger, stage, "pin", offer=stage.offer.offer_id).status_code == 403
    for facts in (
        {"step": "nonsense"},
        {"step": "pin", "offer": "x"},
        {"step": "pin", "offer": other.offer.offer_id},
        {"step": "flash", "offer": stage.offer.offer_id, "count": 1, "minutes": 10},
        {"step": "flash", "offer": stage.offer.offer_id, "price": 12_000, "count": 1, "minutes": 10},
        {"step": "flash", "offer": stage.offer.offer_id, "price": 9_000, "count": 1, "minutes": 7},
    ):
        assert press(host, stage, **facts).status_code in {404, 409, 422}
    assert look() == before
    assert press(helper, stage, "pin", offer=stage.offer.offer_id).status_code == 200


def test_lower_prices_are_round_lower_and_each_once():
    assert [(each.percent, each.price.minor) for each in reductions(Money(18_900, "KRW"))] == [
        (10, 17_000), (20, 15_100), (30, 13_200),
    ]  # fmt: skip
    assert lowered(Money(1_000, "KRW"), 10).minor == 900
    assert lowered(Money(1, "USD"), 10).minor == 1
    assert all(each.price.minor < 500 for each in reductions(Money(500, "KRW")))
