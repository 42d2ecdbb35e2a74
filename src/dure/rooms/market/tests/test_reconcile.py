"""Reconciliation: every difference between us, the provider and the book is found, shown once, and can be settled."""

import pytest

from dure.kernel.errors import BadInput
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import Behaviour
from dure.rooms.market.comparing import Finding, Ours, Theirs, compare
from dure.rooms.market.models import Difference, Order, Payment, Reconciliation, Refund, SandboxCharge
from dure.rooms.market.queries import reconciliations as queries
from dure.rooms.market.services import payments, refunds
from dure.rooms.market.services.news import hear
from dure.rooms.market.services.reconciliations import (
    close,
    match,
    note_failure,
    note_run,
    reconcile,
    reconcile_all,
    refund,
    write_off,
)

from .paying import begin, book, card, held, message, order_of, outside, status

pytestmark = pytest.mark.django_db
What, Outcome = Difference.Kind, Difference.Outcome
STAFF = Actor(is_staff=True)


def paid_order(buyer, behaviour=Behaviour.OK):
    order = order_of(buyer)
    payment = begin(order).payment
    card(payment, behaviour)
    return order, payments.look(payment_id=payment.id)


def run(frozen_time):
    """Compare when nothing is on its way any more."""
    frozen_time.tick(minutes=11)
    return reconcile(provider="card_sandbox")


def the(kind):
    return Difference.objects.get(kind=kind, outcome=Outcome.OPEN)


def test_nothing_is_found_when_everything_fits(ana, frozen_time):
    _order, payment = paid_order(ana)
    made = refunds.give_back(payment_id=payment.id, takings={chart.held_for_orders(): 4_000}, key="a", reason="ripe")
    assert run(frozen_time).difference_count == 0  # the refund is on its way
    refunds.send(refund_id=made.id)
    done = run(frozen_time)
    assert (done.payment_count, done.difference_count) == (1, 0)
    [total] = queries.totals(providers=["card_sandbox"])
    assert total.fits
    assert total.ours.minor == total.booked.minor == 20_000


def test_a_payment_only_the_provider_knows_of_is_matched(ana, frozen_time):
    order = order_of(ana)
    card(begin(order).payment, Behaviour.LOST)
    run(frozen_time)
    run(frozen_time)
    found = the(What.PAID_THERE_ONLY)
    assert (found.ours, found.theirs, found.booked) == (0, 24_000, 0)

    match(by=STAFF, difference_id=found.id)

    assert status(order) is Order.Status.PAID
    assert held() == 24_000
    assert run(frozen_time).difference_count == 0
    with pytest.raises(errors.DifferenceClosed):
        match(by=STAFF, difference_id=found.id)


def test_it_vanishes_by_itself_when_the_message_comes_after_all(ana, frozen_time):
    payment = begin(order_of(ana)).payment
    card(payment, Behaviour.LOST)
    run(frozen_time)
    payments.look(payment_id=payment.id)
    run(frozen_time)
    assert Difference.objects.get().outcome == Outcome.VANISHED


def test_a_payment_the_provider_knows_nothing_of_is_found_and_written_off(ana, frozen_time):
    paid_order(ana)
    SandboxCharge.objects.update(status=SandboxCharge.Status.OPEN)
    run(frozen_time)
    found = the(What.PAID_HERE_ONLY)
    assert (found.ours, found.theirs, found.booked) == (24_000, 0, 24_000)

    with pytest.raises(BadInput):
        write_off(by=STAFF, difference_id=found.id, reason=" ")
    assert book(chart.adjustments()) == 0
    write_off(by=STAFF, difference_id=found.id, reason="their statement lost it")

    assert (outside(), book(chart.adjustments())) == (0, -24_000)
    assert run(frozen_time).difference_count == 0
    assert queries.totals(providers=["card_sandbox"])[0].fits


def test_a_charge_that_is_no_payment_of_ours_is_given_back(ana, frozen_time):
    stray = SandboxCharge.objects.create(
        shop_reference=new_id(), title="stray", amount=700, currency="KRW", return_url="/", news_url="/",
        status=SandboxCharge.Status.PAID, made_at=frozen_time.moment, known_at=frozen_time.moment,
    )  # fmt: skip
    run(frozen_time)
    found = the(What.UNKNOWN_THERE)
    assert (found.subject, found.theirs) == (str(stray.id), 700)
    with pytest.raises(errors.NotThisWay):
        match(by=STAFF, difference_id=found.id)

    refund(by=STAFF, difference_id=found.id, reason="not ours")

    stray.refresh_from_db()
    assert stray.refunded == 700
    assert outside() == 0
    assert run(frozen_time).difference_count == 0


def test_another_amount_than_asked_for_is_found_and_given_back(ana, frozen_time):
    payment = begin(order_of(ana)).payment
    SandboxCharge.objects.update(amount=1_000)
    card(payment)
    payments.look(payment_id=payment.id)
    run(frozen_time)
    found = the(What.AMOUNT_DIFFERS)
    assert (found.ours, found.theirs) == (0, 1_000)
    refund(by=STAFF, difference_id=found.id, reason="wrong amount")
    payment.refresh_from_db()
    assert payment.status == Payment.Status.FAILED
    assert SandboxCharge.objects.get().refunded == 1_000
    assert run(frozen_time).difference_count == 0


