"""The seller's page: what I pledge of my sales, and what it would have cost last month."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import clock
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, read_id
from dure.rooms.giving.forms import PledgeForm
from dure.rooms.giving.pledging import Scope
from dure.rooms.giving.queries import funds, prospects
from dure.rooms.giving.queries import pledges as queries
from dure.rooms.giving.services import pledges
from dure.rooms.merchants.queries.merchants import summaries
from dure.rooms.people.queries import organisations


@require_safe
def seller(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What I pledge, and how I can pledge in two taps."""
    return _page(request, organisation_id, PledgeForm())


def _page(request: DureRequest, organisation_id: UUID, form: PledgeForm, status: int = 200) -> HttpResponse:
    known = summaries(organisation_ids=[organisation_id]).get(organisation_id)
    prospect = prospects.prospect(organisation_id=organisation_id, currency=known.currency if known else "KRW")
    now = clock.now()
    rules = queries.rules_of(organisation_id=organisation_id, at=now)
    context = {
        "organisation": organisations.organisation(organisation_id=organisation_id),
        "rules": [(rule, rule.starts_at > now) for rule in rules],
        "gives_of_everything": any(rule.scope == Scope.SHOP for rule in rules),
        "prospect": prospect,
        "funds": funds.open_funds(),
        "campaigns": funds.campaigns_at(moment=now),
        "form": form,
    }
    return render(request, "giving/seller.html", context, status=status)


@require_POST
def pledging(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Pledge."""
    form = PledgeForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation_id, form, status=BadInput.status)
    kind, _colon, target = form.cleaned_data["target"].partition(":")
    target_id = read_id(target)
    pledges.set_pledge(
        by=request.actor,
        organisation_id=organisation_id,
        fund_id=target_id if kind == "fund" else None,
        campaign_id=target_id if kind == "campaign" else None,
        fixed=form.fixed,
        percent_bp=form.percent_bp,
        product_id=form.cleaned_data["product_id"],
        ends_at=form.ends_at,
    )
    messages.success(request, _("Pledged. Buyers see it beside your goods."))
    return redirect("giving:seller", organisation_id=organisation_id)


@require_POST
def pledge_ending(request: DureRequest, organisation_id: UUID, rule_id: UUID) -> HttpResponse:
    """End a pledge."""
    pledges.end_pledge(by=request.actor, organisation_id=organisation_id, rule_id=rule_id)
    messages.success(request, _("The pledge has ended. What was ordered before keeps it."))
    return redirect("giving:seller", organisation_id=organisation_id)
