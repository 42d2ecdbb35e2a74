"""Search engines are told where to look and what there is; a region's page shows what is sold from there."""

from django.urls import reverse

from dure.rooms.people import factories as people
from dure.rooms.people.queries.regions import search_regions
from dure.rooms.web.tests.conftest import Look, farm, sell
from dure.rooms.web.tests.test_product import front


def test_the_list_of_pages_names_products_and_fronts(look: Look) -> None:
    seller = farm()
    offer = sell(seller=seller)
    address = front(seller)

    pages = look(reverse("web:sitemap"))

    assert f"{reverse('web:product', args=[offer.product_id])}</loc>" in pages
    assert f"{address}</loc>" in pages
    assert reverse("web:shop") in pages


def test_robots_are_kept_from_what_is_nobodys_business(look: Look) -> None:
    said = look(reverse("web:robots"))

    assert "Disallow: /back-office/" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said


def test_a_regions_page_shows_what_is_sold_from_there(look: Look, regions: None) -> None:
    region = search_regions(text="해남군", country="KR")[0]
    seller = people.make_organisation(name="Far Field", region_id=region.id)
    address = reverse("people:region", args=[region.country, region.code])
    assert "What is sold from here" not in look(address)

    sell(seller=seller.id, name="Forgotten pears")

    assert "Forgotten pears" in look(address)
