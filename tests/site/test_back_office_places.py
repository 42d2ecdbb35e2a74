"""Every list of the back office stands in its menu, once, and opens."""

from collections import Counter
from http import HTTPStatus

import pytest
from django.contrib import admin
from django.urls import reverse

from dure.rooms.people.factories import make_staff, office_of
from dure.site.back_office_places import PLACES

LINKS = [str(place["link"]) for group in PLACES for place in group["items"]]


def test_every_list_stands_in_the_menu_once() -> None:
    lists = [reverse(f"admin:{table._meta.label_lower.replace('.', '_')}_changelist") for table in admin.site._registry]

    assert Counter(LINKS) == Counter([reverse("admin:index"), *lists])


@pytest.mark.django_db
def test_the_menu_shows_staff_what_they_may_look_at() -> None:
    everything = office_of(make_staff("administrator")).get(reverse("admin:index")).content.decode()
    for_support = office_of(make_staff("support")).get(reverse("admin:index")).content.decode()

    assert [link for link in LINKS if f'href="{link}"' not in everything] == []
    assert f'href="{reverse("admin:dispatch_shipment_changelist")}"' in for_support
    assert f'href="{reverse("admin:ledger_account_changelist")}"' not in for_support


@pytest.mark.django_db
@pytest.mark.parametrize("link", LINKS)
def test_every_place_opens_without_rows(link: str) -> None:
    assert office_of(make_staff()).get(link).status_code == HTTPStatus.OK
