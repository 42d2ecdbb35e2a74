"""Leaving: asked for, taken back, carried out; the records stay, the person is gone."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from dure.events.people import MembershipEnded, PersonErased
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.people import about_me
from dure.rooms.people.errors import DepartureUnderWay, NoDeparture, SoleOwner, StaffStayOnDuty, StillNeeded
from dure.rooms.people.factories import (
    PASSWORD,
    actor_of,
    make_member,
    make_organisation,
    make_staff,
    sign_in_of,
)
from dure.rooms.people.jobs import erase_the_departed, forget_unproven_sign_ups
from dure.rooms.people.models import Departure, Invitation, Membership, Person, SignIn
from dure.rooms.people.services import persons
from dure.rooms.people.services.departures import GRACE, erase, request_departure, withdraw_departure
from dure.rooms.people.services.invitations import invite
from dure.rooms.people.services.memberships import leave


def test_nothing_is_deleted_before_two_weeks_are_over(ana, frozen_time):
    departure = request_departure(by=actor_of(ana), reason="moving")
    frozen_time.tick(days=13)

    assert erase(departure_id=departure.id) is False
    assert Person.objects.get(id=ana.id).name == "Ana"


def test_then_the_person_is_a_nameless_stone(dee, bo, frozen_time, announced):
    farm = make_organisation(owner=bo)
    membership = make_member(farm, dee)
    invite(
        landing="https://dure.example/",
        by=actor_of(bo, farm),
        organisation_id=farm.id,
        role="member",
        phone=sign_in_of(dee).phone,
    )
    departure = request_departure(by=actor_of(dee))
    frozen_time.tick(days=GRACE.days, seconds=1)
    erase_the_departed()

    stone, sign_in = Person.objects.get(id=dee.id), SignIn.objects.get(person_id=dee.id)
    membership.refresh_from_db()
    departure.refresh_from_db()
    assert (stone.name, stone.is_erased) == ("", True)
    assert (sign_in.email, sign_in.phone, sign_in.is_active, sign_in.has_usable_password()) == ("", "", False, False)
    assert not EmailAddress.objects.filter(user=sign_in).exists()
    assert not Invitation.objects.exclude(phone="").exists()
    assert not membership.is_active
    assert departure.completed_at is not None
    assert announced(PersonErased).person_id == str(dee.id)
    assert announced(MembershipEnded).person_id == str(dee.id)
    assert erase(departure_id=departure.id) is False


def test_the_erased_cannot_sign_in_and_the_contact_is_free_again(ana, frozen_time):
    request_departure(by=actor_of(ana))
    frozen_time.tick(days=15)
    erase_the_departed()
    browser = Client()
    browser.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})

    assert browser.get(reverse("people:me")).status_code == 302
    assert persons.register(name="New Ana", language="en", agreed_to=[], email="ana@example.org").is_active


def test_can_be_taken_back(ana, frozen_time):
    departure = request_departure(by=actor_of(ana))
    with pytest.raises(DepartureUnderWay):
        request_departure(by=actor_of(ana))
    withdraw_departure(by=actor_of(ana))
    with pytest.raises(NoDeparture):
        withdraw_departure(by=actor_of(ana))
    frozen_time.tick(days=30)

    assert erase(departure_id=departure.id) is False
    assert request_departure(by=actor_of(ana)).id != departure.id


def test_a_sole_owner_is_told_what_to_hand_over(bo):
    make_organisation(owner=bo, name="Sunrise")
    with pytest.raises(SoleOwner) as refused:
        request_departure(by=actor_of(bo))

    assert "Sunrise" in refused.value.message
    assert not Departure.objects.exists()


def test_an_organisation_with_another_owner_does_not_hold_anybody(bo, dee, frozen_time):
    farm = make_organisation(owner=bo)
    make_member(farm, dee, "owner")
    request_departure(by=actor_of(bo))
    frozen_time.tick(days=15)
    erase_the_departed()

    assert [each.person_id for each in Membership.objects.active()] == [dee.id]


def test_a_new_reason_to_stay_postpones_the_end(dee, bo, frozen_time):
    departure = request_departure(by=actor_of(dee))
    make_organisation(owner=dee, name="Late idea")
    frozen_time.tick(days=15)
    erase_the_departed()

    departure.refresh_from_db()
    assert (departure.completed_at, Person.objects.get(id=dee.id).name) == (None, "Dee")


def test_staff_leave_their_duty_first(db):
    eun = make_staff("support")
    with pytest.raises(StaffStayOnDuty):
        request_departure(by=actor_of(eun))
    assert not Departure.objects.exists()


def test_another_room_can_ask_to_wait(ana, monkeypatch):
    monkeypatch.setitem(about_me.KEEPERS, "book", lambda _person_id: ["Money is left."])
    with pytest.raises(StillNeeded) as refused:
        request_departure(by=actor_of(ana))
    assert "Money is left." in refused.value.message
    assert not Departure.objects.exists()


def test_a_room_registers_its_reasons_and_parts(ana, monkeypatch):
    monkeypatch.setattr(about_me, "KEEPERS", {})
    monkeypatch.setattr(about_me, "TELLERS", {})
    about_me.keeps("book", lambda _person_id: ["why"])
    about_me.tells("book", lambda _person_id: [{"row": 1}])

    assert about_me.reasons_to_stay(ana.id) == ["why"]
    assert list(about_me.TELLERS["book"](ana.id)) == [{"row": 1}]


def test_strangers_have_nothing_to_delete(db):
    with pytest.raises(NotSignedIn):
        request_departure(by=STRANGER)
    with pytest.raises(NoDeparture):
        withdraw_departure(by=STRANGER)


def test_the_page_asks_tells_and_lets_change_the_mind(browser_of, ana):
    browser = browser_of(ana)
    browser.post(reverse("people:departure"), {"reason": "moving"})
    assert browser.get(reverse("people:me")).context["departure"].reason == "moving"
    browser.post(reverse("people:departure_withdrawal"))

    assert browser.get(reverse("people:me")).context["departure"] is None


def test_the_page_names_what_holds_a_sole_owner(browser_of, bo):
    make_organisation(owner=bo, name="Sunrise")
    assert "Sunrise" in browser_of(bo).get(reverse("people:departure")).content.decode()


def test_an_owner_cannot_leave_behind_a_departing_one(bo, dee):
    farm = make_organisation(owner=bo)
    make_member(farm, dee, "owner")
    leave(by=actor_of(bo, farm), organisation_id=farm.id)
    with pytest.raises(SoleOwner):
        request_departure(by=actor_of(dee))


def test_sign_ups_never_proven_are_forgotten_after_a_day(ana, frozen_time):
    stale = persons.register(name="Nobody", language="ko", agreed_to=["terms"], phone="+821023456789")
    frozen_time.tick(hours=23)
    forget_unproven_sign_ups()
    assert SignIn.objects.filter(id=stale.id).exists()
    frozen_time.tick(hours=timedelta(hours=2).seconds // 3600)
    assert persons.forget_unproven_sign_ups() == 1

    assert not Person.objects.filter(name="Nobody").exists()
    assert Person.objects.filter(name="Ana").exists()
