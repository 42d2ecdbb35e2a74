"""Words of giving in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dure.kernel.money import Money
from dure.rooms.giving.models import PledgeRule
from dure.rooms.giving.queries import words
from dure.rooms.giving.queries.funds import FundLine
from dure.rooms.ledger.queries.accounts import UnitBalance

register = template.Library()


@register.filter
def money(amount: Money) -> str:
    """Write an amount as the reader writes it."""
    return amount.format(get_language() or "")


@register.filter
def change(amount: Money) -> SafeString:
    """Write what came (+) or went (-), with its sign."""
    sign = "+" if amount.minor > 0 else ""
    return format_html('<span class="tabular">{}{}</span>', sign, money(amount))


@register.filter
def line_words(line: FundLine) -> str:
    """Say what a line of a fund is."""
    return words.line_words(line)


@register.filter
def share_words(rule: PledgeRule) -> str:
    """Say how much a seller gives."""
    return words.share_words(rule)


@register.filter
def wallet_words(balance: UnitBalance) -> str:
    """Write what may be used of a wallet's balance."""
    return money(Money(balance.available, balance.unit.code))
