"""What keeps working without a line: which pages may be kept, the worker, the manifest, the page for the worst case."""

import json

import pytest
from django.http import HttpResponse
from django.urls import reverse

from dure.ui import build
from dure.ui.middleware import KEEP_HEADER


@pytest.mark.django_db
def test_a_public_page_may_be_kept(client):
    assert client.get(reverse("ui:kit"))[KEEP_HEADER] == "public"


@pytest.mark.django_db
@pytest.mark.usefixtures("ana")
def test_a_page_of_somebody_signed_in_is_never_kept(client, django_user_model):
    client.force_login(django_user_model.objects.first(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert KEEP_HEADER not in client.get(reverse("ui:kit"))


@pytest.mark.django_db
def test_a_refusal_is_never_kept(client):
    assert KEEP_HEADER not in client.get("/nowhere/")


@pytest.mark.django_db
@pytest.mark.usefixtures("ana")
def test_signing_out_empties_the_browser(client, django_user_model):
    client.force_login(django_user_model.objects.first(), backend="allauth.account.auth_backends.AuthenticationBackend")
    response: HttpResponse = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'


def test_the_worker_keeps_the_shell_and_lives_at_the_root(client):
    response = client.get("/sw.js")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert all(url.replace("-", "\\u002D") in text for url in build.shell())
    assert build.version() in text


@pytest.mark.parametrize(("language", "name"), [("ko", "두레"), ("zh-hans", "Dure"), ("en", "Dure")])
def test_the_manifest_speaks_the_readers_language(client, language, name):
    client.cookies["django_language"] = language
    manifest = json.loads(client.get(reverse("ui:manifest")).content)
    assert manifest["short_name"] == name
    assert manifest["lang"] == language
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512", "any"}


def test_the_offline_page_speaks_three_languages_at_once(client):
    html = client.get(reverse("ui:offline")).content.decode()
    assert all(f'lang="{language}"' in html for language in ("ko", "zh-Hans", "en"))
