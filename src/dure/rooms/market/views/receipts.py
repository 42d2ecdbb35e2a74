"""Receipts on paper."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.http import DureRequest
from dure.kernel.money import Money
from dure.kernel.papers import pdf
from dure.rooms.market.models import Receipt, Refund
from dure.rooms.market.queries.order_pages import OrderPage, order_page
from dure.rooms.market.services.notices import short
from dure.rooms.market.services.receipts import issue_receipts

TEMPLATE = Path(__file__).resolve().parent.parent / "papers" / "receipt.typ"


@require_safe
def receipt(request: DureRequest, order_id: int) -> HttpResponse:
    """The receipts of an order as one PDF, a page for each seller."""
    receipts = issue_receipts(by=request.actor, order_id=order_id)
    page = order_page(by=request.actor, order_id=order_id)
    said = [_said(each, _refunds_of(page, each)) for each in receipts]
    file = pdf(template=TEMPLATE, data={"receipts": said, **_words()})
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="dure-{order_id}.pdf"'
    return response


def _refunds_of(page: OrderPage, receipt_: Receipt) -> tuple[Refund, ...]:
    """Return what went back of the part a receipt is for."""
    parts = {each.part.id for each in page.parts if each.part and each.seller_id == receipt_.seller_id}
    return tuple(refund for refund in page.refunds if refund.fulfilment_id in parts)


def _words() -> dict[str, object]:
    """Return the fixed words of the paper in the reader's language."""
    return {
        "title": _("Receipt"),
        "heads": [_("What"), _("Number"), _("Price of one"), _("Tax"), _("Sum")],
        "since": _("Since then"),
        "footer": _("Made by Dure for the seller named above. Sums are what was paid, taxes included."),
    }


def _said(receipt_: Receipt, refunds: tuple[Refund, ...]) -> dict[str, Any]:
    """Return what one receipt says, in finished words."""
    said = receipt_.contents
    language, currency = get_language() or "", said["currency"]

    def shown(minor: int) -> str:
        return Money(minor, currency).format(language)

    return {
        "number": receipt_.number,
        "seller": said["seller"],
        "facts": [
            [_("Receipt number"), receipt_.number],
            [_("Order"), short(order_id=receipt_.order_id)],
            [_("Seller"), " · ".join(part for part in (said["seller"], said["region"]) if part)],
            [_("Receiver"), said["receiver"]],
            [_("Paid"), _day(datetime.fromisoformat(said["paid_at"]))],
            [_("Issued"), _day(receipt_.issued_at)],
        ],
        "lines": [
            [f"{line['name']} {line['size']}".strip(), str(line["quantity"]), shown(line["unit_price"]),
             _rate(line["rate_bp"]), shown(line["amount"])]
            for line in said["lines"]
        ],
        "sums": [[word, shown(said[name])] for name, word in _sums() if said[name]],
        "total": [_("Total paid"), shown(said["total"])],
        "taxes": [[word, shown(said[name])] for name, word in _taxes() if said[name]],
        "sources": said["sources"],
        "refunds": [[_day(each.made_at), each.reason, shown(-each.amount)] for each in refunds],
    }  # fmt: skip


def _sums() -> list[tuple[str, str]]:
    return [("delivery", _("Delivery")), ("gift", _("A gift of my own"))]


def _taxes() -> list[tuple[str, str]]:
    """Return the tax part's rows; what no rule covers is said to be so."""
    return [
        ("exempt", _("Exempt from value added tax")),
        ("net", _("Taxed, before tax")),
        ("tax", _("Value added tax inside the price")),
        ("unstated", _("Not stated here; please ask the seller")),
    ]


def _rate(rate_bp: int | None) -> str:
    if rate_bp is None:
        return "–"
    return f"{rate_bp // 100}%" if rate_bp else _("exempt")


def _day(moment: datetime) -> str:
    return date_format(moment.astimezone(HOUSE_ZONE), "DATE_FORMAT")
