"""Order cycles: the pages of coordinators, producers and hubs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.money import Money
from dure.rooms.catalog.forms.cycles import HubForm, OrderFeeForm, PlanForm, ProducerForm, SupplyForm, left_out_of
from dure.rooms.catalog.models import Cycle, Supply
from dure.rooms.catalog.models.cycles import TakesFee
from dure.rooms.catalog.queries import cycles as queries
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.services import cycle_rounds, cycles
from dure.rooms.dispatch.queries.hubs import open_hubs
from dure.rooms.people.queries.organisations import search_open

FOUND_MAX = 12
WEEK = timedelta(days=7)


@require_safe
def my_cycles(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """The cycles an organisation coordinates, and those that wait for its answer."""
    found = queries.my_cycles(by=request.actor, organisation_id=organisation_id)
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    return render(request, "catalog/my_cycles.html", {"found": found, "shop": shop})


@require_http_methods(["GET", "POST"])
@idempotent
def new_cycle(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Plan a cycle."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    form = PlanForm(request.POST or None, currency=shop.currency)
    if form.is_valid():
        made = cycles.plan_cycle(by=request.actor, organisation_id=organisation_id, plan=form.plan())
        return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=made.id)
    context = {"shop": shop, "form": form, "heading": _("New order cycle")}
    return render(request, "catalog/new_cycle.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@idempotent
def cycle_copy(request: DureRequest, organisation_id: UUID, cycle_id: UUID) -> HttpResponse:
    """Plan the next cycle like an earlier one, a week later if nothing else is said."""
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    old = queries.own_cycle(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id)
    form = PlanForm(request.POST or None, currency=old.currency, initial=_next(old))
    if form.is_valid():
        made = cycle_rounds.copy_cycle(
            by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id, plan=form.plan()
        )
        messages.success(request, _("Copied. Producers and hubs can still change their answers."))
        return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=made.id)
    context = {"shop": shop, "form": form, "heading": _("Copy this cycle")}
    return render(request, "catalog/new_cycle.html", context, status=422 if form.errors else 200)


@require_safe
def cycle(request: DureRequest, organisation_id: UUID, cycle_id: UUID) -> HttpResponse:
    """A coordinator's cycle: producers, hubs, and what is to do next."""
    return _cycle(request, organisation_id, cycle_id)


@require_POST
def cycle_opening(request: DureRequest, organisation_id: UUID, cycle_id: UUID) -> HttpResponse:
    """Open a cycle."""
    cycle_rounds.open_cycle(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id)
    messages.success(request, _("The cycle is open."))
    return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=cycle_id)


@require_POST
def cycle_closing(request: DureRequest, organisation_id: UUID, cycle_id: UUID) -> HttpResponse:
    """Close a cycle."""
    cycle_rounds.close_cycle(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id)
    messages.success(request, _("The cycle is closed. Now it can be packed."))
    return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=cycle_id)


@require_POST
def cycle_producer(request: DureRequest, organisation_id: UUID, cycle_id: UUID) -> HttpResponse:
    """Ask one more producer."""
    form = ProducerForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data["producer_id"]
        cycles.ask_producer(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id, producer_id=asked)
        messages.success(request, _("Asked. You see here when an answer comes."))
    return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=cycle_id)


@require_POST
def cycle_hub(request: DureRequest, organisation_id: UUID, cycle_id: UUID) -> HttpResponse:
    """Bring the goods to one more hub."""
    form = HubForm(request.POST, hubs=_hubs())
    if not form.is_valid():
        return _cycle(request, organisation_id, cycle_id, hub_form=form)
    cycles.add_hub(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id, **form.facts())
    return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=cycle_id)


