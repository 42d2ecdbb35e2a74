"""What a fund's lines and a seller's pledges are called."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.money import Money
from dure.rooms.giving.models import PledgeRule
from dure.rooms.giving.queries.funds import FundLine
from dure.rooms.ledger.chart import Kind


def line_words(line: FundLine) -> str:
    """Say what a line of a fund is."""
    if line.kind is Kind.DISBURSEMENT and line.amount.minor < 0:
        return _("Paid out")
    if line.is_taken_back or line.kind is Kind.REVERSAL:
        return _("Taken back")
    return _("Share of a sale") if line.kind in {Kind.SALE, Kind.PURCHASE} else _("Gift")


def share_words(rule: PledgeRule) -> str:
    """Say how much a seller gives: “10원 of each piece”, “1% of the price”."""
    if rule.fixed is not None:
        return _("%(amount)s of each piece") % {"amount": Money(rule.fixed, rule.currency).format(get_language() or "")}
    return _("%(percent)s%% of the price") % {"percent": f"{(rule.percent_bp or 0) / 100:g}"}
