"""Searching and browsing what is for sale: in Korean, Chinese and English, with slips, narrowed down and in order.

A query's words are looked for in the index (`lexemes`). Where nothing has them all, the names most likely meant are
looked for, then products that have any of the words. Prices, stock and order windows are asked of the offers
themselves, so that they are never old.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from dure.kernel import clock
from dure.rooms.catalog import lexemes, rankings
from dure.rooms.catalog.models import Channel, Kind
from dure.rooms.catalog.queries import search_words
from dure.rooms.ledger.chart import HOME_CELL

PAGE: Final = 24
FOUND_AT_MOST: Final = 600
"""How far a search by words reaches; further products are reached by narrowing it down."""

ANY_WORD_COUNTS: Final = 0.4
"""How much a product that has only some of the words counts."""

_IN_TURN: Final = """
    entry.listed_at - interval '7 days' * (
        row_number() OVER (PARTITION BY entry.organisation_id ORDER BY entry.listed_at DESC, entry.product_id) - 1
    )
"""
"""When a product came; each further one of the same seller counts as a week older, so that nobody fills a page."""

ORDERS: Final = {
    "best": "score DESC, entry.listed_at DESC, entry.product_id",
    "new": f"{_IN_TURN} DESC, entry.product_id",
    "cheap": "best.whole, entry.product_id",
    "dear": "best.whole DESC, entry.product_id",
    "closing": "best.closes_at NULLS LAST, entry.product_id",
}
"""What a reader may sort by."""

_WHOLE: Final = "greatest(offer.price, offer.whole_price)"
"""What one costs in all, also of what is booked by a deposit."""
_FIT: Final = "ts_rank('{0.05, 0.2, 0.6, 1.0}', entry.document, %(ranked)s::tsquery)"
_FRESH: Final = "exp(extract(epoch FROM entry.listed_at - %(now)s) / 1814400)"
_SCORE: Final = f"""
    ({{fit}}) * CASE WHEN entry.is_help_first THEN 1.25 ELSE 1 END
    * (1 + 0.2 * {_FRESH}) * CASE WHEN best.free > 0 THEN 1 ELSE 0.2 END
