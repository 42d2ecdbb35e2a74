"""What a seller does not earn in time the house may advance; his next earnings repay it. One of our staff proposes it.

Another one approves or declines, never the same person.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dure.events.market import AdvanceDecided, AdvanceProposed
from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.second_approval import ProposedByYou
from dure.kernel.testing import at_once, refusals
from dure.rooms.inbox.factories import notifications
from dure.rooms.ledger import chart
from dure.rooms.ledger.services import proofs
from dure.rooms.market import errors
from dure.rooms.market.models import AdvanceProposal, LateRefund, OrderLine, Refund
from dure.rooms.market.queries import late_refunds as queries
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.rules import LATE_REFUND_WITHIN
from dure.rooms.market.services.advances import decide_advance, propose_advance, withdraw_advance
from dure.rooms.market.services.late_refunds import collect
from dure.rooms.market.tests.bookkeeping import about, has, legs_of
from dure.rooms.market.tests.test_late_refunds import OUTSIDE, earned, give, pay_out, sold, transfer
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


def owed(part, *, leave=2_000, house=20_000):
    """A refund of 10,000 whose seller was paid out but for a little, and a house with some money of its own."""
    if house:
        transfer(source=OUTSIDE, target=chart.commission(), amount=house)
    pay_out(part, leave=leave)
    return give(part, 10_000)


def keeper():
    """One more person of our staff."""
    return Actor(person_id=people.make_staff("bookkeeper").id, is_staff=True)


def overdue(frozen_time, **words):
    """A refund whose seller's time is over."""
    late = owed(sold(), **words)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    return late


def press(late, why="sixty days are enough"):
    """One proposes, another one approves."""
    made = propose_advance(by=keeper(), late_refund_id=late.id, why=why)
    decide_advance(by=keeper(), proposal_id=made.id, is_approved=True)
    late.refresh_from_db()
    return late


def nothing_happened(late, *, commission):
    late.refresh_from_db()
    found = (late.status, late.from_house, late.set_aside, late.advanced_by, Refund.objects.count())
    return (found, has(chart.commission())) == (("waiting", 0, 2_000, None, 0), commission)


def everything_fits():
    return (examine().problems, proofs.prove().holds) == ([], True)


def test_after_sixty_days_the_house_pays_what_is_missing_and_the_next_earnings_repay_it(frozen_time):
    part = sold()
    late, house = owed(part), has(chart.commission())
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    assert queries.overdue_count() == 1

    paid = press(late)

    assert (paid.status, paid.set_aside, paid.from_house, paid.advanced_why) == (
        "paid", 2_000, 7_500, "sixty days are enough",
    )  # fmt: skip
    refund = Refund.objects.get()
    assert legs_of(f"refund:{refund.id}") == {chart.refunds_due(): -2_000, chart.commission(): -8_000, OUTSIDE: 10_000}
    assert (has(chart.commission()), queries.overdue_count()) == (house - 8_000, 0)
    assert OrderLine.objects.get(order_id=part.order_id, kind=1).refunded == 10_000
    assert everything_fits()

    sold(seller=part.seller_id, count=1, price=5_000)
    late.refresh_from_db()
    assert (late.repaid, late.owed_to_house, earned(part)) == (4_750, 2_750, 0)
    sold(seller=part.seller_id, count=1, price=5_000)
    late.refresh_from_db()
    assert (late.repaid, late.owed_to_house, earned(part)) == (7_500, 0, 2_000)
    assert has(chart.commission()) == house - 500 + 2 * 250
    assert everything_fits()


def test_buyers_who_wait_come_before_the_house(frozen_time):
    first = sold()
    later = sold(seller=first.seller_id)
    late = owed(first, leave=0)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    press(late)
    waits = give(later, 10_000)

    sold(seller=first.seller_id, count=1, price=10_000)

    late.refresh_from_db()
    waits.refresh_from_db()
    assert (waits.set_aside, late.repaid) == (9_500, 0)
    collect(late_refund_id=waits.id)
    assert everything_fits()


