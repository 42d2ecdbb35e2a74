"""Where things are sold from and of which kinds there are any: what a shop's filters and shelves offer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from dure.rooms.catalog.models import Kind, SearchEntry
from dure.rooms.people.queries.regions import know_above


class Origin(NamedTuple):
    """Who sells a product, the path of the region it comes from (may be empty), and of its kind."""

    organisation_id: UUID
    region_path: str
    kind_path: str


@dataclass(frozen=True)
class Group:
    """A kind of goods with how many products of it, and of all below it, are listed."""

    kind: Kind
    count: int
    children: tuple["Group", ...] = ()

    @property
    def tile(self) -> str:
        """The drawing of the kind, or of the commonest below it that has one."""
        below = (child.tile for child in sorted(self.children, key=lambda child: -child.count))
        return self.kind.tile or next((tile for tile in below if tile), "")


def regions_on_sale() -> list[tuple[str, str]]:
    """Return the regions that sell something, province before county: path and name for the reader; two queries."""
    entries = SearchEntry.objects.exclude(region_path="").select_related("product__organisation__region")
    found = [entry.product.organisation.region for entry in entries.distinct("region_path").order_by("region_path")]
    names: dict[str, str] = {}
    for region in know_above(found=[region for region in found if region]):
        line = [*region.above_in_country, region]
        names |= {one.path: " ".join(above.name for above in line[: place + 1]) for place, one in enumerate(line)}
    return sorted(names.items(), key=lambda pair: pair[1])


def groups(*, code: str = "") -> list[Group]:
    """Return the kinds directly below one (the roots for "") of which something is listed, each with those below it."""
    counts = dict(SearchEntry.objects.values_list("kind_path").annotate(count=Count("product")))
    kinds = list(Kind.objects.filter(is_current=True))
    return _groups(code or None, kinds, counts)


def groups_around(*, code: str) -> list[Group]:
    """Return the kinds directly below one; where nothing lies below, those beside it; for "" those to begin with."""
    if below := groups(code=code) if code else []:
        return below
    above = Kind.objects.filter(code=code).values_list("parent_id", flat=True).first()
    return groups(code=above) if above else [group for root in groups() for group in root.children or (root,)]


def _groups(parent: str | None, kinds: list[Kind], counts: dict[str, int]) -> list[Group]:
    """Return the kinds below a parent that have any products."""
    found = []
    for kind in kinds:
        if kind.parent_id != parent:
            continue
        below = _groups(kind.code, kinds, counts)
        count = counts.get(kind.path, 0) + sum(group.count for group in below)
        if count:
            found.append(Group(kind, count, tuple(below)))
    return found


def top_groups(*, count: int) -> list[Group]:
    """Return the kinds below the roots that have most products, most first."""
    found = [group for root in groups() for group in root.children or (root,)]
    return sorted(found, key=lambda group: -group.count)[:count]


def products_on_sale(*, count: int) -> list[tuple[UUID, date]]:
    """Return the listed products that came last, with the day each was last looked over."""
    found = SearchEntry.objects.order_by("-listed_at").values_list("product_id", "indexed_at")
    return [(product_id, indexed_at.date()) for product_id, indexed_at in found[:count]]


def origins(*, product_ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Return who sells listed products, where they come from and of which kind they are; one query."""
    found = SearchEntry.objects.filter(product_id__in=product_ids)
    rows = found.values_list("product_id", "organisation_id", "region_path", "kind_path")
    return {product_id: Origin(organisation_id, region, kind) for product_id, organisation_id, region, kind in rows}


def sellers_on_sale() -> set[UUID]:
    """Return who has anything listed."""
    return set(SearchEntry.objects.values_list("organisation_id", flat=True).distinct())