def test_a_refund_made_at_the_provider_by_hand_is_found(ana, frozen_time):
    paid_order(ana)
    SandboxCharge.objects.update(refunded=500)
    run(frozen_time)
    found = the(What.REFUND_DIFFERS)
    assert (found.ours, found.theirs) == (24_000, 23_500)
    write_off(by=STAFF, difference_id=found.id, reason="goodwill, by phone")
    assert outside() == -23_500
    assert book(chart.adjustments()) == -500
    assert run(frozen_time).difference_count == 0


def test_a_payment_the_book_does_not_have_is_found(ana, frozen_time):
    payment = begin(order_of(ana)).payment
    Payment.objects.filter(id=payment.id).update(status=Payment.Status.PAID)
    SandboxCharge.objects.update(status=SandboxCharge.Status.PAID, known_at=frozen_time.moment)
    run(frozen_time)
    found = the(What.NOT_IN_BOOK)
    assert (found.ours, found.theirs, found.booked) == (24_000, 24_000, 0)
    write_off(by=STAFF, difference_id=found.id, reason="crash")
    assert outside() == -24_000


def test_failed_refunds_stand_there_until_they_are_settled(ana, frozen_time):
    _order, payment = paid_order(ana, Behaviour.REFUND_FAILS)
    made = refunds.give_back(payment_id=payment.id, takings={chart.held_for_orders(): 100}, key="a", reason="x")
    refunds.send(refund_id=made.id)
    run(frozen_time)
    found = the(What.REFUND_FAILED)
    assert (found.subject, found.ours) == (str(made.id), 100)
    write_off(by=STAFF, difference_id=found.id, reason="paid in cash")
    assert Refund.objects.get().status == Refund.Status.SENT
    assert book(chart.adjustments()) == 0


def test_a_failed_refund_is_sent_anew(ana, frozen_time):
    _order, payment = paid_order(ana, Behaviour.REFUND_FAILS)
    made = refunds.give_back(payment_id=payment.id, takings={chart.held_for_orders(): 100}, key="a", reason="x")
    refunds.send(refund_id=made.id)
    run(frozen_time)
    refund(by=STAFF, difference_id=the(What.REFUND_FAILED).id, reason="once more")
    assert Refund.objects.get().status == Refund.Status.TO_SEND


def test_messages_about_nothing_we_know_stand_there(ana, frozen_time):
    body, headers = message(begin(order_of(ana)).payment, reference=str(new_id()))
    hear(provider="card_sandbox", body=body, headers=headers)
    run(frozen_time)
    found = the(What.UNKNOWN_NEWS)
    write_off(by=STAFF, difference_id=found.id, reason="a test of theirs")
    assert outside() == 0
    assert run(frozen_time).difference_count == 0


def test_a_provider_that_does_not_answer_leaves_what_was_open_open(ana, frozen_time):
    card(begin(order_of(ana)).payment, Behaviour.LOST)
    run(frozen_time)
    assert note_failure(provider="card_sandbox", failure="provider_away").failure == "provider_away"
    assert the(What.PAID_THERE_ONLY)


def test_every_provider_is_compared_and_a_difference_is_closed_once(ana, frozen_time):
    assert {each.provider for each in reconcile_all()} == {"wallet", "card_sandbox"}
    finding = Finding(
        kind=What.UNKNOWN_THERE, subject="c", payment="", charge="c", currency="KRW", ours=0, theirs=1, booked=0
    )
    for _time in range(2):
        assert note_run(provider="stripe", payment_count=0, findings=[finding]).difference_count == 1
    found = Difference.objects.get()
    close(by=STAFF, difference_id=found.id, outcome=Outcome.MATCHED)
    with pytest.raises(errors.DifferenceClosed):
        close(by=STAFF, difference_id=found.id, outcome=Outcome.MATCHED)
    assert Reconciliation.objects.count() == 4


def ours(**facts):
    base = {"payment": "p", "names": frozenset({"p", "c"}), "currency": "KRW", "amount": 10, "is_paid": True}
    return Ours(**{**base, "booked": 10, **facts})


def theirs(**facts):
    base = {"names": frozenset({"c"}), "charge": "c", "currency": "KRW", "amount": 10}
    return Theirs(**{**base, **facts})


@pytest.mark.parametrize(
    ("payment", "charge", "kinds"),
    [
        (ours(), theirs(), []),
        (ours(), theirs(currency="USD"), ["amount_differs"]),
        (ours(), theirs(amount=9), ["amount_differs"]),
        (ours(is_paid=False, booked=0), theirs(), ["paid_there_only"]),
        (ours(is_paid=False), None, ["not_in_book"]),
        (ours(), None, ["paid_here_only"]),
        (ours(is_listed=False), None, []),
        (ours(made=4, sent=4, booked=6), theirs(refunded=4), []),
        (ours(made=4, sent=0, booked=6), theirs(refunded=0), []),
        (ours(made=4, sent=4, booked=6), theirs(refunded=3), ["refund_differs"]),
        (ours(booked=9), theirs(), ["not_in_book"]),
        (ours(names=frozenset({"p"})), theirs(), ["unknown_there", "paid_here_only"]),
    ],
)
def test_compares_each_with_each(payment, charge, kinds):
    assert [finding.kind for finding in compare([payment], [charge] if charge else [])] == kinds
