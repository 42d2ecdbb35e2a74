"""Leaving: the pictures of decided papers go, what waits keeps them, and the decision stays."""

from django.core.files.storage import default_storage
from django.urls import reverse

from dure.events.people import PersonErased
from dure.rooms.people import about_me
from dure.rooms.trust.models import Paper, Verification
from dure.rooms.trust.reactions import forget_papers
from dure.rooms.trust.services import verifications
from dure.rooms.trust.services.departures import forget_person


def test_papers_go_when_their_matter_is_decided(
    browser_of, farmer, bo, staff, waiting, picture, django_capture_on_commit_callbacks
):
    paper = verifications.add_paper(by=farmer, verification_id=waiting.id, kind="bank_book", picture=picture)
    forget_papers(PersonErased(person_id=str(bo.id)))
    paper.refresh_from_db()
    assert default_storage.exists(f"{paper.picture}/large.webp")

    verifications.decide(by=staff, verification_id=waiting.id, outcome="approved")
    kept = paper.picture
    with django_capture_on_commit_callbacks(execute=True):
        forget_person(person_id=bo.id)
    assert not default_storage.exists(f"{kept}/large.webp")
    assert Paper.objects.get().digest == paper.digest
    assert Verification.objects.get().decisions.get().outcome == "approved"
    page = browser_of(bo).get(reverse("trust:verification", args=[waiting.id]))
    assert reverse("trust:paper", args=[paper.id, "small.webp"]) not in page.content.decode()


def test_what_a_person_asked_and_brought_is_in_their_file(farmer, bo, dee, waiting, picture):
    paper = verifications.add_paper(by=farmer, verification_id=waiting.id, kind="bank_book", picture=picture)
    [asked] = about_me.TELLERS["verifications"](bo.id)
    [brought] = about_me.TELLERS["papers"](bo.id)
    assert (asked["subject"], asked["status"]) == (waiting.subject, "waiting")
    assert str(paper.id) in str(brought["picture"])
    assert not list(about_me.TELLERS["papers"](dee.id))
