"""The sheet in which a viewer of a live show buys without leaving it: parts of a page, for `<dure-sale>`.

It orders by the same verbs as the checkout, past the basket; its form also goes there where there is no script.
"""

from uuid import UUID

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, gate_address
from dure.rooms.market.agreements import Placing
from dure.rooms.market.errors.stage_sheet import OfferNotOnStage
from dure.rooms.market.forms.wanted import wanted_in
from dure.rooms.market.models import Order, Payment
from dure.rooms.market.providers.ways import ways_with
from dure.rooms.market.queries import payments as paying
from dure.rooms.market.queries.addressees import address_line
from dure.rooms.market.queries.bookings import booking_of_order
from dure.rooms.market.queries.checkouts import Read
from dure.rooms.market.queries.reading import KNOWN
from dure.rooms.market.services import checkouts
from dure.rooms.market.services.payments import Begun
from dure.rooms.market.stage_keys import key_of
from dure.rooms.market.views import rows
from dure.rooms.market.views.beginning import try_to_pay
from dure.rooms.market.views.checkouts import take_over
from dure.rooms.market.views.desks import (
    Desk,
    agreement_of,
    client_key_of,
    desk_over,
    fresh_key,
    read_desk,
    receiver_of,
    what_is_gone,
)
from dure.rooms.market.views.slips import slip_of
from dure.rooms.people.queries.persons import CALLER
from dure.rooms.stage.queries.shows import run_sheet, show_of

SOLD_IN = frozenset({"live", "ended"})
"""What is on a show's sheet may still be ordered by who has the sheet open when the show ends."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stage_sheet(request: DureRequest, show_id: UUID) -> HttpResponse:
    """What is on stage, to be ordered; ordered, when the button was pressed; and how an order stands."""
    if "order" in request.GET:
        return _standing(request, show_id)
    said = request.POST if request.method == "POST" else request.GET
    _demand_on_stage(request, show_id, said)
    if not request.actor.is_signed_in:
        return _stranger(request, show_id, said)
    return _sent(request, show_id) if request.method == "POST" else _begun(request, show_id)


def _demand_on_stage(request: DureRequest, show_id: UUID, said: QueryDict) -> None:
    """Refuse what the show does not sell."""
    wanted = wanted_in(said)
    show = show_of(show_id=show_id, by=request.actor)
    if wanted is None or show.status not in SOLD_IN:
        raise OfferNotOnStage
    key = key_of(offer_id=wanted.offer_id)
    if all(cue.key != key for cue in run_sheet(show=show)):
        raise OfferNotOnStage


def _stranger(request: DureRequest, show_id: UUID, said: QueryDict) -> HttpResponse:
    """Lead to sign in, and back to the open sheet."""
    back = f"{reverse('stage:show', args=[show_id])}?{urlencode({'buy': said.get('offer', '')})}"
    return render(request, "market/_sheet_stranger.html", {"sign_in_url": _login(back)})


def _begun(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Show what is on stage as it would be ordered now."""
    read = read_desk(request, request.GET)
    desk = desk_over(read, request, None)
    return _page(request, show_id, desk) if desk else _gone(request, read)


