"""Keeping the search index: what is listed stands in it, what is not does not."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from dure.kernel import clock
from dure.rooms.catalog import spelling
from dure.rooms.catalog.models import Product, SearchEntry
from dure.rooms.catalog.queries.search_texts import Name, ProductTexts, listed_texts

Row = tuple[Any, ...]
BATCH: Final = 500
INITIALS_MAX: Final = 60
_KEEP: Final = """
INSERT INTO catalog_searchentry
    (product_id, organisation_id, kind_path, region_path, is_help_first, listed_at, words, document, indexed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s)
ON CONFLICT (product_id) DO UPDATE SET organisation_id = EXCLUDED.organisation_id, kind_path = EXCLUDED.kind_path,
    region_path = EXCLUDED.region_path, is_help_first = EXCLUDED.is_help_first, listed_at = EXCLUDED.listed_at,
    words = EXCLUDED.words, document = EXCLUDED.document, indexed_at = EXCLUDED.indexed_at
"""
_LEARN: Final = """
INSERT INTO catalog_searchword (text, language, sort, spelling, initials, tile, product_count)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (text, language, sort) DO NOTHING
"""
_COUNT: Final = """
WITH used AS (SELECT word, count(*) AS products FROM catalog_searchentry, unnest(words) AS word GROUP BY word)
UPDATE catalog_searchword known SET product_count = used.products
FROM used WHERE used.word = known.text AND known.product_count <> used.products
"""
_FORGET: Final = """
DELETE FROM catalog_searchword
WHERE text NOT IN (SELECT DISTINCT word FROM catalog_searchentry, unnest(words) AS word)
"""


@transaction.atomic
def index_products(*, product_ids: Collection[UUID]) -> int:
    """Have the search index say of these products what is true now; return how many of them stand in it."""
    texts = listed_texts(product_ids=product_ids)
    listed = [text.product_id for text in texts]
    SearchEntry.objects.filter(product_id__in=product_ids).exclude(product_id__in=listed).delete()
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [_entry(text) for text in texts])
        cursor.executemany(_LEARN, _words(texts))
    return len(texts)


def _entry(text: ProductTexts) -> Row:
    """Return the row of one product."""
    words = sorted({name.text for name in text.names})
    place = (text.kind_path, text.region_path, text.is_help_first, text.listed_at)
    return (text.product_id, text.organisation_id, *place, words, text.document, clock.now())


def _words(texts: Iterable[ProductTexts]) -> list[Row]:
    """Return the rows of the names, in one order, so that two verbs never wait for each other in a ring."""
    counts = Counter(name for text in texts for name in text.names)
    return [_word(name, count) for name, count in sorted(counts.items(), key=lambda item: _key(item[0]))]


def _key(name: Name) -> tuple[str, str, str]:
    """Return what makes a name itself."""
    return name.text, name.language, name.sort


def _word(name: Name, count: int) -> Row:
    """Return the row of one name."""
    spelling_of, initials = spelling.spelt(name.text), spelling.initials_of(name.text)[:INITIALS_MAX]
    return (name.text, name.language, name.sort, spelling_of, initials, name.tile, count)


@transaction.atomic
def tidy_search_words() -> None:
    """Count again in how many products each name stands, and forget those that stand in none."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        cursor.execute(_COUNT)


def index_everything() -> int:
    """Look over every product, so that marks and names from other rooms arrive; return how many are listed.

    Some at a time, each time in a transaction of its own: nobody waits for it.
    """
    ids = list(Product.objects.order_by("id").values_list("id", flat=True))
    batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
    total = sum(index_products(product_ids=batch) for batch in batches)
    tidy_search_words()
    return total
