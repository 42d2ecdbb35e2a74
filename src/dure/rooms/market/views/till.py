"""The till of a street shop: the counter, the day's sales, and closing the drawer."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.market.forms.till import ClosingForm, SaleForm, first_key
from dure.rooms.market.models import TillClosing
from dure.rooms.market.queries import till as queries
from dure.rooms.market.services.till import record_sale, take_back_sale
from dure.rooms.market.services.till_closings import close_till

DIGITS = {"KRW": 0}
"""How many digits of a currency stand behind the point; two where nothing is said."""


@require_http_methods(["GET", "POST"])
def till(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """The counter: tap what is sold, see the total, sold. Without script the same form is sent as it is."""
    form = SaleForm(request.POST or None, initial=first_key(new_id()))
    if form.is_valid():
        sale = record_sale(by=request.actor, organisation_id=organisation_id, sale=form.sale())
        messages.success(request, _("Sold: %(amount)s") % {"amount": sale.price.format(get_language() or "")})
        return redirect("market:till", organisation_id=organisation_id)
    found = queries.till(by=request.actor, organisation_id=organisation_id)
    context = {"till": found, "form": form, "digits": DIGITS.get(found.currency, 2)}
    return render(request, "market/till.html", context, status=422 if form.errors else 200)


@require_safe
def till_sales(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """What was sold since the drawer was last counted, and the form to count it."""
    day = queries.day(by=request.actor, organisation_id=organisation_id)
    form = ClosingForm(currency=day.currency, initial={"change_money": Money(day.change_money, day.currency).major})
    return render(request, "market/till_sales.html", {"day": day, "form": form, "organisation_id": organisation_id})


@require_POST
def till_sale_return(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> HttpResponse:
    """Take a sale back that was a mistake."""
    sale = take_back_sale(by=request.actor, organisation_id=organisation_id, sale_id=sale_id)
    messages.success(request, _("Taken back: %(amount)s") % {"amount": sale.price.format(get_language() or "")})
    return redirect("market:till_sales", organisation_id=organisation_id)


@require_POST
@idempotent
def till_closing(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """Close the drawer: what was counted against what was sold."""
    day = queries.day(by=request.actor, organisation_id=organisation_id)
    form = ClosingForm(request.POST, currency=day.currency)
    if not form.is_valid():
        context = {"day": day, "form": form, "organisation_id": organisation_id}
        return render(request, "market/till_sales.html", context, status=422)
    made = close_till(by=request.actor, organisation_id=organisation_id, count=form.count())
    messages.success(request, _difference(made))
    return redirect("market:till_sales", organisation_id=organisation_id)


@require_safe
def till_file(request: DureRequest, organisation_id: UUID, closing_id: UUID) -> StreamingHttpResponse:
    """The sales of one closing as a table, a line for each thing sold, and the count of the drawer."""
    closing = queries.closing_of(by=request.actor, organisation_id=organisation_id, closing_id=closing_id)
    response = StreamingHttpResponse(_rows(closing), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dure-till-{closing.closed_at:%Y-%m-%d}.csv"'
    return response


def _difference(closing: TillClosing) -> str:
    """Say how the count came out."""
    amount = abs(closing.money(closing.difference)).format(get_language() or "")
    if closing.difference == 0:
        return _("The drawer is closed. It is exactly right.")
    if closing.difference > 0:
        return _("The drawer is closed. There is %(amount)s more than was sold.") % {"amount": amount}
    return _("The drawer is closed. %(amount)s is missing.") % {"amount": amount}


def _rows(closing: TillClosing) -> Iterator[str]:
    """Yield the table's lines, some sales at a time."""
    heads = [_("Sold"), _("Order"), _("What"), _("Size"), _("Number"), _("Sum"), _("Paid with"), _("Cashier"),
             _("Taken back")]  # fmt: skip
    yield BYTE_ORDER_MARK + csv_line([str(head) for head in heads])
    for row in queries.rows_of_closing(closing=closing):
        sale = row.sale
        facts = [str(sale.get_means_display()), row.cashier, _("yes") if sale.taken_back_at else ""]
        when = sale.sold_at.astimezone(HOUSE_ZONE).strftime("%Y-%m-%d %H:%M")
        for line in row.lines:
            sums = [str(line.quantity), str(line.amount.major)]
            yield csv_line([when, str(sale.order_id), line.name, line.size, *sums, *facts])
    for label, minor in ((_("Sold for cash"), closing.cash), (_("Sold by card"), closing.card),
                         (_("Change money"), closing.change_money),
                         (pgettext("money in the drawer", "Counted"), closing.counted),
                         (_("Difference"), closing.difference)):  # fmt: skip
        yield csv_line([label, "", "", "", "", str(closing.money(minor).major), "", "", ""])
