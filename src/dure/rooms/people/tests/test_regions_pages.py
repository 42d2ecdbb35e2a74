"""The public pages, the picker and the API of regions."""

import pytest
from django import forms
from django.test import Client

from dure.rooms.people.forms.regions import AddressForm, RegionField
from dure.rooms.people.queries import regions as queries

pytestmark = pytest.mark.usefixtures("regions")


class Wanting(forms.Form):
    """A form of another room that asks for a region."""

    region = RegionField()


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.mark.parametrize("country", ["KR", "CN", "HK", "XX", ""])
def test_the_list_shows_each_country_or_says_that_there_is_none(client, country):
    answer = client.get("/regions/", {"country": country})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert ("No list for this one yet" in page) == (country == "HK")
    assert ("<svg" in page and "regions-picture" in page) == (country != "HK")


def test_the_korean_map_shows_dokdo_and_every_province_leads_to_its_page(client):
    page = client.get("/regions/", {"country": "KR"}).content.decode()
    assert "Dokdo" in page
    for province in queries.children(parent=queries.region(country="KR", code="KR")):
        assert page.count(f'href="/regions/KR/{province.code}/"') >= 2


def test_china_is_shown_as_tiles_without_borders(client):
    page = client.get("/regions/", {"country": "CN"}).content.decode()
    assert '<path d="M' not in page.split("regions-picture")[1].split("</svg>")[0]
    assert page.split("regions-picture")[1].split("</svg>")[0].count("<a ") == 31


def test_search_finds_and_says_when_it_does_not(client):
    assert "Chilgok-gun" in client.get("/regions/", {"text": "칠곡"}).content.decode()
    assert "Nothing of that name" in client.get("/regions/", {"text": "qqqqqq"}).content.decode()


def test_the_help_first_list_names_its_source_and_year(client):
    listed = client.get("/regions/", {"country": "KR", "help_first": "1"}).content.decode()
    assert "89 regions" in listed
    page = client.get("/regions/KR/47940/").content.decode()
    assert "notice 2021-66" in page
    assert "(2021)" in page


@pytest.mark.parametrize("address", ["KR/KR", "KR/47000", "KR/47850", "CN/520000", "CN/520100", "CN/110101", "HK/HK"])
@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_a_region_page_opens_in_every_language(address, language):
    answer = Client(headers={"accept-language": language}).get(f"/regions/{address}/")
    assert answer.status_code == 200


def test_a_former_code_opens_the_page_of_today_and_an_unknown_one_says_so(client):
    assert "Haenam-gun" in client.get("/regions/KR/46820/").content.decode()
    assert client.get("/regions/KR/99999/").status_code == 404
    assert client.get("/regions/ZZ/1/").status_code == 404


def test_the_list_asks_as_often_for_sejong_as_for_gyeonggi(client, query_count):
    few = query_count(lambda: client.get("/regions/KR/36000/"))
    assert query_count(lambda: client.get("/regions/KR/41000/")) == few


def test_the_picker_offers_the_next_step_only_when_something_lies_below(client):
    first = client.get("/regions/choices/", {"picker": "home", "home-0": "KR"}).content.decode()
    assert 'name="home-1"' in first
    assert 'name="home-2"' not in first
    last = client.get(
        "/regions/choices/", {"picker": "home", "home-0": "KR", "home-1": "47000", "home-2": "47850"}
    ).content.decode()
    assert 'name="home-3"' not in last
    assert 'value="47850" lang="en" selected' in last


def test_the_picker_forgets_a_city_of_another_province(client):
    page = client.get(
        "/regions/choices/", {"picker": "home", "home-0": "KR", "home-1": "41000", "home-2": "47850"}
    ).content.decode()
    assert 'value="47850"' not in page
    assert 'name="home-2"' in page


def test_the_picker_writes_a_hostile_name_harmlessly(client):
    page = client.get("/regions/choices/", {"picker": '"><script>x</script>'}).content.decode()
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"region-0": "KR", "region-1": "47000", "region-2": "47850"}, "47850"),
        ({"region-0": "KR", "region-1": "36000", "region-2": "36110"}, "36110"),
        ({"region-0": "CN", "region-1": "110000", "region-2": "110101"}, "110101"),
        ({"region-0": "CN", "region-1": "440000", "region-2": "441900"}, "441900"),
        ({"region-0": "HK"}, "HK"),
    ],
)
def test_a_form_takes_the_region_chosen_last(data, code):
    form = Wanting(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["region"].code == code


@pytest.mark.parametrize(
    ("data", "next_step"),
    [
        ({}, 0),
        ({"region-0": "ZZ"}, 0),
        ({"region-0": "KR"}, 1),
        ({"region-0": "KR", "region-1": "520000"}, 1),
        ({"region-0": "KR", "region-1": "47000"}, 2),
        ({"region-0": "CN", "region-1": "520000", "region-2": "520100"}, 3),
    ],
)
def test_without_javascript_the_form_comes_back_with_the_next_choice(data, next_step):
    form = Wanting(data)
    assert not form.is_valid()
    drawn = str(form["region"])
    assert f'name="region-{next_step}"' in drawn
    assert f'name="region-{next_step + 1}"' not in drawn
    assert "<noscript>" in drawn


def test_an_address_form_takes_a_pasted_line_apart():
    form = AddressForm({"pasted": "(39863) 경상북도 칠곡군 왜관읍 군청1길 80, 2층"})
    assert form.is_valid(), form.errors
    assert (form.address.region_code, form.address.street, form.address.detail) == ("47850", "왜관읍 군청1길 80", "2층")


def test_an_address_form_says_field_by_field_what_is_wrong():
    form = AddressForm(
        {"region-0": "KR", "region-1": "47000", "region-2": "47850", "street": "왜관읍", "postcode": "1234"}
    )
    assert not form.is_valid()
    assert set(form.errors) == {"street", "postcode"}


def test_the_api_lists_searches_and_shows(client):
    assert [one["code"] for one in client.get("/api/regions").json()][:2] == ["KR", "CN"]
    assert len(client.get("/api/regions", {"country": "KR"}).json()) == 16
    assert client.get("/api/regions", {"text": "칠곡"}).json()[0]["code"] == "47850"
    assert len(client.get("/api/regions", {"country": "KR", "help_first": "true"}).json()) == 89
    shown = client.get("/api/regions/KR/47940").json()
    assert (shown["name_en"], shown["help_first"][0]["year"]) == ("Ulleung-gun", 2021)
    missing = client.get("/api/regions/KR/99999")
    assert (missing.status_code, missing.json()["code"]) == (404, "region_unknown")
