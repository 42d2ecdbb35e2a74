"""Something expensive, its seller, and somebody who paid a deposit for it."""

from datetime import timedelta

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.ledger import chart
from dure.rooms.market import factories
from dure.rooms.market.drafts import Means
from dure.rooms.market.models import Booking, BookingTerms, Fulfilment
from dure.rooms.market.services import booking_terms, bookings, placing
from dure.rooms.market.services.booking_terms import TermsDraft
from dure.rooms.people import factories as people

from .bookkeeping import has

DEPOSIT, FULL = 500_000, 12_000_000
SOON = timedelta(days=2)


def draft(**facts):
    told = {"full_minor": FULL, "back_until": clock.today() + timedelta(days=10), "next_words": "Come and drive it."}
    return TermsDraft(**{**told, **facts})


class Sale:
    """A car for which somebody paid a deposit."""

    def __init__(self, *, back_in=10, is_paid=True):
        self.farm = factories.seller(fee=3_000)
        self.seller = Actor(person_id=people.make_member(self.farm).person_id)
        self.offer = factories.offer(organisation_id=self.farm.id, price=DEPOSIT, on_hand=2)
        self.set_terms(back_until=clock.today() + timedelta(days=max(back_in, 0)))
        self.buyer = Actor(person_id=people.make_person().id)
        self.order = placing.place_order(by=self.buyer, request=self.request())
        if is_paid:
            factories.pay(self.order)
        if back_in < 0:
            BookingTerms.objects.update(back_until=clock.today() + timedelta(days=back_in))

    def set_terms(self, **facts):
        return booking_terms.set_booking_terms(
            by=self.seller, organisation_id=self.farm.id, offer_id=self.offer.offer_id, draft=draft(**facts)
        )

    def request(self, *, means=Means.MEET, lines=None):
        to = factories.receiving(means=means)
        return factories.request(buyer_id=self.buyer.person_id, lines=lines or [(self.offer, 1)], to=to)

    @property
    def booking(self):
        return Booking.objects.get(order_id=self.order.order_id)

    @property
    def part(self):
        return Fulfilment.objects.get(order_id=self.order.order_id)

    def agree(self, *, at=SOON):
        made = bookings.propose_meeting(
            by=self.seller, booking_id=self.booking.id, meets_at=clock.now() + at, place="The yard"
        )
        return bookings.answer_proposal(
            by=self.buyer, booking_id=self.booking.id, proposal_id=made.id, is_accepted=True
        )

    def meet(self):
        self.agree()
        Booking.objects.filter(id=self.booking.id).update(meets_at=clock.now() - timedelta(hours=1))

    def pass_time(self):
        Booking.objects.filter(id=self.booking.id).update(due_at=clock.now() - timedelta(minutes=1))

    def earned(self):
        return has(chart.earnings(self.farm.id)) + has(chart.commission())


def sign_in(client, by):
    client.force_login(people.sign_in_of(people.person_of(by.person_id)))
