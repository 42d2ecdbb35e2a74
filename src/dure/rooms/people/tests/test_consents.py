"""Consents: given in a version, taken back at any time, and the needed ones only by leaving."""

import pytest
from django.urls import reverse

from dure.events.people import ConsentGiven, ConsentWithdrawn
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.people.errors import ConsentNeeded
from dure.rooms.people.factories import actor_of
from dure.rooms.people.models import Consent, Matter
from dure.rooms.people.queries.consents import agreements, has_agreed
from dure.rooms.people.services import consents
from dure.rooms.people.services.consents import give_consents, withdraw_consent


def test_gives_and_takes_back(ana, announced):
    give_consents(person_id=ana.id, matters=["photo"], language="en")
    assert has_agreed(person_id=ana.id, matter="photo")
    withdraw_consent(by=actor_of(ana), matter="photo")

    assert not has_agreed(person_id=ana.id, matter="photo")
    assert Consent.objects.get(person=ana, matter="photo").language == "en"
    assert announced(ConsentGiven).matter == announced(ConsentWithdrawn).matter == "photo"


def test_agreeing_twice_is_agreeing_once(ana):
    give_consents(person_id=ana.id, matters=["photo"], language="ko")
    assert give_consents(person_id=ana.id, matters=["photo"], language="ko") == []
    assert Consent.objects.filter(person=ana, matter="photo").count() == 1


def test_a_new_wording_is_a_new_consent(ana, monkeypatch):
    give_consents(person_id=ana.id, matters=["photo"], language="ko")
    monkeypatch.setitem(consents.VERSIONS, Matter.PHOTO, "2027-01")
    give_consents(person_id=ana.id, matters=["photo"], language="ko")

    kept = Consent.objects.filter(person=ana, matter="photo").order_by("given_at")
    assert [(each.version, each.withdrawn_at is None) for each in kept] == [("2026-11", False), ("2027-01", True)]


def test_taking_back_twice_announces_once(ana, announced):
    give_consents(person_id=ana.id, matters=["photo"], language="ko")
    for _time in "ab":
        withdraw_consent(by=actor_of(ana), matter="photo")
    assert len(announced.all(ConsentWithdrawn)) == 1


@pytest.mark.parametrize("matter", ["terms", "privacy"])
def test_what_the_house_cannot_do_without_stays(ana, announced, matter):
    with pytest.raises(ConsentNeeded):
        withdraw_consent(by=actor_of(ana), matter=matter)
    assert has_agreed(person_id=ana.id, matter=matter)
    assert announced(ConsentWithdrawn) is None


def test_a_stranger_takes_nothing_back(db):
    with pytest.raises(NotSignedIn):
        withdraw_consent(by=STRANGER, matter="photo")


def test_my_page_gives_and_takes_back(browser_of, ana):
    browser = browser_of(ana)
    browser.post(reverse("people:consent", args=["location"]))
    assert {each.matter.value for each in agreements(person_id=ana.id) if each.is_given} == {
        "terms",
        "privacy",
        "location",
    }
    browser.post(reverse("people:consent_withdrawal", args=["location"]))
    assert not has_agreed(person_id=ana.id, matter="location")


def test_an_unknown_matter_is_refused(browser_of, ana):
    assert browser_of(ana).post(reverse("people:consent", args=["souls"])).status_code == 422
    assert Consent.objects.filter(person=ana).count() == 2