def test_what_the_seller_has_by_then_is_taken_first(frozen_time):
    part = sold()
    late = owed(part, leave=0)
    transfer(source=OUTSIDE, target=chart.earnings(part.seller_id), amount=20_000)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    paid = press(late)
    assert (paid.set_aside, paid.from_house, earned(part)) == (9_500, 0, 10_500)
    assert everything_fits()


def test_too_early_without_a_reason_by_a_stranger_or_nobody_in_particular_nothing_is_proposed(frozen_time):
    part = sold()
    late, staff = owed(part), keeper()
    before = has(chart.commission())

    def refused(reason, **facts):
        with pytest.raises(reason):
            propose_advance(**{"by": staff, "late_refund_id": late.id, "why": "enough", **facts})
        assert not AdvanceProposal.objects.exists()
        assert nothing_happened(late, commission=before)

    refused(errors.RefundNotAdvanced)
    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    refused(errors.ReasonMissing, why="  ")
    refused(NotAllowed, by=Actor(person_id=part.buyer_id))
    refused(NotSignedIn, by=HOUSE)
    refused(errors.RefundNotFound, late_refund_id=part.id)


def test_who_proposes_does_not_decide_and_another_one_does(frozen_time, announced):
    late = overdue(frozen_time)
    before, one, other = has(chart.commission()), keeper(), keeper()

    made = propose_advance(by=one, late_refund_id=late.id, why="the farm is silent")

    assert (made.status, made.amount, made.proposed_by) == ("waiting", 7_500, one.person_id)
    assert nothing_happened(late, commission=before)
    with pytest.raises(errors.AdvanceProposedAlready):
        propose_advance(by=other, late_refund_id=late.id, why="me too")
    for is_approved in (True, False):
        with pytest.raises(ProposedByYou):
            decide_advance(by=one, proposal_id=made.id, is_approved=is_approved, why="I may")
    with pytest.raises(NotAllowed):
        decide_advance(by=Actor(person_id=late.fulfilment.buyer_id), proposal_id=made.id, is_approved=True)
    with pytest.raises(NotSignedIn):
        decide_advance(by=HOUSE, proposal_id=made.id, is_approved=True)
    made.refresh_from_db()
    assert (made.status, made.ended_by, AdvanceProposal.objects.count()) == ("waiting", None, 1)
    assert nothing_happened(late, commission=before)

    decide_advance(by=other, proposal_id=made.id, is_approved=True)

    late.refresh_from_db()
    assert (late.status, late.from_house, late.advanced_by) == ("paid", 7_500, other.person_id)
    entry = about(f"refund:{Refund.objects.get().id}")
    assert (entry["proposed_by"], entry["approved_by"]) == (str(one.person_id), str(other.person_id))
    assert announced(AdvanceProposed).proposed_by == str(one.person_id)
    assert (announced(AdvanceDecided).outcome, announced(AdvanceDecided).decided_by) == (
        "approved", str(other.person_id),
    )  # fmt: skip
    for by in (one, other):
        with pytest.raises(errors.AdvanceDecidedAlready):
            decide_advance(by=by, proposal_id=made.id, is_approved=False, why="too late")
    assert everything_fits()


def test_the_database_itself_keeps_one_person_from_doing_both(frozen_time):
    made = propose_advance(by=keeper(), late_refund_id=overdue(frozen_time).id, why="enough")
    with pytest.raises(IntegrityError, match="advance_proposal_two_people"), transaction.atomic():
        AdvanceProposal.objects.filter(id=made.id).update(status="approved", ended_by=made.proposed_by)


