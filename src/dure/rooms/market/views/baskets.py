"""The basket: what is in it, putting in, changing, taking out, and accepting what changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.basket_keys import COOKIE, KEPT_S, read_key, write_key
from dure.rooms.market.forms.baskets import LineForm
from dure.rooms.market.queries import baskets as queries
from dure.rooms.market.queries import checkouts
from dure.rooms.market.services import baskets
from dure.rooms.market.services.baskets import Put


@require_safe
def basket(request: DureRequest) -> HttpResponse:
    """What is in the basket, by seller and by currency, and what changed since it was seen."""
    buyer_id, basket_id = request.actor.person_id, basket_id_of(request)
    read = checkouts.read_own(buyer_id=buyer_id, basket_id=basket_id)
    if read.is_split:
        baskets.join_baskets(by=request.actor, basket_id=basket_id)
        read = checkouts.read_own(buyer_id=buyer_id, basket_id=None)
    context = {
        "shown": read.shown(),
        "removed": _removed(request),
    }
    return render(request, "market/basket.html", context)


@require_POST
@idempotent
def basket_line(request: DureRequest) -> HttpResponse:
    """Put so many of an offer in, beside those in it; or with `exactly` have just so many."""
    form = _line_form(request)
    change = baskets.change_quantity if form.cleaned_data["exactly"] else baskets.put_in
    put = change(by=request.actor, basket_id=basket_id_of(request), **form.facts())
    _tell(request, put)
    return _with_key(redirect(_next(request)), request, put.basket_id)


@require_POST
def basket_line_removal(request: DureRequest) -> HttpResponse:
    """Take an offer out; the basket's page offers to put it back."""
    form = _line_form(request)
    offer_id = form.cleaned_data["offer_id"]
    count = baskets.take_out(by=request.actor, basket_id=basket_id_of(request), offer_id=offer_id)
    back = f"?{urlencode({'removed': offer_id, 'count': count})}" if count else ""
    return redirect(reverse("market:basket") + back)


@require_POST
def basket_acceptance(request: DureRequest) -> HttpResponse:
    """Accept what changed, of one line or of all, in one touch."""
    offer_ids = [int(each) for each in request.POST.getlist("offer_id") if each.isascii() and each.isdecimal()]
    baskets.accept_changes(by=request.actor, basket_id=basket_id_of(request), offer_ids=offer_ids)
    return redirect(_next(request))


def basket_id_of(request: DureRequest) -> UUID | None:
    """Return the basket this browser's cookie names; a cookie that was tampered with names none."""
    return read_key(request.COOKIES.get(COOKIE, ""))


def _line_form(request: DureRequest) -> LineForm:
    form = LineForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields={name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form


def _tell(request: DureRequest, put: Put) -> None:
    """Say what went in, and honestly when it was less than wanted."""
    facts = {"name": put.name, "quantity": put.quantity}
    if put.is_short:
        messages.warning(request, _("%(name)s: there are not that many. %(quantity)s are in your basket.") % facts)
    elif request.POST.get("exactly"):
        messages.success(request, _("%(name)s: now %(quantity)s.") % facts)
    else:
        messages.success(request, _("%(name)s is in your basket.") % facts)


def _with_key(response: HttpResponse, request: DureRequest, basket_id: UUID) -> HttpResponse:
    """Let a stranger's browser remember its basket; a signed-in person's is found by the person."""
    if not request.actor.is_signed_in:
        response.set_cookie(
            COOKIE, write_key(basket_id), max_age=KEPT_S, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


def _next(request: DureRequest) -> str:
    """Return where the form asked to go on: an address of our own, else the basket."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else reverse("market:basket")


def _removed(request: DureRequest) -> dict[str, object] | None:
    """Return what was taken out a moment ago, so that it can be put back; None where nothing was."""
    form = LineForm({"offer_id": request.GET.get("removed", ""), "quantity": request.GET.get("count", "")})
    if not form.is_valid():
        return None
    found = queries.offers_by_id(offer_ids=[form.cleaned_data["offer_id"]])
    return {"offer": next(iter(found.values())), **form.facts()} if found else None
