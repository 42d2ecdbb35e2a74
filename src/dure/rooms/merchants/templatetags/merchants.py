"""Money, and why it waits, in the reader's language."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.merchants.plans import percent_of

register = template.Library()

HOLDS: dict[str, str | Promise] = {
    "no_account": _("We do not know yet where to send it."),
    "unconfirmed": _("An owner has to confirm the payout account first."),
    "bounced": _("The last payout came back. Please check the account."),
    "changed": _("The account was changed; it is used after one day."),
    "too_little": _("Small amounts wait until they are worth a transfer."),
}


@register.filter
def money(amount: Money) -> str:
    """Write an amount as the reader writes it."""
    return amount.format(get_language() or "ko")


@register.filter
def percent(basis_points: int) -> str:
    """Write hundredths of a percent as a percentage: 1100 is 11%."""
    return f"{percent_of(basis_points)}%"


@register.filter
def hold_words(hold: str) -> str:
    """Say why money waits; empty where it does not."""
    return str(HOLDS[hold]) if hold else ""
