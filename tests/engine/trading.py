"""A process of a house that trades: one order long over and in the archive, one paid, one yet to be paid.

    python tests/engine/trading.py [OFFER]

in the environment of the house. Without an offer it sells out of a new one; prints the offer and where each order lies.
"""

# ruff: noqa: E402  models can be imported only once Django knows its database

import json
import sys
import time
from datetime import timedelta

import django

django.setup()  # isort: split

from django.conf import settings

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.catalog.models import Offer
from dure.rooms.market import factories
from dure.rooms.market.models import Order
from dure.rooms.market.services import archiving, releases
from dure.rooms.people import factories as people

ATTEMPTS, AGAIN_AFTER_S = 100, 0.1


def trade(offer: Offer) -> None:
    """Sell three boxes in three orders, and put the one that is closed for good where old orders lie."""
    buyer = people.make_person(email=f"{new_id().hex}@example.org")
    factories.placed_order(buyer_id=buyer.id, lines=[(offer, 1)])
    factories.paid_order(buyer_id=buyer.id, lines=[(offer, 1)])
    closed = factories.delivered_order(buyer_id=buyer.id, lines=[(offer, 1)])
    [part] = factories.parts_of(closed)
    releases.confirm_received(by=Actor(person_id=part.buyer_id), fulfilment_id=part.id)
    clock.stop_at(clock.now() + settings.ORDERS_KEPT_HOT + timedelta(days=60))
    for _attempt in range(ATTEMPTS):
        if archiving.archive_every_order():
            return
        time.sleep(AGAIN_AFTER_S)  # the house's worker has it in hand


def lying() -> dict[str, bool]:
    """Return every order and whether it is in the archive."""
    return {str(number): place for number, place in Order.objects.values_list("order_id", "is_archived")}


if __name__ == "__main__":
    sold = Offer.objects.get(offer_id=sys.argv[1]) if sys.argv[1:] else factories.offer(on_hand=6)
    trade(sold)
    json.dump({"offer": str(sold.offer_id), "orders": lying()}, sys.stdout)
