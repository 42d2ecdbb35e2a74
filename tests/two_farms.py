"""Two farms with one of everything, called by their names, and a buyer who bought of both in the very same order."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoDbBlocker

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.testing import kept_world
from dure.rooms.catalog.cycle_prices import Fee
from dure.rooms.catalog.licence_subjects import licence_subject
from dure.rooms.catalog.services import cycle_rounds, cycles, imports, tills
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.dispatch.models import Hub
from dure.rooms.dispatch.services.scans import pack
from dure.rooms.giving import factories as giving
from dure.rooms.inbox.queries.conversations import by_reference
from dure.rooms.inbox.services.conversations import say
from dure.rooms.market import factories as market
from dure.rooms.market.drafts import Means
from dure.rooms.market.models import Booking, Dispute, Fulfilment, Return, TillMeans
from dure.rooms.market.queries.selling import Asked, find_sales
from dure.rooms.market.services import coupons, till, till_closings
from dure.rooms.market.services.booking_terms import TermsDraft, set_booking_terms
from dure.rooms.market.services.programmes import Terms, open_programme
from dure.rooms.market.services.talks import open_talk
from dure.rooms.merchants import factories as merchants
from dure.rooms.merchants.models import Payout
from dure.rooms.merchants.queries.payouts import preview
from dure.rooms.merchants.services.payouts import make_run, seal_preview
from dure.rooms.people import factories as people
from dure.rooms.people.models import Organisation, Person
from dure.rooms.people.services.invitations import invite
from dure.rooms.people.services.mandates import grant
from dure.rooms.stage import factories as stage
from dure.rooms.stage.services import order as moderation
from dure.rooms.trust.queries import trades
from dure.rooms.trust.services.verifications import ask

OURS, THEIRS = "Nuri", "Byeol"
"""Everything the first farm has is called Nuri something, everything the other has Byeol something."""
DAY = timedelta(days=1)
Things = dict[str, object]


@dataclass(frozen=True)
class Farm:
    """A farm with one of everything; `things` are what stands for the names in addresses."""

    organisation: Organisation
    owner: Person
    things: Things

    @property
    def numbers(self) -> set[str]:
        """The ids of everything it has, as pages write them."""
        return {str(thing) for thing in self.things.values() if not isinstance(thing, str)}


@dataclass(frozen=True)
class World:
    """The two farms."""

    ours: Farm
    theirs: Farm


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Two farms that sell to Ana, made once for all tests of a module."""
    with kept_world(django_db_blocker):
        yield make_world()


def make_world() -> World:
    """Make the two farms."""
    buyer = people.make_person(name="Ana")
    owners = [people.make_person(name=f"{name} Owner") for name in (OURS, THEIRS)]
    farms = [
        merchants.make_merchant(owner_id=owner.id, name=f"{name} Farm").organisation
        for owner, name in zip(owners, (OURS, THEIRS), strict=True)
    ]
    offers = [market.offer(organisation_id=farm.id, name=f"{_name(farm)} leek", on_hand=3) for farm in farms]
    order = market.paid_order(buyer_id=buyer.id, lines=[(offer, 1) for offer in offers])
    parts = {part.seller_id: part for part in market.parts_of(order)}
    fund = giving.make_fund()  # funds are everybody's to choose
    things: list[Things] = [
        {"offer_id": offer.offer_id, "level_id": offer.level_id, "product_id": offer.product_id}
        | _sold(farm, parts[farm.id], buyer)
        | _asked_in(farm, owner)
        | _at_the_desks(farm, owner, offer.level_id)
        | _at_the_till(farm, owner)
        | _on_stage(farm, owner)
        | {"programme_id": _promoted(farm, owner, offer.product_id)}
        | {"rule_id": giving.make_pledge(organisation_id=farm.id, fund=fund).id}
        for farm, owner, offer in zip(farms, owners, offers, strict=True)
    ]
    for farm, owner, own in zip(farms, owners, things, strict=True):
        own.update(_given_and_booked(farm, owner, buyer, own))
    payouts = _paid_out(farms)
    found = [
        Farm(farm, owner, {**own, "organisation_id": farm.id, "payout_id": payouts[farm.id]})
        for farm, owner, own in zip(farms, owners, things, strict=True)
    ]
    return World(*found)


def _name(farm: Organisation) -> str:
    return OURS if OURS in farm.name else THEIRS


def _sold(farm: Organisation, part: Fulfilment, buyer: Person) -> Things:
    """Have the buyer complain about a sale, ask to send it back, and write to the farm."""
    bad = f"{_name(farm)} leek is bad"
    report = Dispute.objects.create(
        fulfilment=part, problem="damaged", lines={"1": 1}, asked_amount=1_000, opened_at=clock.now(), text=bad
    )
    asked = Return.objects.create(fulfilment=part, lines={"1": 1}, reason=bad, asked_at=clock.now())
    open_talk(by=Actor(person_id=buyer.id), fulfilment_id=part.id)
    talk = by_reference(reference=part.reference, by=Actor(person_id=buyer.id))
    say(by=Actor(person_id=buyer.id), conversation_id=talk.id, text=f"Hello {_name(farm)}")
    [sale] = find_sales(organisation_id=farm.id, asked=Asked()).sales
    return {"sale_id": part.id, "dispute_id": report.id, "return_id": asked.id, "shipment_id": sale.shipment.id}


