"""A forgotten password is replaced by a code, by text message or e-mail; strangers learn and change nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from dure.rooms.people.factories import PASSWORD, sign_in_of
from dure.rooms.people.models import Person, SignIn
from dure.rooms.people.tests.browsers import CODE, code_in, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
NEW = "another quiet field"
ASK, CONFIRM, CHOOSE = (
    "account_reset_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
)


def password_of(person: Person) -> str:
    return SignIn.objects.get(person=person).password


def sign_in(login: str, password: str) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": login, "password": password})
    return browser


@pytest.mark.parametrize("contact", ["010-1234-5678", "+82 10 1234 5678"])
def test_a_phone_is_enough(client, bo, texts, contact):
    client.post(reverse(ASK), {"contact": contact})
    page = client.get(reverse(CONFIRM))
    client.post(reverse(CONFIRM), {"code": code_in(texts[-1].text)})
    client.post(reverse(CHOOSE), {"password1": NEW})

    assert "010-1234-5678" in page.content.decode()
    assert who(sign_in("010-1234-5678", NEW)) == "Bo"
    assert who(sign_in("010-1234-5678", PASSWORD)) is None
    assert [text.to for text in texts] == ["+821012345678"] * 2, "the code, and the news that the password changed"


def test_an_email_address_is_enough(client, ana, mailoutbox):
    client.post(reverse(ASK), {"contact": "Ana@example.org"})
    client.post(reverse(CONFIRM), {"code": code_in(mailoutbox[-1].body)})
    client.post(reverse(CHOOSE), {"password1": NEW})

    assert who(sign_in("ana@example.org", NEW)) == "Ana"
    assert [letter.to for letter in mailoutbox] == [["ana@example.org"]] * 2


@pytest.mark.parametrize(
    ("nobody", "somebody"), [("010-4444-3333", "010-1234-5678"), ("no@example.org", "ana@example.org")]
)
def test_asking_for_nobody_looks_the_same(client, ana, bo, texts, mailoutbox, nobody, somebody):
    unknown = client.post(reverse(ASK), {"contact": nobody})
    told = texts[-1].text if texts else mailoutbox[-1].body
    known = Client().post(reverse(ASK), {"contact": somebody})

    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert not re.search(CODE, told)
    assert client.get(reverse(CONFIRM)).status_code == 200


@pytest.mark.parametrize("contact", ["", "nonsense", "12345"])
def test_what_is_no_contact_is_explained(client, texts, mailoutbox, contact):
    response = client.post(reverse(ASK), {"contact": contact})

    assert "contact" in response.context["form"].errors
    assert not [*texts, *mailoutbox]


def test_an_unproven_number_gets_no_code(client, bo, texts):
    SignIn.objects.update(phone_proven_at=None)
    client.post(reverse(ASK), {"contact": "010-1234-5678"})

    assert not re.search(CODE, texts[-1].text)


def test_a_locked_sign_in_gets_no_code(client, bo, texts):
    SignIn.objects.update(is_active=False)
    client.post(reverse(ASK), {"contact": "010-1234-5678"})

    assert not re.search(CODE, texts[-1].text)


def test_wrong_codes_change_nothing_and_end_the_attempt(client, bo, texts):
    before = password_of(bo)
    client.post(reverse(ASK), {"contact": "010-1234-5678"})
    right = code_in(texts[-1].text)
    for _attempt in range(4):
        client.post(reverse(CONFIRM), {"code": "000000" if right != "000000" else "111111"})
    client.post(reverse(CONFIRM), {"code": right})
    client.post(reverse(CHOOSE), {"password1": NEW})

    assert password_of(bo) == before


def test_no_code_no_new_password(client, bo, texts):
    before = password_of(bo)
    client.post(reverse(CHOOSE), {"password1": NEW})
    client.post(reverse(ASK), {"contact": "010-1234-5678"})
    response = client.post(reverse(CHOOSE), {"password1": NEW})

    assert response.headers["Location"] == reverse(CONFIRM)
    assert password_of(bo) == before


@pytest.mark.parametrize("password", ["short", "12345678", ""])
def test_a_weak_password_is_explained(client, bo, texts, password):
    before = password_of(bo)
    client.post(reverse(ASK), {"contact": "010-1234-5678"})
    client.post(reverse(CONFIRM), {"code": code_in(texts[-1].text)})
    response = client.post(reverse(CHOOSE), {"password1": password})

    assert "password1" in response.context["form"].errors
    assert password_of(bo) == before


def test_codes_to_one_number_are_rationed(bo, texts):
    answers = [Client().post(reverse(ASK), {"contact": "010-1234-5678"}).status_code for _attempt in range(5)]

    assert answers == [302, 302, 302, 429, 429]
    assert len(texts) == 3


def test_every_browser_is_signed_out_and_failed_attempts_are_forgotten(client, bo, texts):
    lost = sign_in("010-1234-5678", PASSWORD)
    for _attempt in range(5):
        sign_in("010-1234-5678", "wrong one here")
    client.post(reverse(ASK), {"contact": "010-1234-5678"})
    client.post(reverse(CONFIRM), {"code": code_in(texts[-1].text)})
    client.post(reverse(CHOOSE), {"password1": NEW})

    assert who(lost) is None
    assert who(sign_in("010-1234-5678", NEW)) == "Bo"


def test_who_came_in_by_a_code_can_replace_the_forgotten_password(client, bo, texts):
    response = client.post(reverse("account_request_login_code"), {"contact": "010-1234-5678"})
    client.post(response.headers["Location"], {"code": code_in(texts[-1].text)})
    assert reverse(ASK) in client.get(reverse("account_change_password")).content.decode()

    client.post(reverse(ASK), {"contact": "010-1234-5678"})
    client.post(reverse(CONFIRM), {"code": code_in(texts[-1].text)})
    client.post(reverse(CHOOSE), {"password1": NEW})

    assert sign_in_of(bo).check_password(NEW)
