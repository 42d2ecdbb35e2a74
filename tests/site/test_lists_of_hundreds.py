"""Every list asks the database as often for three hundred rows as for three."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count as counting

import pytest
from django.test import Client
from django.urls import reverse

from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.services.search import index_products
from dure.rooms.dispatch import factories as dispatch
from dure.rooms.giving import factories as giving
from dure.rooms.inbox.services.notifications import notify
from dure.rooms.market import factories as market
from dure.rooms.market.services import intake
from dure.rooms.people.factories import make_member, sign_in_of
from dure.rooms.people.models import Organisation, Person
from dure.rooms.people.roles import Role

FEW, MANY = 3, 300
AT_ONCE_MAX = 200
numbers = counting()


@dataclass(frozen=True)
class Reader:
    """Who looks, from which farm."""

    person: Person
    farm: Organisation

    def orders(self, how_many: int) -> None:
        """Order so often of the farm, in as few calls as the intake takes."""
        box = market.offer(organisation_id=self.farm.id, on_hand=how_many)
        asked = [market.request(buyer_id=self.person.id, lines=[(box, 1)]) for _each in range(how_many)]
        for start in range(0, how_many, AT_ONCE_MAX):
            outcomes = intake.place_orders(requests=asked[start : start + AT_ONCE_MAX])
            assert all(outcome.order_id for outcome in outcomes)

    def goods(self, how_many: int) -> None:
        """Put so many things on sale."""
        made = [catalog.offer(organisation_id=self.farm.id) for _each in range(how_many)]
        index_products(product_ids=[offer.product_id for offer in made])

    def news(self, how_many: int) -> None:
        """Be told so many things."""
        for _each in range(how_many):
            notify(people=[self.person.id], topic="orders", title="News", link="/book/", key=str(next(numbers)))

    def funds(self, how_many: int) -> None:
        """Open so many funds of one charity."""
        charity = giving.make_charity()
        for _each in range(how_many):
            giving.make_fund(charity_id=charity, name=f"Fund {next(numbers)}")

    def boxes(self, how_many: int) -> None:
        """Send so many boxes."""
        for _each in range(how_many):
            dispatch.make_shipment(sender=self.farm)


LISTS: dict[str, tuple[Callable[[Reader, int], None], Callable[[Reader], str]]] = {
    "shop": (Reader.goods, lambda _reader: reverse("web:shop")),
    "search": (Reader.goods, lambda _reader: f"{reverse('web:search')}?q=apples"),
    "own products": (Reader.goods, lambda reader: reverse("catalog:own_products", args=[reader.farm.id])),
    "stock": (Reader.goods, lambda reader: reverse("catalog:stock", args=[reader.farm.id])),
    "my orders": (Reader.orders, lambda _reader: reverse("market:orders")),
    "notifications": (Reader.news, lambda _reader: reverse("inbox:home")),
    "funds": (Reader.funds, lambda _reader: reverse("giving:funds")),
    "packing": (Reader.boxes, lambda reader: reverse("dispatch:packing", args=[reader.farm.id])),
}


@pytest.fixture
def reader(client: Client, ana: Person) -> Reader:
    """Ana, signed in, who also sells."""
    farm = market.seller()
    make_member(farm, ana, Role.OWNER)
    client.force_login(sign_in_of(ana))
    return Reader(ana, farm)


@pytest.mark.parametrize("name", LISTS)
def test_asks_as_often_for_three_hundred_rows_as_for_three(
    name: str, client: Client, reader: Reader, query_count: Callable[[Callable[[], object]], int]
) -> None:
    make, address = LISTS[name]

    def visit() -> None:
        assert client.get(address(reader)).status_code == HTTPStatus.OK

    make(reader, FEW)
    visit()  # caches fill
    few = query_count(visit)
    make(reader, MANY - FEW)

    assert query_count(visit) == few
