"""Baskets: before signing in, joined on signing in, and honest about what changed."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.http import STRANGER, Actor
from dure.kernel.ids import new_id
from dure.rooms.market import errors
from dure.rooms.market.drafts import LineAnswer, LineOutcome
from dure.rooms.market.models import Allowance, Basket, BasketLine
from dure.rooms.market.queries import baskets as queries
from dure.rooms.market.services import baskets, putting_in
from dure.rooms.market.tests.shops import change, shop
from dure.rooms.people.factories import actor_of, sign_in_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(ana) -> Actor:
    return actor_of(ana)


def put(by: Actor, offer: Any, quantity: int = 1, basket_id: UUID | None = None) -> baskets.Put:
    return baskets.put_in(by=by, basket_id=basket_id, offer_id=offer.offer_id, quantity=quantity)


def counts(basket: Basket) -> dict[int, int]:
    return dict(basket.lines.values_list("offer_id", "quantity"))


def lines_of(by: Actor) -> list[queries.Line]:
    return queries.lines(basket=Basket.objects.get(buyer_id=by.person_id), buyer_id=by.person_id)


def test_a_stranger_puts_in_and_finds_it_again_by_the_key():
    offer = shop().offer()
    made = put(STRANGER, offer, 2)
    put(STRANGER, offer, 1, made.basket_id)
    basket = queries.basket_of(buyer_id=None, basket_id=made.basket_id)
    assert counts(basket) == {offer.offer_id: 3}
    assert queries.line_count(buyer_id=None, basket_id=made.basket_id) == 1


def test_signing_in_joins_both_baskets_and_loses_nothing(buyer):
    place = shop()
    apples, pears, plums = place.offer(), place.offer(), place.offer()
    put(buyer, apples, 1)
    put(buyer, pears, 2)
    loose = put(STRANGER, pears, 3).basket_id
    put(STRANGER, plums, 1, loose)
    assert queries.line_count(buyer_id=buyer.person_id, basket_id=loose) == 3
    joined = baskets.join_baskets(by=buyer, basket_id=loose)
    assert counts(joined) == {apples.offer_id: 1, pears.offer_id: 5, plums.offer_id: 1}
    assert not Basket.objects.filter(id=loose).exists()
    assert counts(baskets.join_baskets(by=buyer, basket_id=loose)) == counts(joined)


def test_a_strangers_basket_becomes_the_persons_first_one(buyer):
    loose = put(STRANGER, shop().offer()).basket_id
    assert baskets.join_baskets(by=buyer, basket_id=loose).id == loose
    assert Basket.objects.get(id=loose).buyer_id == buyer.person_id


def test_somebody_elses_basket_is_not_opened_by_its_key(buyer, bo):
    theirs = put(actor_of(bo), shop().offer()).basket_id
    assert baskets.join_baskets(by=buyer, basket_id=theirs) is None
    assert queries.basket_of(buyer_id=None, basket_id=theirs) is None
    assert put(STRANGER, shop().offer(), 1, theirs).basket_id != theirs


def test_only_as_many_go_in_as_there_are(buyer):
    offer = shop().offer(on_hand=3)
    made = put(buyer, offer, 5)
    assert (made.quantity, made.wanted, made.is_short) == (3, 5, True)


def test_only_as_many_go_in_as_one_person_may_still_have(buyer):
    offer = shop().offer(per_buyer_limit=3)
    Allowance.objects.create(cell_id=1, offer_id=offer.offer_id, buyer_id=buyer.person_id, taken=2)
    assert put(buyer, offer, 3).quantity == 1


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"on_hand": 0}, errors.NothingLeft),
        ({"is_public": False}, errors.OfferClosed),
    ],
)
def test_what_cannot_be_had_is_refused_and_nothing_is_kept(buyer, facts, reason):
    offer = shop().offer(**facts)
    with pytest.raises(reason):
        put(buyer, offer)
    assert not BasketLine.objects.exists()


def test_who_has_had_the_limit_is_told_so_and_nothing_is_kept(buyer):
    offer = shop().offer(per_buyer_limit=2)
    Allowance.objects.create(cell_id=1, offer_id=offer.offer_id, buyer_id=buyer.person_id, taken=2)
    with pytest.raises(errors.LimitReached):
        put(buyer, offer)
    assert not BasketLine.objects.exists()


def test_an_unknown_offer_is_not_found_and_nothing_is_kept(buyer):
    with pytest.raises(errors.OfferGone):
        baskets.put_in(by=buyer, basket_id=None, offer_id=12345, quantity=1)
    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 1000])
def test_a_number_that_is_no_count_is_refused_and_nothing_is_kept(buyer, quantity):
    offer = shop().offer()
    with pytest.raises(errors.QuantityWrong):
        put(buyer, offer, quantity)
    with pytest.raises(errors.QuantityWrong):
        baskets.change_quantity(by=buyer, basket_id=None, offer_id=offer.offer_id, quantity=quantity)
    assert not Basket.objects.exists()


def test_a_full_basket_takes_no_more(buyer, monkeypatch):
    monkeypatch.setattr(putting_in, "LINES_MAX", 2)
    place = shop()
    first = place.offer()
    put(buyer, first)
    put(buyer, place.offer())
    with pytest.raises(errors.BasketFull):
        put(buyer, place.offer())
    assert put(buyer, first).quantity == 2
    assert BasketLine.objects.count() == 2


def test_a_quantity_is_changed_to_exactly_so_many(buyer):
    offer = shop().offer()
    put(buyer, offer, 4)
    assert baskets.change_quantity(by=buyer, basket_id=None, offer_id=offer.offer_id, quantity=2).quantity == 2
    with pytest.raises(errors.LineGone):
        baskets.change_quantity(by=buyer, basket_id=None, offer_id=shop().offer().offer_id, quantity=2)


def test_what_is_taken_out_can_be_put_back(buyer):
    offer = shop().offer()
    put(buyer, offer, 4)
    assert baskets.take_out(by=buyer, basket_id=None, offer_id=offer.offer_id) == 4
    assert baskets.take_out(by=buyer, basket_id=None, offer_id=offer.offer_id) == 0
    assert lines_of(buyer) == []
    assert put(buyer, offer, 4).quantity == 4


def test_changes_are_shown_and_taken_over_only_when_accepted(buyer):
    place = shop()
    dearer, scarcer, ended, same = (place.offer(on_hand=9) for _ in range(4))
    for offer in (dearer, scarcer, ended, same):
        put(buyer, offer, 3)
    change(dearer, price=13_000)
    place.leave(scarcer, 1)
    change(ended, status="ended")
    shown = {line.offer_id: line for line in lines_of(buyer)}
    assert shown[dearer.offer_id].was.minor == 12_000
    assert shown[scarcer.offer_id].change.quantity == 1
    assert shown[ended.offer_id].is_gone
    assert shown[same.offer_id].change is None
    baskets.accept_changes(by=buyer, basket_id=None, offer_ids=[dearer.offer_id])
    assert [line.offer_id for line in lines_of(buyer) if line.change] == [scarcer.offer_id, ended.offer_id]
    baskets.accept_changes(by=buyer, basket_id=None)
    kept = {line.offer_id: (line.quantity, line.seen_price) for line in lines_of(buyer)}
    assert kept == {
        dearer.offer_id: (3, 13_000), scarcer.offer_id: (1, 12_000), same.offer_id: (3, 12_000),
    }  # fmt: skip


def test_choices_are_remembered_until_the_order_empties_the_basket(buyer):
    place = shop()
    ordered, kept = place.offer(), place.offer()
    put(buyer, ordered)
    put(buyer, kept)
    baskets.remember_choices(by=buyer, basket_id=None, choices={"means": "home"})
    basket = Basket.objects.get(buyer_id=buyer.person_id)
    assert basket.choices == {"means": "home"}
    facts = {"basket_id": basket.id, "order_id": 1, "offer_ids": [ordered.offer_id]}
    assert not baskets.empty(changed_at=basket.created_at, **facts)
    assert counts(basket) == {ordered.offer_id: 1, kept.offer_id: 1}
    assert baskets.empty(changed_at=basket.changed_at, **facts)
    basket.refresh_from_db()
    assert basket.settled == [1]
    assert basket.choices == {}
    assert counts(basket) == {kept.offer_id: 1}


def test_nobodys_baskets_are_forgotten_after_a_time(buyer, frozen_time):
    offer = shop().offer()
    put(buyer, offer)
    put(STRANGER, offer)
    frozen_time.tick(days=80)
    fresh = put(STRANGER, offer).basket_id
    frozen_time.tick(days=11)
    assert baskets.forget_baskets() > 0
    assert set(Basket.objects.filter(buyer=None).values_list("id", flat=True)) == {fresh}
    assert Basket.objects.filter(buyer_id=buyer.person_id).exists()


def test_the_page_of_a_stranger_keeps_its_basket_in_a_signed_cookie(client):
    offer = shop().offer(name="Gold apples")
    client.post(reverse("market:basket_line"), {"offer_id": offer.offer_id, "quantity": 2})
    html = client.get(reverse("market:basket")).content.decode()
    assert "Gold apples" in html
    forged = Client()
    forged.cookies["dure_basket"] = str(Basket.objects.get().id)
    assert "Gold apples" not in forged.get(reverse("market:basket")).content.decode()


def test_signing_in_shows_what_was_put_in_before(client, ana):
    offer = shop().offer(name="Gold apples")
    client.post(reverse("market:basket_line"), {"offer_id": offer.offer_id})
    client.force_login(sign_in_of(ana))
    assert "Gold apples" in client.get(reverse("market:basket")).content.decode()
    assert Basket.objects.get().buyer_id == ana.id


def test_the_same_press_twice_puts_in_once(client):
    offer = shop().offer()
    form = {"offer_id": offer.offer_id, "quantity": 2, "idempotency_key": str(new_id())}
    for _ in range(2):
        client.post(reverse("market:basket_line"), form)
    assert BasketLine.objects.get().quantity == 2


def test_removal_offers_to_put_back(client):
    offer = shop().offer(name="Gold apples")
    client.post(reverse("market:basket_line"), {"offer_id": offer.offer_id, "quantity": 2})
    page = client.post(reverse("market:basket_line_removal"), {"offer_id": offer.offer_id}, follow=True)
    assert page.context["removed"]["quantity"] == 2
    assert not BasketLine.objects.exists()


def test_a_form_that_makes_no_sense_is_refused(client):
    for wrong in ({}, {"offer_id": "x"}, {"offer_id": 10**30}, {"offer_id": -1}):
        assert client.post(reverse("market:basket_line"), wrong).status_code == 422
    assert not Basket.objects.exists()


def test_the_way_back_stays_within_the_house(client):
    offer = shop().offer()
    away = client.post(reverse("market:basket_line"), {"offer_id": offer.offer_id, "next": "https://evil.example/"})
    assert away["Location"] == reverse("market:basket")
    home = client.post(reverse("market:basket_line"), {"offer_id": offer.offer_id, "next": "/kit/"})
    assert home["Location"] == "/kit/"


def test_the_basket_asks_as_often_for_many_lines_as_for_few(client, same_query_count):
    def fill(how_many: int) -> None:
        for _ in range(how_many):
            place = shop()
            client.post(reverse("market:basket_line"), {"offer_id": place.offer().offer_id})

    same_query_count(make=fill, visit=lambda: client.get(reverse("market:basket")))


def test_an_empty_basket_says_so(client):
    assert client.get(reverse("market:basket")).status_code == 200
    assert queries.line_count(buyer_id=None, basket_id=None) == 0


def test_the_intakes_answers_are_taken_over(buyer):
    place = shop()
    fewer, dearer, gone, fits = (place.offer() for _ in range(4))
    for offer in (fewer, dearer, gone, fits):
        put(buyer, offer, 3)
    basket = Basket.objects.get(buyer_id=buyer.person_id)
    answers = [
        LineOutcome(offer_id=fewer.offer_id, answer=LineAnswer.SOLD_OUT, left=1),
        LineOutcome(offer_id=dearer.offer_id, answer=LineAnswer.PRICE_CHANGED, price=13_000),
        LineOutcome(offer_id=gone.offer_id, answer=LineAnswer.CLOSED),
        LineOutcome(offer_id=fits.offer_id, answer=LineAnswer.FITS),
    ]
    baskets.take_answers(basket=basket, answers=answers)
    kept = dict(basket.lines.values_list("offer_id", "quantity"))
    assert kept == {fewer.offer_id: 1, dearer.offer_id: 3, fits.offer_id: 3}
    assert basket.lines.get(offer_id=dearer.offer_id).seen_price == 13_000
