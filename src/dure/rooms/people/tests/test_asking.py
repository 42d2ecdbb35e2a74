"""What comes with the session is worth exactly what Django itself would find: no more, and not a request longer."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.rooms.people.factories import (
    PASSWORD,
    actor_of,
    browser_of,
    make_member,
    make_organisation,
    make_person,
    sign_in_of,
)
from dure.rooms.people.middleware import ACTING_KEY
from dure.rooms.people.models import Membership, Organisation, Person
from dure.rooms.people.queries.asking import asking
from dure.rooms.people.queries.memberships import standing
from dure.rooms.people.services import mandates, sign_ins
from dure.rooms.people.services.organisations import close_organisation
from dure.rooms.people.services.persons import change_preferences
from dure.rooms.people.tests.browsers import who


def acts_for(browser: Client) -> UUID | None:
    """Return the organisation a browser's next page is asked for."""
    actor: Actor = browser.get(reverse("people:me")).wsgi_request.actor  # type: ignore[attr-defined]
    return actor.organisation_id


def key_of(browser: Client) -> str:
    """Return the key of a browser's session."""
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def browser(ana: Person) -> Client:
    """A browser in which Ana has signed in."""
    return browser_of(ana)


@pytest.fixture
def farm(bo: Person) -> Organisation:
    """Bo's farm."""
    return make_organisation(owner=bo, name="새벽들 농장")


def test_the_sign_in_comes_with_the_session_and_is_equal_to_the_one_in_the_database(browser: Client, ana: Person):
    user = browser.get(reverse("people:me")).wsgi_request.user
    assert user.is_authenticated
    assert user == sign_in_of(ana)
    kept = sign_in_of(ana)
    fields = [each.attname for each in kept._meta.concrete_fields]
    assert [getattr(user, name) for name in fields] == [getattr(kept, name) for name in fields]
    assert (user.person, user.person.joined_at) == (ana, ana.joined_at)


def run_out(browser: Client) -> None:
    Session.objects.filter(session_key=key_of(browser)).update(expire_date=clock.now() - timedelta(days=1))


def end_from_another_browser(browser: Client) -> None:
    UserSession.objects.get(session_key=key_of(browser)).end()


def lock(browser: Client) -> None:
    user_id = UserSession.objects.get(session_key=key_of(browser)).user_id
    sign_ins.lock_sign_in(by=HOUSE, sign_in_id=user_id, reason="stolen")


def deactivate_only(browser: Client) -> None:
    UserSession.objects.get(session_key=key_of(browser)).user.__class__.objects.update(is_active=False)


def change_password_elsewhere(browser: Client) -> None:
    user = UserSession.objects.get(session_key=key_of(browser)).user
    user.set_password("another long and quiet field")
    user.save()


def forge_the_proof(browser: Client) -> None:
    session = browser.session
    session[HASH_SESSION_KEY] = "0" * 64
    session.save()


def leave_no_way_in(browser: Client) -> None:
    session = browser.session
    session["_auth_user_backend"] = "a.way.that.is.closed"
    session.save()


@pytest.mark.parametrize(
    "happens",
    [
        run_out,
        end_from_another_browser,
        lock,
        deactivate_only,
        change_password_elsewhere,
        forge_the_proof,
        leave_no_way_in,
    ],
)
def test_the_next_request_is_a_strangers(browser: Client, happens: Callable[[Client], None]) -> None:
    assert who(browser) == "Ana"
    happens(browser)
    assert who(browser) is None


def test_a_session_that_names_somebody_else_is_believed_not_the_list_of_browsers(browser: Client, dee: Person) -> None:
    UserSession.objects.update(user=sign_in_of(dee))
    assert who(browser) == "Ana"


def test_a_browser_missing_in_the_list_is_signed_in_all_the_same(browser: Client) -> None:
    UserSession.objects.all().delete()
    assert who(browser) == "Ana"


def test_a_strangers_session_brings_nobody(client: Client, db: None) -> None:
    session = client.session
    session["waiting"] = "1"
    session.save()
    found = asking(session_key=session.session_key or "")
    assert found
    assert (found.sign_in, found.rows, found.bar_facts) == (None, [], {})
    assert who(client) is None


def test_a_session_nobody_opened_is_not_adopted(client: Client, db: None) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosenbyanattackerchosenbyanatta"
    assert who(client) is None
    client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    assert not Session.objects.filter(session_key="chosenbyanattackerchosenbyanatta").exists()


def test_a_changed_password_gives_this_browser_a_new_key_and_ends_the_others(client: Client, ana: Person) -> None:
    other = browser_of(ana)
    client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    before, new = key_of(client), "an even longer and quieter field"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert key_of(client) != before
    assert (who(client), who(other)) == ("Ana", None)
    assert UserSession.objects.filter(session_key=key_of(client), user=sign_in_of(ana)).exists()


def test_signing_out_ends_the_session_at_once(browser: Client) -> None:
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = key_of(browser)
    assert who(copied) == "Ana"
    browser.post(reverse("account_logout"))
    assert (who(browser), who(copied)) == (None, None)


def test_the_page_speaks_the_language_the_person_chose_last(browser: Client, ana: Person) -> None:
    for language in ("en", "zh-hans", "ko"):
        change_preferences(by=actor_of(ana), language=language, is_text_large=False, is_data_low=False, theme="auto")
        assert browser.get(reverse("people:me")).headers["Content-Language"] == language


def test_reading_a_page_writes_nothing(browser: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse("people:me"))
    assert {each["sql"].split()[0] for each in captured.captured_queries} == {"SELECT"}


def test_standings_are_those_the_room_itself_tells(bo: Person, dee: Person, farm: Organisation) -> None:
    village = make_organisation(owner=dee, kind="cooperative", name="마을 조합")
    mandates.grant(by=actor_of(bo, farm), organisation_id=farm.id, helper_organisation_id=village.id)
    make_member(village, make_person())
    found = asking(session_key=key_of(browser_of(dee)))
    assert found
    for organisation in (farm, village):
        assert found.standing_in(organisation.id) == standing(person_id=dee.id, organisation_id=organisation.id)
    assert found.standing_in(dee.id) is None


def test_a_closed_organisation_is_told_as_closed_and_helps_nobody(bo: Person, dee: Person, farm: Organisation) -> None:
    village = make_organisation(owner=dee, kind="cooperative", name="마을 조합")
    mandates.grant(by=actor_of(bo, farm), organisation_id=farm.id, helper_organisation_id=village.id)
    close_organisation(by=actor_of(dee, village), organisation_id=village.id, reason="")
    found = asking(session_key=key_of(browser_of(dee)))
    assert found
    closed = found.standing_in(village.id)
    assert closed
    assert closed.is_closed
    assert found.standing_in(farm.id) is standing(person_id=dee.id, organisation_id=farm.id) is None


def test_who_is_removed_acts_for_the_organisation_no_more(bo: Person, farm: Organisation) -> None:
    browser = browser_of(bo)
    session = browser.session
    session[ACTING_KEY] = str(farm.id)
    session.save()
    assert acts_for(browser) == farm.id
    Membership.objects.update(ended_at=clock.now())
    assert acts_for(browser) is None
