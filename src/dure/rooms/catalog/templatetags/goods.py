"""How amounts of money and goods are written for the reader of a page."""

from django import template
from django.utils.translation import get_language

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity

register = template.Library()


@register.filter
def price(amount: Money | None) -> str:
    """Write an amount of money; nothing for none."""
    return amount.format(get_language() or "en") if amount is not None else ""


@register.filter
def measure(quantity: Quantity | None) -> str:
    """Write an amount of goods: 10kg; nothing for none."""
    return quantity.format(get_language() or "en") if quantity is not None else ""
