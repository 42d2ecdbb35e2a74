"""The members page: search, CSV, removing with undo, roles, handing over; and rights end with the membership."""

from django.urls import reverse

from dure.rooms.people.factories import make_member, make_organisation, make_person
from dure.rooms.people.models import Membership
from dure.rooms.people.queries.memberships import members


def test_searches_by_name(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    make_member(farm, dee)
    response = browser_of(bo).get(reverse("people:members", args=[farm.id]), {"search": "de"})

    assert [each.person.name for each in response.context["page"]] == ["Dee"]


def test_a_page_for_nobody_says_so(browser_of, bo):
    farm = make_organisation(owner=bo)
    response = browser_of(bo).get(reverse("people:members", args=[farm.id]), {"search": "zzz"})

    assert 'class="empty"' in response.content.decode()


def test_the_table_disarms_formulas(browser_of, bo):
    farm = make_organisation(owner=bo)
    make_member(farm, make_person(name='=1+"1"'))
    response = browser_of(bo).get(reverse("people:members_file", args=[farm.id]))

    assert '"\'=1+""1"""' in b"".join(response.streaming_content).decode()


def test_removes_several_and_undoes_it(browser_of, bo, dee, chi):
    farm = make_organisation(owner=bo)
    chosen = [make_member(farm, person).id for person in (dee, chi)]
    browser = browser_of(bo)
    page = browser.post(reverse("people:membership_endings", args=[farm.id]), {"membership": chosen}, follow=True)
    assert members(organisation_id=farm.id).count() == 1
    assert len(page.context["just_ended"]) == 2

    browser.post(reverse("people:membership_restoration", args=[farm.id, chosen[0]]))

    assert {each.person.name for each in members(organisation_id=farm.id)} == {"Bo", "Dee"}


def test_who_is_removed_loses_the_rights_at_the_next_request(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    membership = make_member(farm, dee, "manager")
    browser = browser_of(dee)
    browser.post(reverse("people:acting"), {"organisation_id": farm.id})
    assert browser.get(reverse("people:members", args=[farm.id])).status_code == 200

    browser_of(bo).post(reverse("people:membership_endings", args=[farm.id]), {"membership": [membership.id]})

    assert browser.get(reverse("people:members", args=[farm.id])).status_code == 403
    assert browser.get(reverse("people:me")).wsgi_request.acting is None


def test_changes_a_role_and_hands_over(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    first = make_member(farm, dee)
    browser = browser_of(bo)
    browser.post(reverse("people:membership_role", args=[farm.id, first.id]), {"role": "manager"})
    second = Membership.objects.active().get(person=dee)
    assert second.role == "manager"

    browser.post(reverse("people:ownership", args=[farm.id]), {"membership": second.id})

    assert Membership.objects.active().get(person=dee).role == "owner"
    assert Membership.objects.active().get(person=bo).role == "manager"


def test_an_unknown_role_is_refused(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    membership = make_member(farm, dee)
    response = browser_of(bo).post(reverse("people:membership_role", args=[farm.id, membership.id]), {"role": "king"})

    assert response.status_code == 422
    membership.refresh_from_db()
    assert membership.is_active


def test_leaves_by_page(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    make_member(farm, dee)
    browser = browser_of(dee)
    browser.post(reverse("people:acting"), {"organisation_id": farm.id})
    browser.post(reverse("people:leaving", args=[farm.id]))

    assert members(organisation_id=farm.id).count() == 1
