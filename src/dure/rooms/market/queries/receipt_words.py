"""What a receipt says on paper, in finished words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import Money
from dure.rooms.market.models import Dispute
from dure.rooms.market.numbering import short
from dure.rooms.market.payment_words import way_words
from dure.rooms.market.queries.receipts import Issued


def paper_of(issued: Sequence[Issued]) -> dict[str, Any]:
    """Return what the paper of some receipts is set from, a page each, in the reader's language."""
    return {
        "receipts": [_said(each) for each in issued],
        "title": _("Receipt"),
        "heads": [_("What"), _("Quantity"), _("Price of one"), _("Tax"), _("Sum")],
        "since": _("Since then"),
        "footer": _(
            "Made by Dure for the seller named above. Sums are what was paid, taxes included. "
            "This is a receipt, not a tax invoice; if you need one, please ask the seller."
        ),
    }


def _said(issued: Issued) -> dict[str, Any]:
    """Return what one receipt says, in finished words."""
    receipt, said = issued.receipt, issued.receipt.contents
    language, currency = get_language() or "", said["currency"]

    def shown(minor: int) -> str:
        return Money(minor, currency).format(language)

    return {
        "number": receipt.number,
        "seller": said["seller"],
        "facts": [
            [_("Receipt number"), receipt.number],
            [_("Order"), short(order_id=receipt.order_id)],
            [_("Seller"), " · ".join(part for part in (said["seller"], said["region"]) if part)],
            [_("Receiver"), issued.receiver or "–"],
            [_("Paid"), _day(datetime.fromisoformat(said["paid_at"]))],
            *([[_("Paid with"), way_words(said["provider"])]] if said.get("provider") else []),
            [_("Issued"), _day(receipt.issued_at)],
        ],
        "lines": [
            [f"{line['name']} {line['size']}".strip(), str(line["quantity"]), shown(line["unit_price"]),
             _rate(line["rate_bp"]), shown(line["amount"])]
            for line in said["lines"]
        ],
        "sums": [[_named(word, said.get(f"{name}_fund")), shown(said[name])] for name, word in _sums() if said[name]],
        "total": [_("Total paid"), shown(said["total"])],
        "taxes": [[word, shown(said[name])] for name, word in _taxes() if said[name]],
        "sources": said["sources"],
        "given": [[_named(_("Of it the seller gives"), said["pledge_fund"]), shown(said["pledge"])]]
        if said.get("pledge")
        else [],
        "refunds": [[_day(each.made_at), _why(each.reason), shown(-each.amount)] for each in issued.refunds],
    }  # fmt: skip


def _named(word: str, fund: str | None) -> str:
    """Return a word with the fund it is about."""
    return f"{word} ({fund})" if fund else word


def _why(reason: str) -> str:
    """Return why money went back: a problem's name where a photo decided, else the words somebody wrote."""
    return str(Dispute.Problem(reason).label) if reason in Dispute.Problem.values else reason


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
