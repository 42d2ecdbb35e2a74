"""Staff: a second factor before the back office opens, roles, locks, and lists that call verbs."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from dure.kernel.errors import BadInput, NotAllowed, NotFound
from dure.kernel.http import HOUSE, STRANGER, Actor
from dure.rooms.people.adapters.second_factor import SecondFactorAdapter
from dure.rooms.people.errors import LastAdministrator
from dure.rooms.people.factories import (
    PASSWORD,
    actor_of,
    make_member,
    make_organisation,
    make_person,
    make_staff,
    sign_in_of,
)
from dure.rooms.people.models import Lock, Membership, SignIn
from dure.rooms.people.services.sign_ins import (
    end_sessions,
    end_sessions_of,
    lift_lock,
    lock_sign_in,
    prove_phone,
    set_phone,
    set_staff_roles,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
SECRET = "DUREDUREDUREDUREDUREDUREDUREDURE"
BACK_OFFICE = "/back-office/"


def code_now() -> str:
    """The code an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def signed_in(person, *, with_second_factor: bool = True) -> Client:
    """A browser in which a member of staff signed in with a password, and the second step."""
    browser = Client()
    if with_second_factor:
        TOTP.activate(sign_in_of(person), SECRET)
    browser.post(reverse("account_login"), {"login": sign_in_of(person).email, "password": PASSWORD})
    if with_second_factor:
        browser.post(reverse("mfa_authenticate"), {"code": code_now()})
    return browser


@pytest.fixture
def eun():
    return make_staff("administrator", name="Eun", email="eun@example.org")


def test_staff_without_a_second_factor_are_led_to_get_one(eun):
    response = signed_in(eun, with_second_factor=False).get(BACK_OFFICE)

    assert response.headers["Location"].startswith(reverse("mfa_index"))


def test_staff_who_did_not_use_it_in_this_browser_are_asked(eun, browser_of):
    TOTP.activate(sign_in_of(eun), SECRET)

    assert browser_of(eun).get(BACK_OFFICE).headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_with_the_second_factor_the_back_office_opens(eun):
    response = signed_in(eun).get(BACK_OFFICE)

    assert response.status_code == 200
    assert response.context["waiting"]