def _asked_in(farm: Organisation, owner: Person) -> Things:
    """Invite somebody, let another organisation help, and bring a licence."""
    by = people.actor_of(owner, farm)
    email = f"{_name(farm).lower()}@example.org"
    invited = invite(by=by, organisation_id=farm.id, role="member", landing="https://dure.example/", email=email)
    helper = people.make_organisation(name=f"{_name(farm)} Helpers")
    grant(by=by, organisation_id=farm.id, helper_organisation_id=helper.id)
    licence = licence_subject(organisation_id=farm.id, licence=next(iter(trades.licences())))
    asked = ask(by=by, subject=licence, organisation_id=farm.id)
    return {"invitation_id": invited.id, "verification_id": asked.id}


def _at_the_desks(farm: Organisation, owner: Person, level_id: int) -> Things:
    """Have a hub with a driver and a box on its way there, a list of goods, and an open cycle."""
    own = {"by": people.actor_of(owner, farm), "organisation_id": farm.id}
    hub = dispatch.make_hub(organisation=farm, name=f"{_name(farm)} Hall")
    driver = dispatch.make_driver(person=people.make_person(name=f"{_name(farm)} Driver"), hub=hub)
    box = dispatch.make_shipment(sender=farm, kind="hub", hub=hub, goods=f"{_name(farm)} turnips")
    pack(**own, shipment_ids=[box.id])
    table = io.BytesIO(f'"품명","품목","규격","가격","수량"\n"{_name(farm)} beet","사과","5kg","32000","40"\n'.encode())
    listed = imports.look_at_list(**own, file=table, name=f"{_name(farm)}.csv")
    return {
        "hub_id": hub.id, "driver_id": driver.id, "import_id": listed.id, "which": "packing", "form": "csv",
        "ending": "csv", **_in_a_cycle(own, _name(farm), hub, level_id),
    }  # fmt: skip


def _in_a_cycle(own: dict[str, object], name: str, hub: Hub, level_id: int) -> Things:
    """Coordinate a cycle to which the farm brings its own leeks, to be fetched at its own hub."""
    now = clock.now()
    plan = cycles.CyclePlan(name=f"{name} week", opens_at=now - DAY, closes_at=now + DAY)
    cycle = cycles.plan_cycle(**own, plan=plan)
    stop = cycles.add_hub(
        **own, cycle_id=cycle.id, hub_id=hub.id, pickup_from=now + 2 * DAY, pickup_until=now + 3 * DAY
    )
    asked = cycles.ask_producer(**own, cycle_id=cycle.id, producer_id=own["organisation_id"])
    cycles.answer_supply(**own, supply_id=asked.id, prices={level_id: 10_000}, fee=Fee())
    cycle_rounds.open_cycle(**own, cycle_id=cycle.id)
    return {"cycle_id": cycle.id, "round_id": stop.id, "supply_id": asked.id}


def _promoted(farm: Organisation, owner: Person, product_id: UUID) -> UUID:
    """Pay hosts for a product of the farm."""
    by, terms = people.actor_of(owner, farm), Terms(commission_bp=500)
    return open_programme(by=by, seller_id=farm.id, terms=terms, product_id=product_id).id


def _at_the_till(farm: Organisation, owner: Person) -> Things:
    """Sell over the counter, close the drawer, and sell once more."""
    own = {"by": people.actor_of(owner, farm), "organisation_id": farm.id}
    radish = market.offer(organisation_id=farm.id, channel="street", name=f"{_name(farm)} radish", on_hand=9)
    for number in range(2):
        if number:
            closed = till_closings.close_till(**own, count=till_closings.Count(change_money=0, counted=radish.price))
        goods = [tills.SoldGoods(offer_id=radish.offer_id, quantity=1, unit_price=radish.price)]
        draft = till.SaleDraft(client_key=new_id(), means=TillMeans.CASH, goods=goods, sold_at=clock.now())
        till.record_sale(**own, sale=draft)
    return {"closing_id": closed.id}


def _on_stage(farm: Organisation, owner: Person) -> Things:
    """Plan a live show, and forbid a word in its chat."""
    own = {"by": people.actor_of(owner, farm), "organisation_id": farm.id}
    show = stage.make_show(organisation_id=farm.id, title=f"{_name(farm)} live")
    moderation.ban_words(**own, words=[f"{_name(farm)}word"])
    return {"show_id": show.id}


def _given_and_booked(farm: Organisation, owner: Person, buyer: Person, of: Things) -> Things:
    """Give a coupon away in the show, and let the buyer book a cart by a deposit."""
    by, soon = people.actor_of(owner, farm), clock.now() + DAY
    coupon = coupons.offer_coupon(
        by=by, show_id=of["show_id"], offer_id=of["offer_id"], off_minor=500, count=3, until=soon
    )
    cart = market.offer(organisation_id=farm.id, name=f"{_name(farm)} cart", price=100_000)
    terms = TermsDraft(full_minor=900_000, back_until=clock.today(), next_words=f"Come to {_name(farm)}.")
    set_booking_terms(by=by, organisation_id=farm.id, offer_id=cart.offer_id, draft=terms)
    order = market.paid_order(buyer_id=buyer.id, lines=[(cart, 1)], to=market.receiving(means=Means.MEET))
    return {"coupon_id": coupon.id, "booking_id": Booking.objects.get(order_id=order.order_id).id}


def _paid_out(farms: list[Organisation]) -> dict[UUID, UUID]:
    """Send both farms what they earned, in one run; return whose payout is which."""
    for farm in farms:
        merchants.earn(organisation_id=farm.id, amount=120_000)
    make_run(by=merchants.staff_actor(), sealed_preview=seal_preview(preview(currency="KRW")))
    return {payout.merchant_id: payout.id for payout in Payout.objects.all()}
