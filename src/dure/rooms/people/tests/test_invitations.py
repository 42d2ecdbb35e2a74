"""Invitations: sent by phone, e-mail or link, accepted by whom they are meant for, and rationed."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connections, transaction
from django.urls import reverse
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from dure.kernel.clock import now
from dure.kernel.database import connection_arguments
from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import STRANGER
from dure.rooms.people.errors import (
    AlreadyMember,
    InvitationForSomeoneElse,
    InvitationSpent,
    RoleTooLow,
    TooManyInvitations,
)
from dure.rooms.people.factories import actor_of, make_member, make_organisation, make_person
from dure.rooms.people.models import Invitation, Membership
from dure.rooms.people.queries.invitations import invitation_by_key, invitations_for, link_key
from dure.rooms.people.services.invitations import accept_invitation, decline_invitation, invite, revoke_invitation
from dure.rooms.people.services.messages import send_invitation


@pytest.fixture
def farm(bo):
    return make_organisation(owner=bo, name="Sunrise")


@pytest.fixture
def owner(bo, farm):
    return actor_of(bo, farm)


def test_accepting_makes_a_member_in_the_role_offered(farm, owner, ana):
    made = invite(
        landing="https://dure.example/",
        by=owner,
        organisation_id=farm.id,
        role="manager",
        email="ana@example.org",
    )
    assert invitations_for(person_id=ana.id) == [made]

    membership = accept_invitation(by=actor_of(ana), invitation_id=made.id)

    assert (membership.role, membership.invitation_id) == ("manager", made.id)
    assert invitations_for(person_id=ana.id) == []
    with pytest.raises(InvitationSpent):
        accept_invitation(by=actor_of(ana), invitation_id=made.id)


def test_only_the_proven_contact_accepts(farm, owner, ana, chi):
    made = invite(
        landing="https://dure.example/",
        by=owner,
        organisation_id=farm.id,
        role="member",
        phone="+8613812345678",
    )
    with pytest.raises(InvitationForSomeoneElse):
        accept_invitation(by=actor_of(ana), invitation_id=made.id)
    with pytest.raises(NotSignedIn):
        accept_invitation(by=STRANGER, invitation_id=made.id)
    assert not Membership.objects.filter(person=ana).exists()

    accept_invitation(by=actor_of(chi), invitation_id=made.id)


def test_a_link_serves_as_many_as_it_has_places(farm, owner, ana, chi, dee):
    made = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member", places=2)
    accept_invitation(by=actor_of(ana), invitation_id=made.id)
    with pytest.raises(AlreadyMember), transaction.atomic():
        accept_invitation(by=actor_of(ana), invitation_id=made.id)
    accept_invitation(by=actor_of(chi), invitation_id=made.id)
    with pytest.raises(InvitationSpent):
        accept_invitation(by=actor_of(dee), invitation_id=made.id)

    made.refresh_from_db()
    assert made.places_taken == 2


@pytest.mark.parametrize("end", ["revoked", "expired", "declined"])
def test_what_is_over_is_not_accepted(farm, owner, ana, end):
    made = invite(
        landing="https://dure.example/",
        by=owner,
        organisation_id=farm.id,
        role="member",
        email="ana@example.org",
    )
    if end == "revoked":
        revoke_invitation(by=owner, organisation_id=farm.id, invitation_id=made.id)
    elif end == "declined":
        decline_invitation(by=actor_of(ana), invitation_id=made.id)
    else:
        Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    with pytest.raises(InvitationSpent):
        accept_invitation(by=actor_of(ana), invitation_id=made.id)
    assert not Membership.objects.filter(person=ana).exists()


def test_declining_a_link_leaves_it_to_others(farm, owner, ana, chi):
    made = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    decline_invitation(by=actor_of(ana), invitation_id=made.id)

    assert accept_invitation(by=actor_of(chi), invitation_id=made.id).is_active


@pytest.mark.parametrize(
    "facts",
    [
        {"role": "king"},
        {"role": "member", "places": 0},
        {"role": "member", "places": 51},
        {"role": "manager", "places": 2},
        {"role": "member", "places": 2, "email": "ana@example.org"},
        {"role": "member", "phone": "+8613812345678", "email": "ana@example.org"},
    ],
)
def test_wrong_invitations_are_not_sent(farm, owner, facts):
    with pytest.raises(BadInput):
        invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, **facts)
    assert not Invitation.objects.exists()


def test_managers_invite_members_only_and_members_nobody(farm, chi, dee, ana):
    make_member(farm, chi, "manager")
    make_member(farm, dee)
    invite(landing="https://dure.example/", by=actor_of(chi, farm), organisation_id=farm.id, role="member")
    for person, refusal in ((chi, RoleTooLow), (dee, RoleTooLow), (ana, NotFound)):
        with pytest.raises(refusal):
            invite(landing="https://dure.example/", by=actor_of(person), organisation_id=farm.id, role="manager")
    assert Invitation.objects.count() == 1


def test_only_ones_own_invitations_are_withdrawn(farm, owner, ana):
    made = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    other = make_organisation(owner=ana)
    for organisation_id in (farm.id, other.id):
        with pytest.raises(NotFound):
            revoke_invitation(by=actor_of(ana, other), organisation_id=organisation_id, invitation_id=made.id)
    made.refresh_from_db()
    assert made.revoked_at is None


def test_a_second_invitation_to_the_same_contact_replaces_the_first(farm, owner):
    first, second = (
        invite(
            landing="https://dure.example/",
            by=owner,
            organisation_id=farm.id,
            role="member",
            email="a@example.org",
        )
        for _ in "ab"
    )
    first.refresh_from_db()

    assert (first.revoked_at is not None, second.revoked_at) == (True, None)


def test_invitations_are_rationed_per_organisation(farm, owner):
    for _number in range(30):
        invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    with pytest.raises(TooManyInvitations):
        invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    assert Invitation.objects.count() == 30


def test_keys_cannot_be_guessed(farm, owner):
    made = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    key = link_key(invitation_id=made.id)
    assert invitation_by_key(key=key) == made
    for wrong in (str(made.id), key[:-1], key.partition("~")[0], "~", ""):
        with pytest.raises(NotFound):
            invitation_by_key(key=wrong)


def test_it_goes_out_by_text_message_or_e_mail(farm, owner, texts, mailoutbox):
    by_phone = invite(
        landing="https://dure.example/",
        by=owner,
        organisation_id=farm.id,
        role="member",
        phone="+8613812345678",
    )
    by_email = invite(
        landing="https://dure.example/",
        by=owner,
        organisation_id=farm.id,
        role="member",
        email="ana@example.org",
    )
    link = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    sent = [send_invitation(invitation_id=each.id, link="https://x/y") for each in (by_phone, by_email, link)]

    assert sent == [True, True, False]
    assert (texts[-1].to, mailoutbox[-1].to) == ("+8613812345678", ["ana@example.org"])
    assert "https://x/y" in texts[-1].text
    assert "Sunrise" in mailoutbox[-1].subject


@pytest.mark.django_db(transaction=True)
def test_the_message_goes_out_once_if_the_invitation_is_kept_and_never_if_not(farm, owner, texts):
    asked = {"by": owner, "organisation_id": farm.id, "role": "member", "landing": "https://dure.example/invitation/"}

    @transaction.atomic
    def invite_and_fail() -> None:
        invite(**asked, phone="+8613800000000")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        invite_and_fail()
    made = invite(**asked, phone="+8613812345678")
    invite(**asked)
    work_off_the_queue()
    work_off_the_queue()

    assert [text.to for text in texts] == ["+8613812345678"]
    assert f"https://dure.example/invitation/{link_key(invitation_id=made.id)}/" in texts[0].text


@async_to_sync
async def work_off_the_queue() -> None:
    """Do the waiting jobs as the worker does, in one thread whose connection to the database is closed after."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    worker_app = app.with_connector(PsycopgConnector(kwargs=connection_arguments()))
    async with worker_app.open_async():
        await worker_app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
    await sync_to_async(connections.close_all, thread_sensitive=False)()


