"""A buyer's orders: the list, one order, and the table to take away."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.market.forms.orders import OrderSearch
from dure.rooms.market.models import Order
from dure.rooms.market.queries import my_orders, order_pages
from dure.rooms.market.queries.my_orders import Asked, Brief
from dure.rooms.market.queries.order_fees import fees_of_order
from dure.rooms.market.services import reordering
from dure.rooms.market.views.people import buyer_of

ROWS_AT_ONCE = 200


@never_cache
@require_safe
def orders(request: DureRequest) -> HttpResponse:
    """One's orders, newest first; htmx asks for further ones only."""
    search = OrderSearch(request.GET)
    asked = search.asked()
    page = my_orders.my_orders(buyer_id=buyer_of(request), asked=asked)
    context = {"search": search, "asked": asked, "page": page, "query": _query(request), "sorts": _sorts(request)}
    template = "market/_orders.html" if request.headers.get("HX-Request") and asked.before else "market/orders.html"
    return render(request, template, context)


@never_cache
@require_safe
def order(request: DureRequest, order_id: int) -> HttpResponse:
    """One order: where it is, what is held, what can be done."""
    page = order_pages.order_page(by=request.actor, order_id=order_id)
    context = {
        "page": page,
        "order": page.order,
        "entries": order_pages.entries_seen_by(by=request.actor, page=page),
        **order_pages.destination(order=page.order),
        **_delivery(page.order),
    }
    return render(request, "market/order.html", context)


@require_POST
@idempotent
def reorder(request: DureRequest, order_id: int) -> HttpResponse:
    """Put everything of an order into the basket once more, as far as it can be had."""
    done = reordering.put_in_again(by=request.actor, order_id=order_id)
    if done.missing:
        messages.warning(request, _("Not to be had now: %(names)s.") % {"names": ", ".join(done.missing)})
    if done.count:
        messages.success(request, _("It is in your basket again, at today's prices."))
    return redirect("market:basket")


@require_safe
def orders_file(request: DureRequest) -> StreamingHttpResponse:
    """One's orders as a table, a line for each thing ordered."""
    asked = OrderSearch(request.GET).asked()
    response = StreamingHttpResponse(_rows(request, asked), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dure-orders.csv"'
    return response


def _rows(request: DureRequest, asked: Asked) -> Iterator[str]:
    """Yield the table's lines, some orders at a time."""
    heads = [_("Order"), _("Placed"), _("Status"), _("Seller"), _("What"), _("Size"), _("Number"), _("Price of one"),
             _("Sum"), _("Currency"), _("Given back")]  # fmt: skip
    yield BYTE_ORDER_MARK + csv_line([str(head) for head in heads])
    going_on: int | None = asked.before
    while True:
        step = Asked(sort=asked.sort, text=asked.text, first=asked.first, last=asked.last, before=going_on)
        page = my_orders.my_orders(buyer_id=buyer_of(request), asked=step, count=ROWS_AT_ONCE)
        yield from (line for brief in page.orders for line in _lines(brief))
        if page.next_before is None:
            return
        going_on = page.next_before


def _lines(brief: Brief) -> Iterator[str]:
    """Yield the lines of one order."""
    order = brief.order
    for line in brief.lines:
        yield csv_line(
            [
                str(order.order_id),
                order.placed_at.astimezone(HOUSE_ZONE).strftime("%Y-%m-%d %H:%M"),
                str(order.get_status_display()),
                brief.seller_names.get(line.seller_id, ""),
                str(line.about.get("name", "")),
                str(line.about.get("size", "")),
                str(line.quantity),
                *(str(brief.major(sum_)) for sum_ in (line.unit_price, line.amount)),
                order.currency,
                str(brief.major(line.refunded)),
            ]
        )


def _query(request: DureRequest) -> str:
    """Return what is looked for, to be carried along when going on."""
    kept = {name: request.GET[name] for name in ("sort", "text", "first", "last") if request.GET.get(name)}
    return urlencode(kept)


def _sorts(request: DureRequest) -> list[tuple[str, str, str]]:
    """Return the tabs: value, word, address."""
    others = {name: request.GET[name] for name in ("text", "first", "last") if request.GET.get(name)}
    return [
        (value, str(word), f"?{urlencode({**others, 'sort': value})}")
        for value, word in OrderSearch.base_fields["sort"].choices  # type: ignore[attr-defined]  # a ChoiceField's
    ]


def _delivery(order: Order) -> dict[str, object]:
    """Return what was asked for delivery alone (minor units), and beside it the fees for the order."""
    found = fees_of_order(cell_id=order.cell_id, order_id=order.order_id) if order.delivery else {}
    fees = [fee for each in found.values() for fee in each]
    return {"delivery": order.delivery - sum(fee.amount.minor for fee in fees), "order_fees": fees}
