"""The queue page: which number one has in the row, about how long it takes, and on to the order when it is time."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest, gate_address
from dure.rooms.market.providers import waiting_room
from dure.rooms.market.providers.waiting_room import Place
from dure.rooms.market.views import rows
from dure.rooms.market.views.checkouts import order_as_sent
from dure.rooms.market.views.desks import desk_of
from dure.rooms.market.views.rows import Waiting
from dure.rooms.market.views.slips import slip_of

PLAIN_AGAIN_S = 15
"""How soon a page without script is asked for again."""


@never_cache
@require_safe
def queue(request: DureRequest) -> HttpResponse:
    """Show where the order that waits stands; order it, as was agreed, when its turn has come."""
    waiting = rows.waiting(request)
    if waiting is None:
        return render(request, "market/queue.html", {"place": None})
    place = waiting_room.look(ticket=waiting.ticket)
    if place is None or place.admitted:
        return order_as_sent(request, waiting.sent)
    return render(request, "market/queue.html", _context(request, waiting, place))


@require_POST
def leaving(request: DureRequest) -> HttpResponse:
    """Give up one's place; nothing was ordered, and the basket stays as it is."""
    rows.leave(request)
    return redirect("market:basket")


def _context(request: DureRequest, waiting: Waiting, place: Place) -> dict[str, Any]:
    passed = max(waiting.first_ahead - place.ahead, 0)
    return {
        "place": place,
        "number": place.ahead + 1,
        "minutes": -(-place.ahead // place.per_minute) if place.per_minute else None,
        "first_ahead": waiting.first_ahead,
        "percent": 100 * passed // waiting.first_ahead if waiting.first_ahead else 0,
        "sent": [(name, value) for name, values in waiting.sent.lists() for value in values],
        "ticket": waiting.ticket,
        "gate": gate_address(request),
        "slip": None if "plain" in request.GET else _slip(request, waiting.sent),
        "again_s": PLAIN_AGAIN_S,
    }


def _slip(request: DureRequest, sent: QueryDict) -> dict[str, Any] | None:
    """Return what places the very order that waits; None where only the page can tell what has changed."""
    desk = desk_of(request, sent)
    return slip_of(request, desk, sent) if desk and desk.is_complete else None
