"""Memberships: roles change, people leave, ownership is handed over; an organisation always keeps an owner."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from dure.events.people import MembershipEnded, MembershipStarted
from dure.kernel.errors import NotFound, NotSignedIn, Refusal
from dure.kernel.http import STRANGER
from dure.rooms.people.errors import AlreadyMember, LastOwner, MembershipOver, RoleTooLow
from dure.rooms.people.factories import actor_of, make_member, make_organisation, make_person
from dure.rooms.people.models import Membership
from dure.rooms.people.queries.memberships import members, standing, standings
from dure.rooms.people.services import departures
from dure.rooms.people.services.memberships import (
    change_role,
    end_membership,
    end_memberships,
    hand_over,
    leave,
    restore_membership,
    start,
)


@pytest.fixture
def farm(bo):
    return make_organisation(owner=bo)


@pytest.fixture
def owner(bo, farm):
    return actor_of(bo, farm)


@pytest.fixture
def manager(chi, farm):
    make_member(farm, chi, "manager")
    return actor_of(chi, farm)


@pytest.fixture
def member(farm, dee):
    return make_member(farm, dee)


def roles_of(farm) -> list[tuple[str, str]]:
    return [(each.person.name, each.role) for each in members(organisation_id=farm.id)]


def test_an_owner_gives_any_role_and_history_stays(farm, owner, member, announced):
    changed = change_role(by=owner, organisation_id=farm.id, membership_id=member.id, role="manager")

    member.refresh_from_db()
    assert roles_of(farm) == [("Bo", "owner"), ("Dee", "manager")]
    assert (member.is_active, member.ended_by_id, changed.is_active) == (False, owner.person_id, True)
    assert announced(MembershipEnded).role == "member"
    assert announced(MembershipStarted).role == "manager"


def test_the_same_role_again_changes_nothing(farm, owner, member):
    assert change_role(by=owner, organisation_id=farm.id, membership_id=member.id, role="member") == member
    assert Membership.objects.filter(person=member.person).count() == 1


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_a_manager_gives_nothing_above_member(farm, manager, member, role):
    before = roles_of(farm)
    with pytest.raises(RoleTooLow):
        change_role(by=manager, organisation_id=farm.id, membership_id=member.id, role=role)
    assert roles_of(farm) == before


def test_a_manager_cannot_touch_an_owner(farm, manager, owner):
    own = Membership.objects.get(person_id=owner.person_id)
    for act in (
        lambda: change_role(by=manager, organisation_id=farm.id, membership_id=own.id, role="member"),
        lambda: end_membership(by=manager, organisation_id=farm.id, membership_id=own.id),
        lambda: hand_over(by=manager, organisation_id=farm.id, membership_id=own.id),
    ):
        with pytest.raises(RoleTooLow):
            act()
    own.refresh_from_db()
    assert own.is_active


def test_a_member_may_only_leave(farm, member, dee, bo):
    own = actor_of(dee, farm)
    bos = Membership.objects.get(person=bo)
    with pytest.raises(RoleTooLow):
        end_membership(by=own, organisation_id=farm.id, membership_id=bos.id)
    leave(by=own, organisation_id=farm.id)

    assert roles_of(farm) == [("Bo", "owner")]


def test_outsiders_find_nothing(farm, member, ana):
    stranger = actor_of(ana, make_organisation(owner=ana))
    for act in (
        lambda: change_role(by=stranger, organisation_id=farm.id, membership_id=member.id, role="manager"),
        lambda: end_membership(by=stranger, organisation_id=farm.id, membership_id=member.id),
        lambda: end_memberships(by=stranger, organisation_id=farm.id, membership_ids=[member.id]),
        lambda: end_memberships(by=stranger, organisation_id=farm.id, membership_ids=[]),
        lambda: restore_membership(by=stranger, organisation_id=farm.id, membership_id=member.id),
        lambda: hand_over(by=stranger, organisation_id=farm.id, membership_id=member.id),
        lambda: leave(by=stranger, organisation_id=farm.id),
        lambda: end_membership(by=stranger, organisation_id=stranger.organisation_id, membership_id=member.id),
        lambda: end_membership(by=stranger, organisation_id=uuid4(), membership_id=member.id),
    ):
        with pytest.raises(NotFound):
            act()
    member.refresh_from_db()
    assert member.is_active


def test_a_stranger_hands_nothing_over(farm, member):
    with pytest.raises(NotSignedIn):
        hand_over(by=STRANGER, organisation_id=farm.id, membership_id=member.id)


@pytest.mark.parametrize("way", ["leave", "end", "step down"])
def test_the_last_owner_stays(farm, owner, way):
    own = Membership.objects.get(person_id=owner.person_id)
    acts = {
        "leave": lambda: leave(by=owner, organisation_id=farm.id),
        "end": lambda: end_membership(by=owner, organisation_id=farm.id, membership_id=own.id),
        "step down": lambda: change_role(by=owner, organisation_id=farm.id, membership_id=own.id, role="member"),
    }
    with pytest.raises(LastOwner):
        acts[way]()
    assert roles_of(farm) == [("Bo", "owner")]


def test_an_owner_who_is_about_to_be_deleted_does_not_count(farm, owner, dee):
    make_member(farm, dee, "owner")
    departures.request_departure(by=actor_of(dee))
    with pytest.raises(LastOwner):
        leave(by=owner, organisation_id=farm.id)


def test_handing_over_makes_an_owner_and_a_manager(farm, owner, member):
    hand_over(by=owner, organisation_id=farm.id, membership_id=member.id)

    assert roles_of(farm) == [("Dee", "owner"), ("Bo", "manager")]


def test_ending_several_is_all_or_nothing(farm, owner, member):
    own = Membership.objects.get(person_id=owner.person_id)
    with pytest.raises(LastOwner):
        end_memberships(by=owner, organisation_id=farm.id, membership_ids=[member.id, own.id])
    assert len(roles_of(farm)) == 2


def test_an_ending_can_be_undone(farm, owner, member):
    end_membership(by=owner, organisation_id=farm.id, membership_id=member.id, reason="mistake")
    restore_membership(by=owner, organisation_id=farm.id, membership_id=member.id)

    assert roles_of(farm) == [("Bo", "owner"), ("Dee", "member")]
    with pytest.raises(AlreadyMember):
        restore_membership(by=owner, organisation_id=farm.id, membership_id=member.id)


def test_what_has_ended_does_not_end_again(farm, owner, member):
    end_membership(by=owner, organisation_id=farm.id, membership_id=member.id)
    with pytest.raises(MembershipOver):
        end_membership(by=owner, organisation_id=farm.id, membership_id=member.id)
    with pytest.raises(MembershipOver):
        change_role(by=owner, organisation_id=farm.id, membership_id=member.id, role="manager")


def test_a_person_belongs_to_an_organisation_once(farm, member):
    with pytest.raises(AlreadyMember):
        start(person_id=member.person_id, organisation_id=farm.id, role="member")
    assert Membership.objects.filter(person=member.person).count() == 1


def test_standing_is_told_only_of_ones_own(farm, bo, ana):
    assert [found.roles for found in standings(person_id=bo.id)] == [{"owner", "manager", "member"}]
    assert standing(person_id=ana.id, organisation_id=farm.id) is None
    assert standing(person_id=None, organisation_id=farm.id) is None


@pytest.mark.django_db(transaction=True)
def test_two_owners_leaving_in_the_same_moment_leave_one(bo):
    farm = make_organisation(owner=bo)
    other = make_person()
    make_member(farm, other, "owner")
    refused: list[Refusal] = []

    def go(actor):
        try:
            leave(by=actor, organisation_id=farm.id)
        except Refusal as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[actor_of(person, farm)]) for person in (bo, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [type(refusal) for refusal in refused] == [LastOwner]
    assert len(roles_of(farm)) == 1
