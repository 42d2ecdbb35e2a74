"""Every page of the room opens, in every language."""

import pytest
from django.urls import reverse

from dure.rooms.people.factories import actor_of, make_member, make_organisation
from dure.rooms.people.queries.invitations import link_key
from dure.rooms.people.services.invitations import invite

STRANGERS = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
    "people:terms",
    "people:privacy",
    "socialaccount_login_cancelled",
]
MINE = [
    "people:me",
    "people:export",
    "people:departure",
    "people:new_organisation",
    "account_change_password",
    "account_change_phone",
    "account_email",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "socialaccount_connections",
    "usersessions_list",
]
ORGANISATIONS = [
    "people:organisation",
    "people:organisation_details",
    "people:members",
    "people:members_file",
    "people:invitations",
    "people:closure",
]


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
@pytest.mark.parametrize("name", STRANGERS)
def test_pages_for_everybody_open(client, db, name, language):
    response = client.get(reverse(name), headers={"Accept-Language": language})

    assert response.status_code == 200
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("name", MINE)
def test_my_own_pages_open(browser_of, ana, name):
    assert browser_of(ana).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_pages_of_my_organisation_open(browser_of, bo, name):
    farm = make_organisation(owner=bo)
    make_member(farm)

    assert browser_of(bo).get(reverse(name, args=[farm.id])).status_code == 200


def test_the_invitation_and_its_card_open(browser_of, client, bo):
    farm = make_organisation(owner=bo)
    made = invite(landing="https://dure.example/", by=actor_of(bo, farm), organisation_id=farm.id, role="member")
    card = browser_of(bo).get(reverse("people:invitation_card", args=[farm.id, made.id]))

    assert "<svg" in card.content.decode()
    landing = client.get(reverse("people:invitation", args=[link_key(invitation_id=made.id)]))
    assert farm.name in landing.content.decode()


def test_the_acting_organisation_shows_in_the_top_bar(browser_of, bo):
    farm = make_organisation(owner=bo, name="Sunrise")
    browser = browser_of(bo)
    browser.post(reverse("people:acting"), {"organisation_id": farm.id})

    assert 'class="chip chip--pine acting"' in browser.get(reverse("people:terms")).content.decode()


def test_signed_in_people_read_their_own_language(browser_of, ana, chi):
    assert browser_of(ana).get(reverse("people:me")).headers["Content-Language"] == "en"
    assert browser_of(chi).get(reverse("people:me")).headers["Content-Language"] == "zh-hans"