def test_setting_the_app_up_by_page_asks_for_its_code_and_opens(eun):
    browser = signed_in(eun, with_second_factor=False)
    assert browser.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    counter = int(time.time()) // 30
    browser.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})
    kept = Authenticator.objects.get(user=sign_in_of(eun), type=Authenticator.Type.TOTP)

    assert secret not in str(kept.data)
    assert SecondFactorAdapter().decrypt(kept.data["secret"]) == secret
    assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert browser.get(BACK_OFFICE).headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_a_recovery_code_opens_too(eun):
    TOTP.activate(sign_in_of(eun), SECRET)
    codes = RecoveryCodes.activate(sign_in_of(eun)).get_unused_codes()
    browser = Client()
    browser.post(reverse("account_login"), {"login": "eun@example.org", "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert browser.get(BACK_OFFICE).status_code == 200


def test_the_password_alone_opens_nothing(eun):
    TOTP.activate(sign_in_of(eun), SECRET)
    browser = Client()
    browser.post(reverse("account_login"), {"login": "eun@example.org", "password": PASSWORD})

    assert browser.get(reverse("people:me")).status_code == 302


def test_staff_keep_their_last_second_factor(eun):
    browser = signed_in(eun)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 200

    assert Authenticator.objects.filter(user=sign_in_of(eun), type=Authenticator.Type.TOTP).exists()


def test_others_find_no_back_office(browser_of, ana, client):
    assert browser_of(ana).get(BACK_OFFICE).status_code == 403
    assert client.get(BACK_OFFICE).headers["Location"].startswith(reverse("account_login"))


LISTS = [
    "person",
    "signin",
    "lock",
    "consent",
    "departure",
    "export",
    "organisation",
    "membership",
    "closure",
    "invitation",
]


@pytest.mark.parametrize("thing", LISTS)
def test_every_list_opens(eun, thing):
    make_member(make_organisation())

    assert signed_in(eun).get(reverse(f"admin:people_{thing}_changelist"), {"q": "a"}).status_code == 200


def test_a_person_is_found_by_the_whole_number_only(eun, bo):
    browser = signed_in(eun)
    found = browser.get(reverse("admin:people_person_changelist"), {"q": "010-1234-5678"}).context["cl"].result_list
    part = browser.get(reverse("admin:people_person_changelist"), {"q": "1234"}).context["cl"].result_list

    assert [each.name for each in found] == ["Bo"]
    assert not part


def test_a_bookkeeper_sees_no_memberships(db):
    ledger_clerk = make_staff("bookkeeper", email="clerk@example.org")

    assert signed_in(ledger_clerk).get(reverse("admin:people_membership_changelist")).status_code == 403


def act(browser: Client, thing: str, action: str, *rows) -> None:
    browser.post(
        reverse(f"admin:people_{thing}_changelist"), {"action": action, "_selected_action": [row.pk for row in rows]}
    )


def test_lists_act_through_verbs(eun, ana):
    farm = make_organisation()
    membership = make_member(farm, ana)
    browser = signed_in(eun)
    act(browser, "membership", "end", membership)
    act(browser, "organisation", "close", farm)
    act(browser, "signin", "lock", sign_in_of(ana))
    membership.refresh_from_db()

    assert (membership.is_active, farm.closures.count(), sign_in_of(ana).is_active) == (False, 1, False)
    act(browser, "organisation", "reopen", farm)
    act(browser, "signin", "unlock", sign_in_of(ana))
    act(browser, "signin", "sign_out_everywhere", sign_in_of(ana))
    assert (farm.closures.filter(reopened_at=None).count(), sign_in_of(ana).is_active) == (0, True)


def test_an_auditor_looks_and_exports_but_does_not_act(db, ana):
    auditor = make_staff("auditor", email="auditor@example.org")
    membership = make_member(make_organisation(), ana)
    browser = signed_in(auditor)
    act(browser, "membership", "end", membership)
    exported = browser.post(
        reverse("admin:people_membership_changelist"), {"action": "export_table", "_selected_action": [membership.pk]}
    )

    assert Membership.objects.get(id=membership.id).is_active
    assert "Ana" in exported.getvalue().decode()


def test_staff_roles_are_given_by_the_form(eun, ana):
    browser = signed_in(eun)
    address = reverse("admin:people_signin_change", args=[sign_in_of(ana).id])
    browser.post(address, {"staff_roles": ["support", "auditor"]})

    assert sign_in_of(ana).staff_roles == ["auditor", "support"]


def staff_actor(person) -> Actor:
    return Actor(person_id=person.id, is_staff=True)


def test_only_administrators_give_staff_roles(eun, ana):
    support = make_staff("support")
    for by in (staff_actor(support), actor_of(ana), STRANGER):
        with pytest.raises(NotAllowed):
            set_staff_roles(by=by, sign_in_id=sign_in_of(ana).id, roles=["administrator"])
    with pytest.raises(BadInput):
        set_staff_roles(by=staff_actor(eun), sign_in_id=sign_in_of(ana).id, roles=["emperor"])
    assert sign_in_of(ana).staff_roles == []


def test_one_administrator_stays(eun):
    with pytest.raises(LastAdministrator):
        set_staff_roles(by=staff_actor(eun), sign_in_id=sign_in_of(eun).id, roles=[])


def test_a_lock_keeps_out_and_is_lifted(eun, ana):
    browser = Client()
    browser.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    lock = lock_sign_in(by=staff_actor(eun), sign_in_id=sign_in_of(ana).id, reason="lost phone")
    assert lock_sign_in(by=staff_actor(eun), sign_in_id=sign_in_of(ana).id, reason="again") == lock
    assert browser.get(reverse("people:me")).status_code == 302
    response = browser.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    assert response.headers["Location"] == reverse("account_inactive")

    lift_lock(by=staff_actor(eun), sign_in_id=sign_in_of(ana).id)

    assert sign_in_of(ana).is_active
    assert Lock.objects.get().lifted_by_id == eun.id


def test_nobody_else_locks_and_nobody_locks_themselves(eun, ana, bo):
    with pytest.raises(NotAllowed):
        lock_sign_in(by=actor_of(ana), sign_in_id=sign_in_of(bo).id, reason="")
    with pytest.raises(NotAllowed):
        lock_sign_in(by=staff_actor(eun), sign_in_id=sign_in_of(eun).id, reason="")
    with pytest.raises(NotAllowed):
        lift_lock(by=actor_of(ana), sign_in_id=sign_in_of(bo).id)
    with pytest.raises(NotAllowed):
        end_sessions_of(by=actor_of(ana), sign_in_id=sign_in_of(bo).id)
    with pytest.raises(NotFound):
        lock_sign_in(by=HOUSE, sign_in_id=ana.id, reason="")
    assert not Lock.objects.exists()


def test_ending_sessions_signs_every_browser_out(ana):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    end_sessions(sign_in_id=sign_in_of(ana).id)

    assert [browser.get(reverse("people:me")).status_code for browser in browsers] == [302, 302]


def test_a_number_counts_only_once_proven(db):
    sign_in = sign_in_of(make_person())
    set_phone(sign_in_id=sign_in.id, phone="+821023456789")
    assert SignIn.objects.get(id=sign_in.id).phone_proven_at is None
    prove_phone(sign_in_id=sign_in.id, phone="+821023456789")
    assert SignIn.objects.get(id=sign_in.id).phone_proven_at is not None
