"""API keys: what they open and what they do not, how long, and that nobody but their owner ends them."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import reverse

from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import HOUSE
from dure.rooms.people import errors
from dure.rooms.people import factories as people
from dure.rooms.people.models import ApiKey
from dure.rooms.people.queries import api_keys as queries
from dure.rooms.people.queries.portrait import own_parts
from dure.rooms.people.services import api_keys, departures, memberships, sign_ins
from dure.rooms.people.services.api_keys import KEYS_MAX, PREFIX, end_api_key, make_api_key, use_api_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm(bo):
    return people.make_organisation(owner=bo, name="Bo's farm")


def key_of(person, organisation=None, **facts):
    organisation_id = organisation.id if organisation else None
    return make_api_key(by=people.actor_of(person), name="ERP", days=30, organisation_id=organisation_id, **facts)


def program(made) -> Client:
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def code(answer) -> str:
    return str(answer.json()["code"])


def test_a_program_acts_for_its_person(ana):
    made = key_of(ana)
    assert made.secret.startswith(PREFIX)
    answer = program(made).get("/api/me")
    assert (answer.status_code, answer.json()["name"], answer.json()["acting_for"]) == (200, "Ana", None)
    assert "sessionid" not in answer.cookies
    assert ApiKey.objects.get().used_at is not None


def test_a_change_needs_no_form_token(ana):
    strict = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key_of(ana).secret}"})
    answer = strict.patch("/api/me", {"name": "Ana Kim"}, content_type="application/json")
    assert (answer.status_code, answer.json()["name"]) == (200, "Ana Kim")


def test_only_the_hash_is_kept(ana):
    made = key_of(ana)
    kept = ApiKey.objects.values().get()
    assert made.secret not in str(kept)
    assert kept["digest"] == api_keys.digest_of(secret=made.secret)


def test_a_program_of_an_organisation_acts_for_nothing_else(bo, farm):
    other = people.make_organisation(owner=bo, name="Bo's shop")
    there = program(key_of(bo, farm))
    assert there.get(f"/api/organisations/{farm.id}/members").status_code == 200
    assert there.get(f"/api/organisations/{other.id}/members").status_code == 404
    assert there.get("/api/me/balances").status_code == 403
    assert there.get("/api/kinds").status_code == 200


def test_a_program_of_a_person_does_not_act_for_their_organisations(bo, farm):
    assert program(key_of(bo)).get(f"/api/organisations/{farm.id}/members").status_code == 403


def test_who_loses_the_organisation_loses_its_keys(farm):
    mem = people.make_person(name="Mem")
    membership = people.make_member(farm, mem)
    there = program(key_of(mem, farm))
    memberships.end_membership(by=HOUSE, organisation_id=farm.id, membership_id=membership.id)
    answer = there.get(f"/api/organisations/{farm.id}/members")
    assert (answer.status_code, code(answer)) == (401, "api_key_wrong")


def test_a_key_for_reading_changes_nothing(ana):
    reader = program(key_of(ana, is_read_only=True))
    assert reader.get("/api/me").status_code == 200
    answer = reader.patch("/api/me", {"name": "Other"}, content_type="application/json")
    assert (answer.status_code, code(answer)) == (403, "api_key_reads_only")
    ana.refresh_from_db()
    assert ana.name == "Ana"


def test_a_key_opens_the_api_only_and_no_staff_door():
    staff = people.make_staff("administrator")
    there = program(key_of(staff))
    assert there.get(reverse("people:me")).status_code == 302
    assert there.get("/trust/queue/").status_code in {302, 401, 403}


def test_a_wrong_key_is_refused_everywhere_even_beside_a_cookie(ana):
    browser = people_browser(ana)
    answer = browser.get("/api/kinds", headers={"Authorization": "Bearer dure_nothing"})
    assert (answer.status_code, code(answer)) == (401, "api_key_wrong")
    assert browser.get("/api/me", headers={"authorization": "bearer"}).status_code == 401


def test_whoever_tries_keys_is_slowed_down(client, frozen_time):
    answers = [client.get("/api/kinds", headers={"Authorization": f"Bearer dure_{n}"}) for n in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {401}
    assert answers[30].status_code == 429


def test_a_program_asks_so_often_a_minute(ana, frozen_time, monkeypatch):
    monkeypatch.setattr("dure.rooms.people.middleware.ASKED_A_MINUTE", 2)
    there = program(key_of(ana))
    assert [there.get("/api/me").status_code for _ in range(3)] == [200, 200, 429]


def test_keys_run_out_and_end(ana, frozen_time):
    first, second = key_of(ana), key_of(ana)
    assert end_api_key(by=people.actor_of(ana), key_id=first.key.id).ended_at is not None
    assert end_api_key(by=people.actor_of(ana), key_id=first.key.id).ended_at is not None
    with pytest.raises(errors.ApiKeyWrong):
        use_api_key(secret=first.secret)
    assert queries.own_keys(person_id=ana.id) == [second.key]
    frozen_time.tick(days=31)
    with pytest.raises(errors.ApiKeyWrong):
        use_api_key(secret=second.secret)
    assert queries.own_keys(person_id=ana.id) == []


def test_a_locked_sign_in_opens_nothing(ana):
    made = key_of(ana)
    sign_ins.lock_sign_in(by=HOUSE, sign_in_id=people.sign_in_of(ana).id, reason="stolen phone")
    assert program(made).get("/api/me").status_code == 401


def test_nobody_ends_anothers_key(ana, bo):
    made = key_of(ana)
    with pytest.raises(errors.ApiKeyUnknown):
        end_api_key(by=people.actor_of(bo), key_id=made.key.id)
    with pytest.raises(NotSignedIn):
        end_api_key(by=HOUSE, key_id=made.key.id)
    assert use_api_key(secret=made.secret) == made.key


def test_refuses_what_is_no_key(ana, farm):
    by = people.actor_of(ana)
    with pytest.raises(NotFound):
        make_api_key(by=by, name="ERP", days=30, organisation_id=farm.id)
    for wrong in ({"name": " ", "days": 30}, {"name": "ERP", "days": 0}, {"name": "ERP", "days": 10_000}):
        with pytest.raises(BadInput):
            make_api_key(by=by, **wrong)
    with pytest.raises(NotSignedIn):
        make_api_key(by=HOUSE, name="ERP", days=30)
    assert not ApiKey.objects.exists()


def test_there_are_so_many_keys_at_a_time(ana):
    for _ in range(KEYS_MAX):
        key_of(ana)
    with pytest.raises(errors.TooManyApiKeys):
        key_of(ana)
    assert ApiKey.objects.count() == KEYS_MAX


def test_everything_about_me_tells_the_keys_and_leaving_deletes_them(ana, frozen_time):
    made = key_of(ana)
    [told] = own_parts()["api_keys"](ana.id)
    assert (told["name"], made.key.digest in str(told)) == ("ERP", False)
    asked = departures.request_departure(by=people.actor_of(ana))
    frozen_time.tick(days=15)
    assert departures.erase(departure_id=asked.id)
    assert not ApiKey.objects.exists()


def people_browser(person) -> Client:
    """A browser in which somebody has just said once more who they are."""
    browser = Client()
    browser.force_login(people.sign_in_of(person))
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(people.sign_in_of(person).id)
    session.save()
    return browser


def test_the_page_makes_shows_once_and_ends(bo, farm):
    browser = people_browser(bo)
    page = reverse("people:api_keys")
    assert browser.get(page).status_code == 200
    made = browser.post(page, {"name": "Our books", "organisation": str(farm.id), "days": "90"})
    key = ApiKey.objects.get()
    assert (key.organisation_id, key.is_read_only) == (farm.id, False)
    assert PREFIX in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    assert PREFIX not in browser.get(page).content.decode()
    browser.post(reverse("people:api_key_ending", args=[key.id]))
    assert queries.own_keys(person_id=bo.id) == []


def test_the_page_asks_once_more_who_it_is(ana):
    browser = Client()
    browser.force_login(people.sign_in_of(ana))
    answer = browser.post(reverse("people:api_keys"), {"name": "x", "organisation": "", "days": "90"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiKey.objects.exists()


def test_the_page_refuses_strange_organisations(ana, farm):
    answer = people_browser(ana).post(
        reverse("people:api_keys"), {"name": "x", "organisation": str(farm.id), "days": "90"}
    )
    assert answer.status_code == 422
    assert not ApiKey.objects.exists()


def test_leaving_forgets_only_ones_own(ana, bo):
    key_of(ana)
    api_keys.forget_api_keys(person_id=bo.id)
    assert ApiKey.objects.count() == 1
