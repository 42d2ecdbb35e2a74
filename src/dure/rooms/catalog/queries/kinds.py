"""The taxonomy, as it is walked and as it is recognised in what people write."""

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q

from dure.rooms.catalog.errors import KindUnknown
from dure.rooms.catalog.kind_names import KindNames
from dure.rooms.catalog.models import Kind, Product

SUGGESTED_COUNT = 8
USUAL = ("apple", "potato", "napa-cabbage", "rice", "strawberry", "garlic", "egg", "tangerine")
"""What is suggested to a seller who has listed nothing yet."""


def kind(*, code: str) -> Kind:
    """Return a kind by its code; KindUnknown where there is none."""
    found = Kind.objects.filter(code=code).first()
    if found is None:
        raise KindUnknown(text=code)
    return found


def kinds(*, codes: Collection[str] | None = None) -> list[Kind]:
    """Return the kinds in use in the order of the taxonomy, or those of these codes."""
    found = Kind.objects.filter(is_current=True) if codes is None else Kind.objects.filter(code__in=codes)
    return list(found)


def children(*, code: str = "") -> list[Kind]:
    """Return the kinds directly below one; the roots for ""."""
    return list(Kind.objects.filter(parent_id=code or None, is_current=True))


def line_of(*, code: str) -> list[Kind]:
    """Return the kinds from the root down to this one."""
    return sorted(kinds(codes=kind(code=code).path.split("/")), key=lambda one: len(one.path))


def in_season(*, month: int, count: int, is_southern: bool = False) -> list[Kind]:
    """Return food that is in season in a month (1–12) north of the equator, or half a year later south of it."""
    there = (month + 5) % 12 + 1 if is_southern else month
    short = Kind.objects.filter(is_current=True, season_months__contains=[there], season_months__len__lte=8)
    return list(short.filter(goods_class="food")[:count])


def suggested(*, organisation_id: UUID) -> list[Kind]:
    """Return the kinds a seller most likely lists next: those he lists most, then what people list most."""
    listed = Count("id")
    mine = Product.objects.filter(organisation_id=organisation_id).values_list("kind_id").annotate(n=listed)
    codes = [code for code, _ in mine.order_by("-n", "kind_id")[:SUGGESTED_COUNT]]
    codes += [code for code in USUAL if code not in codes]
    found = {one.code: one for one in Kind.objects.filter(Q(code__in=codes), is_current=True)}
    return [found[code] for code in codes[:SUGGESTED_COUNT] if code in found]


def recognise(*, text: str) -> Kind | None:
    """Return the kind that a seller's words name or contain, in any of the three languages."""
    code = kind_names().guess(text)
    return Kind.objects.filter(code=code).first() if code else None


def kind_names() -> KindNames:
    """Return every name of every kind in use; made anew when the taxonomy was loaded anew."""
    newest = Kind.objects.aggregate(count=Count("code"), last=Count("code", filter=Q(is_current=True)))
    return _kind_names((newest["count"], newest["last"]))


@lru_cache(maxsize=1)
def _kind_names(_state: tuple[int, int]) -> KindNames:
    found = list(Kind.objects.filter(is_current=True).order_by("position"))
    proper = [(one.code, (one.name_ko, one.name_zh, one.name_en)) for one in found]
    return KindNames.of([*proper, *((one.code, tuple(one.other_names)) for one in found)])
