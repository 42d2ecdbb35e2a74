"""Verifying: asked, papers brought, decided with reasons, and a wrong decision undone by a new one."""

import pytest
from django.urls import reverse

from dure.events.trust import VerificationAsked, VerificationDecided
from dure.kernel.errors import BadInput, NotAllowed, NotFound
from dure.rooms.people import factories as people
from dure.rooms.people.tests.test_staff import signed_in
from dure.rooms.trust import errors
from dure.rooms.trust.models import Decision, Paper, Verification
from dure.rooms.trust.queries import verifications as queries
from dure.rooms.trust.services import verifications


def decide(by, found, outcome="approved", reason="seen"):
    return verifications.decide(by=by, verification_id=found.id, outcome=outcome, reason=reason)


def test_asking_twice_asks_once(waiting, farmer, announced):
    again = verifications.ask(by=farmer, subject=waiting.subject, organisation_id=farmer.organisation_id)
    assert again == waiting
    assert len(announced.all(VerificationAsked)) == 1
    assert not queries.is_verified(subject=waiting.subject)


def test_an_approved_subject_is_verified(waiting, staff, announced):
    decide(staff, waiting)
    assert queries.verified_among(subjects=[waiting.subject, "merchant:other"]) == {waiting.subject}
    assert announced(VerificationDecided).outcome == "approved"


def test_strangers_ask_nothing_and_see_nothing(waiting, announced):
    stranger = people.actor_of(people.make_person())
    with pytest.raises(NotFound):
        verifications.ask(by=stranger, subject="merchant:x", organisation_id=waiting.organisation_id)
    with pytest.raises(NotFound):
        queries.verification(verification_id=waiting.id, by=stranger)
    assert Verification.objects.count() == 1


def test_only_staff_decide(waiting, farmer, announced):
    for act in (
        lambda: decide(farmer, waiting),
        lambda: verifications.undo(by=farmer, verification_id=waiting.id, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Decision.objects.exists()
    assert announced(VerificationDecided) is None


@pytest.mark.parametrize(
    ("outcome", "reason", "refusal"),
    [("refused", " ", errors.ReasonMissing), ("more_papers", "", errors.ReasonMissing), ("maybe", "x", BadInput)],
)
def test_a_decision_against_somebody_says_why(waiting, staff, outcome, reason, refusal):
    with pytest.raises(refusal):
        decide(staff, waiting, outcome, reason)
    waiting.refresh_from_db()
    assert (waiting.status, Decision.objects.count()) == ("waiting", 0)


def test_what_is_decided_is_not_decided_again(waiting, staff):
    decide(staff, waiting, "refused", "no such farm")
    with pytest.raises(errors.NotWaiting):
        decide(staff, waiting)
    assert Decision.objects.count() == 1


def test_a_paper_brings_it_back_into_the_queue(waiting, farmer, staff, picture):
    decide(staff, waiting, "more_papers", "the bank book, please")
    paper = verifications.add_paper(by=farmer, verification_id=waiting.id, kind="bank_book", picture=picture)
    waiting.refresh_from_db()
    assert waiting.status == "waiting"
    with pytest.raises(errors.PaperAlreadyThere):
        verifications.add_paper(by=farmer, verification_id=waiting.id, kind="bank_book", picture=picture)
    assert Paper.objects.get() == paper


def test_papers_are_for_staff_and_the_own_people_only(waiting, farmer, staff, picture):
    paper = verifications.add_paper(by=farmer, verification_id=waiting.id, kind="bank_book", picture=picture)
    assert queries.paper(paper_id=paper.id, by=staff) == queries.paper(paper_id=paper.id, by=farmer) == paper
    with pytest.raises(NotFound):
        queries.paper(paper_id=paper.id, by=people.actor_of(people.make_person()))


def test_a_wrong_decision_is_undone_by_a_new_one(waiting, staff, announced):
    wrong = decide(staff, waiting)
    undoing = verifications.undo(by=staff, verification_id=waiting.id, reason="another farm's paper")
    assert undoing.undoes == wrong
    assert announced(VerificationDecided).outcome == "waiting"
    assert not queries.is_verified(subject=waiting.subject)
    with pytest.raises(errors.NothingToUndo):
        verifications.undo(by=staff, verification_id=waiting.id, reason="again")
    decide(staff, waiting, "refused", "another farm's paper")
    assert [each.outcome for each in waiting.decisions.all()] == ["approved", "waiting", "refused"]


def test_who_was_refused_may_ask_again(waiting, farmer, staff):
    decide(staff, waiting, "refused", "unreadable")
    verifications.ask_again(by=farmer, verification_id=waiting.id, note="a better photo follows")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.note) == ("waiting", "a better photo follows")
    with pytest.raises(errors.NotWaiting):
        verifications.ask_again(by=farmer, verification_id=waiting.id)


def test_several_are_approved_at_once_or_none(waiting, staff, farmer):
    other = verifications.ask(by=farmer, subject="charity:1", organisation_id=farmer.organisation_id)
    decided = verifications.ask(by=farmer, subject="charity:2", organisation_id=farmer.organisation_id)
    decide(staff, decided)
    with pytest.raises(errors.NotWaiting):
        verifications.approve_many(by=staff, verification_ids=[waiting.id, other.id, decided.id])
    assert Decision.objects.count() == 1
    assert len(verifications.approve_many(by=staff, verification_ids=[waiting.id, other.id])) == 2


def test_the_owner_sees_how_it_stands_and_a_stranger_does_not(waiting, farmer, browser_of):
    address = reverse("trust:verification", args=[waiting.id])
    assert browser_of(people.person_of(farmer.person_id)).get(address).status_code == 200
    assert browser_of(people.make_person()).get(address).status_code == 404


def test_staff_go_through_the_queue(waiting):
    browser = signed_in(people.make_staff())
    assert "새벽들 농장" in browser.get(reverse("trust:queue")).content.decode()
    assert browser.get(reverse("trust:verification", args=[waiting.id])).status_code == 200
    browser.post(reverse("trust:decisions"), {"verification": [str(waiting.id)]})
    assert queries.is_verified(subject=waiting.subject)
    browser.post(reverse("trust:decision_undoing", args=[waiting.id]), {"undo-reason": "wrong farm"})
    browser.post(reverse("trust:decision", args=[waiting.id]), {"outcome": "refused", "reason": "wrong farm"})
    waiting.refresh_from_db()
    assert waiting.status == "refused"
    assert browser.get("/back-office/trust/verification/").status_code == 200


def test_the_queue_asks_as_often_for_many_as_for_few(farmer, db, query_count):
    def make(first: int, count: int) -> None:
        for number in range(first, first + count):
            verifications.ask(by=farmer, subject=f"charity:{number}", organisation_id=farmer.organisation_id)

    browser = signed_in(people.make_staff())
    make(0, 3)
    browser.get(reverse("trust:queue"))
    few = query_count(lambda: browser.get(reverse("trust:queue")))
    make(3, 9)
    assert query_count(lambda: browser.get(reverse("trust:queue"))) == few
