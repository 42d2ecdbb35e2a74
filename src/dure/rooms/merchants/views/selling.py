"""The selling page and what hangs on it: delivery, agreement, papers, payouts."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dure.kernel.errors import NotFound
from dure.kernel.http import DureRequest
from dure.kernel.money import Money
from dure.rooms.merchants import banks
from dure.rooms.merchants.forms.selling import DeliveryForm
from dure.rooms.merchants.models import Channel, Merchant, PayoutAccount, Status
from dure.rooms.merchants.plans import Rate
from dure.rooms.merchants.queries import agreements, payouts, storefronts
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.services import merchants
from dure.rooms.merchants.services.statements import payout_statement, statement_csv, statement_pdf
from dure.rooms.merchants.views.onboarding import next_step
from dure.rooms.people.queries.memberships import standing
from dure.rooms.trust.queries import verifications

PAGE_SIZE = 20
FILES = {"pdf": (statement_pdf, "application/pdf"), "csv": (statement_csv, "text/csv; charset=utf-8")}


@require_safe
def desk(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """How selling stands: approval, money, storefront, and the ways to everything."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    if merchant.status == Status.STARTED:
        return redirect(next_step(merchant))
    context = {
        "merchant": merchant,
        "name": merchant.organisation.shown_name,
        "standing": standing(person_id=request.actor.person_id, organisation_id=organisation_id),
        "verification": verifications.by_subject(subject=merchants.subject_of(organisation_id=organisation_id)),
        "coming": payouts.coming(organisation_id=organisation_id),
        "bank": bank_words(queries.payout_account(organisation_id=organisation_id)),
        "front": storefronts.own_storefront(organisation_id=organisation_id),
        "rate": agreements.plan(organisation_id=organisation_id)[0],
        "acts": queries.acts(organisation_id=organisation_id, count=8),
        "delivery": delivery_words(merchant),
    }
    return render(request, "merchants/desk.html", context)


@require_http_methods(["GET", "POST"])
def delivery(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What delivery costs the buyer."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    form = DeliveryForm(request.POST or None, currency=merchant.currency, initial=_delivery_facts(merchant))
    if form.is_valid():
        merchants.change_delivery(by=request.actor, organisation_id=organisation_id, **form.facts())
        messages.success(request, _("Saved."))
        return redirect("merchants:desk", organisation_id=organisation_id)
    context = {"form": form, "merchant": merchant}
    return render(request, "merchants/delivery.html", context, status=422 if form.errors else 200)


@require_safe
def agreement(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What we keep of a sale on each channel, against what it costs elsewhere."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    context = {
        "merchant": merchant,
        "rates": named_rates(agreements.plan(organisation_id=organisation_id)),
        "agreements": agreements.agreements(organisation_id=organisation_id),
    }
    return render(request, "merchants/agreement.html", context)


@require_safe
def papers(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Lead to the papers of this merchant, which are with trust."""
    queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    found = verifications.by_subject(subject=merchants.subject_of(organisation_id=organisation_id))
    if found is None:
        raise NotFound
    return redirect("trust:verification", verification_id=found.id)


@require_safe
def own_payouts(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What was paid out, and what is coming."""
    merchant = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    page = Paginator(payouts.payouts(organisation_id=organisation_id), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "merchant": merchant,
        "page": page,
        "coming": payouts.coming(organisation_id=organisation_id),
        "rows": [(each, Money(each.amount, each.currency)) for each in page],
    }
    return render(request, "merchants/payouts.html", context)


@require_safe
def payout(request: DureRequest, organisation_id: UUID, payout_id: UUID) -> HttpResponse:
    """One payout with every line it was made of."""
    found = payout_statement(by=request.actor, payout_id=payout_id)
    if found.payout.merchant_id != organisation_id:
        raise NotFound
    currency = found.payout.currency
    context = {
        "found": found,
        "payout": found.payout,
        "amount": Money(found.payout.amount, currency),
        "opening": Money(found.opening, currency),
        "closing": Money(found.closing, currency),
        "bank": bank_words(found.payout.account),
        "lines": [(line, Money(line.amount, currency), Money(line.balance_after, currency)) for line in found.lines],
    }
    return render(request, "merchants/payout.html", context)


@require_safe
def payout_file(request: DureRequest, organisation_id: UUID, payout_id: UUID, form: str) -> HttpResponse:
    """The statement as a paper or a table."""
    found = payouts.payout(payout_id=payout_id, by=request.actor)
    if found.merchant_id != organisation_id:
        raise NotFound
    write, content_type = FILES[form]
    answer = HttpResponse(write(by=request.actor, payout_id=payout_id), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="payout-{found.made_at:%Y-%m-%d}.{form}"'
    return answer


def bank_words(account: PayoutAccount | None) -> str:
    """Return an account as its owner may see it: bank, last digits, name; empty for none."""
    if account is None:
        return ""
    return f"{banks.BY_CODE[account.bank].name_in(get_language() or '')} {account.masked} · {account.holder}"


def delivery_words(merchant: Merchant) -> str:
    """Return the delivery terms in a sentence."""
    if merchant.delivery_fee == 0:
        return _("Delivery is free")
    fee = Money(merchant.delivery_fee, merchant.currency).format(get_language() or "ko")
    if merchant.free_delivery_from is None:
        return fee
    worth = Money(merchant.free_delivery_from, merchant.currency).format(get_language() or "ko")
    return _("%(fee)s, free from %(worth)s") % {"fee": fee, "worth": worth}


def named_rates(rates: list[Rate]) -> list[tuple[str, Rate]]:
    """Return the rates with the channels' names."""
    return [(str(Channel(rate.channel).label), rate) for rate in rates]


def _delivery_facts(merchant: Merchant) -> dict[str, str]:
    free_from = merchant.free_delivery_from
    return {
        "delivery_fee": plain(merchant.delivery_fee, merchant.currency),
        "free_delivery_from": "" if free_from is None else plain(free_from, merchant.currency),
    }


def plain(amount: int, currency: str) -> str:
    """Return an amount as a form begins with it: digits, and a point where the currency has one."""
    return str(Money(amount, currency).major)
