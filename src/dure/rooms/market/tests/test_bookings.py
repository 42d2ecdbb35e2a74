"""Bookings: a deposit is held until the two have met, and goes where the terms say, on every path to the last coin."""

from datetime import timedelta

import pytest

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.http import HOUSE, Actor
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.market import factories
from dure.rooms.market.drafts import Answer, Means
from dure.rooms.market.errors.bookings import (
    BookedAlone,
    BookingNotYetPossible,
    BookingOver,
    BookingTermsWrong,
    BookingUnknown,
    NoBookingTerms,
    NotBooked,
    NotMetYet,
    PartIsBooked,
    ProposalGone,
    ProposalWrong,
)
from dure.rooms.market.models import Booking, BookingProposal, BookingTerms, Fulfilment, Order
from dure.rooms.market.queries import checkouts
from dure.rooms.market.queries.bookings import booking_facts, booking_page, bookings_of_seller, my_bookings
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.services import (
    baskets,
    booking_deadlines,
    booking_terms,
    bookings,
    disputes,
    giving_back,
    orders,
    placing,
    releases,
    replacements,
)
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.services.proofs import prove
from dure.rooms.people import factories as people

from .booked import DEPOSIT, FULL, SOON, Sale, draft
from .bookkeeping import held, nothing_is_held, shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]
Status = Booking.Status


@pytest.fixture
def sound():
    """After each story shelves, orders and the book agree."""
    yield
    assert prove().holds


def test_a_paid_deposit_becomes_a_booking_without_a_parcel():
    sale = Sale()

    found = sale.booking
    assert (found.status, found.deposit, found.full_price.minor, found.rest.minor) == (
        Status.ASKED, DEPOSIT, FULL, FULL - DEPOSIT,
    )  # fmt: skip
    assert (sale.part.status, sale.order.delivery, held()) == (Fulfilment.Status.BOOKED, 0, DEPOSIT)
    assert shelf(sale.offer) == (2, 1, 0)
    assert list(dispatch.shipments()) == []


def test_hearing_of_the_payment_again_books_once():
    sale = Sale()

    factories.let_begin(sale.order)

    assert Booking.objects.count() == 1


def test_the_buyer_says_bought_and_the_seller_is_paid_at_once():
    sale = Sale()
    sale.agree()

    bookings.say_bought(by=sale.buyer, booking_id=sale.booking.id)

    assert (sale.booking.status, sale.part.status) == (Status.BOUGHT, Fulfilment.Status.COMPLETED)
    assert (sale.earned(), nothing_is_held(), shelf(sale.offer)) == (DEPOSIT, True, (1, 0, 1))


def test_the_seller_says_bought_and_the_buyer_has_time_to_object():
    sale = Sale()
    sale.meet()

    bookings.say_bought(by=sale.seller, booking_id=sale.booking.id)
    assert (held(), sale.part.status) == (DEPOSIT, Fulfilment.Status.DELIVERED)
    Fulfilment.objects.update(complaint_until=clock.now())
    releases.release_due()

    assert (sale.earned(), nothing_is_held()) == (DEPOSIT, True)


def test_a_buyer_who_objects_has_the_deposit_back_by_staff():
    sale = Sale()
    sale.meet()
    bookings.say_not_come(by=sale.seller, booking_id=sale.booking.id)

    opened = disputes.open_dispute(
        by=sale.buyer, fulfilment_id=sale.part.id, problem="not_arrived", counts={1: 1}, text="I was there"
    )
    disputes.decide_dispute(by=HOUSE, dispute_id=opened.id, outcome="refund", words="A photo shows it")

    assert (sale.booking.status, sale.earned(), nothing_is_held()) == (Status.NOT_COME, 0, True)
    assert shelf(sale.offer) == (2, 0, 0)


def test_whoever_does_not_come_leaves_the_deposit():
    sale = Sale()
    sale.meet()

    bookings.say_not_come(by=sale.seller, booking_id=sale.booking.id)
    Fulfilment.objects.update(complaint_until=clock.now())
    releases.release_due()

    assert (sale.earned(), nothing_is_held(), shelf(sale.offer)) == (DEPOSIT, True, (2, 0, 0))


@pytest.mark.parametrize(
    ("who", "back_in", "status", "earned"),
    [
        ("buyer", 10, Status.BUYER_OUT, 0),
        ("buyer", 0, Status.BUYER_OUT, 0),
        ("buyer", -1, Status.BUYER_OUT, DEPOSIT),
        ("seller", 10, Status.SELLER_OUT, 0),
        ("seller", -1, Status.SELLER_OUT, 0),
    ],
)
def test_giving_up_by_the_terms(who, back_in, status, earned):
    sale = Sale(back_in=back_in)

    bookings.give_up(by=getattr(sale, who), booking_id=sale.booking.id, why="Another one")

    sale.order.refresh_from_db()
    assert (sale.booking.status, sale.earned(), nothing_is_held()) == (status, earned, True)
    assert shelf(sale.offer) == (2, 0, 0)
    assert sale.order.status == (Order.Status.COMPLETED if earned else Order.Status.CANCELLED)


