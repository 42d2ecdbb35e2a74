"""Joining through another service, over real HTTP: a small Kakao of our own answers on this machine."""

import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter
from django.test import Client
from django.urls import reverse

from dure.rooms.people.factories import sign_in_of
from dure.rooms.people.models import Consent, Person
from dure.rooms.people.tests.browsers import CODE, code_in, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits", "kakao")]
JOIN = "socialaccount_signup"


class FakeKakao(BaseHTTPRequestHandler):
    """Gives a token for the code it knows, and tells who somebody is for that token."""

    who: ClassVar[dict[str, Any]] = {}

    def do_POST(self) -> None:
        """Answer the exchange of a code for a token."""
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        known = asked["code"] == ["the code"] and asked["client_id"] == ["a"] and asked["client_secret"] == ["b"]
        self._answer({"access_token": "the token"} if known else {"error": "invalid_grant"}, 200 if known else 400)

    def do_GET(self) -> None:
        """Answer who it is."""
        known = self.headers["Authorization"] == "Bearer the token"
        self._answer(self.who if known else {}, 200 if known else 401)

    def _answer(self, words: dict[str, Any], status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(words).encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def kakao(settings, monkeypatch) -> Iterator[type[FakeKakao]]:
    """The fake service, offered on the sign-in page; by default it knows 은 without an e-mail address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), FakeKakao)
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    for address in ("access_token_url", "authorize_url", "profile_url"):
        monkeypatch.setattr(KakaoOAuth2Adapter, address, f"{origin}/{address}")
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [{"client_id": "a", "secret": "b"}]}}
    monkeypatch.setattr(FakeKakao, "who", kakao_says())
    yield FakeKakao
    server.shutdown()
    server.server_close()


def kakao_says(number: int = 77, email: str = "", *, is_verified: bool = True) -> dict[str, Any]:
    """What the service tells about somebody."""
    told: dict[str, Any] = {"profile": {"nickname": "은"}}
    if email:
        told |= {"email": email, "is_email_verified": is_verified}
    return {"id": number, "kakao_account": told}


def come_through(browser: Client, code: str = "the code") -> Any:
    """Go to the service and come back; return our answer to coming back."""
    sent = browser.post(reverse("kakao_login"))
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    return browser.get(reverse("kakao_callback"), {"code": code, "state": asked["state"][0]})


def test_a_newcomer_agrees_first_and_is_then_a_person(client):
    back = come_through(client)
    assert back.headers["Location"] == reverse(JOIN)
    assert not Person.objects.exists(), "nobody is made before they agree"
    page = client.get(reverse(JOIN))
    assert page.context["form"]["name"].value() == "은"

    client.post(reverse(JOIN), {"name": "은", "agree": "on"})

    assert who(client) == "은"
    person = Person.objects.get()
    assert sorted(Consent.objects.values_list("matter", flat=True)) == ["privacy", "terms"]
    assert SocialAccount.objects.get().user == sign_in_of(person)
    assert not sign_in_of(person).has_usable_password()


@pytest.mark.parametrize("answers", [{"name": "은"}, {"name": "", "agree": "on"}, {}])
def test_without_agreement_or_name_nobody_is_made(client, answers):
    come_through(client)
    response = client.post(reverse(JOIN), answers)

    assert response.context["form"].errors
    assert not Person.objects.exists()
    assert not SocialAccount.objects.exists()


def test_who_came_before_comes_in_again(client):
    come_through(client)
    client.post(reverse(JOIN), {"name": "은", "agree": "on"})
    again = Client()
    come_through(again)

    assert who(again) == "은"
    assert Person.objects.count() == 1


def test_an_address_the_service_proved_is_proven_here(client, kakao, mailoutbox):
    kakao.who = kakao_says(email="eun@example.org")
    come_through(client)
    client.post(reverse(JOIN), {"name": "은", "email": "eun@example.org", "agree": "on"})

    assert who(client) == "은"
    assert EmailAddress.objects.get().verified
    assert not mailoutbox


def test_an_address_the_service_did_not_prove_is_proven_by_a_code(client, kakao, mailoutbox):
    kakao.who = kakao_says(email="eun@example.org", is_verified=False)
    come_through(client)
    client.post(reverse(JOIN), {"name": "은", "email": "eun@example.org", "agree": "on"})
    assert who(client) is None

    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1].body)})

    assert who(client) == "은"


@pytest.mark.parametrize("is_verified", [True, False])
def test_a_proven_address_of_somebody_else_is_not_taken_over(client, kakao, ana, mailoutbox, is_verified):
    kakao.who = kakao_says(email="ana@example.org", is_verified=is_verified)
    come_through(client)
    client.post(reverse(JOIN), {"name": "은", "email": "ana@example.org", "agree": "on"})

    assert who(client) is None
    assert not SocialAccount.objects.filter(user=sign_in_of(ana)).exists()
    assert EmailAddress.objects.get(email="ana@example.org", verified=True).user == sign_in_of(ana)
    assert not any(re.search(CODE, letter.body) for letter in mailoutbox)


def test_a_locked_person_does_not_come_in(client):
    come_through(client)
    client.post(reverse(JOIN), {"name": "은", "agree": "on"})
    sign_in = sign_in_of(Person.objects.get())
    sign_in.is_active = False
    sign_in.save()
    again = Client()
    come_through(again)

    assert who(again) is None


def test_a_wrong_code_or_a_foreign_state_lets_nobody_in(client):
    assert come_through(client, "another code").status_code in (200, 302, 401)
    client.get(reverse("kakao_callback"), {"code": "the code", "state": "somebody else's"})

    assert who(client) is None
    assert not Person.objects.exists()


def test_a_service_is_added_to_and_taken_from_ones_own_page(browser_of, ana):
    browser = browser_of(ana)
    sent = browser.post(reverse("kakao_login"), {"process": "connect"})
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    browser.get(reverse("kakao_callback"), {"code": "the code", "state": asked["state"][0]})
    connected = SocialAccount.objects.get()
    assert connected.user == sign_in_of(ana)

    browser.post(reverse("socialaccount_connections"), {"account": connected.id})

    assert not SocialAccount.objects.exists()
