"""The checkout: one page, and one press that orders exactly what it shows.

It is the basket's, or, where the address or the form names an offer, that of this alone: "order now".
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.http import DureRequest, read_id
from dure.rooms.market.agreements import Placing
from dure.rooms.market.drafts import Means
from dure.rooms.market.forms.baskets import LineForm
from dure.rooms.market.forms.checkouts import NEW
from dure.rooms.market.models import Order
from dure.rooms.market.providers.ways import ways_with
from dure.rooms.market.queries.addressees import address_line
from dure.rooms.market.queries.checkouts import Read
from dure.rooms.market.queries.reading import KNOWN, KnownRow
from dure.rooms.market.services import baskets, checkouts
from dure.rooms.market.views import rows
from dure.rooms.market.views.beginning import begin_to_pay
from dure.rooms.market.views.desks import (
    Desk,
    agreement_of,
    choices_of,
    client_key_of,
    desk_over,
    fresh_key,
    read_desk,
    receiver_of,
    what_is_gone,
)
from dure.rooms.market.views.slips import slip_shown


@require_http_methods(["GET", "POST"])
def checkout(request: DureRequest) -> HttpResponse:
    """Show what is ordered, where it goes and what it costs; order it when the button is pressed."""
    if request.method == "POST" and "order" in request.POST:
        return order_as_sent(request, request.POST)
    sent = request.POST if request.method == "POST" else None
    read = read_desk(request, request.GET if sent is None else sent)
    desk = desk_over(read, request, sent)
    if desk is None:
        return _nothing_to_order(request, read)
    if sent is not None:
        _remember(request, desk)
    return _page(request, desk)


@require_POST
def order_now(request: DureRequest) -> HttpResponse:
    """Lead from a product to the checkout of just so many of it; whoever has not signed in does so on the way."""
    form = LineForm(request.POST)
    if not form.is_valid():
        return redirect("market:basket")
    wanted = {"offer": form.cleaned_data["offer_id"], "quantity": form.cleaned_data["quantity"] or 1}
    return redirect(f"{reverse('market:checkout')}?{urlencode(wanted)}")


def order_as_sent(request: DureRequest, sent: QueryDict) -> HttpResponse:
    """Order what a page showed, unless the same press has done so before, here or over the gate."""
    if "placed" in sent and (known := take_over(request, sent)):
        return _lead_on(request, known, sent)
    read = read_desk(request, sent)
    if read.told.first(KNOWN) and (known := take_over(request, sent)):
        return _lead_on(request, known, sent)
    desk = desk_over(read, request, sent)
    if desk is None:
        return _nothing_to_order(request, read, status=409)
    if not desk.is_complete:
        return _page(request, desk, status=422)
    return _order(request, desk, sent)


def _order(request: DureRequest, desk: Desk, sent: QueryDict) -> HttpResponse:
    """Order, or stand in the row while there is one; anything that changed brings the page back, mended."""
    receiver = receiver_of(request, desk)
    agreement = agreement_of(desk, receiver, sent)
    if rows.must_wait(request, agreement=agreement, desk=desk, sent=sent):
        _remember(request, desk)
        return redirect("market:queue")
    used = receiver.id if receiver and not desk.form.is_new_addressee else None
    placing = checkouts.place_read(by=request.actor, agreement=agreement, read=desk.read, addressee_id=used)
    if placing.was_known and (known := take_over(request, sent)):
        return _lead_on(request, known, sent)
    rows.leave(request)
    if placing.order_id is None:
        _remember(request, desk)
        return _mended(request, placing, sent)
    return begin_to_pay(request, order_id=placing.order_id, provider=desk.form.cleaned_data["provider"])


def _lead_on(request: DureRequest, known: KnownRow, sent: QueryDict) -> HttpResponse:
    """Lead on from an order that stands: to its payment, or, where one was begun already, to the order."""
    if known.status != Order.Status.PLACED or known.is_begun:
        return redirect("market:order", order_id=known.order_id)
    return begin_to_pay(request, order_id=known.order_id, provider=sent.get("provider", ""))


def take_over(request: DureRequest, sent: QueryDict) -> KnownRow | None:
    """Return the order this very press has placed already, over the gate or here; None where it has placed none.

    What a page does with its own orders is done with it: once, though it may be asked twice.
    """
    key, used = client_key_of(sent), sent.get("addressee", "")
    is_from_book = sent.get("means") == Means.HOME and used not in {"", NEW}
    used_id = read_id(used) if is_from_book else None
    known = checkouts.take_over(by=request.actor, client_key=key, addressee_id=used_id) if key else None
    if known:
        rows.leave(request)
    return known


def _mended(request: DureRequest, placing: Placing, sent: QueryDict) -> HttpResponse:
    """Show the page anew with what changed, and everything that was filled in; where all is gone, the basket."""
    read = read_desk(request, sent)
    desk = desk_over(read, request, sent)
    if desk is None and read.basket:
        words = _("Nothing was ordered and nothing was paid. No longer to be had: %(names)s")
        messages.warning(request, words % {"names": ", ".join(placing.mended)})
    if desk is None:
        return _nothing_to_order(request, read, status=409)
    return _page(request, desk, placing=placing, status=409)


def _nothing_to_order(request: DureRequest, read: Read, *, status: int = 200) -> HttpResponse:
    """Lead to the basket, which says what is the matter; where something was wanted at once, say it here."""
    if read.baskets or not read.lines:
        return redirect("market:basket")
    line = read.lines[0]
    context = {"line": line, "offer": what_is_gone(read), "is_shut": line.change is None or not line.is_gone}
    return render(request, "market/not_to_be_had.html", context, status=status)


def _remember(request: DureRequest, desk: Desk) -> None:
    """Keep what was filled in with the basket; what is ordered at once leaves the basket as it is."""
    if desk.now is None:
        baskets.remember_choices(by=request.actor, basket_id=None, choices=choices_of(desk.form))


def _page(request: DureRequest, desk: Desk, *, placing: Placing | None = None, status: int = 200) -> HttpResponse:
    bill, funds = desk.purse.bill, desk.funds
    context = {
        "desk": desk,
        "form": desk.form,
        "purse": desk.purse,
        "bill": bill,
        "key": fresh_key(desk),
        "slip": slip_shown(request, desk),
        "receiver": desk.receiver,
        "placing": placing,
        "addressees": [(each, address_line(each)) for each in desk.addressees],
        "ways": ways_with(price=bill.total, available=desk.available),
        "funds": funds,
        "pledge_offered": desk.offered.bill.pledge,
        "pledged_funds": [name for fund_id, name in funds.items() if fund_id in desk.offered.fund_ids],
    }
    return render(request, "market/checkout.html", context, status=status)
