"""Coupons: what somebody took, taking one in a show, and giving them away as its host."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.refusals import wants_problem_json
from dure.rooms.catalog.queries.listing import listing
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.market.forms.coupons import CouponForm
from dure.rooms.market.models import TakenCoupon
from dure.rooms.market.queries import coupons as queries
from dure.rooms.market.queries.bookings import terms_of
from dure.rooms.market.services import coupons as verbs
from dure.rooms.market.views.people import buyer_of
from dure.rooms.merchants.queries.merchants import find

OFFERS_MAX = 100


@require_safe
def coupons(request: DureRequest) -> HttpResponse:
    """The coupons somebody took: those that can be used first."""
    found = queries.my_coupons(person_id=buyer_of(request))
    return render(request, "market/coupons.html", {"found": sorted(found, key=lambda each: not each.is_usable)})


@require_http_methods(["GET", "POST"])
def coupon_taking(request: DureRequest, coupon_id: UUID) -> HttpResponse:
    """Take a coupon; whoever comes here by an address, or back from signing in, is led to its show."""
    if request.method == "GET":
        return redirect("stage:show", show_id=queries.coupon_of(coupon_id=coupon_id).show_id)
    taken = verbs.take_coupon(by=request.actor, coupon_id=coupon_id)
    if wants_problem_json(request) or request.headers.get("HX-Request") == "true":
        return JsonResponse(_told(taken))
    messages.success(request, _("The coupon is yours."))
    return redirect(f"{reverse('market:checkout')}?{urlencode({'offer': taken.offer_id})}")


@require_http_methods(["GET", "POST"])
@idempotent
def show_coupons(request: DureRequest, organisation_id: UUID, show_id: UUID) -> HttpResponse:
    """What a show's host gives away, how it is taken and used, and giving another."""
    title = queries.hosted_title(organisation_id=organisation_id, show_id=show_id, by=request.actor)
    form = _form(request, organisation_id)
    if form.is_valid():
        answers = form.cleaned_data
        verbs.offer_coupon(
            by=request.actor, show_id=show_id, offer_id=answers["offer"], off_minor=answers["off"],
            count=answers["count"], until=form.until, per_person=answers["per_person"],
        )  # fmt: skip
        messages.success(request, _("The coupon is on the run-sheet."))
        return redirect("market:show_coupons", organisation_id=organisation_id, show_id=show_id)
    found = queries.coupons_of_show(show_id=show_id)
    context = {"title": title, "show_id": show_id, "organisation_id": organisation_id, "form": form, "found": found}
    return render(request, "market/show_coupons.html", context, status=422 if form.errors else 200)


@require_POST
def coupon_withdrawal(request: DureRequest, organisation_id: UUID, show_id: UUID, coupon_id: UUID) -> HttpResponse:
    """Give no more of a coupon."""
    queries.host_coupon(organisation_id=organisation_id, show_id=show_id, coupon_id=coupon_id)
    verbs.withdraw_coupon(by=request.actor, coupon_id=coupon_id)
    messages.success(request, _("No more of these are given. Those taken can still be used."))
    return redirect("market:show_coupons", organisation_id=organisation_id, show_id=show_id)


def coupons_of_desk(_request: DureRequest, show: Any) -> Mapping[str, object]:
    """Return the way from a show's desk to its coupons."""
    return {"coupons_url": reverse("market:show_coupons", args=[show.organisation_id, show.id])}


def _form(request: DureRequest, organisation_id: UUID) -> CouponForm:
    """Return the form over what the host sells now."""
    merchant = find(organisation_id=organisation_id)
    sold = listing(organisation_id=organisation_id, count=OFFERS_MAX, in_stock=True).offers
    booked = terms_of(offer_ids=[view.offer_id for view in sold])
    return CouponForm(
        request.POST or None,
        offers=[(view.offer_id, _named(view)) for view in sold if view.offer_id not in booked],
        currency=merchant.currency if merchant else "KRW",
    )


def _named(view: OfferView) -> str:
    """Return an offer as one line of a list."""
    language = get_language() or ""
    return f"{view.name} · {view.size.format(language)} {view.package} · {view.price.format(language)}"


def _told(taken: TakenCoupon) -> dict[str, str]:
    """Return what a script needs to go on with: what to order, and where."""
    sheet = reverse("market:stage_sheet", args=[taken.coupon.show_id])
    return {
        "offer": str(taken.offer_id),
        "until": taken.coupon.until.isoformat(),
        "sheet": f"{sheet}?{urlencode({'offer': taken.offer_id})}",
    }
