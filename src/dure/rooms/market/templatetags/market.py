"""Template tags of the market: how many things are in the basket, and money in the reader's way of writing."""

from uuid import UUID

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language

from dure.kernel.http import STRANGER, Actor
from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.market.forms.basket_keys import COOKIE, read_key
from dure.rooms.market.forms.paying import CURRENCIES
from dure.rooms.market.numbering import short
from dure.rooms.market.payment_words import news_words
from dure.rooms.market.providers import registry
from dure.rooms.market.queries.baskets import line_count
from dure.ui import bars
from dure.ui.bars import BarFact

register = template.Library()

IN_BASKET = BarFact(
    "SELECT count(DISTINCT (line.cell_id, line.offer_id)) FROM market_basketline AS line WHERE line.basket_id IN "
    "(SELECT id FROM market_basket WHERE buyer_id = person.id UNION ALL "
    "SELECT id FROM market_basket WHERE id = %(basket_id)s::uuid AND buyer_id IS NULL)",
    lambda request: {"basket_id": _basket_id(request)},
)
"""`line_count` of a person's basket as a fact of the bars."""


@register.simple_tag(takes_context=True)
def basket_count(context: template.Context) -> int:
    """Return how many different things are in the basket of whoever looks; a browser without one asks nothing."""
    request: HttpRequest = context["request"]
    told = bars.told(request, "in_basket")
    if isinstance(told, int):
        return told
    actor: Actor = getattr(request, "actor", STRANGER)
    return line_count(buyer_id=actor.person_id, basket_id=_basket_id(request))


def _basket_id(request: HttpRequest) -> UUID | None:
    return read_key(request.COOKIES.get(COOKIE, ""))


@register.filter
def money(amount: Money | None) -> str:
    """Write an amount as people of the page's language do; nothing for none."""
    return "" if amount is None else amount.format(get_language() or "")


@register.filter
def size(quantity: Quantity) -> str:
    """Write a quantity as people of the page's language do."""
    return quantity.format(get_language() or "")


@register.filter
def in_currency(minor: int, currency: str) -> str:
    """Write minor units of a currency as people of the page's language do."""
    return Money(minor, currency).format(get_language() or "")


@register.filter
def currency_name(currency: str) -> str:
    """Say what a currency is called."""
    return str(dict(CURRENCIES)[currency])


@register.filter
def short_number(order_id: int) -> str:
    """Return the end of an order's number, as people say it on the phone."""
    return short(order_id=order_id)


@register.filter
def news_outcome(outcome: str) -> str:
    """Say what became of a provider's message."""
    return news_words(outcome)


@register.filter
def provider_title(name: str) -> str:
    """Return what people call a way to pay; its name where the house does not offer it any more."""
    found = registry.providers().get(name)
    return str(found.title) if found else name
