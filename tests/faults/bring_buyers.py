"""A process of its own that brings buyers into a running house, each with money, an address, and one box in the basket.

python -m tests.faults.bring_buyers BUYERS BOXES, in the environment of the house; prints what was made as JSON.
"""

import json
import sys

import django

PRICE = 12_000


def main(buyers: int, boxes: int) -> None:
    """Put so many boxes on a new farm's shelf, and so many buyers before it; delivery is free."""
    django.setup()
    from django.db import transaction  # noqa: PLC0415  after django.setup()

    from dure.rooms.market import factories  # noqa: PLC0415
    from dure.rooms.merchants import factories as merchants  # noqa: PLC0415
    from dure.rooms.people import factories as people  # noqa: PLC0415

    with transaction.atomic():
        farmer = _newcomer("Farmer")
        farm = people.make_organisation(owner=farmer, name="Last Boxes Farm")
        merchants.make_merchant(organisation_id=farm.id, has_account=False)
        offer = factories.offer(organisation_id=farm.id, on_hand=boxes, price=PRICE)
        made = {
            "offer_id": offer.offer_id,
            "level_id": offer.level_id,
            "farm_id": str(farm.id),
            "farmer": _session(farmer),
            "buyers": [_buyer(offer.offer_id) for _ in range(buyers)],
        }
    json.dump(made, sys.stdout)


def _newcomer(name: str):
    from dure.kernel.ids import new_id  # noqa: PLC0415  after django.setup()
    from dure.rooms.people import factories  # noqa: PLC0415

    return factories.make_person(name=name, email=f"{new_id().hex}@example.org", password="", language="en")


def _buyer(offer_id: int) -> dict[str, str]:
    """Make somebody who needs only to press the button; return who it is and the cookie of their browser."""
    from dure.rooms.ledger import factories as ledger  # noqa: PLC0415  after django.setup()
    from dure.rooms.market.services import addressees, baskets  # noqa: PLC0415
    from dure.rooms.people import factories as people  # noqa: PLC0415
    from dure.rooms.people.addresses import PostalAddress  # noqa: PLC0415

    person = _newcomer("Buyer")
    by = people.actor_of(person)
    address = PostalAddress(country="KR", region_code="46820", street="해남읍 중앙1로 18", postcode="59027")
    ledger.deposit(person_id=person.id, amount=PRICE)
    addressees.add_addressee(by=by, name="Buyer", phone="+821044445555", address=address)
    baskets.put_in(by=by, basket_id=None, offer_id=offer_id, quantity=1)
    return {"person_id": str(person.id), "session": _session(person)}


def _session(person) -> str:
    """Return the cookie of a browser in which somebody is signed in."""
    from django.conf import settings  # noqa: PLC0415  after django.setup()
    from django.test import Client  # noqa: PLC0415

    from dure.rooms.people import factories as people  # noqa: PLC0415

    browser = Client()
    browser.force_login(people.sign_in_of(person))
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
