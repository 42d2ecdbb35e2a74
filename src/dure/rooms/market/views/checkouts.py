"""The checkout: one page, and one press that orders exactly what it shows."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.rooms.giving.queries.funds import open_funds
from dure.rooms.market.agreements import Placing
from dure.rooms.market.drafts import Means
from dure.rooms.market.models import Order
from dure.rooms.market.providers.ways import ways_to_pay
from dure.rooms.market.queries.addressees import address_line, addressees
from dure.rooms.market.queries.my_orders import order_by_key
from dure.rooms.market.queries.payments import payments_of
from dure.rooms.market.services import baskets, checkouts
from dure.rooms.market.views import rows
from dure.rooms.market.views.beginning import begin_to_pay
from dure.rooms.market.views.desks import Desk, agreement_of, choices_of, client_key_of, desk_of, receiver_of
from dure.rooms.market.views.people import buyer_of
from dure.rooms.market.views.slips import slip_shown


@require_http_methods(["GET", "POST"])
def checkout(request: DureRequest) -> HttpResponse:
    """Show what is ordered, where it goes and what it costs; order it when the button is pressed."""
    if request.method == "POST" and "order" in request.POST:
        return order_as_sent(request, request.POST)
    desk = desk_of(request, request.POST if request.method == "POST" else None)
    if desk is None:
        return redirect("market:basket")
    if request.method == "POST":
        baskets.remember_choices(by=request.actor, basket_id=None, choices=choices_of(desk.form))
    return _page(request, desk)


def order_as_sent(request: DureRequest, sent: QueryDict) -> HttpResponse:
    """Order what a page showed, unless the same press has done so before, here or over the gate."""
    placed = _placed_before(request, sent)
    desk = None if placed else desk_of(request, sent)
    if desk is None:  # perhaps because this very press, sent twice at once, has emptied the basket meanwhile
        placed = placed or _placed_before(request, sent)
        return _lead_on(request, placed, sent) if placed else redirect("market:basket")
    if not desk.is_complete:
        return _page(request, desk, status=422)
    return _order(request, desk, sent)


def _order(request: DureRequest, desk: Desk, sent: QueryDict) -> HttpResponse:
    """Order, or stand in the row while there is one; anything that changed brings the page back, mended."""
    receiver = receiver_of(request, desk)
    agreement = agreement_of(desk, receiver, sent)
    if rows.must_wait(request, agreement=agreement, desk=desk, sent=sent):
        baskets.remember_choices(by=request.actor, basket_id=None, choices=choices_of(desk.form))
        return redirect("market:queue")
    placing = checkouts.place_basket(by=request.actor, basket_id=None, agreement=agreement)
    placed = _placed_before(request, sent) if placing.was_known else None
    if placed:
        return _lead_on(request, placed, sent)
    rows.leave(request)
    if placing.order_id is None:
        baskets.remember_choices(by=request.actor, basket_id=None, choices=choices_of(desk.form))
        return _mended(request, placing, sent)
    if receiver is not None:
        checkouts.note_use(addressee_id=receiver.id)
    return begin_to_pay(request, order_id=placing.order_id, provider=desk.form.cleaned_data["provider"])


def _lead_on(request: DureRequest, placed: Order, sent: QueryDict) -> HttpResponse:
    """Lead on from an order that stands: to its payment, or, where one was begun already, to the order.

    When it came over the gate, what the page does with an order is done here: once, though it may be asked twice.
    """
    rows.leave(request)
    baskets.settle(order_ids=[placed.order_id])
    known = {str(each.id): each for each in addressees(buyer_id=placed.buyer_id)}
    used = known.get(sent.get("addressee", ""))
    if used and sent.get("means") == Means.HOME:
        checkouts.note_use(addressee_id=used.id)
    if placed.status != Order.Status.PLACED or payments_of(order_id=placed.order_id).exists():
        return redirect("market:order", order_id=placed.order_id)
    return begin_to_pay(request, order_id=placed.order_id, provider=sent.get("provider", ""))


def _mended(request: DureRequest, placing: Placing, sent: QueryDict) -> HttpResponse:
    """Show the page anew with what changed, and everything that was filled in; where all is gone, the basket."""
    desk = desk_of(request, sent)
    if desk is None:
        words = _("Nothing was ordered and nothing was paid. No longer to be had: %(names)s")
        messages.warning(request, words % {"names": ", ".join(placing.mended)})
        return redirect("market:basket")
    return _page(request, desk, placing=placing, status=409)


def _page(request: DureRequest, desk: Desk, *, placing: Placing | None = None, status: int = 200) -> HttpResponse:
    funds = open_funds()
    context = {
        "desk": desk,
        "form": desk.form,
        "purse": desk.purse,
        "bill": desk.purse.bill,
        "slip": slip_shown(request, desk),
        "receiver": desk.receiver,
        "placing": placing,
        "addressees": [(each, address_line(each)) for each in addressees(buyer_id=buyer_of(request))],
        "ways": ways_to_pay(buyer_id=buyer_of(request), price=desk.purse.bill.total),
        "funds": {fund.id: fund.shown_name for fund in funds},
        "pledge_offered": desk.offered.bill.pledge,
        "pledged_funds": [fund.shown_name for fund in funds if fund.id in desk.offered.fund_ids],
    }
    return render(request, "market/checkout.html", context, status=status)


def _placed_before(request: DureRequest, sent: QueryDict) -> Order | None:
    """Return the order this very press has placed already."""
    key = client_key_of(sent)
    return order_by_key(buyer_id=buyer_of(request), client_key=key) if key else None
