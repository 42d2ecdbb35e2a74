"""Navigation lists only what exists, and knows where one is."""

import pytest
from django.test import RequestFactory, override_settings
from django.urls import resolve, reverse

from dure.ui import navigation
from dure.ui.navigation import Place

PLACES = {"bars": (Place("ui:kit", icon="shapes", label="Kit"), Place("nowhere:at_all", icon="map", label="Nowhere"))}


@pytest.fixture
def listed():
    navigation.places.cache_clear()
    with override_settings(NAVIGATION="dure.ui.tests.test_navigation.PLACES"):
        yield navigation.places("bars")
    navigation.places.cache_clear()


def test_a_place_without_a_page_is_left_out(listed):
    assert [place.view for place in listed] == ["ui:kit"]


def test_the_place_one_is_in_is_known(listed):
    request = RequestFactory().get(reverse("ui:kit"))
    request.resolver_match = resolve(reverse("ui:kit"))
    assert navigation.current(request, listed) == listed[0]


def test_an_address_without_a_page_is_in_no_place(listed):
    assert navigation.current(RequestFactory().get("/nowhere/"), listed) is None


@pytest.mark.parametrize("kind", ["bars", "foot"])
def test_the_houses_own_places_all_exist(kind):
    navigation.places.cache_clear()
    assert navigation.places(kind)
