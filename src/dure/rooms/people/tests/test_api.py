"""The room's JSON operations do what the verbs do."""

from django.urls import reverse

from dure.rooms.people.factories import make_member, make_organisation
from dure.rooms.people.models import Invitation, Membership, Organisation


def call(browser, method: str, name: str, body: object = None, **parts: object):
    address = reverse(f"api:{name}", kwargs=parts)
    return getattr(browser, method)(address, data=body, content_type="application/json")


def test_tells_who_i_am_and_for_whom_i_act(browser_of, bo):
    farm = make_organisation(owner=bo)
    browser = browser_of(bo)
    assert call(browser, "get", "me").json()["acting_for"] is None
    assert call(browser, "put", "act_for_organisation", {"organisation_id": str(farm.id)}).json()["role"] == "owner"

    told = call(browser, "get", "me").json()
    assert (told["name"], told["acting_for"], told["roles"]) == ("Bo", str(farm.id), ["manager", "member", "owner"])
    assert call(browser, "put", "act_for_organisation", {"organisation_id": None}).json() is None
    assert call(browser, "get", "me").json()["acting_for"] is None


def test_changes_name_and_preferences(browser_of, ana):
    browser = browser_of(ana)
    call(browser, "patch", "change_name", {"name": "Ana Ahn"})
    told = call(browser, "patch", "change_preferences", {"theme": "dark"}).json()

    assert (told["name"], told["theme"], told["language"]) == ("Ana Ahn", "dark", "en")
    refused = call(browser, "patch", "change_preferences", {"theme": "neon"})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input")


def test_founds_lists_and_shows_organisations(browser_of, bo, client):
    browser = browser_of(bo)
    made = call(browser, "post", "found_organisation", {"kind": "farm", "name": "Sunrise"})
    assert made.status_code == 201
    listed = call(browser, "get", "my_organisations").json()

    assert [each["organisation_name"] for each in listed] == ["Sunrise"]
    assert call(client, "get", "organisation", organisation_id=made.json()["id"]).json()["name"] == "Sunrise"


def test_lists_changes_and_ends_memberships(browser_of, bo, dee):
    farm = make_organisation(owner=bo)
    membership = make_member(farm, dee)
    browser = browser_of(bo)
    listed = call(browser, "get", "members", organisation_id=farm.id).json()
    assert [each["name"] for each in listed] == ["Bo", "Dee"]

    parts = {"organisation_id": farm.id, "membership_id": membership.id}
    changed = call(browser, "put", "change_role", {"role": "manager"}, **parts).json()
    assert changed["role"] == "manager"
    assert call(browser, "put", "change_role", {"role": "king"}, **parts).status_code == 422
    ended = call(browser, "delete", "end_membership", organisation_id=farm.id, membership_id=changed["id"])
    assert ended.status_code == 204
    assert not Membership.objects.active().filter(person=dee).exists()


def test_invites_and_answers_with_the_link(browser_of, bo):
    farm = make_organisation(owner=bo)
    made = call(browser_of(bo), "post", "invite", {"role": "member", "phone": "010-8765-4321"}, organisation_id=farm.id)

    assert made.status_code == 201
    assert "/invitation/" in made.json()["link"]
    assert Invitation.objects.get().phone == "+821087654321"
    wrong = call(browser_of(bo), "post", "invite", {"role": "member", "email": "x"}, organisation_id=farm.id)
    assert wrong.status_code == 422


def test_an_organisation_that_is_not_mine_is_not_found(browser_of, ana, bo):
    farm = make_organisation(owner=bo)
    refused = call(browser_of(ana), "put", "act_for_organisation", {"organisation_id": str(farm.id)})

    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_the_same_key_founds_once(browser_of, bo):
    browser, key = browser_of(bo), {"HTTP_IDEMPOTENCY_KEY": "one-founding-one-farm"}
    address = reverse("api:found_organisation")

    def found(name: str):
        return browser.post(address, data={"kind": "farm", "name": name}, content_type="application/json", **key)

    first, again, other = found("Sunrise"), found("Sunrise"), found("Sunset")

    assert (first.status_code, again.json(), again["Idempotency-Replayed"]) == (201, first.json(), "true")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Sunrise"]
