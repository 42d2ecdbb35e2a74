"""What the tests of the shop's pages share: farms that sell, and looking at a page in English."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.services.search import index_products
from dure.rooms.merchants import factories as merchants
from dure.rooms.people.tests.with_regions import _regions_of_the_run, regions  # noqa: F401  fixtures

Look = Callable[..., str]


@pytest.fixture
def look(client: Client, db: None) -> Look:
    """Open an address and return the page; it must be there."""

    def look_at(address: str, **headers: str) -> str:
        response = client.get(address, headers={"Accept-Language": "en"} | headers)
        assert response.status_code == HTTPStatus.OK, (address, response.status_code)
        return response.content.decode()

    return look_at


def farm(name: str = "Dawn Farm") -> UUID:
    """Make an approved seller and return its organisation."""
    found: UUID = merchants.make_merchant(name=name, has_account=False).organisation_id
    return found


def sell(*, seller: UUID | None = None, **facts: Any) -> Any:
    """Put something on sale where search finds it, and return the offer."""
    made = catalog.offer(organisation_id=seller or farm(), **facts)
    index_products(product_ids=[made.product_id])
    return made


def sell_many(count: int, *, seller: UUID | None = None) -> None:
    """Put so many things on sale at once, of one seller."""
    organisation_id = seller or farm()
    made = [catalog.offer(organisation_id=organisation_id) for _each in range(count)]
    index_products(product_ids=[offer.product_id for offer in made])
