"""The charity's desk: being verified, its funds, campaigns, and money paid out with evidence."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.rooms.giving.errors import FundNotFound
from dure.rooms.giving.forms import CampaignForm, DisbursementForm, FundForm
from dure.rooms.giving.models import Fund
from dure.rooms.giving.queries import funds as queries
from dure.rooms.giving.services import campaigns, disbursements, funds
from dure.rooms.people.queries import organisations
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role, is_above
from dure.rooms.trust.queries import verifications
from dure.rooms.trust.services.verifications import ask

STEPS = {"pause": funds.pause_fund, "resume": funds.resume_fund, "close": funds.close_fund}


@require_safe
def desk(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """My charity's funds, and whether we are verified."""
    return _desk(request, organisation_id, FundForm())


def _desk(request: DureRequest, organisation_id: UUID, form: FundForm, status: int = 200) -> HttpResponse:
    own = queries.funds_of(organisation_id=organisation_id)
    held = queries.balances_of(fund_ids=[each.id for each in own])
    subject = funds.subject_of(organisation_id=organisation_id)
    context = {
        "organisation": organisations.organisation(organisation_id=organisation_id),
        "rows": [(each, held.get(each.id, [])) for each in own],
        "is_verified": verifications.is_verified(subject=subject),
        "verification": verifications.by_subject(subject=subject),
        "form": form,
        **_may(request, organisation_id),
    }
    return render(request, "giving/desk.html", context, status=status)


@require_POST
def verification(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Ask staff to verify my charity."""
    ask(by=request.actor, subject=funds.subject_of(organisation_id=organisation_id), organisation_id=organisation_id)
    messages.success(request, _("We will look at your charity and tell you."))
    return redirect("giving:desk", organisation_id=organisation_id)


@require_POST
def fund_opening(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Open a fund."""
    form = FundForm(request.POST)
    if not form.is_valid():
        return _desk(request, organisation_id, form, status=BadInput.status)
    fund = funds.open_fund(by=request.actor, organisation_id=organisation_id, words=form.cleaned_data)
    messages.success(request, _("The fund is open."))
    return redirect("giving:fund_desk", organisation_id=organisation_id, fund_id=fund.id)


@require_safe
def fund_desk(request: DureRequest, organisation_id: UUID, fund_id: UUID) -> HttpResponse:
    """One of my charity's funds: what is in it, paying out, campaigns."""
    return _fund_desk(request, organisation_id, fund_id)


def _fund_desk(
    request: DureRequest, organisation_id: UUID, fund_id: UUID, status: int = 200, **forms: object
) -> HttpResponse:
    fund = _own(organisation_id, fund_id)
    context = {
        "fund": fund,
        "balances": queries.balances_of(fund_ids=[fund_id]).get(fund_id, []),
        "fund_form": FundForm(initial={"name": fund.name, "purpose": fund.purpose}),
        "payment_form": DisbursementForm(initial={"client_key": new_id()}),
        "campaign_form": CampaignForm(),
        "campaigns": queries.campaigns_of(fund_id=fund_id),
        **_may(request, organisation_id),
        **forms,
    }
    return render(request, "giving/fund_desk.html", context, status=status)


@require_POST
def fund_change(request: DureRequest, organisation_id: UUID, fund_id: UUID) -> HttpResponse:
    """Change what a fund is called and what it is for."""
    fund = _own(organisation_id, fund_id)
    form = FundForm(request.POST)
    if not form.is_valid():
        return _fund_desk(request, organisation_id, fund_id, status=BadInput.status, fund_form=form)
    translated = {name: getattr(fund, name) for name in funds.WORDS}
    funds.change_fund(by=request.actor, fund_id=fund_id, words=translated | form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("giving:fund_desk", organisation_id=organisation_id, fund_id=fund_id)


@require_POST
def fund_status(request: DureRequest, organisation_id: UUID, fund_id: UUID) -> HttpResponse:
    """Pause a fund, open it again, or close it for good."""
    _own(organisation_id, fund_id)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise BadInput
    step(by=request.actor, fund_id=fund_id)
    messages.success(request, _("Kept."))
    return redirect("giving:fund_desk", organisation_id=organisation_id, fund_id=fund_id)


@require_POST
def disbursement(request: DureRequest, organisation_id: UUID, fund_id: UUID) -> HttpResponse:
    """Pay money out of a fund, with pictures."""
    _own(organisation_id, fund_id)
    form = DisbursementForm(request.POST)
    if not form.is_valid():
        return _fund_desk(request, organisation_id, fund_id, status=BadInput.status, payment_form=form)
    disbursements.disburse(
        by=request.actor,
        fund_id=fund_id,
        amount=form.money,
        receiver=form.cleaned_data["receiver"],
        purpose=form.cleaned_data["purpose"],
        evidence=request.FILES.getlist("evidence"),
        client_key=form.cleaned_data["client_key"],
    )
    messages.success(request, _("Paid out. Everybody can see it on the fund's page."))
    return redirect("giving:fund", fund_id=fund_id)


@require_POST
def campaign(request: DureRequest, organisation_id: UUID, fund_id: UUID) -> HttpResponse:
    """Start a campaign."""
    _own(organisation_id, fund_id)
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _fund_desk(request, organisation_id, fund_id, status=BadInput.status, campaign_form=form)
    campaigns.start_campaign(
        by=request.actor,
        fund_id=fund_id,
        name=form.cleaned_data["name"],
        starts_at=form.starts_at,
        ends_at=form.ends_at,
    )
    messages.success(request, _("Shops can join the campaign now."))
    return redirect("giving:fund_desk", organisation_id=organisation_id, fund_id=fund_id)


def _own(organisation_id: UUID, fund_id: UUID) -> Fund:
    """Return a fund of this very charity; FundNotFound for another's."""
    fund = queries.fund_of(fund_id=fund_id)
    if fund.organisation_id != organisation_id:
        raise FundNotFound
    return fund


def _may(request: DureRequest, organisation_id: UUID) -> dict[str, bool]:
    own = demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MEMBER)
    return {"may_manage": not is_above(Role.MANAGER, own)}
