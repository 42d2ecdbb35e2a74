"""What the tests of the host network share: a farm with a programme, a host with a link, somebody who came by it."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.ledger.services import proofs
from dure.rooms.market import factories
from dure.rooms.market.models import Affiliate, Attribution, OrderLine, Programme, PromotionLink
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services import affiliates, attributing, programmes, promotion_links, releases, shipping
from dure.rooms.market.services.programmes import Terms
from dure.rooms.market.tests.bookkeeping import has
from dure.rooms.people import factories as people

STAFF = Actor(is_staff=True)
NUMBERS = count(20_000_000)


@dataclass
class Campaign:
    """A farm that pays a host a tenth."""

    farm: Any
    owner: Any
    offer: Any
    host: Any
    affiliate: Affiliate
    programme: Programme
    link: PromotionLink

    def comes(self, person, *, browser_id=None):
        """Let somebody follow the link."""
        actor = Actor(person_id=person.id if person else None)
        promotion_links.touch(code=self.link.code, by=actor, browser_id=browser_id or new_id())

    def buys(self, person, *, how_many=2, offer=None, **facts):
        """Let somebody order and pay, and the worker hear of it."""
        order = factories.paid_order(buyer_id=person.id, lines=[(offer or self.offer, how_many)], **facts)
        attributing.attribute_orders(order_ids=[order.order_id], cell_id=order.cell_id)
        return order

    def sells(self, person, **facts):
        """Let somebody come and buy."""
        self.comes(person)
        return self.buys(person, **facts)


def campaign(*, bp=1_000, price=10_000, on_hand=100, fee=0, **terms) -> Campaign:
    """Make a farm with goods, its programme, and a host with a link to the product."""
    owner, host = people.make_person(name="Owner"), host_person("Hong Gildong")
    farm = factories.seller(fee=fee)
    people.make_member(farm, owner, role="owner")
    offer = factories.offer(organisation_id=farm.id, on_hand=on_hand, price=price)
    by = people.actor_of(owner, farm)
    programme = programmes.open_programme(by=by, seller_id=farm.id, terms=Terms(commission_bp=bp, **terms))
    affiliate = affiliates.join_network(by=Actor(person_id=host.id))
    link = link_of(host, programme, offer)
    return Campaign(farm, owner, offer, host, affiliate, programme, link)


def link_of(host, programme, offer):
    """Return a host's link to a product."""
    return promotion_links.make_link(
        by=Actor(person_id=host.id), programme_id=programme.id, target="product", target_id=str(offer.product_id)
    )


def host_person(name):
    """Make somebody whose phone number is proven."""
    return people.make_person(name=name, phone=f"+8210{next(NUMBERS):08d}")


def release(order):
    """Let every part of an order arrive, and its buyer be content."""
    for part in factories.parts_of(order):
        shipping.note_delivered(reference=part.reference, at=clock.now())
        releases.confirm_received(by=Actor(person_id=order.buyer_id), fulfilment_id=part.id)


def row_of(order) -> Attribution:
    """Return the decision about an order's one line."""
    return Attribution.objects.select_related("affiliate").get(order_id=order.order_id)


def promised(person, unit="KRW"):
    """Return what a host has earned and not been paid."""
    return has(chart.promotion(person.id), unit)


def earned(farm):
    """Return what a farm has earned."""
    return has(chart.earnings(farm.id))


def house_bp(order, bp):
    """Let the house take so many basis points of an order."""
    OrderLine.objects.filter(order_id=order.order_id, kind=1).update(commission_bp=bp)


def everything_fits():
    """Whether book and orders hold together."""
    return examine().problems == [] and proofs.prove().holds
