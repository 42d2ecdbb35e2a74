"""Licences asked for from the refusal on, what stands first on one's front, and what a person is told of their acts."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import pictures
from dure.kernel.errors import NotFound
from dure.kernel.ids import new_id
from dure.kernel.testing import photo
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import ProductDraft
from dure.rooms.catalog.queries.licences import own_licences
from dure.rooms.catalog.services import products
from dure.rooms.catalog.services.fronts import choose_front_products
from dure.rooms.catalog.services.licences import ask_for_licence
from dure.rooms.catalog.tests.conftest import apples, five_kilos
from dure.rooms.merchants import factories as merchants
from dure.rooms.merchants.queries.storefronts import own_storefront
from dure.rooms.merchants.services.storefronts import choose_products
from dure.rooms.people import about_me
from dure.rooms.people.factories import person_of, sign_in_of
from dure.rooms.trust.errors import LicenceNeeded
from dure.rooms.trust.factories import verifications as asked_of_trust
from dure.rooms.trust.services import verifications

pytestmark = pytest.mark.django_db
WINE = ProductDraft(kind_code="traditional-liquor")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def browser(farm) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(sign_in_of(person_of(farm.by.person_id)))
    return client


def test_the_refusal_leads_to_the_page_that_takes_the_paper(farm, browser):
    page = reverse("catalog:licences", args=[farm.organisation_id])
    with pytest.raises(errors.KindNeedsLicence) as refused:
        products.list_product(**farm.own, draft=WINE, sizes=[five_kilos()])
    with pytest.raises(LicenceNeeded) as by_words:
        products.list_product(**farm.own, draft=apples(name="막걸리"), sizes=[five_kilos()])
    assert refused.value.facts["remedy"] == by_words.value.facts["remedy"] == f"{page}?licence=alcohol"
    assert 'value="alcohol" selected' in browser.get(refused.value.facts["remedy"]).content.decode()
    answer = browser.post(page, {"licence": "alcohol", "photo": photo()})
    [asked] = asked_of_trust()
    assert (asked.subject, asked.papers.count()) == (f"licence:alcohol:{farm.organisation_id}", 1)
    assert answer.url == reverse("trust:verification", args=[asked.id])
    assert {each.status for each in own_licences(organisation_id=farm.organisation_id)} == {"", "waiting"}
    verifications.decide(by=merchants.staff_actor(), verification_id=asked.id, outcome="approved")
    assert products.list_product(**farm.own, draft=WINE, sizes=[five_kilos()])


def test_only_own_people_ask_and_only_for_licences_we_know(farm, other_farm, browser):
    page = reverse("catalog:licences", args=[farm.organisation_id])
    assert browser.post(page, {"licence": "no-such", "photo": photo()}).status_code == 422
    picture = pictures.prepare(photo())
    with pytest.raises(errors.LicenceUnknown):
        ask_for_licence(**farm.own, licence="no-such", picture=picture)
    with pytest.raises(NotFound):
        ask_for_licence(by=other_farm.by, organisation_id=farm.organisation_id, licence="alcohol", picture=picture)
    assert not asked_of_trust()


def listed(farm, name: str) -> UUID:
    return products.list_product(**farm.own, draft=apples(name=name), sizes=[five_kilos()])[0].product_id


def test_products_get_their_places_on_the_front(farm, other_farm, browser):
    red, green = listed(farm, "Red"), listed(farm, "Green")
    page = reverse("catalog:front_products", args=[farm.organisation_id])
    assert "Green" in browser.get(page).content.decode()
    assert browser.post(page, {str(red): "1", str(green): "1"}).status_code == 422
    assert own_storefront(organisation_id=farm.organisation_id) is None
    assert browser.post(page, {str(red): "2", str(green): "1"}).status_code == 302
    assert own_storefront(organisation_id=farm.organisation_id).chosen_products == [green, red]
    foreign = listed(other_farm, "Other")
    for wrong in (foreign, new_id()):
        with pytest.raises(errors.ProductUnknown):
            choose_front_products(**farm.own, product_ids=[wrong])
    with pytest.raises(NotFound):
        choose_products(by=other_farm.by, organisation_id=farm.organisation_id, product_ids=[])
    assert own_storefront(organisation_id=farm.organisation_id).chosen_products == [green, red]


def test_a_person_is_told_the_ids_of_what_they_listed(farm, other_farm):
    product = listed(farm, "Red")
    told = list(about_me.TELLERS["listing"](farm.by.person_id))
    assert {"what": "product", "id": str(product)} in told
    assert not list(about_me.TELLERS["listing"](other_farm.by.person_id))