def _sent(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Count the form again, give it a slip for the gate, or order by it; an order that stands already is shown."""
    sent = request.POST
    if "placed" in sent and (known := take_over(request, sent)):
        return _paying(request, known.order_id, sent, is_begun=known.is_begun or known.status != Order.Status.PLACED)
    read = read_desk(request, sent)
    if read.told.first(KNOWN) and (known := take_over(request, sent)):
        return _paying(request, known.order_id, sent, is_begun=known.is_begun or known.status != Order.Status.PLACED)
    desk = desk_over(read, request, sent)
    if desk is None:
        return _gone(request, read)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return _slip(request, desk)
    if "order" not in sent:
        return _page(request, show_id, desk)
    return _order(request, show_id, desk) if desk.is_complete else _page(request, show_id, desk, status=422)


def _slip(request: DureRequest, desk: Desk) -> HttpResponse:
    """Return what orders just this over the gate; refuses where only the sheet can say what is in the way."""
    if not desk.is_complete:
        raise BadInput(fields={name: [str(each) for each in found] for name, found in desk.form.errors.items()})
    return JsonResponse(slip_of(request, desk, request.POST, known_as=_name(desk)))


def _order(request: DureRequest, show_id: UUID, desk: Desk) -> HttpResponse:
    """Order, or stand in the row while there is one; anything that changed brings the sheet back, mended."""
    sent = request.POST
    receiver = receiver_of(request, desk)
    agreement = agreement_of(desk, receiver, sent)
    if rows.must_wait(request, agreement=agreement, desk=desk, sent=sent):
        waiting = rows.waiting(request)
        return JsonResponse({"gate": gate_address(request), "ticket": waiting.ticket if waiting else ""}, status=202)
    used = receiver.id if receiver and not desk.form.is_new_addressee else None
    placing = checkouts.place_read(by=request.actor, agreement=agreement, read=desk.read, addressee_id=used)
    rows.leave(request)
    if placing.order_id is None:
        return _mended(request, show_id, placing)
    return _paying(request, placing.order_id, sent, is_begun=False)


def _mended(request: DureRequest, show_id: UUID, placing: Placing) -> HttpResponse:
    """Show the sheet anew with what changed, and everything that was filled in."""
    read = read_desk(request, request.POST)
    desk = desk_over(read, request, request.POST)
    return _page(request, show_id, desk, placing=placing, status=409) if desk else _gone(request, read)


def _gone(request: DureRequest, read: Read) -> HttpResponse:
    """Say why it cannot be had; nothing was ordered."""
    return render(request, "market/_sheet_gone.html", {"line": read.lines[0], "offer": what_is_gone(read)}, status=409)


def _page(
    request: DureRequest, show_id: UUID, desk: Desk, *, placing: Placing | None = None, status: int = 200
) -> HttpResponse:
    bill, line = desk.purse.bill, desk.purse.lines[0]
    context = {
        "show_id": show_id,
        "desk": desk,
        "line": line,
        "form": desk.form,
        "receiver": desk.receiver,
        "purse": desk.purse,
        "bill": bill,
        "key": client_key_of(request.POST) or fresh_key(desk),
        "known_as": _name(desk),
        "is_shown": "shown" in request.POST if request.method == "POST" else True,
        "slip": _slip_shown(request, desk),
        "placing": placing,
        "addressees": [(each, address_line(each)) for each in desk.addressees],
        "ways": ways_with(price=bill.total, available=desk.available),
    }
    return render(request, "market/_sheet.html", context, status=status)


def _slip_shown(request: DureRequest, desk: Desk) -> dict[str, object] | None:
    """Return the slip of the sheet as it stands; None where something is still to be written on it."""
    form = desk.form.untouched()
    if form.is_new_addressee or not form.is_valid():
        return None
    return slip_of(request, desk.with_form(form), request.POST, known_as=_name(desk))


def _paying(request: DureRequest, order_id: int, sent: QueryDict, *, is_begun: bool) -> HttpResponse:
    """Pay an order that stands: at once from the wallet, else by a link; say how it is where that was begun."""
    begun = None if is_begun else try_to_pay(request, order_id=order_id, provider=sent.get("provider", ""))
    problem = None if begun is None or isinstance(begun, Begun) else begun.problem
    return _done(request, order_id, problem=problem)


def _standing(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Show how an order of one's own stands: paid meanwhile, or still to be paid."""
    show_of(show_id=show_id, by=request.actor)
    number = request.GET["order"]
    if not (number.isascii() and number.isdecimal()):
        raise BadInput(fields={"order": [number]})
    return _done(request, int(number))


def _done(request: DureRequest, order_id: int, *, problem: Exception | None = None) -> HttpResponse:
    order = paying.order_of(by=request.actor, order_id=order_id)
    latest = paying.payments_of(order_id=order_id).first()
    context = {
        "order": order,
        "payment": latest,
        "is_paid": latest is not None and latest.status == Payment.Status.PAID,
        "is_waiting": order.status == Order.Status.PLACED,
        "problem": problem,
        "booking": booking_of_order(order_id=order_id),
    }
    return render(request, "market/_sheet_done.html", context)


def _name(desk: Desk) -> str:
    """Return how a room may call the buyer."""
    caller = desk.read.told.first(CALLER)
    return caller.name if caller else ""


def _login(back: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': back})}"
