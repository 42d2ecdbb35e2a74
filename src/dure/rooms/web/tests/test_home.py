"""The first page: what it shows comes from the rooms, and it stands without anything in them."""

from collections.abc import Callable
from http import HTTPStatus

from django.test import Client
from django.urls import reverse

from dure.kernel.testing import StoppedClock
from dure.rooms.catalog.queries.search import Wish, search
from dure.rooms.people import factories
from dure.rooms.people.queries.regions import active_marks, help_first_regions
from dure.rooms.people.services.organisations import close_organisation
from dure.rooms.web.tests.conftest import Look, farm, sell, sell_many

HOME = reverse("web:home")


def test_an_empty_house_says_what_will_be_here(look: Look) -> None:
    active_marks().delete()  # another test of the run may have loaded the regions

    page = look(HOME)

    assert "No county is marked yet" in page
    assert "Nobody yet" in page
    assert "Join in" in page
    assert "Just put on sale" not in page


def test_shows_regions_to_help_first_with_programme_and_year(look: Look, regions: None) -> None:

    page = look(HOME)

    assert "No county is marked yet" not in page
    assert page.count("2021") >= 1


def test_shows_others_to_help_on_another_day(look: Look, regions: None, frozen_time: StoppedClock) -> None:
    today = look(HOME)

    frozen_time.tick(days=1)

    assert look(HOME) != today


def test_a_field_in_need_stands_on_top_with_how_much_is_left(look: Look, regions: None) -> None:
    region = help_first_regions(country="KR")[0]
    organisation = factories.make_organisation(name="Far Field", region_id=region.id)
    sell(seller=organisation.id, name="Forgotten pears", on_hand=321)
    assert search(Wish(is_help_first=True)).hits

    page = look(HOME)

    assert "A field that needs hands" in page
    assert "Forgotten pears" in page
    assert "321 left" in page


def test_shows_what_was_just_put_on_sale_once_each(look: Look) -> None:
    seller = farm()
    for number in range(3):
        sell(seller=seller, name=f"Basket {number}")

    page = look(HOME)

    for number in range(3):
        assert page.count(f"Basket {number} 5 kg") == 1


def test_shows_who_came_last_and_nobody_who_closed(look: Look) -> None:
    bo = factories.bo()
    stays, leaves = (factories.make_organisation(owner=bo, name=name) for name in ("Stay Farm", "Gone Farm"))
    close_organisation(by=factories.actor_of(bo, leaves), organisation_id=leaves.id)

    page = look(HOME)

    assert stays.name in page
    assert leaves.name not in page


def test_asks_as_often_for_many_products(look: Look, same_query_count: Callable[..., None]) -> None:
    same_query_count(make=sell_many, visit=lambda: look(HOME))


def test_answers_those_who_only_look_whether_it_is_there(client: Client, db: None) -> None:
    assert client.head(HOME).status_code == HTTPStatus.OK
