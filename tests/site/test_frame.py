"""What every page pays before its own work: how many statements (the numbers may only go down), and that they tell.

The page is one that asks nothing of its own and shows the bars.
"""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dure.rooms.dispatch import factories as dispatch
from dure.rooms.dispatch.queries.rounds import carries
from dure.rooms.inbox.queries.notifications import unread_count
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.market import factories as market
from dure.rooms.merchants import factories as merchants
from dure.rooms.merchants.queries.own import sells
from dure.rooms.people import factories as people
from dure.rooms.people.middleware import ACTING_KEY
from dure.rooms.people.models import Organisation, Person
from dure.rooms.people.services.mandates import grant

PAGE = "ui:licences"


def statements(browser: Client) -> list[str]:
    """Return what the database is asked for one page with bars."""
    browser.get(reverse(PAGE))  # the first tells the browser what the person likes
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(reverse(PAGE)).status_code == 200
    return [each["sql"] for each in captured.captured_queries]


def acting_for(person: Person, organisation: Organisation) -> Client:
    """Return a browser in which a person acts for an organisation."""
    browser = people.browser_of(person)
    session = browser.session
    session[ACTING_KEY] = str(organisation.id)
    session.save()
    return browser


def test_a_stranger_costs_nothing(db: None) -> None:
    assert statements(Client()) == []


def test_a_person_who_signed_in_costs_one_statement(ana: Person) -> None:
    assert len(statements(people.browser_of(ana))) == 1


def test_who_acts_for_an_organisation_costs_no_more(bo: Person) -> None:
    farm = people.make_organisation(owner=bo)
    merchants.make_merchant(organisation_id=farm.id)
    assert len(statements(acting_for(bo, farm))) == 1


def test_a_member_of_staff_costs_no_more(db: None) -> None:
    staff = people.make_staff("administrator")
    assert len(statements(people.office_of(staff))) == 1


def bars(browser: Client) -> dict[str, object]:
    """Return what came for the bars with who asks."""
    found: dict[str, object] = browser.get(reverse(PAGE)).wsgi_request.bar_facts  # type: ignore[attr-defined]
    return found


def test_the_bars_tell_what_the_rooms_tell(bo: Person, dee: Person) -> None:
    farm, browser = people.make_organisation(owner=bo), people.browser_of(bo)
    assert bars(browser) == {"unread": 0, "in_basket": 0, "sells": False, "carries": False}
    merchants.make_merchant(organisation_id=farm.id)
    dispatch.make_hub(organisation=farm)
    browser.post(reverse("market:basket_line"), {"offer_id": market.offer().offer_id, "quantity": "3"})
    for number in range(2):
        notify(people=[bo.id, dee.id], topic="messages", title="Rain", key=str(number))
    unread = unread_count(person_id=bo.id)
    assert bars(browser) == {"unread": unread, "in_basket": 1, "sells": True, "carries": True}
    assert unread >= 2
    assert sells(person_id=bo.id) is carries(person_id=bo.id) is True
    assert bars(people.browser_of(dee)) == {"unread": 2, "in_basket": 0, "sells": False, "carries": False}
    assert "badge-count" in browser.get(reverse(PAGE)).content.decode()


def test_who_helps_a_seller_has_a_desk_and_a_driver_has_deliveries(bo: Person, chi: Person, dee: Person) -> None:
    farm, village = people.make_organisation(owner=bo), people.make_organisation(owner=dee, kind="cooperative")
    merchants.make_merchant(organisation_id=farm.id)
    grant(by=people.actor_of(bo, farm), organisation_id=farm.id, helper_organisation_id=village.id)
    dispatch.make_driver(person=chi)
    told = {person.name: bars(people.browser_of(person)) for person in (chi, dee)}
    assert (told["Dee"]["sells"], told["Dee"]["carries"]) == (sells(person_id=dee.id), False) == (True, False)
    assert (told["Chi"]["sells"], told["Chi"]["carries"]) == (False, carries(person_id=chi.id)) == (False, True)


def test_a_basket_filled_before_signing_in_counts_at_once(ana: Person) -> None:
    browser = Client()
    browser.post(reverse("market:basket_line"), {"offer_id": market.offer().offer_id, "quantity": "1"})
    browser.force_login(people.sign_in_of(ana))
    assert bars(browser)["in_basket"] == 1


def test_programs_and_forms_are_told_nothing_they_do_not_show(ana: Person) -> None:
    browser = people.browser_of(ana)
    sent = browser.post(reverse("market:basket_line"), {"offer_id": market.offer().offer_id, "quantity": "1"})
    asked = browser.get("/api/me")
    assert sent.wsgi_request.bar_facts == asked.wsgi_request.bar_facts == {}  # type: ignore[attr-defined]


def test_a_form_shown_again_asks_for_its_bars_itself(ana: Person) -> None:
    browser = people.browser_of(ana)
    browser.post(reverse("market:basket_line"), {"offer_id": market.offer().offer_id, "quantity": "1"})
    again = browser.post(reverse("people:new_organisation"), {"name": ""})
    assert "badge-count" in again.content.decode()
