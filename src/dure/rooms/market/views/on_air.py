"""Selling from the host's telephone: what the stage's page on the phone shows of a show's goods, and its buttons."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dure.kernel import clock
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, read_id
from dure.rooms.catalog.queries.offers import OfferView, offers
from dure.rooms.market.errors.live_offers import OfferNotOfHost
from dure.rooms.market.forms.on_air import MINUTES, FlashForm, GiftForm, PriceForm
from dure.rooms.market.queries import on_air as queries
from dure.rooms.market.services import coupons, flash_prices, live_offers
from dure.rooms.stage.queries import shows
from dure.rooms.stage.queries.standings import demand_keeper

COUPON_LASTS: Final = timedelta(days=1)
DIGITS_MAX: Final = 18
SELLING: Final = "selling"
"""The kind of show that sells."""


def counter_shown(request: DureRequest, show: Any) -> Mapping[str, object] | None:
    """Return what the sheet "sell" of the host's page needs; None for a show that sells nothing."""
    del request
    if show.kind != SELLING:
        return None
    counter = queries.counter(show_id=show.id, organisation_id=show.organisation_id)
    return {"counter": counter, "minutes": MINUTES}


def numbers_shown(request: DureRequest, show: Any) -> Mapping[str, object] | None:
    """Return how a show sells so far, for hosts and helpers; None where nothing is sold."""
    del request
    found = queries.numbers_of(show_id=show.id)
    return {"numbers": found} if found else None


@require_http_methods(["GET", "HEAD", "POST"])
def on_air(request: DureRequest, show_id: UUID) -> HttpResponse:
    """What can be sold in a show now; a press shows, lowers, ends or gives coupons for one of its goods."""
    found = shows.show_of(show_id=show_id, by=request.actor)
    demand_keeper(show=found, by=request.actor)
    if request.method == "POST":
        _take(request, show_id)
    return render(request, "market/_on_air_goods.html", {"show": found, **(counter_shown(request, found) or {})})


def _take(request: DureRequest, show_id: UUID) -> None:
    """Take the step that a form names."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    steps: Mapping[str, Callable[[], object]] = {
        "pin": lambda: live_offers.pin_offer(**here, offer_id=_number(request)),
        "add": lambda: live_offers.put_on_sheet(**here, offer_ids=[_number(request)]),
        "remove": lambda: live_offers.take_off_sheet(**here, offer_id=_number(request)),
        "flash": partial(_flash, request, here),
        "coupon": partial(_coupon, request, here),
        "end": lambda: flash_prices.end_flash(by=request.actor, flash_id=read_id(request.POST.get("flash", ""))),
        "undo": lambda: flash_prices.undo_flash(by=request.actor, flash_id=read_id(request.POST.get("flash", ""))),
    }
    step = request.POST.get("as", "")
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    steps[step]()


def _flash(request: DureRequest, here: Mapping[str, Any]) -> object:
    view = _offer(request)
    form = _valid(FlashForm(request.POST, currency=view.price.currency))
    said = {name: form.cleaned_data[name] for name in ("count", "minutes")}
    return flash_prices.start_flash(**here, offer_id=view.offer_id, price=form.amount, **said)


def _coupon(request: DureRequest, here: Mapping[str, Any]) -> object:
    view = _offer(request)
    form = _valid(GiftForm(request.POST, currency=view.price.currency))
    return coupons.offer_coupon(
        **here,
        offer_id=view.offer_id,
        off_minor=view.price.minor - form.amount.minor,
        count=form.cleaned_data["count"],
        until=clock.now() + COUPON_LASTS,
    )


def _offer(request: DureRequest) -> OfferView:
    number = _number(request)
    found = offers(offer_ids=[number]).get(number)
    if found is None:
        raise OfferNotOfHost
    return found


def _valid(form: PriceForm) -> PriceForm:
    """Return a form that was filled in soundly; BadInput with a sentence per field otherwise."""
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in errors] for name, errors in form.errors.items()})
    return form


def _number(request: DureRequest) -> int:
    """Return the number of the offer that a form names."""
    text = request.POST.get("offer", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX):
        raise BadInput(fields={"offer": [text[:DIGITS_MAX]]})
    return int(text)
