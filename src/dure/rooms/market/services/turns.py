"""Whose turn it is, for orders that come past the pages and the gate: they stand in the same row as everybody else."""

from typing import Final
from uuid import UUID

from django.conf import settings

from dure.kernel import clock, tokens
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.market import errors
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.drafts import OrderRequest
from dure.rooms.market.passes import PASS_LIFE, Pass, pass_text
from dure.rooms.market.providers import waiting_room
from dure.rooms.market.providers.waiting_room import Place
from dure.rooms.market.queries.my_orders import order_by_key

AGAIN_MIN_S: Final = 1
AGAIN_MAX_S: Final = 20
"""Who has not asked for 45 seconds is passed over, so nobody is told to stay away for so long."""


def demand_turn(*, by: Actor, asked: OrderRequest | Agreement, ticket: str = "") -> None:
    """Refuse with IntakeBusy while others are first; not what stands already, and nobody while the gate is silent."""
    if by.person_id is None:
        raise NotSignedIn
    order_pass = _pass(by.person_id, asked)
    place = waiting_room.stand(order_pass=order_pass, ticket=ticket)
    if place is None and ticket:  # a ticket that holds no longer
        place = waiting_room.stand(order_pass=order_pass)
    if place is None or place.admitted or order_by_key(buyer_id=by.person_id, client_key=asked.client_key):
        return
    raise errors.IntakeBusy(again_in_s=again_in_s(place), ticket=place.ticket, ahead=place.ahead)


def again_in_s(place: Place) -> int:
    """Return when to ask again: half of the time it takes to the front, within reason."""
    wait_s = place.ahead * 60 // (2 * place.per_minute) if place.per_minute else AGAIN_MAX_S
    return min(max(wait_s, AGAIN_MIN_S), AGAIN_MAX_S)


def _pass(buyer_id: UUID, asked: OrderRequest | Agreement) -> str:
    """Return a pass that says who orders; nothing is ordered with it."""
    made = Pass(
        buyer_id=buyer_id, receiving=asked.receiving, pay_with="", currency=asked.currency,
        until=clock.now() + PASS_LIFE, total_max=0,
    )  # fmt: skip
    return pass_text(made, key=tokens.key_of(settings.SECRET_KEY))