@pytest.mark.parametrize(
    ("turn", "back_in", "status", "open_at_end"),
    [
        ("seller", 10, Status.SELLER_OUT, 0),
        ("buyer", 10, Status.BUYER_OUT, 0),
        ("buyer", -1, Status.BUYER_OUT, DEPOSIT),
        ("nobody", 10, Status.UNCLEAR, DEPOSIT),
    ],
)
def test_silence_ends_it(turn, back_in, status, open_at_end):
    sale = Sale(back_in=back_in)
    if turn == "buyer":
        bookings.propose_meeting(
            by=sale.seller, booking_id=sale.booking.id, meets_at=clock.now() + SOON, place="The yard"
        )
    elif turn == "nobody":
        sale.meet()
    sale.pass_time()

    ended = [booking_deadlines.end_overdue() for _ in range(2)]

    assert (ended, sale.booking.status, held()) == ([1, 0], status, open_at_end)
    assert shelf(sale.offer) == (2, 0, 0)


def test_what_is_not_due_goes_on():
    sale = Sale()

    assert not bookings.let_time_decide(booking_id=sale.booking.id)

    assert sale.booking.status == Status.ASKED


def test_nothing_to_meet_makes_no_booking():
    bookings.open_bookings(orders={}, parts=[], lines={})

    assert not Booking.objects.exists()


def test_a_date_is_proposed_changed_and_agreed():
    sale = Sale()
    here = {"booking_id": sale.booking.id, "meets_at": clock.now() + SOON}

    first = bookings.propose_meeting(by=sale.buyer, place="My door", **here)
    second = bookings.propose_meeting(by=sale.seller, place="The yard", note="By the gate", **here)
    with pytest.raises(ProposalGone):
        bookings.answer_proposal(by=sale.seller, booking_id=sale.booking.id, proposal_id=first.id, is_accepted=True)
    with pytest.raises(ProposalGone):
        bookings.answer_proposal(by=sale.seller, booking_id=sale.booking.id, proposal_id=second.id, is_accepted=True)
    agreed = bookings.answer_proposal(
        by=sale.buyer, booking_id=sale.booking.id, proposal_id=second.id, is_accepted=True
    )

    assert (agreed.status, agreed.place, agreed.meets_at) == (Status.AGREED, "The yard", second.meets_at)
    assert agreed.due_at
    assert agreed.due_at > second.meets_at


@pytest.mark.parametrize(
    "facts", [{"place": " "}, {"meets_at": timedelta(hours=-1)}, {"meets_at": timedelta(days=400)}]
)
def test_a_date_that_cannot_be(facts):
    sale = Sale()
    meets_at = clock.now() + facts.get("meets_at", SOON)

    with pytest.raises(ProposalWrong):
        bookings.propose_meeting(
            by=sale.buyer, booking_id=sale.booking.id, meets_at=meets_at, place=facts.get("place", "Here")
        )

    assert not BookingProposal.objects.exists()


def test_what_cannot_be_said_yet():
    sale = Sale()
    sale.agree()

    with pytest.raises(NotMetYet):
        bookings.say_bought(by=sale.seller, booking_id=sale.booking.id)
    with pytest.raises(NotMetYet):
        bookings.say_not_come(by=sale.seller, booking_id=sale.booking.id)
    with pytest.raises(BookingUnknown):
        bookings.say_not_come(by=sale.buyer, booking_id=sale.booking.id)

    assert (sale.booking.status, held()) == (Status.AGREED, DEPOSIT)


def test_an_ended_booking_stays_as_it_is():
    sale = Sale()
    bookings.give_up(by=sale.seller, booking_id=sale.booking.id)

    for act in (bookings.say_bought, bookings.give_up, bookings.say_not_come):
        with pytest.raises(BookingOver):
            act(by=sale.seller, booking_id=sale.booking.id)

    assert (sale.booking.status, sale.earned()) == (Status.SELLER_OUT, 0)


