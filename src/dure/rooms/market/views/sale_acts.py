"""What a seller does about an order: take something out, pay back, send again, answer a return or a problem."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.forms.selling import (
    RefundForm,
    ReportAnswerForm,
    ReturnAnswerForm,
    ReturnArrivalForm,
    SellerLinesForm,
)
from dure.rooms.market.models import Dispute, Return
from dure.rooms.market.queries import sales as queries
from dure.rooms.market.services import disputes, giving_back, replacements, returns
from dure.rooms.market.services import orders as verbs


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def sale_cancellation(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> HttpResponse:
    """Take goods out of an order that cannot be sent, and say why; their price goes back."""
    page = queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    form = SellerLinesForm(request.POST or None, lines=page.sale.goods)
    if form.is_valid():
        verbs.cancel_lines(by=request.actor, fulfilment_id=sale_id, counts=form.counts(), why=form.cleaned_data["why"])
        return _done(
            request, organisation_id, sale_id, _("Taken out. The buyer has been told and gets the money back.")
        )
    return _form(
        request, form, organisation_id, sale_id, heading=_("Take something out"), act=_("Take it out"), tone="danger",
        lead=_("For what you cannot send. The price goes back the way it came."),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def sale_refund(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> HttpResponse:
    """Give some of the money back."""
    page = queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    form = RefundForm(request.POST or None, currency=page.sale.part.currency)
    if form.is_valid():
        giving_back.refund(
            by=request.actor, fulfilment_id=sale_id, amount=form.cleaned_data["amount"], why=form.cleaned_data["why"]
        )
        return _done(request, organisation_id, sale_id, _("The money goes back to the buyer."))
    lead = _("For example because something was smaller than promised. The rest stays yours.")
    if not page.sale.part.is_open:
        lead = _("You were paid already: it comes out of what you have earned since, or of what you earn next. "
                 "We give our commission of it back too.")  # fmt: skip
    return _form(
        request, form, organisation_id, sale_id, heading=_("Give money back"), act=_("Give it back"), lead=lead
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def sale_replacement(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> HttpResponse:
    """Send goods again, for nothing."""
    page = queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    form = SellerLinesForm(request.POST or None, lines=page.sale.goods)
    if form.is_valid():
        made = replacements.send_replacement(
            by=request.actor, fulfilment_id=sale_id, counts=form.counts(), why=form.cleaned_data["why"]
        )
        return _done(request, organisation_id, made.id, _("The replacement waits to be packed."))
    return _form(
        request, form, organisation_id, sale_id, heading=_("Send a replacement"), act=_("Send it again"),
        lead=_("The buyer pays nothing for it."),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def return_answer(request: DureRequest, organisation_id: UUID, return_id: UUID) -> HttpResponse:
    """Say whether goods may come back."""
    asked = queries.own_return(organisation_id=organisation_id, return_id=return_id)
    form = ReturnAnswerForm(request.POST or None)
    if form.is_valid():
        is_accepted = form.cleaned_data["answer"] == "accept"
        returns.answer_return(
            by=request.actor, return_id=return_id, is_accepted=is_accepted, words=form.cleaned_data["words"]
        )
        return _done(request, organisation_id, asked.fulfilment_id, _("The buyer has your answer."))
    return _form(
        request, form, organisation_id, asked.fulfilment_id, heading=_("A buyer wants to send something back"),
        act=_("Answer"), asked=asked, goods=_goods(asked),
    )  # fmt: skip


@require_POST
@idempotent
def return_arrival(request: DureRequest, organisation_id: UUID, return_id: UUID) -> HttpResponse:
    """Say that returned goods have arrived; their price goes back to the buyer."""
    asked = queries.own_return(organisation_id=organisation_id, return_id=return_id)
    form = ReturnArrivalForm(request.POST)
    if form.is_valid():
        is_fit = form.cleaned_data["fitness"] == "fit"
        returns.receive_return(by=request.actor, return_id=return_id, is_fit_for_sale=is_fit)
        return _done(request, organisation_id, asked.fulfilment_id, _("Thank you. The money goes back to the buyer."))
    return _form(
        request, form, organisation_id, asked.fulfilment_id, heading=_("The goods are back"), act=_("They are back"),
        asked=asked, goods=_goods(asked),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@idempotent
def report_answer(request: DureRequest, organisation_id: UUID, dispute_id: UUID) -> HttpResponse:
    """Answer a reported problem: money back, a replacement, or let the staff decide."""
    reported = queries.own_dispute(organisation_id=organisation_id, dispute_id=dispute_id)
    part = reported.fulfilment
    form = ReportAnswerForm(request.POST or None, currency=part.currency, is_settled=not part.is_open)
    if form.is_valid():
        said = form.cleaned_data
        disputes.answer_dispute(
            by=request.actor, dispute_id=dispute_id, outcome=said["outcome"], words=said["words"], amount=said["amount"]
        )
        return _done(request, organisation_id, reported.fulfilment_id, _("The buyer has your answer."))
    return _form(
        request, form, organisation_id, reported.fulfilment_id, heading=_("A buyer reports a problem"),
        act=_("Answer"), reported=reported, goods=_goods(reported),
    )  # fmt: skip


def _goods(question: Return | Dispute) -> list[tuple[str, int]]:
    """Return what a return or a report is about: names and counts."""
    part = question.fulfilment
    sale = queries.sale_page(organisation_id=part.seller_id, fulfilment_id=part.id).sale
    counts = {int(number): count for number, count in question.lines.items()}
    return [(line.about.get("name", ""), counts[line.line_no]) for line in sale.goods if line.line_no in counts]


def _done(request: DureRequest, organisation_id: UUID, sale_id: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("market:sale", organisation_id=organisation_id, sale_id=sale_id)


def _form(
    request: DureRequest,
    form: forms.Form,
    organisation_id: UUID,
    sale_id: UUID,
    *,
    heading: str | Promise,
    act: str | Promise,
    lead: str | Promise = "",
    tone: str = "go",
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form, "organisation_id": organisation_id, "sale_id": sale_id, "heading": heading, "act": act,
        "lead": lead, "tone": tone, **more,
    }  # fmt: skip
    return render(request, "market/sale_form.html", context, status=422 if form.errors else 200)
