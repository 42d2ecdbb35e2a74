"""Organisations are founded, changed, closed and reopened; and only by those who may."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from dure.events.people import MembershipStarted, OrganisationClosed, OrganisationFounded, OrganisationReopened
from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.people.errors import AlreadyClosed, NotClosed, RoleTooLow, TooManyOrganisations
from dure.rooms.people.factories import actor_of, make_member, make_members, make_organisation
from dure.rooms.people.models import Organisation
from dure.rooms.people.queries.memberships import standing
from dure.rooms.people.services.organisations import (
    change_organisation,
    close_organisation,
    found_organisation,
    reopen_organisation,
)


def change(by, farm, **changes):
    facts = {"kind": "shop", "name": "New name", "region_id": None, "introduction": ""}
    return change_organisation(by=by, organisation_id=farm.id, **{**facts, **changes})


def test_who_founds_it_owns_it(bo, announced):
    farm = found_organisation(by=actor_of(bo), kind="farm", name="  Sunrise  ")

    assert farm.name == "Sunrise"
    assert standing(person_id=bo.id, organisation_id=farm.id).role == "owner"
    assert announced(OrganisationFounded).organisation_id == str(farm.id)
    assert announced(MembershipStarted).role == "owner"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "castle"}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"region_id": uuid4()}, "region"),
    ],
    ids=["kind", "no name", "long name", "region"],
)
def test_wrong_facts_found_nothing(bo, announced, facts, field):
    with pytest.raises(BadInput) as refused:
        found_organisation(by=actor_of(bo), **{"kind": "farm", "name": "Sunrise", **facts})

    assert list(refused.value.fields) == [field]
    assert not Organisation.objects.exists()
    assert announced(OrganisationFounded) is None


def test_a_stranger_founds_nothing(db):
    with pytest.raises(NotSignedIn):
        found_organisation(by=STRANGER, kind="farm", name="Sunrise")


def test_the_sixth_in_a_day_has_to_wait(bo):
    for _number in range(5):
        make_organisation(owner=bo)
    with pytest.raises(TooManyOrganisations):
        make_organisation(owner=bo)
    assert Organisation.objects.count() == 5


def test_managers_change_what_it_says(bo, chi):
    farm = make_organisation(owner=bo)
    make_member(farm, chi, "manager")
    changed = change(actor_of(chi, farm), farm, name_zh="日出")

    assert (changed.name, changed.kind, changed.name_in("zh-hans"), changed.name_in("en")) == (
        "New name",
        "shop",
        "日出",
        "New name",
    )


def test_others_change_nothing(bo, chi, ana):
    farm = make_organisation(owner=bo, name="Sunrise")
    make_member(farm, chi)
    with pytest.raises(RoleTooLow):
        change(actor_of(chi, farm), farm)
    with pytest.raises(NotFound):
        change(actor_of(ana), farm)
    farm.refresh_from_db()
    assert farm.name == "Sunrise"


def test_closing_and_reopening(bo, announced):
    farm = make_organisation(owner=bo)
    owner = actor_of(bo, farm)
    closure = close_organisation(by=owner, organisation_id=farm.id, reason="Winter")
    assert standing(person_id=bo.id, organisation_id=farm.id).is_closed
    with pytest.raises(AlreadyClosed):
        close_organisation(by=owner, organisation_id=farm.id)
    reopen_organisation(by=owner, organisation_id=farm.id)
    with pytest.raises(NotClosed):
        reopen_organisation(by=owner, organisation_id=farm.id)

    closure.refresh_from_db()
    assert (closure.reason, closure.closed_by_id, closure.reopened_by_id) == ("Winter", bo.id, bo.id)
    assert len(announced.all(OrganisationClosed)) == len(announced.all(OrganisationReopened)) == 1


def test_only_owners_close(bo, chi, ana):
    farm = make_organisation(owner=bo)
    make_member(farm, chi, "manager")
    with pytest.raises(RoleTooLow):
        close_organisation(by=actor_of(chi, farm), organisation_id=farm.id)
    with pytest.raises(NotFound):
        close_organisation(by=actor_of(ana), organisation_id=farm.id)
    with pytest.raises(NotFound):
        close_organisation(by=actor_of(ana), organisation_id=uuid4())
    assert not farm.closures.exists()


def test_creating_one_by_page_acts_for_it_at_once(browser_of, bo):
    browser = browser_of(bo)
    response = browser.post(reverse("people:new_organisation"), {"name": "Sunrise", "kind": "farm"}, follow=True)

    assert response.status_code == 200
    assert response.wsgi_request.acting.organisation_name == "Sunrise"


def test_the_page_sent_twice_founds_once(browser_of, bo):
    browser = browser_of(bo)
    key = re.search(r'name="idempotency_key" value="([^"]+)"', browser.get(reverse("people:new_organisation")).text)
    assert key
    answers = {"name": "Sunrise", "kind": "farm", "idempotency_key": key[1]}
    first, second = [browser.post(reverse("people:new_organisation"), answers) for _time in range(2)]

    assert first.headers["Location"] == second.headers["Location"]
    assert Organisation.objects.filter(name="Sunrise").count() == 1


def test_a_wrong_page_form_is_explained(browser_of, bo):
    answers = {"name": "", "kind": "farm", "place": "nowhere at all"}
    response = browser_of(bo).post(reverse("people:new_organisation"), answers)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "place"}
    assert not Organisation.objects.exists()


def test_nobody_acts_for_a_closed_organisation(browser_of, bo):
    farm = make_organisation(owner=bo)
    browser = browser_of(bo)
    browser.post(reverse("people:closure", args=[farm.id]), {"reason": "Winter"})

    assert browser.post(reverse("people:acting"), {"organisation_id": farm.id}).status_code == 404
    assert browser.get(reverse("people:me")).wsgi_request.acting is None
    browser.post(reverse("people:reopening", args=[farm.id]))
    assert browser.post(reverse("people:acting"), {"organisation_id": farm.id}).status_code == 302


def test_a_member_stops_acting_when_the_organisation_closes(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    make_member(farm, dee)
    browser = browser_of(dee)
    browser.post(reverse("people:acting"), {"organisation_id": farm.id})
    close_organisation(by=actor_of(bo, farm), organisation_id=farm.id)

    assert browser.get(reverse("people:me")).wsgi_request.acting is None


def test_the_members_page_asks_as_often_for_many_as_for_few(browser_of, bo, same_query_count):
    farm = make_organisation(owner=bo)
    browser = browser_of(bo)

    same_query_count(
        make=lambda how_many: make_members(farm, how_many),
        visit=lambda: browser.get(reverse("people:members", args=[farm.id])),
    )


def test_my_page_asks_as_often_for_many_organisations(browser_of, chi, same_query_count):
    browser = browser_of(chi)

    same_query_count(
        make=lambda how_many: [make_member(make_organisation(), chi) for _ in range(how_many)],
        visit=lambda: browser.get(reverse("people:me")),
    )
