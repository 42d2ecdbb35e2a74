"""Searching 20,000 products in three languages with slips, against looking for the letters in their names.

    ./dure bench search [--quick] [--json FILE]

A PostgreSQL of its own with 20,000 listed products (4,000 when quick) of 400 farms; the ways answer the same queries in
turn.

* search    what the shop does: the index, prices, stock and order windows of the offers, ranked, 24 cards' worth
* letters   the plain way: names, kinds and sellers that contain the text (ILIKE), joined to the same offers
* found     of queries with a slip (a letter left out, swapped or doubled), how many of a hundred find their kind
"""

# ruff: noqa: PLC0415  the models of the house can be imported only once Django knows its database

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
PRODUCTS, QUICK_PRODUCTS, FARMS, SEED = 20_000, 4_000, 400, 20_261_122
LONG_ENOUGH = 6
GOALS = {"search_vs_letters": 1.0, "found_with_slip": 90.0}
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
        from dure.rooms.catalog.models import Kind
        from dure.rooms.catalog.services.kinds import load_kinds
        from dure.rooms.catalog.services.search import index_everything

        self.chance = random.Random(SEED)  # noqa: S311  the same market every time, no secret
        load_kinds()
        groups = set(Kind.objects.exclude(parent=None).values_list("parent_id", flat=True))
        self.kinds = list(Kind.objects.exclude(code__in=groups))
        self.fill(size)
        began = time.perf_counter()
        index_everything()
        self.index_s = (time.perf_counter() - began) / size

    def fill(self, size: int) -> None:
        """Make farms, products, and one offer of each."""
        from dure.kernel import clock
        from dure.rooms.catalog.models import Product
        from dure.rooms.catalog.tests.stall import put_all_on_sale
        from dure.rooms.people.models import Organisation

        now = clock.now()
        farms = Organisation.objects.bulk_create(
            Organisation(kind="farm", name=f"{n}번 농장", name_ko=f"{n}번 농장", name_en=f"Farm {n}", created_at=now)
            for n in range(FARMS)
        )
        for start in range(0, size, 2_000):
            made = [self.product(self.chance.choice(farms), now - timedelta(hours=start + n)) for n in range(2_000)]
            Product.objects.bulk_create(made)
            put_all_on_sale(made)

    def product(self, farm: Any, listed_at: Any) -> Any:
        """Return one product of a farm."""
        from dure.rooms.catalog.models import Product

        kind, (korean, chinese, english) = self.chance.choice(self.kinds), self.chance.choice(ADJECTIVES)
        return Product(
            organisation=farm, kind=kind, name=f"{korean} {kind.name_ko}", name_ko=f"{korean} {kind.name_ko}",
            name_zh=f"{chinese}{kind.name_zh}", name_en=f"{english} {kind.name_en.lower()}", status="listed",
            created_at=listed_at, changed_at=listed_at,
        )  # fmt: skip

    def queries(self, count: int) -> list[tuple[str, str]]:
        """Return so many names to look for, with the code of the kind each means."""
        kinds = self.chance.choices(self.kinds, k=count)
        languages = ("name_ko", "name_zh", "name_en")
        return [(getattr(kind, languages[place % 3]), kind.code) for place, kind in enumerate(kinds)]

    def with_slip(self, text: str) -> str:
        """Return a text of five Latin letters or more with one letter left out, swapped or doubled."""
        place = self.chance.randrange(1, len(text) - 2)
        one, two = text[place], text[place + 1]
        return text[:place] + self.chance.choice((two, two + one, one + one + two)) + text[place + 2 :]

    def search(self, text: str) -> list[Any]:
        """Look as the shop does."""
        from dure.rooms.catalog.queries.search import Wish, search

        return search(Wish(text=text)).hits

    def letters(self, text: str) -> list[Any]:
        """Look for the letters."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(LETTERS, [f"%{text}%"])
            return list(cursor.fetchall())

    def suggest(self, text: str) -> list[Any]:
        """Suggest while somebody types."""
        from dure.rooms.catalog.queries.search_words import suggestions

        return suggestions(text=text[:2], language="ko")

    def found(self, count: int) -> float:
        """Return of a hundred English names with a slip how many find their kind among the first three."""
        from dure.rooms.catalog.models import Product

        long = [kind for kind in self.kinds if len(kind.name_en) >= LONG_ENOUGH and kind.name_en.isalpha()]
        hits = 0
        for kind in self.chance.choices(long, k=count):
            products = [hit.product_id for hit in self.search(self.with_slip(kind.name_en))[:3]]
            hits += Product.objects.filter(id__in=products, kind=kind).exists()
        return 100 * hits / count


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds some work takes."""
    began = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - began)


