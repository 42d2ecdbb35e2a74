"""Staff: whether our payments, the providers and the book agree, and what to do where they do not."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.http import DureRequest
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.market.forms.paying import SettlementForm
from dure.rooms.market.jobs import compare_payments
from dure.rooms.market.models import Difference
from dure.rooms.market.providers import registry
from dure.rooms.market.queries import payments
from dure.rooms.market.queries import reconciliations as queries
from dure.rooms.market.services import reconciliations

PER_PAGE = 30
NEWS_SHOWN = 20


@require_safe
def differences(request: DureRequest) -> HttpResponse:
    """Every difference, the latest runs, the totals."""
    is_open = request.GET.get("dealt_with") is None
    names = list(registry.providers())
    found = queries.differences(is_open=is_open)
    context = {
        "is_open": is_open,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "runs": queries.latest_runs(providers=names),
        "totals": queries.totals(providers=[name for name in names if not registry.provider(name).is_inside]),
        "news": payments.latest_news(count=NEWS_SHOWN),
    }
    return render(request, "market/differences.html", context)


@require_POST
def comparison(request: DureRequest) -> HttpResponse:
    """Have everything compared now."""
    compare_payments.defer()
    messages.success(request, _("We are comparing. Please look again in a moment."))
    return redirect("market:differences")


@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: DureRequest, difference_id: UUID) -> HttpResponse:
    """One difference, and what can be done about it."""
    found = queries.difference(difference_id=difference_id)
    ways = reconciliations.ways(found)
    form = SettlementForm(request.POST or None, ways=ways)
    if request.method == "POST" and form.is_valid():
        _settle(request, found, form)
        messages.success(request, _("That is dealt with."))
        return redirect("market:differences")
    return render(request, "market/difference.html", {"difference": found, "form": form, "ways": ways})


@require_safe
def differences_file(request: DureRequest) -> StreamingHttpResponse:
    """The differences as CSV."""
    found = queries.differences(is_open=request.GET.get("dealt_with") is None).iterator(chunk_size=500)
    response = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="differences.csv"'
    return response


def _settle(request: DureRequest, found: Difference, form: SettlementForm) -> None:
    """Do what staff chose."""
    reason = form.cleaned_data["reason"]
    match form.cleaned_data["outcome"]:
        case Difference.Outcome.MATCHED:
            reconciliations.match(by=request.actor, difference_id=found.id)
        case Difference.Outcome.REFUNDED:
            reconciliations.refund(by=request.actor, difference_id=found.id, reason=reason)
        case _:
            reconciliations.write_off(by=request.actor, difference_id=found.id, reason=reason)


def _lines(found: Iterator[Difference]) -> Iterator[str]:
    heads = (
        _("Found"), _("Provider"), _("What"), _("About"), _("Order"), _("Charge"), _("Currency"), _("We have"),
        _("The provider has"), _("The book has"), _("Outcome"), _("Dealt with"), _("By"), _("Why"),
    )  # fmt: skip
    yield BYTE_ORDER_MARK + csv_line(list(heads))
    for each in found:
        yield csv_line(_cells(each))


def _cells(each: Difference) -> list[str]:
    return [
        f"{each.found_at:%Y-%m-%d %H:%M}",
        each.provider,
        str(each.get_kind_display()),
        each.subject,
        str(each.payment.order_id or "") if each.payment else "",
        each.charge_reference,
        each.currency,
        f"{each.ours_written.major}",
        f"{each.theirs_written.major}",
        f"{each.booked_written.major}",
        str(each.get_outcome_display()),
        f"{each.closed_at:%Y-%m-%d %H:%M}" if each.closed_at else "",
        each.closed_by.display_name if each.closed_by else "",
        each.reason,
    ]