"""
_SEARCH: Final = """
SELECT entry.product_id, best.offer_id, {score} AS score
FROM catalog_searchentry entry
JOIN LATERAL (
    SELECT offer.offer_id, {whole} AS whole, offer.closes_at, level.on_hand - level.reserved AS free
    FROM (SELECT * FROM catalog_offer WHERE product_id = entry.product_id OFFSET 0) offer
    JOIN catalog_level level ON (level.cell_id, level.level_id) = (offer.cell_id, offer.level_id)
    WHERE offer.cell_id = %(cell)s AND offer.channel = %(channel)s
        AND offer.status = 'open' AND offer.is_public AND offer.cycle_id IS NULL
        AND (offer.opens_at IS NULL OR offer.opens_at <= %(now)s)
        AND (offer.closes_at IS NULL OR offer.closes_at > %(now)s)
        AND (level.sell_until IS NULL OR level.sell_until > %(now)s)
        {offers}
    ORDER BY (level.on_hand > level.reserved) DESC, {whole}, offer.offer_id
    LIMIT 1
) best ON true
WHERE {entries}
ORDER BY {order}
LIMIT %(count)s OFFSET %(start)s
"""
"""OFFSET 0 lets PostgreSQL look for a product's offers first; in tables just filled it would read all, for each hit."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody looks for. Prices (what one costs in all) in minor units of `currency`.

    An unknown kind or region finds nothing.
    """

    text: str = ""
    language: str = "ko"
    kind: str = ""
    region_path: str = ""
    organisation_id: UUID | None = None
    channel: str = Channel.SHOP
    currency: str = ""
    price_min: int | None = None
    price_max: int | None = None
    is_in_stock: bool = False
    is_help_first: bool = False
    kinds: tuple[str, ...] = ()
    order: str = "best"


class Hit(NamedTuple):
    """A product that was found, and its best offer: one in stock, then the cheapest."""

    product_id: UUID
    offer_id: int


@dataclass(frozen=True)
class Found:
    """A stretch of what was found; `meant` is what was looked for instead, empty when it was the text itself."""

    hits: list[Hit]
    has_more: bool
    meant: str = ""


def search(wish: Wish, *, start: int = 0, count: int = PAGE) -> Found:
    """Return what fits a wish, best first; without a text everything that fits the rest of it."""
    words = lexemes.words_asked(wish.text)
    if not words:
        return _stretch(_hits(wish, start=start, count=count + 1), start=0, count=count)
    hits = _hits(wish, asked=lexemes.all_of(words), ranked=lexemes.any_of(words), count=FOUND_AT_MOST)
    if hits:
        return _stretch(hits, start=start, count=count)
    return _search_nearby(wish, words, start=start, count=count)


def _search_nearby(wish: Wish, words: list[str], *, start: int, count: int) -> Found:
    """Return what fits the names most likely meant, then what has at least some of the words."""
    meant = search_words.meant(text=wish.text)
    by_names: list[Hit] = []
    if likely := lexemes.words_asked(meant):
        by_names = _hits(wish, asked=lexemes.all_of(likely), ranked=lexemes.any_of(likely), count=FOUND_AT_MOST)
    some = lexemes.any_of([*words, *likely], is_loose=True)
    by_some = [] if by_names else _hits(wish, asked=some, ranked=some, count=FOUND_AT_MOST)
    hits = rankings.merged([(by_names, 1.0), (by_some, ANY_WORD_COUNTS)])
    return replace(_stretch(hits, start=start, count=count), meant=meant if by_names else "")


def _stretch(hits: Sequence[Hit], *, start: int, count: int) -> Found:
    """Return some of the hits, and whether more follow."""
    return Found(hits=list(hits[start : start + count]), has_more=len(hits) > start + count)


def _hits(wish: Wish, *, asked: str = "", ranked: str = "", start: int = 0, count: int) -> list[Hit]:
    """Return the products that fit, each with its best offer, in order; one query."""
    facts: dict[str, Any] = {
        "asked": asked, "ranked": ranked, "now": clock.now(), "cell": HOME_CELL, "channel": wish.channel,
        "start": start, "count": count, "currency": wish.currency, "low": wish.price_min, "high": wish.price_max,
        "seller": wish.organisation_id, "region": f"{wish.region_path}/", "paths": [],
    }  # fmt: skip
    if wish.kind or wish.kinds:
        facts["paths"] = _paths(wish)
    statement = _SEARCH.format(
        whole=_WHOLE,
        score=_SCORE.format(fit=_FIT if ranked else "1"),
        offers=" ".join(f"AND {condition}" for condition in _about_offers(wish)),
        entries=" AND ".join(["true", *(["entry.document @@ %(asked)s::tsquery"] if asked else []), *_about(wish)]),
        order=ORDERS.get(wish.order, ORDERS["best"]),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return [Hit(product_id, offer_id) for product_id, offer_id, _score in cursor.fetchall()]


def _paths(wish: Wish) -> list[str]:
    """Return the patterns that the paths of the kinds asked for have, those below them too."""
    paths = Kind.objects.filter(code__in=[wish.kind] if wish.kind else wish.kinds).values_list("path", flat=True)
    return [pattern for path in paths for pattern in (path, f"{path}/%")]


def _about_offers(wish: Wish) -> list[str]:
    """Return what an offer must be like."""
    conditions = {
        "offer.currency = %(currency)s": bool(wish.currency),
        f"{_WHOLE} >= %(low)s": wish.price_min is not None,
        f"{_WHOLE} <= %(high)s": wish.price_max is not None,
        "level.on_hand > level.reserved": wish.is_in_stock,
    }
    return [condition for condition, is_asked in conditions.items() if is_asked]


def _about(wish: Wish) -> list[str]:
    """Return what a product must be like."""
    conditions = {
        "entry.kind_path LIKE ANY(%(paths)s)": bool(wish.kind or wish.kinds),
        "starts_with(entry.region_path || '/', %(region)s)": bool(wish.region_path),
        "entry.organisation_id = %(seller)s": wish.organisation_id is not None,
        "entry.is_help_first": wish.is_help_first,
    }
    return [condition for condition, is_asked in conditions.items() if is_asked]
