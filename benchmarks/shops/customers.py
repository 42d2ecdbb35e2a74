"""A process of a house that fills a shelf and brings people who are signed in and have nothing in the basket yet.

    python benchmarks/shops/customers.py SELLER CUSTOMERS SHELVES BOXES [known]

in the environment of the house, SELLER being `new` or one made before; prints what was made as JSON. Delivery costs a
fee, as in the shop beside it. Customers who are `known` have an address in their address book.
"""

import json
import sys
from uuid import UUID

import django

django.setup()  # isort: split

from django.conf import settings
from django.db import transaction

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.ledger import factories as ledger
from dure.rooms.market import factories as market
from dure.rooms.market.models import Addressee
from dure.rooms.merchants import factories as merchants
from dure.rooms.people import factories as people
from dure.rooms.people.services.api_keys import make_api_key

PRICE, FEE = 12_000, 3_000


def bring(seller: str, customers: int, shelves: int, boxes: int, *, are_known: bool) -> dict[str, object]:
    """Put so many goods on a farm's shelf, so many boxes of each, and bring so many customers."""
    with transaction.atomic():
        farm = new_farm() if seller == "new" else UUID(seller)
        offers = [
            market.offer(organisation_id=farm, name=f"Goods {number}", on_hand=boxes, price=PRICE)
            for number in range(shelves)
        ]
        return {
            "seller": str(farm),
            "offers": [str(offer.offer_id) for offer in offers],
            "customers": [customer(is_known=are_known) for _each in range(customers)],
        }


def new_farm() -> UUID:
    """Return a farm that may sell, and delivers for a fee."""
    farm = people.make_organisation(owner=newcomer("Farmer"), name="Measured Farm")
    merchants.make_merchant(organisation_id=farm.id, has_account=False, delivery_fee=FEE)
    return farm.id


def customer(*, is_known: bool) -> dict[str, str]:
    """Return the session cookie and the API key of a new buyer, who has the price of one order in the wallet."""
    person = newcomer("Li Wei")
    if is_known:
        Addressee.objects.create(
            buyer=person, name="Li Wei", phone="+821044445555", address=people.make_address(), used_at=clock.now()
        )
    browser = people.browser_of(person)
    ledger.deposit(person_id=person.id, amount=PRICE + FEE)
    key = make_api_key(by=people.actor_of(person), name="Measuring", days=1)
    return {"session": browser.cookies[settings.SESSION_COOKIE_NAME].value, "key": key.secret}


def newcomer(name: str) -> people.Person:
    """Return somebody whose address nobody had before, in any run."""
    return people.make_person(name=name, email=f"{new_id().hex}@example.org", password="", language="en")


if __name__ == "__main__":
    seller, *counts = sys.argv[1:5]
    json.dump(bring(seller, *map(int, counts), are_known=sys.argv[5:] == ["known"]), sys.stdout)
