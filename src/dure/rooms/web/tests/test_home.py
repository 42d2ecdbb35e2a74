"""The first page: what it shows comes from the rooms, and it stands without anything in them."""

from collections.abc import Callable
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from dure.kernel.testing import StoppedClock
from dure.rooms.people import factories
from dure.rooms.people.queries.regions import active_marks
from dure.rooms.people.services.organisations import close_organisation
from dure.rooms.people.services.regions import load_regions


def home(client: Client) -> str:
    response = client.get(reverse("web:home"), headers={"Accept-Language": "en"})
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_an_empty_house_says_what_will_be_here(client: Client, db: None) -> None:
    active_marks().delete()  # another test of the run may have loaded the regions

    page = home(client)

    assert "No county is marked yet" in page
    assert "Nobody yet" in page


def test_shows_regions_to_help_first_with_programme_and_year(client: Client, db: None) -> None:
    load_regions()

    page = home(client)

    assert "No county is marked yet" not in page
    assert page.count("2021") >= 1


def test_shows_others_to_help_on_another_day(client: Client, db: None, frozen_time: StoppedClock) -> None:
    load_regions()
    today = home(client)

    frozen_time.tick(days=1)

    assert home(client) != today


def test_shows_who_came_last_and_nobody_who_closed(client: Client, db: None) -> None:
    bo = factories.bo()
    stays, leaves = (factories.make_organisation(owner=bo, name=name) for name in ("Stay Farm", "Gone Farm"))
    close_organisation(by=factories.actor_of(bo, leaves), organisation_id=leaves.id)

    page = home(client)

    assert stays.name in page
    assert leaves.name not in page


def test_asks_as_often_for_many_organisations(client: Client, same_query_count: Callable[..., None]) -> None:
    def make(count: int) -> None:
        for _each in range(count):
            factories.make_organisation()

    same_query_count(make=make, visit=lambda: home(client))


def test_answers_those_who_only_look_whether_it_is_there(client: Client, db: None) -> None:
    assert client.head(reverse("web:home")).status_code == HTTPStatus.OK
