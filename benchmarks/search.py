"""Searching 20,000 products in three languages with slips, against looking for the letters in their names.

    ./dure bench search [--quick] [--json FILE]

A PostgreSQL of its own with 20,000 listed products (4,000 when quick) of 400 farms; the ways answer the same queries in
turn.

* search    what the shop does: the index, prices, stock and order windows of the offers, ranked, 24 cards' worth
* letters   the plain way: names, kinds and sellers that contain the text (ILIKE), joined to the same offers
* found     of queries with a slip (a letter left out, swapped or doubled), how many of a hundred find their kind
"""

import random
import statistics
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from measuring import Row, main, ratios, row, seconds
from measuring.house import house  # isort: split

from django.db import connection

from dure.kernel import clock
from dure.rooms.catalog.models import Kind, Product
from dure.rooms.catalog.queries.search import Hit, Wish, search
from dure.rooms.catalog.queries.search_words import suggestions
from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.catalog.services.search import index_everything
from dure.rooms.catalog.tests.stall import put_all_on_sale
from dure.rooms.people.models import Organisation

PRODUCTS, QUICK_PRODUCTS, FARMS, SEED = 20_000, 4_000, 400, 20_261_122
LONG_ENOUGH = 6
ADJECTIVES = (
    ("겨울", "冬", "Winter"), ("햇", "新", "New-season"), ("무농약", "无农药", "Pesticide-free"),
    ("산골", "山村", "Mountain"), ("바닷바람", "海风", "Sea-breeze"), ("할머니", "奶奶", "Grandmother's"),
)  # fmt: skip
LETTERS = """
SELECT product.id, best.offer_id
FROM catalog_product product
JOIN catalog_kind kind ON kind.code = product.kind_id
JOIN people_organisation seller ON seller.id = product.organisation_id
JOIN LATERAL (
    SELECT offer.offer_id, offer.price FROM catalog_offer offer
    JOIN catalog_level level ON (level.cell_id, level.level_id) = (offer.cell_id, offer.level_id)
    WHERE offer.product_id = product.id AND offer.status = 'open' AND offer.is_public AND level.on_hand > level.reserved
    ORDER BY offer.price LIMIT 1
) best ON true
WHERE product.status = 'listed' AND concat_ws(' ', product.name_ko, product.name_zh, product.name_en, kind.name_ko,
    kind.name_zh, kind.name_en, seller.name_ko, seller.name_en) ILIKE %s
ORDER BY product.created_at DESC LIMIT 24
"""


class Bench:
    """A market of 20,000 products, and the queries asked of it."""

    def __init__(self, size: int) -> None:
        """Fill it with so many products and note how long the index took."""
        self.chance = random.Random(SEED)  # noqa: S311  the same market every time, no secret
        load_kinds()
        groups = set(Kind.objects.exclude(parent=None).values_list("parent_id", flat=True))
        self.kinds = list(Kind.objects.exclude(code__in=groups))
        self.fill(size)
        self.index_s = seconds(index_everything) / size

    def fill(self, size: int) -> None:
        """Make farms, products, and one offer of each."""
        now = clock.now()
        farms = Organisation.objects.bulk_create(
            Organisation(kind="farm", name=f"{n}번 농장", name_ko=f"{n}번 농장", name_en=f"Farm {n}", created_at=now)
            for n in range(FARMS)
        )
        for start in range(0, size, 2_000):
            made = [self.product(self.chance.choice(farms), now - timedelta(hours=start + n)) for n in range(2_000)]
            Product.objects.bulk_create(made)
            put_all_on_sale(made)

    def product(self, farm: Organisation, listed_at: datetime) -> Product:
        """Return one product of a farm."""
        kind, (korean, chinese, english) = self.chance.choice(self.kinds), self.chance.choice(ADJECTIVES)
        return Product(
            organisation=farm, kind=kind, name=f"{korean} {kind.name_ko}", name_ko=f"{korean} {kind.name_ko}",
            name_zh=f"{chinese}{kind.name_zh}", name_en=f"{english} {kind.name_en.lower()}", status="listed",
            created_at=listed_at, changed_at=listed_at,
        )  # fmt: skip

    def queries(self, count: int) -> list[str]:
        """Return so many names to look for, in three languages."""
        kinds = self.chance.choices(self.kinds, k=count)
        return [(kind.name_ko, kind.name_zh, kind.name_en)[place % 3] for place, kind in enumerate(kinds)]

    def with_slip(self, text: str) -> str:
        """Return a text of five Latin letters or more with one letter left out, swapped or doubled."""
        place = self.chance.randrange(1, len(text) - 2)
        one, two = text[place], text[place + 1]
        return text[:place] + self.chance.choice((two, two + one, one + one + two)) + text[place + 2 :]

    def found(self, count: int) -> float:
        """Return of a hundred English names with a slip how many find their kind among the first three."""
        long = [kind for kind in self.kinds if len(kind.name_en) >= LONG_ENOUGH and kind.name_en.isalpha()]
        hits = 0
        for kind in self.chance.choices(long, k=count):
            products = [hit.product_id for hit in as_shop(self.with_slip(kind.name_en))[:3]]
            hits += Product.objects.filter(id__in=products, kind=kind).exists()
        return 100 * hits / count


def as_shop(text: str) -> Sequence[Hit]:
    """Look as the shop does."""
    return search(Wish(text=text)).hits


def for_letters(text: str) -> None:
    """Look for the letters."""
    with connection.cursor() as cursor:
        cursor.execute(LETTERS, [f"%{text}%"])
        cursor.fetchall()


def suggest(text: str) -> None:
    """Suggest while somebody types."""
    suggestions(text=text[:2], language="ko")


@house()
def measure(*, is_quick: bool) -> list[Row]:
    """Run the rounds and return the rows."""
    bench = Bench(QUICK_PRODUCTS if is_quick else PRODUCTS)
    rounds, size = (3, 30) if is_quick else (9, 100)
    times: dict[str, list[list[float]]] = {"search": [], "letters": [], "slip": [], "suggestion": []}
    for _round in range(rounds + 1):
        asked = bench.queries(size)
        slips = [bench.with_slip(text) for text in asked if text.isascii() and len(text) >= LONG_ENOUGH]
        ways = (("search", as_shop, asked), ("letters", for_letters, asked), ("slip", as_shop, slips))
        for name, way, texts in (*ways, ("suggestion", suggest, asked)):
            times[name].append([1e3 * seconds(partial(way, text)) for text in texts])
    means = {name: [statistics.mean(each) for each in found[1:]] for name, found in times.items()}  # the first warms
    slowest = [statistics.quantiles(each, n=20)[-1] for each in times["search"][1:]]
    return [
        row("search_vs_letters", ratios(means["letters"], means["search"]), "x", at_least=1),
        row("found_with_slip", [bench.found(3 * size)], "of 100", at_least=90),
        *(row(f"{name}_ms", values, "ms") for name, values in means.items()),
        row("search_ms_95th", slowest, "ms"),
        row("index_us_per_product", [1e6 * bench.index_s], "us"),
    ]


if __name__ == "__main__":
    main(__doc__, measure)
