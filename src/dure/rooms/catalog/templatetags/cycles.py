"""How sums of order cycles are written for the reader of a page."""

from django import template
from django.utils.translation import get_language

from dure.kernel.money import Money

register = template.Library()


@register.filter
def minor(amount: int, currency: str) -> str:
    """Write minor units of a currency as people of the page's language do."""
    return Money(amount, currency).format(get_language() or "en")
