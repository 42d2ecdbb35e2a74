"""Words of the book in templates: `{% load book %}{% amount line.amount unit %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dure.rooms.ledger.models import Hold, Unit
from dure.rooms.ledger.queries import words

register = template.Library()


@register.simple_tag
def amount(value: int, unit: Unit) -> str:
    """Write an amount of a unit."""
    return words.written(amount=value, unit=unit)


@register.simple_tag
def told(value: int | None, unit: Unit, *, about: bool = False) -> str:
    """Write a public sum, with a sign when it is rounded; a dash where too few entries did it to tell."""
    if value is None:
        return "–"
    written = words.written(amount=value, unit=unit)
    return _("about %(amount)s") % {"amount": written} if about and value else written


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
    return hold.get_status_display()


@register.filter
def hold_purpose(hold: Hold) -> str:
    """Say what something is reserved for."""
    return words.hold_purpose(hold)


@register.simple_tag
def lines_of(count: int) -> str:
    """Say how many lines."""
    return ngettext("%(count)s line", "%(count)s lines", count) % {"count": f"{count:,}"}


@register.filter
def problem_words(code: str) -> str:
    """Say what a proof found."""
    return words.problem_words(code=code)
