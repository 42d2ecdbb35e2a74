"""Setting up for selling: three screens, kept one by one, so that whoever was cut off goes on where they were."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import NotFound
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.merchants.forms.onboarding import AccountForm, ForSomebodyForm, PlaceForm, WhoForm
from dure.rooms.merchants.models import Merchant, Status
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.queries.own import own_shops
from dure.rooms.merchants.services import accounts, merchants
from dure.rooms.people.queries import memberships


@require_safe
def start(request: DureRequest) -> HttpResponse:
    """What selling here means, and the ways in: begin, go on, open."""
    return render(request, "merchants/start.html", {"shops": own_shops(person_id=request.actor.person_id)})


@require_http_methods(["GET", "POST"])
@idempotent
def new(request: DureRequest) -> HttpResponse:
    """First screen: what it is called and what it is."""
    form = WhoForm(request.POST or None)
    if form.is_valid():
        made = merchants.begin_new(by=request.actor, **form.cleaned_data)
        return redirect("merchants:place", organisation_id=made.pk)
    shops = [shop for shop in own_shops(person_id=request.actor.person_id) if shop.merchant is None]
    return render(request, "merchants/new.html", {"form": form, "shops": shops}, status=_status(form))


@require_http_methods(["GET", "POST"])
@idempotent
def for_somebody(request: DureRequest) -> HttpResponse:
    """First screen for somebody who cannot do it alone."""
    if request.actor.person_id is None:
        raise NotFound
    standings = memberships.standings(person_id=request.actor.person_id)
    helpers = [(str(each.organisation_id), each.organisation_name) for each in standings if not each.is_closed]
    form = ForSomebodyForm(request.POST or None, helpers=helpers)
    if form.is_valid():
        made = merchants.begin_for_another(
            by=request.actor,
            helper_organisation_id=UUID(form.cleaned_data["helper"]),
            kind=form.cleaned_data["kind"],
            name=form.cleaned_data["name"],
            owner_phone=form.cleaned_data["owner_phone"],
            landing=_landing(request),
        )
        messages.success(request, _("We sent the owner a link. You can go on in the meantime."))
        return redirect("merchants:place", organisation_id=made.pk)
    return render(request, "merchants/for_somebody.html", {"form": form, "helpers": helpers}, status=_status(form))


@require_POST
def beginning(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Begin with an organisation that exists, or go on with it."""
    made = merchants.begin(by=request.actor, organisation_id=organisation_id)
    return redirect(next_step(made))


@require_http_methods(["GET", "POST"])
def place(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Second screen: where it is."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    if merchant.status != Status.STARTED:
        return redirect("merchants:desk", organisation_id=organisation_id)
    form = PlaceForm(request.POST or None, initial=_place_facts(merchant))
    if form.is_valid():
        merchants.place(by=request.actor, organisation_id=organisation_id, address=form.address)
        return redirect("merchants:account", organisation_id=organisation_id)
    context = {"form": form, "merchant": merchant}
    return render(request, "merchants/place.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def account(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Third screen: where the money goes; later the same page changes it."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    is_setting_up = merchant.status == Status.STARTED
    if is_setting_up and merchant.address_id is None:
        return redirect("merchants:place", organisation_id=organisation_id)
    form = AccountForm(request.POST or None, country=merchant.country)
    if form.is_valid():
        accounts.enter_account(by=request.actor, organisation_id=organisation_id, **form.cleaned_data)
        if is_setting_up:
            merchants.apply(by=request.actor, organisation_id=organisation_id)
        messages.success(request, _("Saved."))
        return redirect("merchants:desk", organisation_id=organisation_id)
    context = {
        "form": form,
        "merchant": merchant,
        "is_setting_up": is_setting_up,
        "account": queries.payout_account(organisation_id=organisation_id),
    }
    return render(request, "merchants/account.html", context, status=_status(form))


@require_POST
def account_confirmation(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Say as the owner that the money goes to the right place."""
    accounts.confirm_account(by=request.actor, organisation_id=organisation_id)
    messages.success(request, _("Thank you. Payouts go there from now on."))
    return redirect("merchants:desk", organisation_id=organisation_id)


def next_step(merchant: Merchant) -> str:
    """Return the address where setting up goes on; the selling page when nothing is left to do."""
    if merchant.status != Status.STARTED:
        return reverse("merchants:desk", args=[merchant.pk])
    return reverse("merchants:place" if merchant.address_id is None else "merchants:account", args=[merchant.pk])


def _landing(request: DureRequest) -> str:
    """Return the whole address before an invitation's key."""
    return request.build_absolute_uri(reverse("people:invitation", kwargs={"key": "~"})).removesuffix("~/")


def _place_facts(merchant: Merchant) -> dict[str, object]:
    known = merchant.address
    if known is None:
        return {"region": merchant.organisation.region or ["KR"]}
    return {"region": known.region, "street": known.street, "detail": known.detail, "postcode": known.postcode}


def _status(form: WhoForm | PlaceForm | AccountForm) -> int:
    return 422 if form.errors else 200
