"""The shelf everybody walks along: open offers, filtered, ordered, a page at a time, however many there are."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from dure.kernel import clock
from dure.rooms.catalog.errors import PageUnknown
from dure.rooms.catalog.models import Kind, Level, Offer, Product, ProductStatus
from dure.rooms.catalog.models.offers import WHOLE
from dure.rooms.catalog.queries.offers import OfferView, views_of
from dure.rooms.people.queries.regions import active_marks

COUNT_MAX: Final = 100
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
PLAIN: Final = (bool, int, str)

ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "newest": ("-offer_id",),
    "cheapest": ("whole", "offer_id"),
    "closing": ("last_moment", "offer_id"),
    "help_first": ("-is_help_first", "-offer_id"),
}
"""By what a list can be ordered: newest first, lowest price first, soonest closing first, help-first regions first."""


@dataclass(frozen=True)
class Page:
    """Some offers, and the word with which the next page is asked for; "" after the last."""

    offers: tuple[OfferView, ...]
    after: str


class Choice(NamedTuple):
    """In how many sizes a product can be bought, and what the dearest costs in minor units."""

    size_count: int
    dearest: int


def listing(
    *,
    kind: str | None = None,
    region: str | None = None,
    organisation_id: UUID | None = None,
    channel: str = "shop",
    currency: str | None = None,
    cycle_id: UUID | None = None,
    in_stock: bool = False,
    order: str = "newest",
    after: str = "",
    count: int = 24,
) -> Page:
    """Return open offers of a kind (and all below it), of a region (its `path`, and all below), of a seller.

    An order not in ORDERS means newest; PageUnknown for an `after` that we never gave out.
    """
    names = ORDERS.get(order, ORDERS["newest"])
    found = _open_now(channel=channel).filter(product_id__in=_products(kind, region, organisation_id).values("id"))
    found = found.filter(cycle_id=cycle_id)
    if currency is not None:
        found = found.filter(currency=currency)
    if in_stock:
        found = found.filter(Exists(_shelf().filter(on_hand__gt=F("reserved"))))
    ordered = _with_keys(found, names).order_by(*names)
    size = max(1, min(count, COUNT_MAX))
    rows = list((ordered.filter(_beyond(names, after)) if after else ordered)[: size + 1])
    return Page(tuple(views_of(rows[:size])), _word(rows[size - 1], names) if len(rows) > size else "")


def choices(*, product_ids: Collection[UUID], channel: str = "shop") -> dict[UUID, Choice]:
    """Return in how many sizes products can be bought just now, those sold out left out; one query."""
    found = _open_now(channel=channel).filter(product_id__in=product_ids, cycle_id=None)
    rows = (
        found.filter(Exists(_shelf().filter(on_hand__gt=F("reserved"))))
        .values_list("product_id")
        .annotate(size_count=Count("variant_id", distinct=True), dearest=Max(WHOLE))
    )
    return {product_id: Choice(size_count, dearest) for product_id, size_count, dearest in rows}


def open_counts_by_kind(*, channel: str = "shop") -> dict[str, int]:
    """Return how many products of each kind have an open offer, by the kind's code; kinds without are left out."""
    counts: dict[str, int] = {}
    on_sale = Product.objects.filter(id__in=_open_now(channel=channel).values("product_id"))
    for code in on_sale.values_list("kind_id", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return counts


def _open_now(*, channel: str) -> QuerySet[Offer]:
    """Return the offers of a channel that can be bought at this moment (`sql/look.sql` says the same)."""
    moment = clock.now()
    return Offer.objects.filter(
        Q(opens_at__isnull=True) | Q(opens_at__lte=moment),
        Q(closes_at__isnull=True) | Q(closes_at__gt=moment),
        ~Exists(_shelf().filter(sell_until__lte=moment)),
        channel=channel,
        status="open",
        is_public=True,
    )


def _shelf() -> QuerySet[Level]:
    """Return the level behind the offer of the outer query."""
    return Level.objects.filter(cell_id=OuterRef("cell_id"), level_id=OuterRef("level_id"))


def _products(kind: str | None, region: str | None, organisation_id: UUID | None) -> QuerySet[Product]:
    """Return the products on sale of a kind, region and seller."""
    found = Product.objects.filter(status=ProductStatus.LISTED)
    if kind:
        path = Kind.objects.filter(code=kind).values_list("path", flat=True).first() or kind
        found = found.filter(Q(kind_id=kind) | Q(kind__path__startswith=f"{path}/"))
    if region:
        at, below = "organisation__region__path", "organisation__region__path__startswith"
        found = found.filter(Q(**{at: region}) | Q(**{below: f"{region}/"}))
    if organisation_id:
        found = found.filter(organisation_id=organisation_id)
    return found


def _with_keys(found: QuerySet[Offer], names: Sequence[str]) -> QuerySet[Offer]:
    """Return the offers with the computed values an order needs."""
    if "whole" in names:
        found = found.annotate(whole=WHOLE)
    if "last_moment" in names:
        found = found.annotate(last_moment=Coalesce("closes_at", Value(NEVER)))
    if "-is_help_first" in names:
        here, above = OuterRef("organisation__region"), OuterRef("organisation__region__parent")
        marks = active_marks().filter(Q(region=here) | Q(region=above))
        helped = Product.objects.filter(Exists(marks), id=OuterRef("product_id"))
        found = found.annotate(is_help_first=Exists(helped))
    return found


def _beyond(names: Sequence[str], after: str) -> Q:
    """Return what lies behind the last row of the page before, in an order."""
    beyond, same = Q(), Q()
    for name, value in zip(names, _values(after, len(names)), strict=True):
        field, is_down = name.removeprefix("-"), name.startswith("-")
        beyond |= same & Q(**{f"{field}__{'lt' if is_down else 'gt'}": value})
        same &= Q(**{field: value})
    return beyond


def _word(row: Offer, names: Sequence[str]) -> str:
    """Return the word that names a row's place in an order."""
    values = [getattr(row, name.removeprefix("-")) for name in names]
    return urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def _values(word: str, count: int) -> list[Any]:
    """Return the values a word stands for."""
    try:
        values = msgspec.json.decode(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (ValueError, msgspec.DecodeError) as error:
        raise PageUnknown from error
    if not isinstance(values, list) or len(values) != count or not all(type(value) in PLAIN for value in values):
        raise PageUnknown
    return values