def test_inviting_by_page_shows_the_card(browser_of, bo, farm):
    answers = {"contact": "010-8765-4321", "role": "member"}
    response = browser_of(bo).post(reverse("people:invitations", args=[farm.id]), answers, follow=True)

    assert response.context["invitation"].phone == "+821087654321"
    assert "1087654321" not in response.context["link"]


@pytest.mark.parametrize("answers", [{"contact": "nonsense", "role": "member"}, {"role": "manager", "places": 5}])
def test_a_wrong_form_is_explained(browser_of, bo, farm, answers):
    assert browser_of(bo).post(reverse("people:invitations", args=[farm.id]), answers).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.usefixtures("fresh_limits")
def test_a_newcomer_signs_up_from_the_link_and_joins(client, farm, owner, texts):
    made = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    landing = reverse("people:invitation", args=[link_key(invitation_id=made.id)])
    assert client.get(landing).status_code == 200
    answers = {"name": "Eun", "contact": "010-2345-6789", "agree": "on", "next": landing}
    client.post(reverse("account_signup"), answers)
    found = re.search(r"\d{6}", texts[-1].text)
    assert found
    after = client.post(reverse("account_verify_phone"), {"code": found.group()})
    assert after.headers["Location"] == landing

    response = client.post(f"{landing}acceptance/", follow=True)

    assert response.wsgi_request.acting.organisation_name == "Sunrise"


def test_says_no_by_page(browser_of, ana, farm, owner):
    made = invite(
        landing="https://dure.example/",
        by=owner,
        organisation_id=farm.id,
        role="member",
        email="ana@example.org",
    )
    key = link_key(invitation_id=made.id)
    browser_of(ana).post(reverse("people:invitation_refusal", args=[key]))
    made.refresh_from_db()

    assert made.declined_at is not None


def test_withdraws_by_page(browser_of, bo, farm, owner):
    made = invite(landing="https://dure.example/", by=owner, organisation_id=farm.id, role="member")
    browser_of(bo).post(reverse("people:invitation_revocation", args=[farm.id, made.id]))
    made.refresh_from_db()

    assert made.revoked_at is not None


def test_the_list_asks_as_often_for_many_as_for_few(browser_of, bo, farm, same_query_count):
    browser = browser_of(bo)
    person = make_person()

    def make(how_many: int) -> None:
        moment = now()
        Invitation.objects.bulk_create(
            Invitation(
                organisation=farm,
                role="member",
                invited_at=moment,
                invited_by=person,
                expires_at=moment + timedelta(days=1),
            )
            for _ in range(how_many)
        )

    same_query_count(make=make, visit=lambda: browser.get(reverse("people:invitations", args=[farm.id])))
