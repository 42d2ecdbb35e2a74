"""How sums of order cycles are written for the reader of a page."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dure.kernel.money import Money
from dure.rooms.catalog.cycle_prices import Fee

register = template.Library()


@register.filter
def minor(amount: int, currency: str) -> str:
    """Write minor units of a currency as people of the page's language do."""
    return Money(amount, currency).format(get_language() or "en")


@register.filter
def fee_words(fee: Fee, currency: str) -> str:
    """Write a fee with all it is asked for; "" for none."""
    percent = f"{fee.basis_points / 100:g}"
    told = (
        (fee.basis_points, _("%(percent)s%% of the producer's price") % {"percent": percent}),
        (fee.each, _("%(sum)s for each piece") % {"sum": minor(fee.each, currency)}),
        (fee.each_kg, _("%(sum)s for each kilogram") % {"sum": minor(fee.each_kg, currency)}),
        (fee.order, _("%(sum)s for each order") % {"sum": minor(fee.order, currency)}),
    )
    return ", ".join(words for amount, words in told if amount)
