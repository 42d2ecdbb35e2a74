"""Mandates: one organisation lets another act for it, openly, and either ends it."""

import pytest
from django.db import transaction
from django.urls import reverse

from dure.events.people import MandateGranted, MandateRevoked
from dure.kernel.clock import today
from dure.kernel.errors import BadInput, NotFound
from dure.kernel.http import Actor
from dure.rooms.people.errors import HelperUnfit, MandateOver, MandateStands, RoleTooLow
from dure.rooms.people.factories import actor_of, make_member, make_organisation, make_person
from dure.rooms.people.models import Invitation, Mandate, Membership, Organisation
from dure.rooms.people.queries.mandates import helped_by, helpers_of, mandates_held
from dure.rooms.people.queries.memberships import demand_role, standing
from dure.rooms.people.roles import Role
from dure.rooms.people.services import mandates
from dure.rooms.people.services.organisations import checked_new_organisation, close_organisation


@pytest.fixture
def farm(bo) -> Organisation:
    return make_organisation(owner=bo, name="새벽들 농장")


@pytest.fixture
def village(dee) -> Organisation:
    return make_organisation(owner=dee, kind="cooperative", name="마을 조합")


@pytest.fixture
def mandate(bo, farm, village) -> Mandate:
    return mandates.grant(by=actor_of(bo, farm), organisation_id=farm.id, helper_organisation_id=village.id)


def test_the_helpers_people_stand_as_members(mandate, farm, village, chi, announced):
    make_member(village, chi)
    found = standing(person_id=chi.id, organisation_id=farm.id)
    assert (found.role, found.helper_name) == (Role.MEMBER, "마을 조합")
    assert [each.id for each in mandates_held(person_id=chi.id)] == [mandate.id]
    assert announced(MandateGranted).helper_organisation_id == str(village.id)
    with pytest.raises(RoleTooLow):
        demand_role(by=Actor(person_id=chi.id), organisation_id=farm.id, least=Role.MANAGER)


def test_who_belongs_there_anyway_keeps_the_own_role(mandate, farm, bo):
    assert standing(person_id=bo.id, organisation_id=farm.id).helper_name == ""


def test_without_a_mandate_nobody_stands_there(farm, village, dee):
    assert standing(person_id=dee.id, organisation_id=farm.id) is None


@pytest.mark.parametrize("who_ends", ["bo", "dee"])
def test_either_side_ends_it_at_once(mandate, farm, dee, request, announced, who_ends):
    mandates.revoke(by=actor_of(request.getfixturevalue(who_ends)), mandate_id=mandate.id)
    assert standing(person_id=dee.id, organisation_id=farm.id) is None
    assert announced(MandateRevoked).mandate_id == str(mandate.id)
    with pytest.raises(MandateOver):
        mandates.revoke(by=actor_of(request.getfixturevalue("bo")), mandate_id=mandate.id)


def test_strangers_and_plain_helpers_do_not_end_it(mandate, village, chi, ana, farm, dee):
    make_member(village, chi)
    for person, refusal in ((chi, RoleTooLow), (ana, NotFound)):
        with pytest.raises(refusal):
            mandates.revoke(by=actor_of(person), mandate_id=mandate.id)
    assert standing(person_id=dee.id, organisation_id=farm.id) is not None


def test_it_runs_out_after_its_last_day_and_may_be_given_again(frozen_time, bo, farm, village, dee):
    give = {"organisation_id": farm.id, "helper_organisation_id": village.id}
    mandates.grant(by=actor_of(bo, farm), until=today(), **give)
    assert standing(person_id=dee.id, organisation_id=farm.id) is not None
    with pytest.raises(MandateStands):
        mandates.grant(by=actor_of(bo, farm), **give)
    frozen_time.tick(days=1)
    assert standing(person_id=dee.id, organisation_id=farm.id) is None
    mandates.grant(by=actor_of(bo, farm), **give)
    assert len(helpers_of(organisation_id=farm.id)) == len(helped_by(organisation_id=village.id)) == 1


def test_a_closed_helper_acts_for_nobody(mandate, farm, village, dee, bo):
    close_organisation(by=actor_of(dee, village), organisation_id=village.id)
    assert standing(person_id=dee.id, organisation_id=farm.id) is None


def test_unfit_helpers_past_days_and_other_peoples_farms_are_refused(bo, dee, farm, village):
    by = actor_of(bo, farm)
    yesterday = today().replace(year=today().year - 1)
    cases = [
        (by, farm.id, farm.id, None, HelperUnfit),
        (by, farm.id, make_person().id, None, HelperUnfit),
        (by, farm.id, village.id, yesterday, BadInput),
        (actor_of(dee), farm.id, village.id, None, NotFound),
    ]
    for actor, organisation_id, helper_id, until, refusal in cases:
        with pytest.raises(refusal):
            mandates.grant(by=actor, organisation_id=organisation_id, helper_organisation_id=helper_id, until=until)
    assert not Mandate.objects.exists()


def test_a_farm_is_brought_in_for_somebody_who_is_invited_to_own_it(dee, village):
    made = mandates.found_for_another(
        by=actor_of(dee, village),
        helper_organisation_id=village.id,
        kind="farm",
        name="할머니 밭",
        owner_phone="+821022223333",
        landing="http://house/invitation/",
    )
    assert standing(person_id=dee.id, organisation_id=made.id).role is Role.MEMBER
    assert not Membership.objects.filter(organisation=made).exists()
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.phone) == ("owner", "+821022223333")


def test_outsiders_bring_nobody_in(village, ana):
    with pytest.raises(NotFound), transaction.atomic():
        mandates.found_for_another(
            by=actor_of(ana),
            helper_organisation_id=village.id,
            kind="farm",
            name="x",
            owner_phone="+821022223333",
            landing="",
        )
    assert Organisation.objects.count() == 1
    assert not Mandate.objects.exists()


def test_the_page_tells_and_ends_it(mandate, farm, village, bo, dee, browser_of):
    page = reverse("people:mandates", args=[farm.id])
    assert "마을 조합" in browser_of(bo).get(page).content.decode()
    helper = browser_of(dee)
    shown = helper.get(reverse("people:organisation", args=[farm.id])).content.decode()
    assert "마을 조합" in shown
    assert helper.get(page).status_code == 200
    assert "새벽들 농장" in helper.get("/me/").content.decode()
    assert helper.get(reverse("people:invitations", args=[farm.id])).status_code == 403
    browser_of(bo).post(reverse("people:mandate_revocation", args=[mandate.id]))
    assert helper.get(page).status_code in {403, 404}


def test_an_owner_gives_it_by_name_on_the_page(farm, village, bo, browser_of):
    browser = browser_of(bo)
    assert browser.post(reverse("people:mandates", args=[farm.id]), {"name": "nobody"}).status_code == 422
    browser.post(reverse("people:mandates", args=[farm.id]), {"name": "마을"})
    assert [each.helper for each in helpers_of(organisation_id=farm.id)] == [village]


def test_an_organisation_nobody_belongs_to_yet_is_checked_like_any_other(bo):
    with pytest.raises(BadInput):
        checked_new_organisation(by=actor_of(bo), kind="castle", name="x", region_id=None)
    assert not Organisation.objects.exists()
