"""What an order keeps of an offer is what its page told."""

import pytest
from django.utils import translation

from dure.kernel import clock
from dure.rooms.catalog import factories
from dure.rooms.catalog.models import Photo
from dure.rooms.catalog.queries.offers import offers
from dure.rooms.catalog.queries.wares import wares

pytestmark = pytest.mark.django_db
ALIKE = (
    *("product_id", "organisation_id", "channel", "cycle_id", "name", "size", "package", "kind_code", "tile", "photo"),
)


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en", "fr"])
def test_says_what_the_page_says(language):
    here = [factories.offer(name=name) for name in ("Apples", "Pears")]
    factories.set_product(here[0], name_ko="사과", name_zh="苹果", name_en="")
    for position, key in enumerate(("second", "first")):
        Photo.objects.create(
            added_at=clock.now(),
            product=factories.product_of(here[1]),
            position=1 - position,
            key=f"photos/{key}",
            width=1,
            height=1,
        )
    numbers = [offer.offer_id for offer in here]

    with translation.override(language):
        pages, found = offers(offer_ids=numbers), wares(offer_ids=numbers)

    assert found.keys() == set(numbers)
    for number in numbers:
        assert [getattr(found[number], fact) for fact in ALIKE] == [getattr(pages[number], fact) for fact in ALIKE]


def test_knows_nothing_of_other_numbers_and_asks_once(query_count):
    numbers = [factories.offer(name=f"Thing {each}").offer_id for each in range(3)]
    assert wares(offer_ids=[1]) == {}
    assert wares(offer_ids=numbers[:1], cell_id=2) == {}
    assert query_count(lambda: wares(offer_ids=numbers)) == 1
