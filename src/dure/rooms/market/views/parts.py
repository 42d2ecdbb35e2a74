"""What a buyer does with an order, or one seller's part: cancel, confirm, return, report, and write to the seller."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.ids import new_id
from dure.rooms.inbox.queries import conversations
from dure.rooms.market.forms.orders import LinesForm, ReasonForm, ReportForm, ReturnForm
from dure.rooms.market.models import Dispute
from dure.rooms.market.queries import order_pages
from dure.rooms.market.queries.order_pages import OrderPage, PartPage
from dure.rooms.market.rules import ONE_PHOTO_LIMIT, PHOTOS_MAX
from dure.rooms.market.services import disputes, releases, returns, talks
from dure.rooms.market.services import orders as verbs


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def order_cancellation(request: DureRequest, order_id: int) -> HttpResponse:
    """Cancel a whole order, and say what that means before."""
    page = order_pages.order_page(by=request.actor, order_id=order_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        verbs.cancel_order(by=request.actor, order_id=order_id, why=form.cleaned_data["why"])
        messages.success(request, _("The order is cancelled."))
        return redirect("market:order", order_id=order_id)
    return _form(request, "market/order_cancellation.html", form, page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def part_cancellation(request: DureRequest, order_id: int, fulfilment_id: UUID) -> HttpResponse:
    """Take some goods out of an order before they are packed."""
    page, part = order_pages.own_part(by=request.actor, order_id=order_id, fulfilment_id=fulfilment_id)
    form = LinesForm(request.POST or None, lines=part.goods)
    if form.is_valid():
        verbs.cancel_lines(
            by=request.actor, fulfilment_id=fulfilment_id, counts=form.counts(), why=form.cleaned_data["why"]
        )
        messages.success(request, _("Taken out of the order. The money goes back to you."))
        return redirect("market:order", order_id=order_id)
    return _form(request, "market/part_cancellation.html", form, page, part)


@require_POST
def part_arrival(request: DureRequest, order_id: int, fulfilment_id: UUID) -> HttpResponse:
    """Say that everything has arrived; the seller is paid."""
    order_pages.own_part(by=request.actor, order_id=order_id, fulfilment_id=fulfilment_id)
    releases.confirm_received(by=request.actor, fulfilment_id=fulfilment_id)
    messages.success(request, _("Thank you. The seller has been paid."))
    return redirect("market:order", order_id=order_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def part_return(request: DureRequest, order_id: int, fulfilment_id: UUID) -> HttpResponse:
    """Ask to send goods back."""
    page, part = order_pages.own_part(by=request.actor, order_id=order_id, fulfilment_id=fulfilment_id)
    form = ReturnForm(request.POST or None, lines=part.goods)
    if form.is_valid():
        returns.ask_return(
            by=request.actor,
            fulfilment_id=fulfilment_id,
            counts=form.counts(),
            why=form.cleaned_data["why"],
            photos=request.FILES.getlist("photos"),
        )
        messages.success(request, _("The seller has been asked and will answer you."))
        return redirect("market:order", order_id=order_id)
    return _form(request, "market/part_return.html", form, page, part, photos_max=PHOTOS_MAX)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def part_report(request: DureRequest, order_id: int, fulfilment_id: UUID) -> HttpResponse:
    """Report a problem; a photo of a small one decides at once."""
    page, part = order_pages.own_part(by=request.actor, order_id=order_id, fulfilment_id=fulfilment_id)
    assert part.part is not None
    form = ReportForm(request.POST or None, lines=part.goods, is_settled=not part.part.is_open)
    if form.is_valid():
        made = disputes.open_dispute(
            by=request.actor,
            fulfilment_id=fulfilment_id,
            problem=form.cleaned_data["problem"],
            wish=form.cleaned_data["wish"],
            counts=form.counts(),
            text=form.cleaned_data["why"],
            photos=request.FILES.getlist("photos"),
        )
        messages.success(request, _reported(made, is_settled=not part.part.is_open))
        return redirect("market:order", order_id=order_id)
    at_once = ONE_PHOTO_LIMIT.get(page.order.currency, 0) if part.part.is_open else 0
    return _form(request, "market/part_report.html", form, page, part, photos_max=PHOTOS_MAX, at_once=at_once)


@require_POST
def return_withdrawal(request: DureRequest, order_id: int, return_id: UUID) -> HttpResponse:
    """Keep the goods after all."""
    return _withdraw(request, order_id, lambda: returns.withdraw_return(by=request.actor, return_id=return_id))


@require_POST
def report_withdrawal(request: DureRequest, order_id: int, dispute_id: UUID) -> HttpResponse:
    """Take a report back."""
    return _withdraw(request, order_id, lambda: disputes.withdraw_dispute(by=request.actor, dispute_id=dispute_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part_talk(request: DureRequest, order_id: int, fulfilment_id: UUID) -> HttpResponse:
    """Words between the buyer and the seller about one part."""
    page, part = order_pages.own_part(by=request.actor, order_id=order_id, fulfilment_id=fulfilment_id)
    if request.method == "POST":
        talks.open_talk(by=request.actor, fulfilment_id=fulfilment_id)
        return redirect("market:part_talk", order_id=order_id, fulfilment_id=fulfilment_id)
    assert part.part is not None
    talk = conversations.by_reference(reference=part.part.reference, by=request.actor)
    context = {"page": page, "part": part, "talk": talk, "client_key": new_id()}
    return render(request, "market/part_talk.html", context)


def _form(
    request: DureRequest, template: str, form: ReasonForm, page: OrderPage, part: PartPage | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "page": page, "order": page.order, "part": part, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _withdraw(request: DureRequest, order_id: int, verb: Callable[[], object]) -> HttpResponse:
    order_pages.own_order(by=request.actor, order_id=order_id)
    verb()
    messages.success(request, _("Taken back."))
    return redirect("market:order", order_id=order_id)


def _reported(made: Dispute, *, is_settled: bool) -> str:
    """Say what a report did."""
    if is_settled:
        return _("The seller has been told and will answer you.")
    if made.is_decided_at_once:
        return _("Your photo was enough: the money goes back to you.")
    return _("The seller has been told. The money waits until this is settled.")
