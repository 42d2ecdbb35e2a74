"""The seller's desk, the choice between several, and the staff's desk."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel.http import HOUSE, Actor
from dure.rooms.market import factories
from dure.rooms.market.services.disputes import answer_dispute, open_dispute
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.web.queries import desks

pytestmark = pytest.mark.django_db


def browser_of(person) -> Client:
    person.language = "en"
    person.save()
    found = Client()
    found.force_login(people.sign_in_of(person))
    return found


@pytest.fixture
def farm(bo):
    made = factories.seller(name="Sea Field")
    people.make_member(made, bo, "member")
    return made


@pytest.fixture
def office():
    return people.office_of(people.make_staff())


def sell(farm, buyer, **facts):
    offer = factories.offer(organisation_id=farm.id, **facts)
    return factories.parts_of(factories.paid_order(buyer_id=buyer.id, lines=[(offer, 1)]))[0]


def report(farm, buyer):
    """Have a buyer report something missing of goods that arrived."""
    offer = factories.offer(organisation_id=farm.id)
    [part] = factories.parts_of(factories.delivered_order(buyer_id=buyer.id, lines=[(offer, 2)]))
    return open_dispute(
        by=Actor(person_id=buyer.id), fulfilment_id=part.id, problem="missing", counts={1: 1}, wish="replacement"
    )


def job_of(farm, person):
    return desks.desk(by=people.actor_of(person, farm), organisation_id=farm.id).job


def test_the_desk_names_one_job_the_most_urgent_first(farm, bo, ana):
    assert job_of(farm, bo) == "account"
    sell(farm, ana, name="Leek")
    assert job_of(farm, bo) == "pack"
    report(farm, ana)
    assert job_of(farm, bo) == "answer"


def test_a_desk_of_a_farm_with_everything_in_order_rests_or_lists(bo):
    made = merchants.make_merchant(name="Hill Farm").organisation
    people.make_member(made, bo, "member")
    assert job_of(made, bo) == "list"


def test_the_desk_shows_what_is_to_do_to_its_people_only(farm, bo, ana, chi):
    sell(farm, ana, name="Leek", on_hand=3)
    address = reverse("web:desk", args=[farm.id])
    html = browser_of(bo).get(address).content.decode()
    assert "1 order to pack today" in html
    assert "Leek × 1" in html
    assert "only a few left" in html
    assert browser_of(chi).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_the_desk_asks_as_often_for_many_as_for_few(farm, bo, ana, same_query_count):
    browser = browser_of(bo)

    def make(count):
        for _ in range(count):
            sell(farm, ana, on_hand=3)

    same_query_count(make=make, visit=lambda: browser.get(reverse("web:desk", args=[farm.id])))


def test_one_desk_is_opened_several_are_chosen_from_none_is_begun(farm, bo, chi):
    browser = browser_of(bo)
    assert browser.get(reverse("web:desks"))["Location"] == reverse("web:desk", args=[farm.id])
    other = factories.seller(name="Hill Field")
    people.make_member(other, bo, "member")
    html = browser.get(reverse("web:desks")).content.decode()
    assert "Hill Field" in html
    assert "Sea Field" in html
    assert reverse("merchants:start") in browser_of(chi).get(reverse("web:desks")).content.decode()


def test_sellers_find_the_desk_in_the_bar_and_nobody_else(farm, bo, chi):
    link = f'href="{reverse("web:desks")}"'
    assert link in browser_of(bo).get("/shop/").content.decode()
    assert link not in browser_of(chi).get("/shop/").content.decode()
    assert link not in Client().get("/shop/").content.decode()


def test_an_organisation_that_does_not_sell_has_no_desk(bo):
    charity = people.make_organisation(owner=bo, name="Open Hands")
    assert browser_of(bo).get(reverse("web:desk", args=[charity.id])).status_code == 404


def test_staff_see_how_much_waits(office, farm, ana, query_count):
    assert desks.waiting().disputes == 0
    few = query_count(desks.waiting)
    answer_dispute(by=HOUSE, dispute_id=report(farm, ana).id, outcome="decline", words="It was all there.")
    found = desks.waiting()
    assert (found.disputes, found.count) == (1, 1)
    assert query_count(desks.waiting) == few
    assert office.get(reverse("web:staff")).status_code == 200
    assert office.get(reverse("web:troubled_deliveries")).status_code == 200


def test_the_staffs_desk_is_the_staffs(bo):
    assert browser_of(bo).get(reverse("web:staff")).status_code == 403
