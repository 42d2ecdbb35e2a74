"""Every list asks the database as often for three hundred rows as for three."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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

    def street_goods(self, how_many: int) -> None:
        """Have so many things at the counter."""
        for _each in range(how_many):
            catalog.offer(organisation_id=self.farm.id, channel="street")


@dataclass(frozen=True)
class Rows:
    """What is made, and the lists it stands in: everybody's and those of a farm."""

    make: Callable[[Reader, int], None]
    everybodys: tuple[str, ...] = ()
    of_a_farm: tuple[str, ...] = ()


LISTS = {
    "goods": Rows(
        Reader.goods,
        ("web:shop", "web:search?q=apples", "api:listing", "api:search?q=apples"),
        ("catalog:own_products", "catalog:stock", "catalog:front_products", "api:own_offers", "api:own_stock"),
    ),
    "goods at the counter": Rows(Reader.street_goods, of_a_farm=("market:till",)),
    "orders": Rows(Reader.orders, ("market:orders", "api:my_orders")),
    "news": Rows(Reader.news, ("inbox:home", "api:my_notifications")),
    "funds": Rows(Reader.funds, ("giving:funds",)),
    "boxes": Rows(Reader.boxes, of_a_farm=("dispatch:packing",)),
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
    rows, farm = LISTS[name], reader.farm.id
    visits = {
        **{each: _address(each) for each in rows.everybodys},
        **{each: _address(each, farm) for each in rows.of_a_farm},
    }

    def visit(each: str) -> None:
        assert client.get(visits[each]).status_code == HTTPStatus.OK, each

    rows.make(reader, FEW)
    for each in visits:
        visit(each)  # caches fill
    few = {each: query_count(partial(visit, each)) for each in visits}
    rows.make(reader, MANY - FEW)

    assert {each: query_count(partial(visit, each)) for each in visits} == few


def _address(door: str, *named: object) -> str:
    """Return the address of a door, with what may stand after a question mark."""
    name, mark, words = door.partition("?")
    return f"{reverse(name, args=named)}{mark}{words}"
