"""The card sandbox's own pages, as an outside card company would show them."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import CARDS
from dure.rooms.market.forms.paying import CardForm, CodeForm
from dure.rooms.market.models import SandboxCharge
from dure.rooms.market.queries import card_sandbox as queries
from dure.rooms.market.services import card_sandbox

Status = SandboxCharge.Status


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_page(request: HttpRequest, charge_id: UUID) -> HttpResponse:
    """Pay with a test card."""
    _demand_sandbox()
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _next(card_sandbox.pay_by_card(charge_id=charge_id, number=form.cleaned_data["number"]))
    charge = queries.charge(charge_id=charge_id)
    if charge.status == Status.CHALLENGED:
        return redirect("market:sandbox_challenge", charge_id)
    return render(request, "market/card_sandbox.html", {"charge": charge, "form": form, "cards": CARDS})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_page(request: HttpRequest, charge_id: UUID) -> HttpResponse:
    """Type the code the bank sent."""
    _demand_sandbox()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _next(card_sandbox.answer_challenge(charge_id=charge_id, code=form.cleaned_data["code"]))
    charge = queries.charge(charge_id=charge_id)
    if charge.status != Status.CHALLENGED:
        return redirect("market:sandbox_card", charge_id)
    return render(request, "market/card_sandbox_challenge.html", {"charge": charge, "form": form})


@require_POST
def cancellation(request: HttpRequest, charge_id: UUID) -> HttpResponse:  # noqa: ARG001  Django's first argument
    """Call the payment off and go back to the shop."""
    _demand_sandbox()
    charge = queries.charge(charge_id=charge_id)
    card_sandbox.cancel_charge(shop_reference=charge.shop_reference)
    return redirect(charge.return_url)


def _demand_sandbox() -> None:
    """Refuse where no card company is played."""
    if not settings.CARD_SANDBOX:
        raise errors.SandboxPageNotFound


def _next(charge: SandboxCharge) -> HttpResponse:
    """Lead on: to the code while it is asked for, back to the shop when it is decided."""
    if charge.status == Status.CHALLENGED:
        return redirect("market:sandbox_challenge", charge.id)
    return redirect(charge.return_url)