def test_strangers_see_and_do_nothing():
    sale = Sale()
    stranger = Actor(person_id=people.make_member(factories.seller()).person_id)

    with pytest.raises(BookingUnknown):
        booking_page(by=stranger, booking_id=sale.booking.id)
    with pytest.raises(BookingUnknown):
        bookings.give_up(by=stranger, booking_id=sale.booking.id)
    with pytest.raises(NotFound):
        booking_terms.end_booking_terms(by=stranger, organisation_id=sale.farm.id, offer_id=sale.offer.offer_id)

    assert (sale.booking.status, my_bookings(person_id=stranger.person_id)) == (Status.ASKED, [])
    assert bookings_of_seller(organisation_id=sale.farm.id) == [sale.booking]


def test_its_order_is_ended_by_its_own_rules_only():
    sale = Sale()

    with pytest.raises(PartIsBooked):
        orders.cancel_order(by=sale.buyer, order_id=sale.order.order_id, why="Another one")
    with pytest.raises(PartIsBooked):
        orders.cancel_part(by=HOUSE, fulfilment_id=sale.part.id, why="Another one")
    with pytest.raises(PartIsBooked):
        replacements.send_replacement(by=HOUSE, fulfilment_id=sale.part.id, counts={1: 1}, why="Hail")
    with pytest.raises(PartIsBooked):
        giving_back.refund(by=HOUSE, fulfilment_id=sale.part.id, amount=1, why="Kindness")

    assert (sale.part.status, held()) == (Fulfilment.Status.BOOKED, DEPOSIT)


def test_an_unpaid_one_is_cancelled_as_any_order():
    sale = Sale(is_paid=False)

    orders.cancel_order(by=sale.buyer, order_id=sale.order.order_id, why="Another one")

    assert (Booking.objects.exists(), shelf(sale.offer), nothing_is_held()) == (False, (2, 0, 0), True)


def test_it_is_ordered_by_itself_and_met():
    sale = Sale(is_paid=False)
    other = factories.offer(organisation_id=sale.farm.id)

    with pytest.raises(BookedAlone):
        placing.place_order(by=sale.buyer, request=sale.request(means=Means.HOME))
    with pytest.raises(BookedAlone):
        placing.place_order(by=sale.buyer, request=sale.request(lines=[(sale.offer, 1), (other, 1)]))
    with pytest.raises(NotBooked):
        placing.place_order(by=sale.buyer, request=sale.request(lines=[(other, 1)]))
    with pytest.raises(BookedAlone):
        baskets.put_in(by=sale.buyer, basket_id=None, offer_id=sale.offer.offer_id, quantity=1)

    [outcome] = place_orders(requests=[sale.request(lines=[(other, 1)])])
    assert (outcome.answer, Order.objects.count()) == (Answer.REFUSED, 1)


def test_page_and_quote_ask_for_no_delivery():
    sale = Sale(is_paid=False)

    shown = checkouts.quote(wanted={sale.offer.offer_id: 1}, buyer_id=sale.buyer.person_id)

    assert [purse.bill.total.minor for purse in shown.purses] == [DEPOSIT]
    assert quotes(offer_ids=[sale.offer.offer_id])[sale.offer.offer_id].is_booking
    assert booking_facts(offer_id=sale.offer.offer_id) == {
        "kind": "booking", "full_minor": FULL, "back_until": (clock.today() + timedelta(days=10)).isoformat(),
    }  # fmt: skip


@pytest.mark.parametrize(
    "facts",
    [
        {"full_minor": DEPOSIT - 1},
        {"back_until": clock.today() - timedelta(days=1)},
        {"back_until": clock.today() + timedelta(days=800)},
        {"next_words": " "},
    ],
)
def test_terms_that_cannot_be(facts):
    sale = Sale(is_paid=False)

    with pytest.raises(BookingTermsWrong):
        sale.set_terms(**facts)

    assert BookingTerms.objects.count() == 1


def test_who_booked_keeps_the_terms_of_then():
    sale = Sale(is_paid=False)
    sale.set_terms(full_minor=FULL + 1)
    factories.pay(sale.order)

    assert sale.booking.terms.full_price == FULL
    booking_terms.end_booking_terms(by=sale.seller, organisation_id=sale.farm.id, offer_id=sale.offer.offer_id)
    with pytest.raises(NoBookingTerms):
        booking_terms.end_booking_terms(by=sale.seller, organisation_id=sale.farm.id, offer_id=sale.offer.offer_id)
    with pytest.raises(BookingNotYetPossible):
        booking_terms.set_booking_terms(
            by=sale.seller, organisation_id=sale.farm.id, offer_id=factories.offer().offer_id, draft=draft()
        )


def test_reminders_come_once():
    sale = Sale()
    sale.agree(at=timedelta(hours=20))
    Booking.objects.filter(id=sale.booking.id).update(due_at=clock.now() + timedelta(days=1))

    told = [booking_deadlines.remind() for _ in range(2)]

    assert told == [6, 0]
