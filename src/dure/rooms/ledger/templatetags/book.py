"""Words of the book in templates: `{% load book %}{% amount line.amount unit %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dure.rooms.ledger.models import Hold, Unit
from dure.rooms.ledger.queries import words

register = template.Library()


@register.simple_tag
def amount(value: int, unit: Unit) -> str:
    """Write an amount of a unit."""
    return words.written(amount=value, unit=unit)


@register.simple_tag
def change(value: int, unit: Unit) -> SafeString:
    """Write what came (+) or went (−), with the sign readers of the page hear too."""
    sign = "+" if value > 0 else ""
    return format_html('<span class="tabular">{}{}</span>', sign, words.written(amount=value, unit=unit))


@register.filter
def kind_words(kind: int) -> str:
    """Say what happened."""
    return words.kind_words(kind=kind)


@register.filter
def account_words(code: str) -> str:
    """Say what sort of account a code names."""
    return words.account_words(code=code)


@register.filter
def unit_name(unit: Unit) -> str:
    """Say what a unit is called."""
    return words.unit_name(unit)


@register.filter
def hold_words(hold: Hold) -> str:
    """Say what became of a hold."""
    return str(words.HOLDS[hold.status])


@register.filter
def problem_words(code: str) -> str:
    """Say what a proof found."""
    return words.problem_words(code=code)
