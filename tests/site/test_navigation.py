"""Which place of the bars a page lies in."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from dure.site.navigation import NAVIGATION
from dure.ui.navigation import current

ORGANISATION = "/organisations/0190b5a6-0000-7000-8000-000000000001/"
PLACES = {
    "/": "web:home",
    "/shop/": "web:shop",
    "/search/": "web:shop",
    "/market/basket/": "market:basket",
    "/book/days/": None,
    "/regions/KR/11/": None,
    "/me/": "people:me",
    "/me/export/": "people:me",
    "/me/consents/terms/": "people:me",
    "/organisations/new/": "people:me",
    f"{ORGANISATION}": "people:me",
    f"{ORGANISATION}members/": "people:me",
    f"{ORGANISATION}invitations/": "people:me",
    "/terms/": None,
    "/privacy/": None,
    "/invitation/key/": None,
}


@pytest.mark.parametrize(("address", "place"), PLACES.items())
def test_a_page_lies_in_its_place_only(address: str, place: str | None) -> None:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)

    found = current(request, NAVIGATION["bars"])

    assert (found.view if found else None) == place