@require_http_methods(["GET", "POST"])
def cycle_goods(request: DureRequest, organisation_id: UUID, cycle_id: UUID, supply_id: UUID) -> HttpResponse:
    """Which goods of one producer go to which hubs."""
    page = queries.cycle_page(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id)
    rows = queries.item_rows(cycle=page.cycle, supply_id=supply_id)
    if request.method == "POST":
        pairs = [(each.id, row.item.id) for each in page.rounds for row in rows]
        left_out = left_out_of(request.POST, pairs=pairs)
        cycles.leave_out(
            by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id, supply_id=supply_id, left_out=left_out
        )
        return redirect("catalog:cycle", organisation_id=organisation_id, cycle_id=cycle_id)
    shop = mine.shop(by=request.actor, organisation_id=organisation_id)
    return render(request, "catalog/cycle_goods.html", {"shop": shop, "page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
def supply(request: DureRequest, organisation_id: UUID, supply_id: UUID) -> HttpResponse:
    """A producer's answer: what it brings, and for how much."""
    found = queries.own_supply(by=request.actor, organisation_id=organisation_id, supply_id=supply_id)
    rows = queries.supply_rows(supply=found)
    form = SupplyForm(request.POST or None, currency=found.cycle.currency, rows=rows, initial=_fee(found, found.cycle))
    if form.is_valid():
        cycles.answer_supply(
            by=request.actor, organisation_id=organisation_id, supply_id=supply_id,
            prices=form.cleaned_data["prices"], fee=form.fee(),
        )  # fmt: skip
        messages.success(request, _("Thank you. The coordinator sees your answer."))
        return redirect("catalog:my_cycles", organisation_id=organisation_id)
    context = {"organisation_id": organisation_id, "supply": found, "form": form, "rows": _prices(rows, found)}
    return render(request, "catalog/supply.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def round_agreement(request: DureRequest, organisation_id: UUID, round_id: UUID) -> HttpResponse:
    """A hub's answer: yes, and for which fee."""
    found = queries.own_round(by=request.actor, organisation_id=organisation_id, round_id=round_id)
    form = OrderFeeForm(request.POST or None, currency=found.cycle.currency, initial=_fee(found, found.cycle))
    if request.method == "POST" and form.is_valid():
        cycles.agree_to_round(by=request.actor, organisation_id=organisation_id, round_id=round_id, fee=form.fee())
        messages.success(request, _("Agreed. People can fetch these goods at your hub."))
        return redirect("catalog:my_cycles", organisation_id=organisation_id)
    context = {"organisation_id": organisation_id, "round": found, "form": form}
    return render(request, "catalog/round_agreement.html", context, status=422 if form.errors else 200)


@require_safe
def open_rounds(request: DureRequest) -> HttpResponse:
    """Where something can be ordered for a hub just now."""
    return render(request, "catalog/open_rounds.html", {"rounds": queries.open_rounds()})


@require_safe
def open_round(request: DureRequest, round_id: UUID) -> HttpResponse:
    """What can be ordered for one hub."""
    after = request.GET.get("after", "")
    goods = queries.round_goods(round_id=round_id, after=int(after) if after.isdecimal() and len(after) < 19 else 0)  # noqa: PLR2004  fits a bigint
    return render(request, "catalog/open_round.html", {"goods": goods, "round": goods.round})


def _cycle(
    request: DureRequest, organisation_id: UUID, cycle_id: UUID, *, hub_form: HubForm | None = None
) -> HttpResponse:  # fmt: skip
    """Show a coordinator's cycle, with a form that could not be read."""
    page = queries.cycle_page(by=request.actor, organisation_id=organisation_id, cycle_id=cycle_id)
    text = request.GET.get("search", "").strip()
    known = {each.producer_id for each in page.supplies}
    context: dict[str, Any] = {
        "shop": mine.shop(by=request.actor, organisation_id=organisation_id),
        "page": page,
        "search": text,
        "found": [each for each in search_open(text=text, count=FOUND_MAX) if each.id not in known] if text else [],
        "hub_form": hub_form or HubForm(hubs=_hubs()),
    }
    return render(request, "catalog/cycle.html", context, status=422 if hub_form else 200)


def _hubs() -> list[tuple[str, str]]:
    return [(str(hub.id), f"{hub.name} ({hub.organisation.shown_name})") for hub in open_hubs()]


def _fee(party: TakesFee, of: Cycle) -> dict[str, object]:
    """Return the first contents of a form about a fee."""
    fee = party.fee
    sums = {"each": fee.each, "each_kg": fee.each_kg, "order": fee.order}
    return {
        "percent": fee.basis_points / 100 or None,
        **{name: Money(amount, of.currency) for name, amount in sums.items() if amount},
    }


def _next(old: Cycle) -> dict[str, object]:
    """Return the plan of the cycle after another: the same, a week later."""
    return {"name": old.name, "opens_at": old.opens_at + WEEK, "closes_at": old.closes_at + WEEK, **_fee(old, old)}


def _prices(rows: list[queries.SupplyRow], of: Supply) -> list[tuple[queries.SupplyRow, str]]:
    """Return each good with the price it was given before, as it is typed."""
    return [(row, "" if row.price is None else str(Money(row.price, of.cycle.currency).major)) for row in rows]
