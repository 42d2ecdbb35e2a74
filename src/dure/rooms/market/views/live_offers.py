"""What a show sells, for those who keep its desk: the run-sheet's offers, what is on the screen, flash prices."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dure.kernel import clock
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.live_offers import FlashForm, chosen_offers
from dure.rooms.market.queries import live_offers as queries
from dure.rooms.market.queries.live_numbers import live_numbers
from dure.rooms.market.services import flash_prices, live_offers
from dure.rooms.stage.queries.shows import show_of
from dure.rooms.stage.queries.standings import demand_keeper


class Show(Protocol):
    """The show a desk is about."""

    id: UUID
    organisation_id: UUID
    is_over: bool
    is_live: bool


def goods_of_desk(_request: DureRequest, show: Show) -> dict[str, object] | None:
    """Return what the desk of a show shows of its goods; the desk has let nobody else in."""
    lines = queries.on_stage(show_id=show.id)
    if show.is_over and not lines:
        return None
    running = {line.flash.of_offer_id for line in lines if line.flash and not line.flash.is_over}
    lower = [line for line in lines if show.is_live and _may_be_lower(line) and line.offer_id not in running]
    return {
        "goods": [(line, _form(line) if line in lower else None) for line in lines],
        "choices": [] if show.is_over else _choices(show),
        "numbers": live_numbers(show_id=show.id),
        "moment": clock.now(),
    }


@require_POST
@idempotent
def show_offers(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Put offers on the run-sheet, take one off, or put one on the screen."""
    numbers = chosen_offers(request.POST)
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    steps: dict[str, Callable[[], object]] = {"add": partial(live_offers.put_on_sheet, **here, offer_ids=numbers)}
    if len(numbers) == 1:
        steps["show"] = partial(live_offers.pin_offer, **here, offer_id=numbers[0])
        steps["remove"] = partial(live_offers.take_off_sheet, **here, offer_id=numbers[0])
    step = request.POST.get("as", "")
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    steps[step]()
    if step == "add":
        put = ngettext("%(count)s offer is on the run-sheet.", "%(count)s offers are on the run-sheet.", len(numbers))
        messages.success(request, put % {"count": len(numbers)})
    return _back(show_id)


@require_POST
@idempotent
def show_flash(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Start a flash price."""
    found = show_of(show_id=show_id, by=request.actor)
    demand_keeper(show=found, by=request.actor)
    form = FlashForm(request.POST, currency=live_numbers(show_id=show_id).taken.currency)
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in errors] for name, errors in form.errors.items()})
    flash_prices.start_flash(by=request.actor, show_id=show_id, **form.wish())
    messages.success(request, _("The flash price is on the screen."))
    return _back(show_id)


@require_POST
def flash_price(request: DureRequest, flash_id: UUID) -> HttpResponse:
    """End a flash price, or undo it in its first minute."""
    if request.POST.get("as") == "undo":
        flash = flash_prices.undo_flash(by=request.actor, flash_id=flash_id)
        messages.success(request, _("The flash price is undone; everything is as before."))
    else:
        flash = flash_prices.end_flash(by=request.actor, flash_id=flash_id)
        back = ngettext("%(count)s is back on its shelf.", "%(count)s are back on their shelf.", flash.given_back)
        messages.success(request, _("The flash price has ended.") + " " + back % {"count": flash.given_back})
    return _back(flash.show_id)


def _choices(show: Show) -> list[Any]:
    return queries.offers_to_choose(organisation_id=show.organisation_id, show_id=show.id)


def _may_be_lower(line: queries.OnStage) -> bool:
    """Whether an offer could have a flash price."""
    return line.kind == "sale" and line.is_open and not line.is_sold_out


def _form(line: queries.OnStage) -> FlashForm:
    """Return the form for a flash price of one line; its fields bear names of their own on a page of many."""
    return FlashForm(
        currency=line.price.currency, initial={"offer": line.offer_id}, auto_id=f"flash-{line.offer_id}-%s"
    )


def _back(show_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('stage:show_desk', args=[show_id])}#goods")