def test_it_is_declined_with_a_reason_and_can_be_proposed_anew(frozen_time):
    late = overdue(frozen_time)
    before, one, other = has(chart.commission()), keeper(), keeper()
    made = propose_advance(by=one, late_refund_id=late.id, why="enough")
    with pytest.raises(errors.ReasonMissing):
        decide_advance(by=other, proposal_id=made.id, is_approved=False, why=" ")

    declined = decide_advance(by=other, proposal_id=made.id, is_approved=False, why="he earns it tomorrow")

    assert (declined.status, declined.ended_by, declined.ended_why) == (
        "declined", other.person_id, "he earns it tomorrow",
    )  # fmt: skip
    assert nothing_happened(late, commission=before)
    assert len(notifications(person_id=one.person_id, key=f"advance:{made.id}:decided")) == 1
    assert len(notifications(person_id=other.person_id, key=f"advance:{made.id}:proposed")) == 1
    again = propose_advance(by=other, late_refund_id=late.id, why="he did not")
    assert decide_advance(by=one, proposal_id=again.id, is_approved=True).status == "approved"


def test_until_it_is_decided_its_proposer_takes_it_back_and_nobody_else(frozen_time):
    late = overdue(frozen_time)
    before, one, other = has(chart.commission()), keeper(), keeper()
    made = propose_advance(by=one, late_refund_id=late.id, why="enough")
    with pytest.raises(errors.AdvanceNotYours):
        withdraw_advance(by=other, proposal_id=made.id)
    assert withdraw_advance(by=one, proposal_id=made.id).status == "withdrawn"
    for act in (lambda: withdraw_advance(by=one, proposal_id=made.id),
                lambda: decide_advance(by=other, proposal_id=made.id, is_approved=True)):  # fmt: skip
        with pytest.raises(errors.AdvanceDecidedAlready):
            act()
    with pytest.raises(errors.AdvanceNotFound):
        withdraw_advance(by=one, proposal_id=new_id())
    assert nothing_happened(late, commission=before)


def test_what_the_seller_earned_meanwhile_needs_no_decision(frozen_time):
    late = overdue(frozen_time)
    made = propose_advance(by=keeper(), late_refund_id=late.id, why="enough")
    transfer(source=OUTSIDE, target=chart.earnings(late.seller_id), amount=20_000)
    collect(late_refund_id=late.id)
    with pytest.raises(errors.AdvanceDecidedAlready):
        decide_advance(by=keeper(), proposal_id=made.id, is_approved=True)
    made.refresh_from_db()
    late.refresh_from_db()
    assert (made.status, late.status, late.from_house) == ("not_needed", "paid", 0)


def test_with_an_empty_chest_it_goes_on_waiting(frozen_time):
    late = overdue(frozen_time, house=0)
    before = has(chart.commission())
    made = propose_advance(by=keeper(), late_refund_id=late.id, why="enough")
    with pytest.raises(errors.HouseLacksMoney):
        decide_advance(by=keeper(), proposal_id=made.id, is_approved=True)
    made.refresh_from_db()
    assert (made.status, made.ended_by) == ("waiting", None)
    assert nothing_happened(late, commission=before)
    transfer(source=OUTSIDE, target=chart.commission(), amount=8_000)
    decide_advance(by=keeper(), proposal_id=made.id, is_approved=True)
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    ("is_on", "limits", "is_alone"),
    [(True, {}, False), (False, {}, True), (True, {"KRW": 7_500}, False), (True, {"KRW": 7_501}, True),
     (True, {"CNY": 900_000}, False)],
)  # fmt: skip
def test_the_houses_settings_say_from_which_amount_on_another_one_is_asked(
    frozen_time, settings, is_on, limits, is_alone
):
    settings.SECOND_APPROVAL, settings.SECOND_APPROVAL_FROM = is_on, limits
    late, one = overdue(frozen_time), keeper()
    made = propose_advance(by=one, late_refund_id=late.id, why="enough")
    late.refresh_from_db()
    assert (made.is_alone, late.status == "paid") == (is_alone, is_alone)
    if is_alone:
        entry = about(f"refund:{Refund.objects.get().id}")
        assert entry["proposed_by"] == entry["approved_by"] == str(one.person_id)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_pay_once():
    part = sold()
    late, approver = owed(part), keeper()
    LateRefund.objects.update(asked_at=late.asked_at - LATE_REFUND_WITHIN - timedelta(days=1))
    made = propose_advance(by=keeper(), late_refund_id=late.id, why="enough")
    results = at_once(*[lambda: decide_advance(by=approver, proposal_id=made.id, is_approved=True)] * 3)
    assert refusals(results) == ["advance_decided_already"] * 2
    assert (Refund.objects.count(), has(chart.refunds_due())) == (1, 0)


