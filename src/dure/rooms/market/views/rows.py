"""The row before the till, for orders that come by a form: the sent form waits in the session until its turn."""

from dataclasses import dataclass

from django.http import QueryDict

from dure.kernel.http import DureRequest
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.providers import waiting_room
from dure.rooms.market.providers.waiting_room import Place
from dure.rooms.market.services.checkouts import request_of
from dure.rooms.market.views.desks import Desk
from dure.rooms.market.views.people import buyer_of
from dure.rooms.market.views.slips import pass_of

WAITING = "market_waiting"
UNKEPT = frozenset({"csrfmiddlewaretoken", "ticket"})


@dataclass(frozen=True)
class Waiting:
    """An order that waits for its turn: the form as it was sent, the ticket, and how many were ahead at first."""

    sent: QueryDict
    ticket: str
    first_ahead: int


def must_wait(request: DureRequest, *, agreement: Agreement, desk: Desk, sent: QueryDict) -> bool:
    """Whether others are first; then the order is kept until its turn. While the gate is silent there is no row."""
    order = request_of(buyer_id=buyer_of(request), purse=desk.purse, agreement=agreement)
    order_pass = pass_of(desk.purse, agreement, order, pay_with=desk.form.cleaned_data["provider"])
    known = waiting(request)
    ticket = sent.get("ticket") or (known.ticket if known else "")
    place = waiting_room.stand(order_pass=order_pass, ticket=ticket) or waiting_room.stand(order_pass=order_pass)
    if place is None or place.admitted:
        return False
    _keep(request, sent, place)
    return True


def waiting(request: DureRequest) -> Waiting | None:
    """Return the order this browser waits with; None where it waits for nothing."""
    kept = request.session.get(WAITING)
    return Waiting(QueryDict(kept["sent"]), kept["ticket"], kept["first_ahead"]) if kept else None


def leave(request: DureRequest) -> None:
    """Wait no longer."""
    request.session.pop(WAITING, None)


def _keep(request: DureRequest, sent: QueryDict, place: Place) -> None:
    """Keep the order; when it is sent anew it keeps its place."""
    kept = sent.copy()
    for name in UNKEPT:
        kept.pop(name, None)
    first_ahead = max(place.ahead, request.session.get(WAITING, {}).get("first_ahead", 0))
    request.session[WAITING] = {"sent": kept.urlencode(), "ticket": place.ticket, "first_ahead": first_ahead}
