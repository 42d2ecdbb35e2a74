"""A show on air that gives a coupon away, and those who come for it."""

from datetime import timedelta

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.services import coupons
from dure.rooms.people import factories as people
from dure.rooms.stage import factories as stage


def given(*, on_hand=10, live=True, **terms):
    """A show on air with a coupon for something of its host, and that host."""
    farm = factories.seller()
    offer = factories.offer(organisation_id=farm.id, on_hand=on_hand, price=12_000)
    show = stage.make_show(organisation_id=farm.id)
    host = Actor(person_id=people.make_member(farm).person_id)
    if live:
        stage.go_live(show=show, host=host)
    facts = {"off_minor": 3_000, "count": 2, "until": clock.now() + timedelta(hours=1), **terms}
    return host, show, offer, coupons.offer_coupon(by=host, show_id=show.id, offer_id=offer.offer_id, **facts)


def viewer():
    return Actor(person_id=people.make_person().id)


def sign_in(client, person_id):
    client.force_login(people.sign_in_of(people.person_of(person_id)))


def private(coupon):
    """The offer at the coupon's price."""
    return catalog.offer_numbered(coupon.offer_id)


def wanted(coupon, by, count=1):
    return factories.request(buyer_id=by.person_id, lines=[(private(coupon), count)])