def test_staff_find_it_propose_it_and_another_one_approves_on_the_page(frozen_time, ana):
    part = sold()
    late = owed(part)
    one, other = people.make_staff("bookkeeper"), people.make_staff("bookkeeper")
    for person in (one, other):
        person.language = "en"
        person.save(update_fields=["language"])
    door, which = reverse("market:late_refund", args=[late.id]), reverse("market:late_refunds")

    def office(person):
        return people.office_of(person)

    def page(person, address=door):
        return office(person).get(address).content.decode()

    assert door in page(one, which)
    assert "₩7,500" in page(one, which)
    assert "Propose to pay" not in page(one)
    assert office(one).post(door, {"why": "too early"}).status_code == 409

    frozen_time.tick(days=LATE_REFUND_WITHIN.days)
    assert "Propose to pay what is missing" in page(one)
    assert office(one).post(door, {"why": ""}).status_code == 422
    assert office(one).post(door, {"why": "the farm is silent"}).status_code == 302
    made = AdvanceProposal.objects.get()
    decision = reverse("market:advance_decision", args=[made.id])
    assert "Approve and pay" not in page(one)
    assert office(one).post(decision, {"act": "approve"}).status_code == 403
    assert door in page(other, f"{which}?proposed")
    assert "Approve and pay" in page(other)
    assert office(other).post(decision, {"act": "decline", "why": ""}).status_code == 422
    assert not Refund.objects.exists()
    assert office(other).post(decision, {"act": "approve"}).status_code == 302

    assert "the farm is silent" in page(one)
    assert "₩7,500" in page(one, f"{which}?advanced")
    for address in (door, decision, reverse("market:advance_withdrawal", args=[made.id])):
        assert people.browser_of(ana).get(address).status_code in (403, 405)


def test_the_api_lists_proposes_decides_and_takes_back(frozen_time):
    late, one, other = overdue(frozen_time), people.make_staff(), people.make_staff()

    def ask(person, path, body):
        return people.office_of(person).post(
            f"/api/late-refunds/{path}",
            body,
            content_type="application/json",
            headers={"idempotency-key": str(new_id())},
        )

    made = ask(one, f"{late.id}/proposals", {"why": "enough"})
    assert (made.status_code, made.json()["status"], made.json()["amount"]) == (201, "waiting", "7500")
    at = f"proposals/{made.json()['id']}"
    refused = ask(one, f"{at}/decision", {"is_approved": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "proposed_by_you")
    [listed] = people.office_of(one).get("/api/late-refunds").json()["late_refunds"]
    assert (listed["id"], listed["proposal"]["id"]) == (str(late.id), made.json()["id"])
    after = people.office_of(one).get(f"/api/late-refunds?after={late.id}").json()
    assert after == {"late_refunds": [], "next_after": None}
    assert ask(one, f"{at}/withdrawal", {}).json()["status"] == "withdrawn"
    assert not Refund.objects.exists()
    again = ask(one, f"{late.id}/proposals", {"why": "enough"}).json()["id"]
    assert ask(other, f"proposals/{again}/decision", {"is_approved": True}).json()["status"] == "approved"
    assert Refund.objects.count() == 1