def measure(*, is_quick: bool) -> list[dict[str, Any]]:
    """Run the rounds and return the rows."""
    bench = Bench(QUICK_PRODUCTS if is_quick else PRODUCTS)
    rounds, size = 3 if is_quick else 9, 30 if is_quick else 100
    for text, _kind in bench.queries(20):
        bench.search(text), bench.letters(text), bench.suggest(text)  # warm
    times: dict[str, list[float]] = {"search": [], "letters": [], "slip": [], "suggestion": []}
    every: list[float] = []
    for _round in range(rounds):
        asked = [text for text, _kind in bench.queries(size)]
        latin = [text for text in asked if text.isascii() and len(text) >= LONG_ENOUGH]
        searches = [timed(lambda text=text: bench.search(text)) for text in asked]
        every += searches
        times["search"].append(statistics.mean(searches))
        times["letters"].append(statistics.mean(timed(lambda text=text: bench.letters(text)) for text in asked))
        slips = [bench.with_slip(text) for text in latin]
        times["slip"].append(statistics.mean(timed(lambda text=text: bench.search(text)) for text in slips))
        times["suggestion"].append(statistics.mean(timed(lambda text=text: bench.suggest(text)) for text in asked))
    ratios = [letters / search for letters, search in zip(times["letters"], times["search"], strict=True)]
    return [
        row("search_vs_letters", ratios, "x"),
        row("found_with_slip", [bench.found(3 * size)], "of 100"),
        *(row(f"{name}_ms", values, "ms") for name, values in times.items()),
        row("search_ms_95th", [sorted(every)[int(0.95 * len(every))]], "ms"),
        row("index_us_per_product", [1e6 * bench.index_s], "us"),
    ]


def row(name: str, values: list[float], unit: str) -> dict[str, Any]:
    """Return one row of the result: median, spread, and whether the goal holds."""
    median, goal = statistics.median(values), GOALS.get(name)
    spread = [round(min(values), 2), round(max(values), 2)]
    found: dict[str, Any] = {"id": name, "value": round(median, 2), "unit": unit, "spread": spread}
    return found | ({"goal": f">={goal:g}", "holds": median >= goal} if goal else {})


def main() -> None:
    """Start a PostgreSQL, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds; ends within a minute")
    parser.add_argument("--json", type=Path, help="write the result there")
    asked = parser.parse_args()
    from dure.engine.postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="dure-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder) / "postgres").start()
        try:
            result = run(server.owner_url, is_quick=asked.quick)
        finally:
            server.destroy()
    for each in result["rows"]:
        goal = f"  goal {each['goal']} {'holds' if each['holds'] else 'MISSED'}" if "goal" in each else ""
        print(f"{each['id']:22} {each['value']:>10,.2f} {each['unit']:8} {each['spread']}{goal}")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if not asked.quick and any(each.get("holds") is False for each in result["rows"]):
        sys.exit(1)


def run(url: str, *, is_quick: bool) -> dict[str, Any]:
    """Migrate, measure and return the result."""
    from dure.engine.environment import export

    key = "only for measuring"
    export({"DURE_DATABASE_URL": url, "DURE_SECRET_KEY": key, "DJANGO_SETTINGS_MODULE": "dure.site.settings"})
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    return {"name": "search", "machine": machine, "rows": measure(is_quick=is_quick)}


if __name__ == "__main__":
    main()
