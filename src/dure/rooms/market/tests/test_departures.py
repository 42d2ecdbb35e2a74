"""Leaving: what is under way keeps a buyer here; then names, places, words and photos go, and money's facts stay."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from dure.events.people import PersonErased
from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.testing import photo
from dure.rooms.market import factories
from dure.rooms.market.models import (
    Addressee,
    Basket,
    Dispute,
    Fulfilment,
    Order,
    Payment,
    Photo,
    ProviderNews,
    Receipt,
)
from dure.rooms.market.reactions import forget_buyer
from dure.rooms.market.services.baskets import put_in
from dure.rooms.market.services.departures import forget_person
from dure.rooms.market.services.disputes import open_dispute, withdraw_dispute
from dure.rooms.market.services.receipts import issue_receipts
from dure.rooms.market.services.releases import release_due
from dure.rooms.people import about_me
from dure.rooms.people.errors import StillNeeded
from dure.rooms.people.factories import actor_of, make_address
from dure.rooms.people.queries.persons import open_departure
from dure.rooms.people.services.departures import request_departure

pytestmark = pytest.mark.django_db
SECRETS = ("Sea road 2", "+821012345678", "rotten words")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def told(person_id):
    """Return everything the market tells of a person, as their file holds it."""
    parts = ("orders", "address_book", "basket", "payments", "complaints", "receipts")
    found = {part: list(about_me.TELLERS[part](person_id)) for part in parts}
    return found, json.dumps(found, cls=DjangoJSONEncoder)


@pytest.fixture
def reported(ana):
    """An order of Ana's that arrived, and a problem she reported with a photo."""
    order = factories.delivered_order(buyer_id=ana.id, lines=[(factories.offer(price=90_000), 2)])
    [part] = factories.parts_of(order)
    dispute = open_dispute(
        by=actor_of(ana), fulfilment_id=part.id, problem="damaged", counts={1: 1}, text="rotten words", photos=[photo()]
    )
    return order, part, dispute


def test_everything_about_a_buyer_is_in_their_file(ana, bo, reported):
    order, _part, dispute = reported
    issue_receipts(by=actor_of(ana), order_id=order.order_id)
    Addressee.objects.create(buyer=ana, name="Mum", phone="+821012345678", address=make_address(), used_at=clock.now())
    put_in(by=actor_of(ana), basket_id=None, offer_id=factories.offer().offer_id, quantity=2)
    found, text = told(ana.id)
    assert all(found.values())
    assert all(secret in text for secret in SECRETS)
    assert str(dispute.photos.get().id) in text
    assert not any(told(bo.id)[0].values())


def test_what_is_under_way_keeps_a_buyer_here(ana, reported):
    order, _part, dispute = reported
    with pytest.raises(StillNeeded) as refused:
        request_departure(by=actor_of(ana))
    assert f"#{order.order_id % 1_000_000:06d}" in refused.value.message
    assert len(about_me.reasons_to_stay(ana.id)) == 2
    assert open_departure(person_id=ana.id) is None
    withdraw_dispute(by=actor_of(ana), dispute_id=dispute.id)
    Fulfilment.objects.update(complaint_until=clock.now() - timedelta(1))
    release_due()
    assert request_departure(by=actor_of(ana)).person_id == ana.id


def test_an_unpaid_order_keeps_a_buyer_here(ana):
    factories.placed_order(buyer_id=ana.id)
    with pytest.raises(StillNeeded):
        request_departure(by=actor_of(ana))


def test_names_places_words_and_photos_go_and_money_stays(ana, bo, reported, django_capture_on_commit_callbacks):
    order, _part, dispute = reported
    others = factories.paid_order(buyer_id=bo.id)
    issue_receipts(by=actor_of(ana), order_id=order.order_id)
    address = make_address()
    Addressee.objects.create(buyer=ana, name="Mum", phone="+821012345678", address=address, used_at=clock.now())
    put_in(by=actor_of(ana), basket_id=None, offer_id=factories.offer().offer_id, quantity=2)
    payment = Payment.objects.get(payer=ana)
    ProviderNews.objects.create(
        provider="stripe", news_id="1", kind="x", contents={"mail": "ana@example.org"}, payment=payment,
        received_at=clock.now(),
    )  # fmt: skip
    key = dispute.photos.get().key
    with django_capture_on_commit_callbacks(execute=True):
        forget_buyer(PersonErased(person_id=str(ana.id)))
    after = Order.objects.get(order_id=order.order_id)
    assert (after.total, after.status, after.delivery_to["means"]) == (order.total, order.status, "home")
    assert not any(secret in told(ana.id)[1] for secret in (*SECRETS, "Mum"))
    assert (Payment.objects.get(payer=ana).amount, ProviderNews.objects.get().contents) == (order.total, {})
    assert Dispute.objects.get().asked_amount == dispute.asked_amount
    assert "Ana" not in json.dumps(Receipt.objects.get().contents)
    assert not Photo.objects.exists()
    assert not default_storage.exists(f"{key}/small.webp")
    for gone in (
        Basket.objects.filter(buyer=ana),
        Addressee.objects.all(),
        type(address).objects.filter(id=address.id),
    ):
        assert not gone.exists()
    assert Order.objects.get(order_id=others.order_id).delivery_to["name"] == "Ana"


def test_who_never_bought_is_forgotten_without_a_trace(ana):
    forget_person(person_id=new_id())
    assert not told(ana.id)[0]["orders"]
