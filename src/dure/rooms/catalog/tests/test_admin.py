"""The back office looks at the catalog and changes nothing; the hot tables are found by whole numbers."""

import pytest
from django.urls import reverse

from dure.rooms.catalog import factories
from dure.rooms.people import factories as people

NAMES = [
    *("kind", "product", "lot", "location", "stockmove", "produceimport", "bulkact", "cycle", "supply", "round"),
    *("listedoffer", "listedlevel"),
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return people.office_of(people.make_staff())


@pytest.mark.parametrize("name", NAMES)
def test_every_list_opens_and_nothing_is_added(office, name):
    factories.offer()
    assert office.get(reverse(f"admin:catalog_{name}_changelist")).status_code == 200
    assert office.get(reverse(f"admin:catalog_{name}_add")).status_code == 403


def test_an_offer_and_its_level_are_found_by_their_numbers(office):
    made, _other = factories.offer(), factories.offer()
    for name, number in (("listedoffer", made.offer_id), ("listedlevel", made.level_id)):
        listed = reverse(f"admin:catalog_{name}_changelist")
        [row] = office.get(listed, {"q": str(number)}).context["cl"].result_list
        assert row.key == f"{made.cell_id}-{number}"
        assert row.product_name
        assert office.get(reverse(f"admin:catalog_{name}_change", args=[row.key])).status_code == 200
        assert office.get(reverse(f"admin:catalog_{name}_change", args=["1-x"])).status_code == 302
        for nothing in ("not a number", "9" * 30):
            assert not office.get(listed, {"q": nothing}).context["cl"].result_list


@pytest.mark.parametrize("name", ["listedoffer", "listedlevel"])
def test_the_lists_ask_as_often_for_many_as_for_few(office, same_query_count, name):
    def make(count):
        for _ in range(count):
            factories.offer()

    same_query_count(make=make, visit=lambda: office.get(reverse(f"admin:catalog_{name}_changelist")))
