"""Preferences: kept in cookies, drawn by the server, and nobody is led astray by the way back."""

import pytest
from django.urls import reverse

from dure.ui.preferences import Preferences, changed, read

URL = "/preferences/"


def test_nothing_chosen_means_automatic_and_normal():
    assert read({}) == Preferences(theme="auto", size="normal", saver="off")


def test_unknown_values_count_as_not_chosen():
    assert read({"dure_theme": "pink", "dure_size": "huge"}) == Preferences()


def test_a_browser_that_saves_data_gets_low_data_unless_somebody_chose():
    assert read({}, wishes_less_data=True).saves_data
    assert not read({"dure_saver": "off"}, wishes_less_data=True).saves_data


def test_a_change_keeps_the_other_choices():
    assert changed(Preferences(theme="dark"), {"size": "large", "theme": "pink"}) == Preferences("dark", "large")


@pytest.mark.django_db
def test_the_server_draws_what_was_chosen(client):
    client.post(URL, {"theme": "dark", "size": "large", "saver": "on", "language": "en", "next": "/kit/"})
    html = client.get("/kit/").content.decode()
    for attribute in ('data-theme="dark"', 'data-size="large"', 'data-saver="on"', 'lang="en"'):
        assert attribute in html


@pytest.mark.django_db
def test_one_choice_leaves_the_others(client):
    client.post(URL, {"theme": "dark"})
    client.post(URL, {"size": "large"})
    assert client.cookies["dure_theme"].value == "dark"
    assert client.cookies["dure_size"].value == "large"


@pytest.mark.django_db
def test_it_goes_back_where_it_was_asked_for(client):
    assert client.post(URL, {"size": "large", "next": "/kit/?a=1"})["Location"] == "/kit/?a=1"
    assert client.post(URL, {"size": "large"}, headers={"Referer": "http://testserver/book/"})["Location"].endswith(
        "/book/"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("astray", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_never_leads_astray(client, astray):
    assert client.post(URL, {"size": "large", "next": astray})["Location"] == "/"


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(client):
    client.post(URL, {"language": "tlh"})
    assert "django_language" not in client.cookies


@pytest.mark.django_db
def test_reading_it_is_no_way_to_change_it(client):
    assert client.get(reverse("ui:preferences")).status_code == 405
