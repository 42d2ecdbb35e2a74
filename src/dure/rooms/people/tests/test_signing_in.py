"""Signing up and in: by phone, by e-mail address, by code, by password; and nobody learns who has an account."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dure.events.people import PersonJoined
from dure.rooms.people.factories import PASSWORD, make_person, sign_in_of
from dure.rooms.people.models import Consent, Person, SignIn
from dure.rooms.people.services.persons import register
from dure.rooms.people.tests.browsers import CODE, code_in, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
ANSWERS = {"name": "Eun", "contact": "010-2345-6789", "password1": PASSWORD, "agree": "on"}


def test_signs_up_with_a_korean_number_typed_as_at_home(client, texts, announced):
    response = client.post(reverse("account_signup"), ANSWERS)
    assert response.headers["Location"] == reverse("account_verify_phone")
    assert who(client) is None

    client.post(reverse("account_verify_phone"), {"code": code_in(texts[-1].text)})

    assert texts[-1].to == "+821023456789"
    assert who(client) == "Eun"
    assert SignIn.objects.get().phone_proven_at is not None
    assert sorted(Consent.objects.values_list("matter", flat=True)) == ["privacy", "terms"]
    assert announced(PersonJoined).person_id == str(Person.objects.get().id)


def test_signs_up_with_a_chinese_number_and_no_password(client, texts):
    answers = {**ANSWERS, "contact": "138 1234 5678", "password1": ""}
    client.post(reverse("account_signup"), answers, headers={"Accept-Language": "zh-hans"})
    client.post(reverse("account_verify_phone"), {"code": code_in(texts[-1].text)})

    assert texts[-1].to == "+8613812345678"
    assert not SignIn.objects.get().has_usable_password()
    assert Person.objects.get().language == "zh-hans"


def test_signs_up_with_an_email_address(client, mailoutbox):
    answers = {**ANSWERS, "contact": "Eun@Example.org", "news": "on"}
    response = client.post(reverse("account_signup"), answers)
    assert response.headers["Location"] == reverse("account_email_verification_sent")

    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1].body)})

    assert mailoutbox[-1].to == ["eun@example.org"]
    assert who(client) == "Eun"
    assert Consent.objects.filter(matter="marketing").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agree": ""}, "agree"),
        ({"contact": "not a contact"}, "contact"),
        ({"contact": "12345"}, "contact"),
        ({"name": ""}, "name"),
        ({"password1": "12345678"}, "password1"),
        ({"password1": "short"}, "password1"),
    ],
    ids=["no agreement", "no contact", "no number", "no name", "only digits", "too short"],
)
def test_a_wrong_sign_up_is_explained_and_leaves_no_trace(client, texts, mailoutbox, change, field):
    response = client.post(reverse("account_signup"), {**ANSWERS, **change})

    assert field in response.context["form"].errors
    assert not Person.objects.exists()
    assert not texts
    assert not mailoutbox


def test_the_look_chosen_before_joining_stays(client, texts):
    client.cookies.load({"dure_size": "large", "dure_theme": "dark", "dure_saver": "on"})
    client.post(reverse("account_signup"), ANSWERS)
    client.post(reverse("account_verify_phone"), {"code": code_in(texts[-1].text)})

    person = Person.objects.get()
    assert (person.is_text_large, person.theme, person.is_data_low) == (True, "dark", True)


def test_a_wrong_code_lets_nobody_in(client, texts):
    client.post(reverse("account_signup"), ANSWERS)
    wrong = "000000" if code_in(texts[-1].text) != "000000" else "111111"
    for _attempt in range(4):
        client.post(reverse("account_verify_phone"), {"code": wrong})
    client.post(reverse("account_verify_phone"), {"code": code_in(texts[-1].text)})

    assert who(client) is None
    assert SignIn.objects.get().phone_proven_at is None


@pytest.mark.parametrize("contact", ["010-1234-5678", "dee@example.org"], ids=["phone", "e-mail"])
def test_a_second_sign_up_looks_the_same_but_only_the_owner_hears(client, bo, dee, texts, mailoutbox, contact):
    first = Client().post(
        reverse("account_signup"), {**ANSWERS, "contact": contact.replace("1234", "9999").replace("dee", "new")}
    )
    second = client.post(reverse("account_signup"), {**ANSWERS, "contact": contact})

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert Person.objects.filter(name="Eun").count() == 1
    told = texts[-1].text if contact.startswith("0") else mailoutbox[-1].body
    assert not re.search(CODE, told)
    assert client.get(second.headers["Location"]).status_code == 200


def test_an_unproven_sign_up_does_not_keep_the_owner_out(client, texts):
    Client().post(reverse("account_signup"), {**ANSWERS, "name": "Squatter"})
    SignIn.objects.update(phone="+821023456789")
    cache.clear()
    client.post(reverse("account_signup"), ANSWERS)
    client.post(reverse("account_verify_phone"), {"code": code_in(texts[-1].text)})

    assert who(client) == "Eun"
    assert not Person.objects.filter(name="Squatter").exists()


@pytest.mark.parametrize("login", ["010-1234-5678", "+82 10 1234 5678"])
def test_signs_in_with_phone_and_password(client, bo, login):
    client.post(reverse("account_login"), {"login": login, "password": PASSWORD})

    assert who(client) == "Bo"


def test_signs_in_with_email_and_password(client, ana):
    client.post(reverse("account_login"), {"login": "ANA@example.org", "password": PASSWORD})

    assert who(client) == "Ana"


@pytest.mark.parametrize("login", ["ana@example.org", "nobody@example.org", "010-1234-5678", "010-4444-3333"])
def test_a_wrong_password_and_an_unknown_login_read_the_same(client, ana, bo, login):
    response = client.post(reverse("account_login"), {"login": login, "password": "something else"})

    errors = response.context["form"].non_field_errors()
    assert len(errors) == 1
    assert "ana" not in errors[0]
    reference = Client().post(reverse("account_login"), {"login": "other@example.org", "password": "something else"})
    assert errors == reference.context["form"].non_field_errors()


def test_signs_in_with_a_code_by_text_message(client, bo, texts):
    response = client.post(reverse("account_request_login_code"), {"contact": "010-1234-5678"})
    client.post(response.headers["Location"], {"code": code_in(texts[-1].text)})

    assert who(client) == "Bo"


def test_signs_in_with_a_code_by_email(client, ana, mailoutbox):
    response = client.post(reverse("account_request_login_code"), {"contact": "ana@example.org"})
    client.post(response.headers["Location"], {"code": code_in(mailoutbox[-1].body)})

    assert who(client) == "Ana"


def test_asking_a_code_for_nobody_looks_the_same(client, texts, mailoutbox):
    by_phone = client.post(reverse("account_request_login_code"), {"contact": "010-4444-3333"})
    by_email = Client().post(reverse("account_request_login_code"), {"contact": "nobody@example.org"})

    assert by_phone.headers["Location"] == by_email.headers["Location"] == reverse("account_confirm_login_code")
    assert not re.search(CODE, texts[-1].text)
    assert not re.search(CODE, mailoutbox[-1].body)


def test_an_unproven_email_address_gets_no_sign_in_code(client, mailoutbox):
    register(name="Squatter", language="ko", agreed_to=["terms"], email="eun@example.org", password=PASSWORD)
    client.post(reverse("account_request_login_code"), {"contact": "eun@example.org"})

    assert not re.search(CODE, mailoutbox[-1].body)


def test_the_sixth_wrong_password_has_to_wait_even_from_another_browser(client, ana):
    for _attempt in range(5):
        Client().post(reverse("account_login"), {"login": "ana@example.org", "password": "wrong one here"})
    client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})

    assert who(client) is None


def test_the_second_phone_waits_its_turn_too(client, bo):
    for _attempt in range(5):
        Client().post(reverse("account_login"), {"login": "010-1234-5678", "password": "wrong one here"})
    client.post(reverse("account_login"), {"login": "+821012345678", "password": PASSWORD})

    assert who(client) is None


def test_text_messages_to_one_number_are_rationed(bo, texts):
    for _attempt in range(6):
        Client().post(reverse("account_request_login_code"), {"contact": "010-1234-5678"})

    assert len(texts) == 3


def test_sign_ups_from_one_address_are_rationed(texts):
    answers = [
        Client().post(reverse("account_signup"), {**ANSWERS, "contact": f"010-2345-67{number:02}"})
        for number in range(25)
    ]

    assert [answer.status_code for answer in answers].count(429) == 5
    assert Person.objects.count() == 20


def test_no_phone_number_or_address_is_logged_or_put_into_an_address(client, caplog, settings):
    settings.EMAIL_BACKEND = "dure.kernel.texts.LogLetters"
    first = client.post(reverse("account_signup"), ANSWERS)
    second = Client().post(reverse("account_signup"), {**ANSWERS, "contact": "eun@example.org"})
    written = caplog.text + first.headers["Location"] + second.headers["Location"]

    assert "text message" in caplog.text
    assert "letter" in caplog.text
    assert not re.search(r"2345-?6789|1023456789|eun@example", written)


def test_signing_out_clears_what_the_browser_kept(browser_of, ana):
    response = browser_of(ana).post(reverse("account_logout"))

    assert "cache" in response.headers["Clear-Site-Data"]


def test_the_other_browsers_can_be_signed_out(client, ana):
    mine, lost = Client(), Client()
    for browser in (mine, lost):
        browser.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    mine.post(reverse("usersessions_list"))

    assert who(mine) == "Ana"
    assert who(lost) is None


def test_a_phone_number_is_added_only_once_proven(client, ana, texts):
    client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    response = client.post(reverse("account_change_phone"), {"phone": "010-2345-6789"})
    assert sign_in_of(ana).phone_proven_at is None

    client.post(response.headers["Location"], {"code": code_in(texts[-1].text)})

    assert sign_in_of(ana).phone == "+821023456789"
    assert sign_in_of(ana).phone_proven_at is not None


def test_the_house_without_other_services_offers_none(client):
    assert "kakao" not in client.get(reverse("account_login")).content.decode().lower()


@pytest.mark.parametrize("service", ["google", "kakao", "naver", "weixin"])
def test_a_configured_service_is_offered(client, settings, service):
    settings.SOCIALACCOUNT_PROVIDERS = {service: {"APPS": [{"client_id": "a", "secret": "b"}]}}

    assert f"/{service}/login/" in client.get(reverse("account_login")).content.decode()


def test_preferences_go_with_the_person_to_a_new_browser(client):
    person = make_person(email="big@example.org", language="en")
    Person.objects.filter(id=person.id).update(is_text_large=True, theme="dark")
    client.post(reverse("account_login"), {"login": "big@example.org", "password": PASSWORD})

    assert client.cookies["dure_size"].value == "large"
    assert client.cookies["dure_theme"].value == "dark"
    assert client.cookies["django_language"].value == "en"


def test_a_changed_look_is_remembered_for_the_person(browser_of, bo):
    browser_of(bo).post(reverse("ui:preferences"), {"size": "large", "saver": "on", "language": "en"})
    bo.refresh_from_db()

    assert (bo.is_text_large, bo.is_data_low, bo.language) == (True, True, "en")
