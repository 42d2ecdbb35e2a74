"""Template tags of the shop: amounts in the reader's way of writing, facts for machines, a region's goods."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.queries.search import Wish, search
from dure.rooms.web.queries.cards import Card, cards

register = template.Library()

SAFE_IN_SCRIPTS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
REGION_CARDS = 4
CHANNELS = {"shop": _("Online shop"), "live": _("Live show"), "hub": _("Food hub"), "street": _("Street shop")}


@register.filter
def amounts(found: Iterable[Money]) -> str:
    """Write amounts of several currencies side by side; a dash for none."""
    return " · ".join(money(amount) for amount in found) or "–"


@register.filter
def money(amount: Money | None) -> str:
    """Write an amount as people of the page's language do; nothing for none."""
    return "" if amount is None else amount.format(get_language() or "")


@register.filter
def size(quantity: Quantity) -> str:
    """Write a quantity as people of the page's language do."""
    return quantity.format(get_language() or "")


@register.filter
def channel_name(channel: str) -> str:
    """Return what a channel is called."""
    return str(CHANNELS.get(channel, channel))


@register.simple_tag
def structured(facts: dict[str, Any]) -> SafeString:
    """Write facts as JSON-LD, for search engines; nothing in them can end the script."""
    text = json.dumps(facts, ensure_ascii=False).translate(SAFE_IN_SCRIPTS)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  escaped above


@register.simple_tag
def cards_from(region_path: str) -> list[Card]:
    """Return some of what is sold from a region and all below it."""
    return cards(search(Wish(region_path=region_path), count=REGION_CARDS).hits)
